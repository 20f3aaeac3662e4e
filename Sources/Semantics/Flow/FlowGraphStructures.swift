// How structures open, divide and close. docs/file-summary.md says which steps stand for which construct.

extension FlowGraphBuilder {
    mutating func openLoop(_ step: SummaryStep, _ at: Int) {
        append(at)
        split()
        let head = current
        push(.loop, at, head: head)
        if step.flags.contains(.isWhile) { return }
        if step.flags.contains(.isAsync), !isSwift {
            leave(head, .raised, .exception)
            leave(head, .cancelled, .cancelled)
        } else if step.flags.contains(.isAsync) {
            leave(head, .raised, .exception)
        }
        frames[frames.count - 1].joins.append((head, .no))
        split(.yes)
    }

    mutating func openTry(_ at: Int) {
        var middle = middle(after: at)
        while middle < steps.upperBound, summary.steps[middle].kind != .finally, summary.steps[middle].kind != .end { middle = self.middle(after: middle) }
        if middle < steps.upperBound, summary.steps[middle].kind == .finally { push(.cleanup, at, first: middle + 1) }
        push(.handlers, at)
        // Anything in it may fail, not only calls.
        split()
        if !isSwift { leave(current, .raised, .exception) }
        split()
    }

    /// What the structure's middles hand on to its end.
    private mutating func join(_ joins: [(block: BlockID, kind: FlowGraph.Edge.Kind)]) {
        let block = makeBlock()
        for join in joins { connect(join.block, block, join.kind) }
        current = block
    }

    mutating func takeOtherwise(_ at: Int) {
        guard let top = frames.indices.last else { return }
        switch frames[top].kind {
        case .branch:
            let head = frames[top].head
            frames[top].joins.append((current, .normal))
            frames[top].head = -1
            current = makeBlock()
            connect(head, current, summary.steps[frames[top].opener].flags.contains(.isNegated) ? .yes : .no)
        case .loop:
            // A loop's else runs when it has no more turns; what breaks goes past it.
            let exits = frames[top].joins.filter { $0.kind == .no }
            connect(current, frames[top].head, .back)
            frames[top].joins.removeAll { $0.kind == .no }
            frames[top].head = -1
            join(exits)
        case .handlers:
            if frames[top].isOpen {
                closeBody(top, firstHandler: at)
            } else {
                frames[top].joins.append((current, .normal))
            }
            current = makeBlock()
            if frames[top].bodyEnd >= 0 { connect(frames[top].bodyEnd, current, .normal) }
            frames[top].bodyEnd = -1
        default: break
        }
    }

    /// The body of a `try` is over: what its handlers do not take goes on outward.
    private mutating func closeBody(_ frame: Int, firstHandler: Int) {
        frames[frame].bodyEnd = current
        frames[frame].isOpen = false
        var takesErrors = false, takesCancelled = false
        var handler = firstHandler
        while handler < steps.upperBound, summary.steps[handler].kind == .except {
            let caught = FlowNames.caught(by: summary.steps[handler], in: summary)
            takesErrors = takesErrors || caught.errors == .all
            takesCancelled = takesCancelled || caught.cancelled
            handler = middle(after: handler)
        }
        if !takesErrors, frames[frame].entry >= 0 { leave(frames[frame].entry, .raised, .exception, below: frame) }
        if !takesCancelled, frames[frame].cancelledEntry >= 0 { leave(frames[frame].cancelledEntry, .cancelled, .cancelled, below: frame) }
    }

    mutating func takeExcept(_ step: SummaryStep, _ at: Int) {
        guard let top = frames.indices.last, frames[top].kind == .handlers else { return }
        if frames[top].isOpen {
            closeBody(top, firstHandler: at)
        } else {
            frames[top].joins.append((current, .normal))
        }
        current = makeBlock()
        let caught = FlowNames.caught(by: step, in: summary)
        if caught.errors != .none, frames[top].entry >= 0 { connect(frames[top].entry, current, .normal) }
        if caught.cancelled, frames[top].cancelledEntry >= 0 { connect(frames[top].cancelledEntry, current, .normal) }
        append(at)
    }

    mutating func takeFinally(_ at: Int) -> Int {
        if let top = frames.indices.last, frames[top].kind == .handlers { endHandlers(top, at) }
        guard let top = frames.indices.last, frames[top].kind == .cleanup else { return at + 1 }
        frames[top].resumption = min(closing(at) + 1, steps.upperBound)
        return beginCleanup(top)
    }

    private mutating func endHandlers(_ top: Int, _ at: Int) {
        if frames[top].isOpen {
            closeBody(top, firstHandler: at)
        } else {
            frames[top].joins.append((current, .normal))
        }
        if frames[top].bodyEnd >= 0 { frames[top].joins.append((frames[top].bodyEnd, .normal)) }
        join(frames[top].joins)
        frames.removeLast()
    }

    mutating func takeCase(_ step: SummaryStep, _ at: Int) {
        guard let top = frames.indices.last, frames[top].kind == .match else { return }
        if graph.blocks[Int(current)].count > 0 || frames[top].first > 0 { frames[top].joins.append((current, .normal)) }
        frames[top].first += 1
        current = makeBlock()
        connect(frames[top].head, current, .normal)
        if frames[top].bodyEnd >= 0 {
            connect(frames[top].bodyEnd, current, .normal)
            frames[top].bodyEnd = -1
        }
        append(at)
    }

    // MARK: Cleanups

    /// Begins the steps of a `finally` or `defer`; gives the first.
    mutating func beginCleanup(_ top: Int) -> Int {
        frames[top].isOpen = false
        if frames[top].entry >= 0, secondRuns > 0 {
            connect(current, frames[top].entry, .normal)
            current = frames[top].entry
            frames[top].isShared = true
        } else {
            split()
        }
        return frames[top].first
    }

    private mutating func endCleanup(_ top: Int) -> Int {
        let frame = frames[top]
        if frame.entry >= 0, !frame.isShared, frame.afterFirstRun < 0 {
            frames[top].afterFirstRun = current
            current = frame.entry
            secondRuns += 1
            return frame.first
        }
        for jump in frame.leaving { leave(current, jump, Self.kind(of: jump), below: top) }
        if frame.afterFirstRun >= 0 {
            secondRuns -= 1
            current = frame.afterFirstRun
        }
        frames.removeLast()
        split()
        return frame.resumption
    }

    private mutating func endExit(_ top: Int) {
        let frame = frames[top]
        frames[top].isOpen = false
        split()
        graph.blocks[Int(current)].exits = Int32(frame.opener)
        let step = summary.steps[frame.opener]
        leave(current, .raised, .exception, below: top)
        if step.flags.contains(.isAsync) { leave(current, .cancelled, .cancelled, below: top) }
        let leaving = frame.entry
        split()
        if leaving >= 0 {
            for jump in frame.leaving { leave(leaving, jump, Self.kind(of: jump), below: top) }
            let fails = frame.leaving.contains(.raised) || frame.leaving.contains(.cancelled)
            if fails, FlowNames.swallowsErrors(step, in: summary) { connect(leaving, current, .normal) }
        }
        frames.removeLast()
    }

    private static func kind(of jump: FlowJump) -> FlowGraph.Edge.Kind {
        switch jump {
        case .raised: .exception
        case .cancelled: .cancelled
        default: .normal
        }
    }

    // MARK: Ends

    mutating func close(_ at: Int) -> Int {
        guard let top = frames.indices.last else { return at + 1 }
        let frame = frames[top]
        switch frame.kind {
        case .cleanup: return endCleanup(top)
        case .exit: endExit(top)
        case .handlers: endHandlers(top, at)
        case .block:
            frames.removeLast()
            if !frame.joins.isEmpty { join(frame.joins + [(current, .normal)]) }
        case .branch:
            frames.removeLast()
            let isNegated = summary.steps[frame.opener].flags.contains(.isNegated)
            join(frame.joins + [(current, .normal)] + (frame.head >= 0 ? [(frame.head, isNegated ? .yes : .no)] : []))
        case .match:
            frames.removeLast()
            let isCovered = isSwift || summary.steps[frame.opener].flags.contains(.coversAll)
            join(frame.joins + [(current, .normal)] + (isCovered && frame.first > 0 ? [] : [(frame.head, .normal)]))
        case .loop:
            frames.removeLast()
            if frame.head >= 0 {
                connect(current, frame.head, .back)
                join(frame.joins)
            } else {
                join(frame.joins + [(current, .normal)])
            }
        }
        return at + 1
    }
}
