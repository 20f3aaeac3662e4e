internal import Semantics

/// Looks for a way out of a function on which what it has is not released.
struct WayOfRelease {
    private let custody: Custody
    private let graph: FlowGraph
    private let start: Int
    private let dealings: Dealings
    private let best: Dealing
    private let conditional: ConditionalRelease
    private let out: WayOut
    private let tree: StepTree
    /// Blocks without steps that a `raise` comes by: exits of `with`s.
    private let raised: Set<FlowGraph.BlockID>
    /// Errors before this step do not count: nothing has been done with the thing yet.
    private let firstUse: Int
    private let isAsync: Bool
    /// The `except` parts that release it.
    private let handlers: [Int]
    /// The function never releases it itself.
    private let isHandedOnly: Bool

    /// - Parameters:
    ///   - start: the step that makes what has to be released.
    ///   - dealings: of the steps of the function that do anything with it.
    init(_ custody: Custody, _ graph: FlowGraph, from start: Int, dealings: Dealings) {
        (self.custody, self.graph, self.start, self.dealings) = (custody, graph, start, dealings)
        let summary = custody.summary
        tree = custody.body.tree
        raised = custody.body.raised(in: graph, summary)
        best = dealings.best
        handlers = custody.cleanups.flatMap { $0 }.filter { summary.steps[$0].kind == .except }
        isAsync = summary.functions[Int(custody.function)].flags.contains(.isAsync)
        isHandedOnly = best == .hands
        firstUse = dealings.first(after: start) ?? start
        let releasing = custody.dealings.handing
        conditional = ConditionalRelease(
            from: start, in: custody.body, summary, releasing: releasing,
            asks: { custody.isIt($0) || $0.kind == .call && custody.isIt(summary.calls[Int($0.index)].receiver) }, isKnown: { summary.isWrittenSame($0, $1) })
        out = WayOut(graph, file: custody.file, summary, custody.body, Harmless(list: custody.lists.harmless, context: custody.context), releasing: releasing)
    }

    /// - Parameter errors: what ways by errors are worth: nothing (0), a note (1), as much as others (2).
    func unreleased(errors: Int) -> (words: String, isNote: Bool)? {
        let isNever = best < .hands
        // Who hands it on, or releases it after errors only, may well mean to leave it on other ways.
        if let way = way(withErrors: false) {
            return (words(way), !isNever && (isHandedOnly || isReleasedAfterErrorsOnly || isLostInBranch(way) || self.way(withErrors: false, trustingCaller: true) == nil))
        }
        guard errors > 0, let way = way(withErrors: true) else { return nil }
        return (words(way), errors == 1 || isReleasedAfterErrorsOnly || isBeforeCleanup(way))
    }

    private func way(withErrors: Bool, trustingCaller: Bool = false) -> FlowGraph.Way? {
        graph.way(from: start) { edge in
            // A plain function is not cancelled; its generator may be forgotten, which is for whoever has that.
            if edge.kind == .cancelled, !isAsync { return false }
            // Who only hands it on is still making it ready when an error comes: it counts where he goes on after that.
            if isHandedOnly, WayOut.isError(edge), edge.to == FlowGraph.raised || edge.to == FlowGraph.cancelled, !isRaised(edge.from) { return false }
            if let last = out.last(before: edge) {
                let step = custody.summary.steps[last]
                // Where a handler is there for it, it is for what is expected to fail.
                if WayOut.isError(edge), step.kind != .raise, !withErrors || isHandled(last) || step.kind == .call && custody.isIt(step.value) || (start..<firstUse).contains(last) { return false }
                // Where it is not there, nothing need be released.
                if step.kind == .branch || step.kind == .check, edge.kind == .yes || edge.kind == .no,
                    let side = Acquired.side(of: step.value, custody.isIt, custody.summary)
                {
                    return edge.kind == (side ? .yes : .no)
                }
            } else if WayOut.isError(edge), !withErrors {
                return raised.contains(edge.from)
            }
            return out.counts(edge)
        } _: { trustingCaller && conditional.isAskedOfCaller($0) ? .settles : effect($0) }
    }

    /// Whether a `try` around a step has a handler that releases it.
    private func isHandled(_ step: Int) -> Bool {
        handlers.contains { handler in tree.opener(of: handler).map { tree.inside($0).contains(step) && step < handler } ?? false }
    }

    /// Whether the error that leaves a block is a `raise` of the function.
    private func isRaised(_ block: FlowGraph.BlockID) -> Bool {
        graph.blocks[Int(block)].steps.last.map { custody.summary.steps[$0].kind == .raise } ?? raised.contains(block)
    }

    /// Whether it is bound anew under a condition that does not hold where it is made: which conditions go together is not known.
    private func isLostInBranch(_ way: FlowGraph.Way) -> Bool {
        guard let loser = way.loser, loser != start else { return false }
        let around = Set(tree.sections(around: start))
        return tree.sections(around: loser).contains { section in
            !around.contains(section) && (tree.opener(of: section).map { custody.summary.steps[$0].kind == .branch } ?? false)
        }
    }

    private var isReleasedAfterErrorsOnly: Bool {
        !isHandedOnly && custody.cleanups.allSatisfy { sections in sections.contains { custody.summary.steps[$0].kind == .except } }
    }

    /// Whether it goes wrong before a `try` begins that takes care of it.
    private func isBeforeCleanup(_ way: FlowGraph.Way) -> Bool {
        guard let fails = out.failure(on: way) else { return false }
        if dealings.steps.contains(where: { $0 > fails && dealings[$0] == .closes && custody.summary.steps[$0].kind == .with }) { return true }
        return custody.cleanups.contains { sections in sections.contains { tree.opener(of: $0).map { $0 > fails } ?? false } }
    }

    private func effect(_ at: Int) -> FlowGraph.Effect {
        if dealings[at] >= .hands || conditional.contains(at) { return .settles }
        // Made again, by another turn of a loop.
        if at == start { return .loses }
        let step = custody.summary.steps[at]
        guard step.kind == .bind || step.kind == .delete, step.target.kind == .local, custody.variables.count == 1, custody.variables.contains(step.target.index),
            !step.flags.contains(.isAugmented), !custody.carries(step.value), !custody.isMadeWithIt(step.value), !isCut(step.value)
        else { return .none }
        return .loses
    }

    /// Whether a value is what is left of it: `path = path[:-4]` has the name still.
    private func isCut(_ value: SummaryValue) -> Bool {
        guard custody.summary.expression(value)?.kind == .slice, let base = custody.summary.operands(of: value).first else { return false }
        return base.kind == .local && custody.variables.contains(base.index)
    }

    private func words(_ way: FlowGraph.Way) -> String {
        if best < .hands {
            return custody.variables.isEmpty && !dealings.steps.contains { $0 > start && dealings[$0] == .uses } ? "anywhere: its value is thrown away" : "anywhere"
        }
        if let loser = way.loser {
            let line = custody.summary.steps[loser].line
            return loser == start ? "before another is made by the next turn of the loop" : "before `\(name)` is bound anew at line \(line)"
        }
        return out.words(way)
    }

    private var name: String {
        custody.variables.min().map { custody.summary.text(custody.summary.variables[Int($0)].name) } ?? "it"
    }
}
