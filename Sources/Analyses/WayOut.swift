internal import Linking
internal import Semantics

/// The ways out of a function on which something must have been given back, and how to tell people of one.
struct WayOut {
    let graph: FlowGraph
    let file: Int32
    let summary: FileSummary
    let body: FunctionBody
    let harmless: Harmless
    /// The steps that give it back, in order.
    private let releasing: [Int]

    init(_ graph: FlowGraph, file: Int32, _ summary: FileSummary, _ body: FunctionBody, _ harmless: Harmless, releasing: [Int]) {
        (self.graph, self.file, self.summary, self.body, self.harmless) = (graph, file, summary, body, harmless)
        self.releasing = releasing
    }

    /// Whether a step stands in a `finally` or `except` part that gives it back: a second error, on the way there, is too much to ask for.
    private func isCleanup(_ at: Int) -> Bool {
        guard !releasing.isEmpty, body.range.contains(at) else { return false }
        return body.tree.sections(around: at).contains { section in
            (summary.steps[section].kind == .finally || summary.steps[section].kind == .except) && releasing.hasSorted(in: body.tree.part(section))
        }
    }

    static func isError(_ edge: FlowGraph.Edge) -> Bool { edge.kind == .exception || edge.kind == .cancelled }

    /// Whether a way may go along an edge: errors of cleanups, and of what is not expected to fail, do not count.
    func counts(_ edge: FlowGraph.Edge) -> Bool {
        let isError = Self.isError(edge)
        if isError, isCleanup(Int(graph.blocks[Int(edge.from)].exits)) { return false }
        guard let last = graph.blocks[Int(edge.from)].steps.last else { return !isError || !isBeginning(of: edge.from) }
        if isError, isCleanup(last) || isAssertion(summary.steps[last]) { return false }
        guard edge.kind == .exception else { return true }
        return !harmless.isHarmless(summary.steps[last], before: body.range.contains(last + 1) ? summary.steps[last + 1] : nil, in: file, summary)
    }

    /// Whether a step is what an `assert` raises: it says what cannot be.
    private func isAssertion(_ step: SummaryStep) -> Bool { step.kind == .raise && step.value.kind == .name && summary.text(step.value.string) == "AssertionError" }

    /// Whether a way leaves by an error or by cancellation.
    func isByError(_ way: FlowGraph.Way) -> Bool { firstError(on: way) != nil }

    /// The step an edge leaves behind; nil when nothing was done in its block.
    func last(before edge: FlowGraph.Edge) -> Int? { graph.blocks[Int(edge.from)].steps.last }

    /// Whether a block is where a `try` begins, or a `with` ends: an error edge leaves it though nothing has been done that could fail.
    private func isBeginning(of block: FlowGraph.BlockID) -> Bool {
        graph.edges(from: block).contains { $0.kind == .normal }
            && graph.edges(to: block).contains { !Self.isError(graph.edges[Int($0)]) }
    }

    /// The last step before the first error or cancellation on a way.
    func failure(on way: FlowGraph.Way) -> Int? { firstError(on: way).flatMap { graph.blocks[Int($0.block)].steps.last } }

    private func firstError(on way: FlowGraph.Way) -> (block: FlowGraph.BlockID, kind: FlowGraph.Edge.Kind)? {
        for (from, to) in zip(way.blocks, way.blocks.dropFirst()) {
            let edges = graph.edges(from: from).filter { $0.to == to }
            guard let first = edges.first, edges.allSatisfy(Self.isError), graph.blocks[Int(from)].count > 0 else { continue }
            return (from, first.kind)
        }
        return nil
    }

    /// Where it first goes wrong: the first error or cancellation on the way, else the last thing done before leaving.
    func words(_ way: FlowGraph.Way) -> String {
        let error = firstError(on: way)
        let how = error.map { $0.kind == .exception ? "an error is raised" : "it is cancelled" } ?? "the function ends"
        let block = error?.block ?? way.blocks.dropLast().last { graph.blocks[Int($0)].count > 0 }
        let line = block.flatMap { graph.blocks[Int($0)].steps.last }.map { Int(summary.steps[$0].line) } ?? 0
        return "when \(how) at line \(line)"
    }
}
