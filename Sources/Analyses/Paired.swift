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
            context.explain("what it acquires is not known")
            return none
        }
        let pair = Pair(receiver: call.receiver, acquire: call.method, release: release, file: candidate.call.file, summary: summary, context: context)
        let range = summary.stepRange(of: function.function)
        guard let start = Acquired(by: candidate.call.call, in: range, summary) else {
            context.explain("whether it was acquired is told by its result")
            return none
        }
        let later = LaterRelease(of: pair, from: start.step, in: function.function)
        if !later.isThere, !range.contains(where: { pair.releases(summary.steps[$0]) }), let elsewhere = pair.releaser(outside: function) {
            context.explain(elsewhere)
            return none
        }
        if pair.isOneOfMany(at: start.step, in: function.function) {
            context.explain("it is one of many that are all taken")
            return none
        }
        let isHandedOver = pair.isGivenBack(outside: function)
        let cleanup = cleanup(of: pair, range)
        let isHarmless = Harmless(list: harmless, context: context)
        let way = graph.way(from: start.step) { edge in
            if isHandedOver, edge.to == FlowGraph.returned { return false }
            let isError = edge.kind == .exception || edge.kind == .cancelled, exits = graph.blocks[Int(edge.from)].exits
            if isError, cleanup.contains(Int(exits)) { return false }
            guard let last = graph.blocks[Int(edge.from)].steps.last else { return edge.kind != .exception || !isBeginning(of: edge.from, in: graph) }
            if let only = start.only, last == start.step { return edge.kind == only }
            if isError, cleanup.contains(last) { return false }
            guard edge.kind == .exception else { return true }
            // Making the task that will give it back is part of handing it over.
            if later.isThere, summary.steps[last].kind == .call { return false }
            return !isHarmless.isHarmless(summary.steps[last], before: range.contains(last + 1) ? summary.steps[last + 1] : nil, in: candidate.call.file, summary)
        } _: { at in
            pair.releases(summary.steps[at]) || pair.handsOn(summary.steps[at]) || later.settles(at) ? .settles : .none
        }
        guard let way else {
            context.explain("it is given back on every way out")
            return none
        }
        var verdict = finding(way, graph, pair, context)
        // Who gives it back after success may put it right after an error, too.
        if isHandedOver { verdict.severity = .info }
        return verdict
    }

    /// The steps of the `finally` and `except` parts that give it back: a second error, on the way there, is too much to ask for.
    private func cleanup(of pair: Pair, _ range: Range<Int>) -> Set<Int> {
        let steps = pair.summary.steps, tree = StepTree(range, in: steps)
        let isHandler: (Int) -> Bool = { steps[$0].kind == .finally || steps[$0].kind == .except }
        let handlers = Set(range.filter { pair.releases(steps[$0]) }.flatMap { tree.sections(around: $0).filter(isHandler) })
        guard !handlers.isEmpty else { return [] }
        return Set(range.filter { at in tree.sections(around: at).contains { handlers.contains($0) } })
    }

    /// Whether a block is where a `try` begins: an error edge leaves it though nothing has been done that could fail.
    private func isBeginning(of block: FlowGraph.BlockID, in graph: FlowGraph) -> Bool {
        graph.edges(from: block).contains { $0.kind == .normal }
            && graph.edges(to: block).contains { ![.exception, .cancelled].contains(graph.edges[Int($0)].kind) }
    }

    private func finding(_ way: FlowGraph.Way, _ graph: FlowGraph, _ pair: Pair, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        // Where it first goes wrong: the first error or cancellation on the way, else the last thing done before leaving.
        var how = "the function ends", block = way.blocks.dropLast().last { graph.blocks[Int($0)].count > 0 }
        for (from, to) in zip(way.blocks, way.blocks.dropFirst()) {
            let kinds = graph.edges(from: from).filter { $0.to == to }.map(\.kind)
            guard let kind = kinds.first, kinds.allSatisfy({ $0 == .exception || $0 == .cancelled }), graph.blocks[Int(from)].count > 0 else { continue }
            (how, block) = (kind == .exception ? "an error is raised" : "it is cancelled", from)
            break
        }
        let line = block.flatMap { graph.blocks[Int($0)].steps.last }.map { Int(pair.summary.steps[$0].line) } ?? 0
        verdict.variables = ["WHAT": "`\(pair.name)` is not given back", "HOW": "when \(how) at line \(line)"]
        context.explain("\(pair.name) is not given back when \(how) at line \(line)")
        return verdict
    }
}
