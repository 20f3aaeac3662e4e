internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call acquires is given back on every way out of the function, by errors and cancellation too.
struct Paired: Analysis {
    private let release: KnowledgeID, harmless: KnowledgeID, makers: KnowledgeID
    private let confined = Confined()

    init(_ rule: AnalysisRule) {
        release = rule.calls("release")
        harmless = rule.calls("harmless")
        makers = rule.calls("makers")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        if context.isMatch(candidate.call, makers) {
            var verdict = confined.settle(candidate, in: context)
            verdict.variables["WHAT"] = "it limits nothing and excludes nobody"
            verdict.variables["HOW"] = "since every call of the function makes one of its own"
            return verdict
        }
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file),
            let graph = context.flowGraph(of: function)
        else { return none }
        let call = summary.calls[Int(candidate.call.call)]
        guard call.step > 0, call.receiver.kind != .unknown else {
            context.doubt("what it acquires is not known")
            return none
        }
        let pair = Pair(receiver: call.receiver, acquire: call.method, release: release, in: function, summary: summary, context: context)
        let body = context.body(of: function, summary)
        guard let start = Acquired(by: candidate.call.call, in: body, summary) else {
            context.doubt("whether it was acquired is told by its result")
            return none
        }
        if summary.language == .python, pair.isMadeHere(function.function) {
            context.explain("the function makes it anew: nobody else waits for it")
            return none
        }
        let later = LaterRelease(of: pair, from: start.step, in: function.function)
        if !later.isThere, pair.releasing.isEmpty, let elsewhere = pair.releaser(outside: function) {
            context.doubt(elsewhere)
            return none
        }
        if pair.isTakenBack(at: start.step) {
            context.explain("the function gives it back first, and takes it again for whoever had it")
            return none
        }
        if pair.isOneOfMany(at: start.step) {
            context.doubt("it is one of many that are all taken")
            return none
        }
        let isHandedOver = pair.isGivenBack(outside: function) || pair.isReleasedAfterErrorsOnly
        let out = WayOut(graph, file: candidate.call.file, summary, body, Harmless(list: harmless, context: context), releasing: pair.releasing)
        let way = graph.way(from: start.step) { edge in
            if isHandedOver, edge.to == FlowGraph.returned { return false }
            if let last = out.last(before: edge) {
                if let only = start.only, last == start.step { return edge.kind == only }
                if let side = start.side(at: last, summary), edge.kind == .yes || edge.kind == .no { return edge.kind == side }
                // Making the task that will give it back is part of handing it over.
                if later.isThere, edge.kind == .exception, summary.steps[last].kind == .call { return false }
            }
            return out.counts(edge)
        } _: { at in
            pair.releases(at: at) || pair.handsOn(at: at) || later.settles(at) ? .settles : .none
        }
        guard let way else {
            context.explain("it is given back on every way out")
            return none
        }
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["WHAT": "`\(pair.name)` is not given back", "HOW": out.words(way)]
        context.explain("\(pair.name) is not given back \(out.words(way))")
        // Other ways out are taken every day, errors are not.
        verdict.isLowered = out.isByError(way)
        // Who gives it back after success may put it right after an error, too; who does so in `finally`, under a condition, thought of it.
        let isInFinally = pair.releasing.contains { at in
            let around = body.tree.sections(around: at).map { summary.steps[$0].kind }
            guard let last = around.firstIndex(of: .finally) else { return false }
            return around[..<last].contains { $0 == .branch || $0 == .otherwise }
        }
        if isHandedOver || isInFinally || out.isByError(way) && isLocal(call.receiver, to: function, summary) { verdict.severity = .info }
        return verdict
    }

    /// Whether it is a variable of the function that functions defined inside of it share: an error that leaves the function leaves few who still want it.
    private func isLocal(_ receiver: SummaryValue, to function: FunctionRef, _ summary: FileSummary) -> Bool {
        guard receiver.kind == .local, receiver.index < summary.variables.count, summary.language == .python else { return false }
        return summary.isLocal(receiver.index, to: function.function) && !summary.variables[Int(receiver.index)].flags.contains(.isParameter)
    }
}
