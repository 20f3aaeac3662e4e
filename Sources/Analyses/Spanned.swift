internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call acquires is still held where the function waits: an `await`, or a turn of an asynchronous loop.
struct Spanned: Analysis {
    private let release: KnowledgeID, primitives: KnowledgeID

    init(_ rule: AnalysisRule) {
        release = rule.calls("release")
        primitives = rule.calls("primitives")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file) else { return none }
        let call = summary.calls[Int(candidate.call.call)], range = summary.stepRange(of: function.function)
        guard range.contains(where: { isWait(summary.steps[$0]) }), let lock = lock(of: call, in: summary), let graph = context.flowGraph(of: function) else { return none }
        let pair = Pair(receiver: lock, acquire: call.method, release: release, in: function, summary: summary, context: context)
        guard let start = Acquired(by: candidate.call.call, in: context.body(of: function, summary), summary) else {
            context.doubt("whether it was acquired is told by its result")
            return none
        }
        /// The first wait at which it is still held.
        func wait(unless settles: (Int) -> Bool) -> Int? {
            let way = graph.way(from: start.step) { edge in
                guard let only = start.only, graph.blocks[Int(edge.from)].steps.last == start.step else { return true }
                return edge.kind == only
            } _: { at in
                let step = summary.steps[at]
                if pair.releases(at: at) || pair.handsOn(at: at) || settles(at) { return .settles }
                return isWait(step) ? .loses : .none
            }
            return way?.loser
        }
        // `await withCheckedContinuation { waiters.append($0); lock.unlock() }`: the closure runs, and gives it back, before the wait. To look for
        // such closures is worth it only where there would be a finding.
        var first = wait(unless: { _ in false })
        if first != nil, !context.outline(of: function.file, summary).functions(inside: function.function).isEmpty {
            first = wait(unless: LaterRelease(of: pair, from: start.step, in: function.function).settles)
        }
        guard let wait = first else {
            context.explain("it is given back before the function waits for anything")
            return none
        }
        guard isLock(candidate.call, pair, in: context) else { return none }
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["WHAT": pair.name, "LINE": "\(summary.steps[wait].line)"]
        context.explain("\(pair.name) is held at line \(summary.steps[wait].line)")
        return verdict
    }

    private func isWait(_ step: SummaryStep) -> Bool {
        step.kind == .await || step.kind == .loop && step.flags.contains(.isAsync)
    }

    /// What is locked: the receiver, or for a function its first argument, as in `pthread_mutex_lock(&mutex)`.
    private func lock(of call: SummaryCall, in summary: FileSummary) -> SummaryValue? {
        if let argument = summary.arguments(of: call).first { return argument.value.kind == .unknown ? nil : argument.value }
        return call.receiver.kind == .unknown ? nil : call.receiver
    }

    /// Whether what is called takes a lock: one of the system's, a wrapper around one, or, where that is not known, something the same
    /// function gives back.
    private func isLock(_ call: CallRef, _ pair: Pair, in context: AnalysisContext) -> Bool {
        if context.isMatch(call, primitives) { return true }
        if let callee = context.body(runBy: call) {
            // Its own lock, or one it is given: what it calls is what counts.
            let isWrapper = context.calls(of: callee).contains { inner in
                guard let record = context.program.summary(of: inner.file)?.calls[Int(inner.call)] else { return false }
                return context.isMatch(inner, primitives) || context.program.summary(of: inner.file)?.text(record.method) == pair.summary.text(pair.acquire)
            }
            if !isWrapper { context.dismiss("\(context.title(of: callee)) takes no lock", at: context.program.location(of: callee)) }
            return isWrapper
        }
        if !pair.releasing.isEmpty { return true }
        context.dismiss("nothing says that it is a lock: the function does not give it back")
        return false
    }
}
