internal import Semantics

extension FlowGraph {
    /// Where a search for what comes next begins: a block, and the first of its steps that counts.
    struct Start {
        var block: BlockID
        var first: Int
    }

    /// The places behind a step: every run of it, when it stands in a cleanup.
    func starts(behind step: Int) -> [Start] {
        blocks(with: step).filter { blocks[Int($0)].exits < 0 }.map { Start(block: $0, first: step + 1) }
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
    /// - Parameters:
    ///   - onlyFirst: whether the nearest step is all that is asked for.
    ///   - test: true for what is looked for, false for what ends a way, nil for the others.
    func arrive(from starts: [Start], onlyFirst: Bool = false, _ test: (Int) -> Bool?) -> Arrival {
        var isSeen = [Bool](repeating: false, count: blocks.count)
        var queue = starts, next = 0, arrival = Arrival()
        search: while next < queue.count {
            let start = queue[next]
            next += 1
            if start.block == Self.returned { arrival.returns = true }
            let steps = blocks[Int(start.block)].steps
            for step in max(start.first, steps.lowerBound)..<max(start.first, steps.upperBound) {
                guard let found = test(step) else { continue }
                if found, arrival.step == nil { arrival.step = step }
                if onlyFirst, arrival.step != nil { return arrival }
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
