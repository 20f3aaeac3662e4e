internal import Semantics

/// The ways through one body, by what each of its steps does to the thing that must be completed.
struct CompletionWays {
    let graph: FlowGraph
    let effects: [Int: Completions]
    /// Where it is made; nil when it is there from the beginning.
    let start: Int?
    /// The exits that count.
    let exits: [FlowGraph.BlockID]
    /// Steps that do not throw whatever the graph says.
    var quiet: Set<Int> = []

    /// The edges out of a block that may be gone.
    private func edges(from block: FlowGraph.BlockID) -> [FlowGraph.Edge] {
        graph.edges(from: block).filter { edge in
            guard edge.kind == .exception, let last = graph.blocks[Int(block)].steps.last else { return true }
            return !quiet.contains(last)
        }
    }

    /// Where ways begin: blocks, each with the first step that counts.
    private var beginnings: [(block: FlowGraph.BlockID, step: Int)] {
        guard let start else { return [(FlowGraph.entry, 0)] }
        return graph.blocks(with: start).filter { graph.blocks[Int($0)].exits < 0 }.map { ($0, start + 1) }
    }

    // MARK: All ways

    /// What it comes to at the exits that count.
    /// - Parameter excused: edges behind which somebody else knows what became of it.
    func ends(excused: Set<FlowGraph.Edge>) -> Completions {
        var entering = [Completions](repeating: [], count: graph.blocks.count), open: [FlowGraph.BlockID] = []
        func leave(_ block: FlowGraph.BlockID, _ state: Completions, isStart: Bool) {
            for edge in edges(from: block) {
                if isStart, edge.kind == .exception { continue }
                var state = state
                if excused.contains(edge), state.contains(.never) {
                    state.remove(.never)
                    state.insert(.away)
                }
                guard !entering[Int(edge.to)].isSuperset(of: state) else { continue }
                entering[Int(edge.to)].formUnion(state)
                open.append(edge.to)
            }
        }
        for (block, step) in beginnings { leave(block, run(block, from: step, .never), isStart: start.map { graph.blocks[Int(block)].steps.upperBound == $0 + 1 } ?? false) }
        while let block = open.popLast() {
            // Made anew: what was made before is judged by the way that comes here.
            if let start, graph.blocks[Int(block)].steps.contains(start) { continue }
            leave(block, run(block, from: 0, entering[Int(block)]), isStart: false)
        }
        var result = exits.reduce(into: Completions()) { $0.formUnion(entering[Int($1)]) }
        if let start { for block in graph.blocks(with: start).map(Int.init) { result.formUnion(entering[block]) } }
        return result
    }

    private func run(_ block: FlowGraph.BlockID, from first: Int, _ state: Completions) -> Completions {
        guard !effects.isEmpty else { return state }
        return graph.blocks[Int(block)].steps.reduce(state) { state, at in at >= first ? effects[at].map(state.then) ?? state : state }
    }

    // MARK: One way

    /// A shortest way to an exit on which nothing completes it or takes it away: the blocks passed.
    func wayWithout(excused: Set<FlowGraph.Edge>) -> [FlowGraph.BlockID]? {
        way(from: beginnings, isOpen: { !excused.contains($0) }, isBarred: { effects[$0].map { !$0.contains(.never) } ?? false }) { block, isAgain in
            exits.contains(block) || isAgain
        }
    }

    /// A shortest way from behind one step to another: the blocks passed.
    func way(from first: Int, to second: Int) -> [FlowGraph.BlockID]? {
        var starts: [(FlowGraph.BlockID, Int)] = []
        for block in graph.blocks(with: first).map(Int.init) {
            if second > first, graph.blocks[block].steps.contains(second) { return [FlowGraph.BlockID(block)] }
            starts.append((FlowGraph.BlockID(block), first + 1))
        }
        return way(from: starts, isOpen: { _ in true }, isBarred: { $0 == start }) { block, _ in graph.blocks[Int(block)].steps.contains(second) }
    }

    private func way(
        from starts: [(block: FlowGraph.BlockID, step: Int)], isOpen: (FlowGraph.Edge) -> Bool, isBarred: (Int) -> Bool,
        isEnd: (FlowGraph.BlockID, _ isAgain: Bool) -> Bool
    ) -> [FlowGraph.BlockID]? {
        var cameFrom = [Int32](repeating: -2, count: graph.blocks.count), queue: [FlowGraph.BlockID] = []
        func leave(_ block: FlowGraph.BlockID, isStart: Bool) -> FlowGraph.BlockID? {
            for edge in edges(from: block) where isOpen(edge) {
                if isStart, edge.kind == .exception { continue }
                let isAgain = start.map { graph.blocks[Int(edge.to)].steps.contains($0) } ?? false
                guard cameFrom[Int(edge.to)] == -2 else { continue }
                cameFrom[Int(edge.to)] = block
                if isEnd(edge.to, isAgain) { return edge.to }
                queue.append(edge.to)
            }
            return nil
        }
        func trace(_ end: FlowGraph.BlockID) -> [FlowGraph.BlockID] {
            var passed = [end], at = cameFrom[Int(end)]
            while at >= 0, passed.count <= graph.blocks.count {
                passed.append(at)
                if starts.contains(where: { $0.block == at }) { break }
                at = cameFrom[Int(at)]
            }
            return passed.reversed()
        }
        for (block, step) in starts {
            if graph.blocks[Int(block)].steps.contains(where: { $0 >= step && isBarred($0) }) { continue }
            if let end = leave(block, isStart: graph.blocks[Int(block)].steps.upperBound == step && step > 0) { return trace(end) }
        }
        var next = 0
        while next < queue.count {
            let block = queue[next]
            next += 1
            if graph.blocks[Int(block)].steps.contains(where: isBarred) { continue }
            if let end = leave(block, isStart: false) { return trace(end) }
        }
        return nil
    }

    /// The place of a way after which nothing can complete it any more: the position in the way of the block where that is decided.
    func deciding(on way: [FlowGraph.BlockID]) -> Int? {
        var reaches = graph.blocks.map { $0.steps.contains { effects[$0].map { $0 != .never } ?? false } }
        var open = reaches.indices.filter { reaches[$0] }
        while let block = open.popLast() {
            // What comes before it was made had another one to complete.
            if let start, graph.blocks[block].steps.contains(start) { continue }
            for number in graph.edges(to: FlowGraph.BlockID(block)) {
                let from = Int(graph.edges[Int(number)].from)
                if !reaches[from] {
                    reaches[from] = true
                    open.append(from)
                }
            }
        }
        return way.indices.dropLast().last { reaches[Int(way[$0])] && ($0 + 2 == way.count || !reaches[Int(way[$0 + 1])]) }
    }
}
