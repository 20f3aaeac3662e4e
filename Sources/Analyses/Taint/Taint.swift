import Findings
import Linking
import Semantics

/// Whether a value that must not get there arrives at a call: a secret at the log, a setting at a shell.
///
/// A candidate that is a sink is asked what its arguments are made of. Any other candidate is asked whether what it is given is such a
/// value, and whether the project's function that it calls hands it on to a sink.
struct Taint: Analysis {
    private let knowledge: TaintKnowledge
    private var frames: TaintFrames?
    private var memory: (file: Int32, values: TaintMemory)?

    init(_ rule: AnalysisRule) { knowledge = TaintKnowledge(rule) }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let frames = self.frames ?? TaintFrames(context.program)
        self.frames = frames
        let memory = memory.flatMap { $0.file == candidate.call.file ? $0.values : nil } ?? TaintMemory()
        self.memory = (candidate.call.file, memory)
        guard let summary = context.program.summary(of: candidate.call.file) else { return Verdict(isFinding: false) }
        if knowledge.stores, let step = summary.store(at: candidate.start) { return settleStore(step, candidate.call.file, summary, frames, context) }
        guard candidate.call.call < summary.calls.count else { return Verdict(isFinding: false) }
        let record = summary.calls[Int(candidate.call.call)]
        guard record.step > 0, let frame = frames.frame(file: candidate.call.file, function: record.function == 0 ? nil : record.function - 1) else {
            context.dismiss("what the call is given is not known")
            return Verdict(isFinding: false)
        }
        let knowledge = knowledge
        let trace = TaintTrace(knowledge, context, frames, memory: memory) { context.taintResult(of: $0, knowledge, frames) }
        let question = Question(call: candidate.call, record: record, frame: frame, trace: trace)
        if context.isSink(candidate.call, record, knowledge, in: frame) { return question.settleSink() }
        if knowledge.passes { return question.settlePass() }
        context.dismiss("\(context.title(of: candidate.call)) is no call at which it must not arrive")
        return Verdict(isFinding: false)
    }

    /// A candidate that is an assignment to an attribute.
    private func settleStore(_ step: Int, _ file: Int32, _ summary: FileSummary, _ frames: TaintFrames, _ context: AnalysisContext) -> Verdict {
        let knowledge = knowledge
        guard let frame = frames.frame(file: file, function: summary.function(ofStep: step)) else { return Verdict(isFinding: false) }
        let trace = TaintTrace(knowledge, context, frames) { context.taintResult(of: $0, knowledge, frames) }
        guard let origin = trace.origins(of: frame.steps[step].value, at: step, in: frame).first(where: \.isSource) else {
            context.dismiss("nothing that is assigned is known to be such a value")
            return Verdict(isFinding: false)
        }
        return trace.finding(origin, ways: [TaintHop(place: trace.place(step, in: frame), message: "`\(frame.text(frame.steps[step].target))` becomes it")])
    }

    /// What is asked about one candidate.
    private struct Question {
        let call: CallRef
        let record: SummaryCall
        let frame: Frame
        let trace: TaintTrace
        private var context: AnalysisContext { trace.context }
        private var step: Int { Int(record.step) - 1 }

        init(call: CallRef, record: SummaryCall, frame: Frame, trace: TaintTrace) {
            self.call = call
            self.record = record
            self.frame = frame
            self.trace = trace
        }

        func settleSink() -> Verdict {
            var best: TaintOrigin?
            for argument in context.sinkArguments(of: record, trace.knowledge, in: frame) where isSeen(argument) && context.isInText(argument, of: call, record, in: frame, trace.frames) {
                var found = trace.origins(ofArgument: argument, of: record, at: step, in: frame).filter(\.isSource)
                let label = frame.summary.text(argument.label)
                if found.isEmpty, !label.isEmpty, let named = trace.sourceByPair(label, argument.value, at: step, in: frame) { found = [named] }
                // Whether a record's extra fields are written is for the formatter to say.
                if label == "extra" { found = found.map { var origin = $0; origin.isLowered = true; return origin } }
                for origin in found where best.map({ origin.doubt < $0.doubt }) ?? true { best = origin }
            }
            guard let best else {
                if let verdict = trace.verdictOnUnknown(call, record, in: frame) { return verdict }
                explainNothing()
                return Verdict(isFinding: false)
            }
            return verdict(best, ways: [TaintHop(place: trace.place(of: record, in: frame), message: "`\(frame.calleeText(record))` is given it")])
        }

        /// Logs take anything; of what a program or a text that is run is made, somebody must know.
        private func explainNothing() {
            guard context.isExplaining else { return }
            let counts = !context.isEmpty(trace.knowledge.arguments)
            let open = context.sinkArguments(of: record, trace.knowledge, in: frame).first { !trace.isClean($0.value, at: step, in: frame) }
            guard counts else { return context.dismiss("nothing that it is given is known to be such a value") }
            guard let open else { return context.explain("nothing that it is given comes from outside") }
            let text = frame.text(open.value)
            context.doubt("where \(text.isEmpty ? "what it is given" : "`\(text)`") comes from is not known")
        }

        /// Whether the rule's redaction leaves an argument in sight.
        private func isSeen(_ argument: SummaryArgument) -> Bool { !trace.knowledge.redacted || trace.isShown(argument, of: record, in: frame) }

        func settlePass() -> Verdict {
            // What is given must be such a value before anybody need know what becomes of it.
            let isGiven = frame.arguments(of: record).contains { trace.origins(of: $0.value, at: step, in: frame).contains(where: \.isSource) }
            guard isGiven else {
                context.dismiss("nothing that it is given is known to be such a value")
                return Verdict(isFinding: false)
            }
            guard let callee = context.callee(of: call), let given = GivenArguments(record, to: callee, in: frame, trace.frames) else {
                context.dismiss("what is called is not known")
                return Verdict(isFinding: false)
            }
            var best: (origin: TaintOrigin, entry: TaintOrigin)?
            for entry in context.taintSinks(of: callee, trace.knowledge, trace.frames).origins {
                guard case .parameter(let number, let path) = entry.kind else { continue }
                for (value, isElement) in given.values(of: number) {
                    let found = trace.origins(of: value, isElement ? Array(path.dropFirst()) : path, at: step, in: frame)
                    for origin in found where origin.isSource && best.map({ max(origin.doubt, entry.doubt) < max($0.origin.doubt, $0.entry.doubt) }) ?? true {
                        best = (origin, entry)
                    }
                }
            }
            if let (origin, entry) = best {
                let here = TaintHop(place: trace.place(of: record, in: frame), message: "`\(context.title(of: callee))` is given it")
                var verdict = verdict(origin, ways: [here] + entry.hops)
                if entry.isRare {
                    context.explain("it arrives only where the function turns back, or where hiding it was thought of")
                    verdict.severity = .info
                }
                return verdict
            }
            context.dismiss("\(context.title(of: callee)) hands nothing of it on to such a call", at: context.program.location(of: callee))
            return Verdict(isFinding: false)
        }

        /// - Parameter ways: the calls from the candidate to the sink.
        private func verdict(_ origin: TaintOrigin, ways: [TaintHop]) -> Verdict {
            var verdict = trace.finding(origin, ways: ways)
            trace.weigh(&verdict, origin, call, record, in: frame)
            return verdict
        }
    }
}
