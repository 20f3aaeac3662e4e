extension FlowGraph {
    /// What a step means for something that is to happen before the function ends.
    package enum Effect: Sendable {
        case none
        /// It has happened: no way goes on from here.
        case settles
        /// It cannot happen any more: the way ends here, in vain.
        case loses
    }

    /// A way on which nothing settles.
    package struct Way: Sendable {
        /// The exit it arrives at, or the block whose step `loser` made it vain.
        package var end: BlockID
        package var loser: Int?
        /// The blocks passed, the first being that of the start.
        package var blocks: [BlockID]
        /// The kind of the edge it leaves the function by.
        package var lastEdge: Edge.Kind
    }

    /// A shortest way from behind a step to an exit, or to a step that loses; nil when everything settles on all of them.
    ///
    /// A block that fails has done what it was about to do when that settles: a failed `release()` has been tried.
    /// - Parameters:
    ///   - start: the number of the step; the ways on which it fails itself do not count.
    ///   - isOpen: whether to go along an edge.
    package func way(from start: Int, along isOpen: (Edge) -> Bool, _ effect: (Int) -> Effect) -> Way? {
        var cameBy = [Int32](repeating: -2, count: blocks.count)
        var queue: [BlockID] = []
        func trace(_ end: BlockID, _ loser: Int?) -> Way {
            var passed: [BlockID] = [end], at = end, lastEdge = Edge.Kind.normal
            if cameBy[Int(end)] >= 0 { lastEdge = edges[Int(cameBy[Int(end)])].kind }
            while cameBy[Int(at)] >= 0, passed.count <= blocks.count {
                at = edges[Int(cameBy[Int(at)])].from
                passed.append(at)
            }
            return Way(end: end, loser: loser, blocks: passed.reversed(), lastEdge: lastEdge)
        }
        /// Runs a block's steps from one on; nil when the way goes on.
        func run(_ block: BlockID, from first: Int) -> (Effect, Int)? {
            let steps = blocks[Int(block)].steps
            for step in max(first, steps.lowerBound)..<max(first, steps.upperBound) {
                let found = effect(step)
                if found != .none { return (found, step) }
            }
            return nil
        }
        func leave(_ block: BlockID, isStart: Bool) {
            let from = blocks[Int(block)]
            for number in from.firstEdge..<from.firstEdge + from.edgeCount {
                let edge = edges[Int(number)]
                guard cameBy[Int(edge.to)] == -2, isOpen(edge) else { continue }
                if isStart, edge.kind == .exception || edge.kind == .cancelled { continue }
                cameBy[Int(edge.to)] = number
                queue.append(edge.to)
            }
        }
        for block in blocks(with: start) where blocks[Int(block)].exits < 0 {
            switch run(block, from: start + 1) {
            case (.loses, let step)?: return Way(end: block, loser: step, blocks: [block], lastEdge: .normal)
            case nil: leave(block, isStart: blocks[Int(block)].steps.upperBound == start + 1)
            default: break
            }
        }
        var next = 0
        while next < queue.count {
            let block = queue[next]
            next += 1
            if block == Self.returned || block == Self.raised || block == Self.cancelled { return trace(block, nil) }
            switch run(block, from: 0) {
            case (.loses, let step)?: return trace(block, step)
            case nil: leave(block, isStart: false)
            default: break
            }
        }
        return nil
    }

    /// Whether any way from the entry comes to a block.
    package func isReached(_ target: BlockID) -> Bool {
        var isSeen = [Bool](repeating: false, count: blocks.count)
        var open = [Self.entry]
        isSeen[Int(Self.entry)] = true
        while let block = open.popLast() {
            for edge in edges(from: block) where !isSeen[Int(edge.to)] {
                isSeen[Int(edge.to)] = true
                open.append(edge.to)
            }
        }
        return isSeen[Int(target)]
    }
}
