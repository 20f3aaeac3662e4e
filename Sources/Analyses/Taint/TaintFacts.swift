import Linking
import Semantics

/// Facts about functions: what their results are made of (sources, and parameters they hand through unmasked), and which parameters
/// they hand on to a sink.
struct TaintFacts {
    /// By rule.
    var results: [Int: FactTable<TaintFact>] = [:]
    var sinks: [Int: FactTable<TaintFact>] = [:]
}

extension AnalysisContext {
    /// What a function's result is made of.
    func taintResult(of function: FunctionRef, _ knowledge: TaintKnowledge, _ frames: TaintFrames) -> TaintFact {
        var table = facts.taint.results[knowledge.rule] ?? FactTable()
        defer { facts.taint.results[knowledge.rule] = table }
        return table.value(
            of: function, unknown: TaintFact(),
            callees: { function in
                var callees: [FunctionRef] = []
                let trace = TaintTrace(knowledge, self, frames) { callee in
                    if !callees.contains(callee) { callees.append(callee) }
                    return nil
                }
                _ = trace.resultOrigins(of: function)
                return callees
            },
            answer: { function, known in TaintFact(TaintTrace(knowledge, self, frames) { known[$0] }.resultOrigins(of: function)) })
    }

    /// Which parts of a function's parameters arrive at a sink, and how.
    func taintSinks(of function: FunctionRef, _ knowledge: TaintKnowledge, _ frames: TaintFrames) -> TaintFact {
        var table = facts.taint.sinks[knowledge.rule] ?? FactTable()
        defer { facts.taint.sinks[knowledge.rule] = table }
        var passes: [FunctionRef: Passes] = [:]
        func passing(_ function: FunctionRef) -> Passes {
            if let known = passes[function] { return known }
            let found = self.passes(of: function, knowledge, frames)
            passes[function] = found
            return found
        }
        return table.value(
            of: function, unknown: TaintFact(),
            callees: { passing($0).on.map(\.callee).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } },
            answer: { function, known in
                let passes = passing(function)
                var origins = passes.arriving
                for (callee, call, origin, number, path) in passes.on {
                    for further in known[callee]?.origins ?? [] {
                        guard case .parameter(number, let inner) = further.kind, let (asked, _) = inner.difference(path), asked.isEmpty else { continue }
                        var origin = origin
                        origin.hops.append(TaintHop(place: call, message: "`\(self.title(of: callee))` is given it"))
                        origin.hops += further.hops
                        origin.isRare = origin.doubt == 2 || further.isRare
                        origins.append(origin)
                    }
                }
                return TaintFact(origins)
            })
    }

    private func trace(_ knowledge: TaintKnowledge, _ frames: TaintFrames) -> TaintTrace {
        TaintTrace(knowledge, self, frames) { self.taintResult(of: $0, knowledge, frames) }
    }

    /// What becomes of a function's parameters in its own body.
    private struct Passes {
        /// Those its own sinks are given.
        var arriving: [TaintOrigin] = []
        /// The project's functions that are given one, and as which of theirs.
        var on: [(callee: FunctionRef, call: TaintPlace, origin: TaintOrigin, number: Int, path: TaintPath)] = []
    }

    private func passes(of function: FunctionRef, _ knowledge: TaintKnowledge, _ frames: TaintFrames) -> Passes {
        var passes = Passes()
        guard let frame = frames.frame(function), frame.record?.parameterCount ?? 0 > 0 else { return passes }
        for (call, record) in calls(in: frame) where record.argumentCount > 0 {
            let trace = trace(knowledge, frames), step = max(0, Int(record.step) - 1)
            let given = frame.arguments(of: record).map { ($0, trace.origins(ofArgument: $0, of: record, at: step, in: frame).filter { !$0.isSource }) }
            // What is given nothing of ours need not be looked up.
            guard given.contains(where: { !$1.isEmpty }) else { continue }
            let place = trace.place(of: record, in: frame)
            if isSink(call, record, knowledge, in: frame) {
                if isOptional(record, in: frame) { continue }
                let counted = sinkArguments(of: record, knowledge, in: frame), isMinor = trace.isMinorSink(call, record, in: frame)
                for (argument, origins) in given where counted.contains(argument) {
                    for var origin in origins {
                        origin.isRare = origin.doubt == 2 || isMinor || isTurningBack(record, in: frame) || trace.isConditional(record, argument.value, in: frame)
                        origin.hops = [TaintHop(place: place, message: "`\(frame.calleeText(record))` is given it")]
                        passes.arriving.append(origin)
                    }
                }
                continue
            }
            guard case .function(let callee) = program.target(of: call), callee != function,
                let values = GivenArguments(record, to: callee, in: frame, frames), let home = frames.frame(callee)?.record
            else { continue }
            for number in 0..<Int(home.parameterCount) {
                for (value, _) in values.values(of: number) {
                    for origin in given.first(where: { $0.0.value == value })?.1 ?? [] { passes.on.append((callee, place, origin, number, origin.part)) }
                }
            }
        }
        return passes
    }

    private func calls(in frame: Frame) -> [(CallRef, SummaryCall)] {
        frame.tree.range.compactMap { at in
            guard frame.steps[at].kind == .call, let record = frame.call(frame.steps[at].value) else { return nil }
            return (frame.reference(frame.steps[at].value), record)
        }
    }

    // MARK: Sinks

    func isSink(_ call: CallRef, _ record: SummaryCall, _ knowledge: TaintKnowledge, in frame: Frame) -> Bool {
        if isEmpty(knowledge.sinks), isEmpty(knowledge.sinkNames) { return true }
        if !isEmpty(knowledge.elsewhere), frame.arguments(of: record).contains(where: { isElsewhere($0, knowledge, in: frame) }) { return false }
        if record.receiver.kind != .unknown, !isEmpty(knowledge.sinkNames) {
            let receiver = frame.lastName(of: record.receiver)
            // A log made for it, or one that masks.
            if isMatch(program.names.intern(receiver.lowercased()), knowledge.sanitizerNames) { return false }
            let written = receiver.lowercased() + "." + frame.summary.text(record.method).lowercased()
            if isMatch(program.names.intern(written), knowledge.sinkNames) { return true }
        }
        return isMatch(call, knowledge.sinks)
    }

    private func isElsewhere(_ argument: SummaryArgument, _ knowledge: TaintKnowledge, in frame: Frame) -> Bool {
        guard argument.label != 0, isMatch(program.names.intern(frame.summary.strings[argument.label]), knowledge.elsewhere) else { return false }
        return !(argument.value.kind == .name && isMatch(program.names.intern(frame.summary.strings[argument.value.string]), knowledge.outputs))
    }

    /// Whether the call is made only where its object is there at all: a log that somebody has to ask for.
    func isOptional(_ record: SummaryCall, in frame: Frame) -> Bool {
        guard record.receiver.kind != .unknown, record.step > 0, case let receiver = frame.text(record.receiver), !receiver.isEmpty else { return false }
        return frame.tree.sections(around: Int(record.step) - 1).contains { section in
            let test = frame.steps[section].value
            return frame.steps[section].kind == .branch && (test.kind == .local || test.kind == .expression) && frame.text(test) == receiver
        }
    }

    /// Whether a call stands under a condition after which the function ends, where it would otherwise go on: the caller may never go that way.
    private func isTurningBack(_ record: SummaryCall, in frame: Frame) -> Bool {
        guard record.step > 0, let section = frame.tree.section(of: Int(record.step) - 1), let opener = frame.tree.opener(of: section),
            section == opener, frame.steps[opener].kind == .branch
        else { return false }
        let inside = frame.tree.inside(opener)
        let ends = inside.contains { at in
            frame.tree.section(of: at) == section && at >= Int(record.step) && (frame.steps[at].kind == .return || frame.steps[at].kind == .raise)
        }
        return ends && inside.upperBound + 1 < frame.tree.range.upperBound
    }

    /// The arguments of a sink that count.
    func sinkArguments(of record: SummaryCall, _ knowledge: TaintKnowledge, in frame: Frame) -> [SummaryArgument] {
        let numbers = NumberFormats.arguments(of: record, in: frame)
        let arguments = frame.arguments(of: record).filter { !numbers.contains($0.value) }
        guard !isEmpty(knowledge.arguments) else { return arguments }
        return arguments.enumerated().filter { number, argument in
            let name = argument.label == 0 ? String(number) : frame.summary.text(argument.label)
            return isMatch(program.names.intern(name), knowledge.arguments)
        }.map(\.element)
    }
}

extension TaintTrace {
    private static let manyReturns = 6

    /// Where what a function returns comes from: sources, and its parameters.
    func resultOrigins(of function: FunctionRef) -> [TaintOrigin] {
        guard let frame = frames.frame(function) else { return [] }
        let returns = frame.tree.range.filter { frame.steps[$0].kind == .return }.map { origins(of: frame.steps[$0].value, at: $0, in: frame) }
        // One answer of many that a function may give: who asks for another one gets none.
        let isOneOfMany = returns.count >= Self.manyReturns && returns.count { $0.contains { $0.isSource && $0.hops.count <= 2 } } == 1
        return returns.joined().map { origin in
            var origin = origin
            if isOneOfMany, origin.isSource { origin.isLowered = true }
            return origin
        }
    }
}
