internal import Linking
internal import Semantics

/// What is asked about a function's steps again and again, worked out once.
final class StepIndex {
    let function: FunctionRef
    let summary: FileSummary
    let range: Range<Int>
    let graph: FlowGraph
    let tree: StepTree
    /// The steps that may give way to other tasks, in order.
    let waits: [Int]
    /// The steps with a condition: `if`, `while`.
    let conditions: [Int]
    private var binds: [UInt32: [Int]] = [:]
    private let waitSet: Set<Int>

    init?(of function: FunctionRef, _ context: AnalysisContext) {
        guard let summary = context.program.summary(of: function.file), let graph = context.flowGraph(of: function) else { return nil }
        self.function = function
        self.summary = summary
        self.graph = graph
        range = summary.stepRange(of: function.function)
        tree = context.body(of: function, summary).tree
        var waits: [Int] = [], conditions: [Int] = []
        for at in range {
            let step = summary.steps[at]
            if step.suspends, context.suspension(ofStep: at, of: function.function, in: function.file).map({ $0 > .never }) ?? false { waits.append(at) }
            switch step.kind {
            case .branch: conditions.append(at)
            case .loop where step.flags.contains(.isWhile): conditions.append(at)
            case .bind where step.target.kind == .local: binds[step.target.index, default: []].append(at)
            default: break
            }
        }
        (self.waits, self.conditions, waitSet) = (waits, conditions, Set(waits))
    }

    func isWait(_ step: Int) -> Bool { waitSet.contains(step) }

    /// The last step before one that binds a variable.
    func bind(of variable: UInt32, before step: Int) -> Int? {
        guard let all = binds[variable] else { return nil }
        let at = all.partition(before: step)
        return at > 0 ? all[at - 1] : nil
    }

    /// The conditions before a step, the nearest first.
    func conditions(before step: Int) -> ReversedCollection<ArraySlice<Int>> { conditions[..<conditions.partition(before: step)].reversed() }

    /// The waits before a step, the nearest first.
    func waits(before step: Int) -> ReversedCollection<ArraySlice<Int>> { waits[..<waits.partition(before: step)].reversed() }

    // MARK: Ways

    /// The wait on a way to a step, after which nothing looks at the place: the last one on some way.
    /// - Parameters:
    ///   - first: the step the way must have come from; nil when any will do. No way leads back beyond it.
    ///   - looks: whether a step reads or writes the place.
    func wait(before target: Int, since first: Int?, looks: (Int) -> Bool) -> Int? {
        struct State: Hashable {
            var block: FlowGraph.BlockID
            var hasWaited: Bool
        }
        var seen: Set<State> = [], open: [(state: State, from: Int, wait: Int)] = []
        for block in graph.blocks(with: target) where graph.blocks[Int(block)].exits < 0 { open.append((State(block: block, hasWaited: false), target - 1, -1)) }
        while let (state, from, wait) = open.popLast() {
            let block = graph.blocks[Int(state.block)]
            var wait = wait, at = min(from, block.steps.upperBound - 1), isOver = false
            while at >= block.steps.lowerBound {
                if let first, at == first {
                    if wait >= 0 { return wait }
                    isOver = true
                } else if wait < 0 {
                    if looks(at) { isOver = true } else if isWait(at) { wait = at }
                    if wait >= 0, first == nil { return wait }
                }
                if isOver { break }
                at -= 1
            }
            if isOver { continue }
            // Steps stand in the order they are run, so what is before the first one is not on a way from it.
            if let first, block.count > 0, block.steps.lowerBound < first { continue }
            for number in graph.edges(to: state.block) {
                let edge = graph.edges[Int(number)]
                guard edge.kind != .exception, edge.kind != .cancelled, edge.kind != .back else { continue }
                let next = State(block: edge.from, hasWaited: wait >= 0)
                if seen.insert(next).inserted { open.append((next, Int.max, wait)) }
            }
        }
        return nil
    }
}

extension AnalysisContext {
    func stepIndex(of function: FunctionRef) -> StepIndex? {
        if let known = facts.stepIndices[function] { return known }
        let index = StepIndex(of: function, self)
        facts.stepIndices[function] = index
        return index
    }
}
