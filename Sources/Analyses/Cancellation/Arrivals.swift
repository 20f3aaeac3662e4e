internal import Semantics

extension FlowGraph {
    /// Where a search for what comes next begins: a block, and the first of its steps that counts.
    struct Start {
        var block: BlockID
        var first: Int
    }

    /// The places behind a step: every run of it, when it stands in a cleanup.
    func starts(behind step: Int) -> [Start] {
        blocks.indices.filter { blocks[$0].exits < 0 && blocks[$0].steps.contains(step) }.map { Start(block: BlockID($0), first: step + 1) }
    }

    /// The places where the exit of a `with` runs.
    func starts(atExitOf step: Int) -> [Start] {
        blocks.indices.filter { Int(blocks[$0].exits) == step }.map { Start(block: BlockID($0), first: 0) }
    }

    /// What is come to without an error, nearest first.
    struct Arrival {
        /// The nearest step that was looked for.
        var step: Int?
        /// Whether the function may return before.
        var returns = false
    }

    /// Goes on from some places, along every way that is no error, until steps that were looked for or that end the way.
    /// - Parameter test: true for what is looked for, false for what ends a way, nil for the others.
    func arrive(from starts: [Start], _ test: (Int) -> Bool?) -> Arrival {
        var isSeen = [Bool](repeating: false, count: blocks.count)
        var queue = starts, next = 0, arrival = Arrival()
        search: while next < queue.count {
            let start = queue[next]
            next += 1
            if start.block == Self.returned { arrival.returns = true }
            for step in blocks[Int(start.block)].steps where step >= start.first {
                guard let found = test(step) else { continue }
                if found, arrival.step == nil { arrival.step = step }
                continue search
            }
            for edge in edges(from: start.block) where edge.kind != .exception && edge.kind != .cancelled && !isSeen[Int(edge.to)] {
                isSeen[Int(edge.to)] = true
                queue.append(Start(block: edge.to, first: 0))
            }
        }
        return arrival
    }
}
