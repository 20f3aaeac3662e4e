internal import Findings

/// Makes a flow graph in one pass over the steps. Structures it is inside of stand on a stack of its own, so depth costs no recursion.
///
/// A cleanup's steps are run over twice, once for those that go on and once for those that leave; inside such a second run cleanups are
/// run over once for both, so nesting does not double the graph at each level.
struct FlowGraphBuilder {
    typealias BlockID = FlowGraph.BlockID

    let summary: FileSummary
    let steps: Range<Int>
    let isSwift: Bool
    var graph = FlowGraph()
    var frames: [FlowFrame] = []
    var current: BlockID = FlowGraph.entry
    /// For each opener and middle (from `steps.lowerBound`), the next middle or end of the same structure.
    var nextMiddle: [Int]
    /// Second runs that the builder is inside of.
    var secondRuns = 0

    init(steps: Range<Int>, summary: FileSummary) {
        self.summary = summary
        self.steps = steps
        isSwift = summary.language == .swift
        nextMiddle = Self.middles(steps, summary.steps)
        for _ in 0..<4 { _ = makeBlock() }
    }

    mutating func build() -> FlowGraph {
        var at = steps.lowerBound
        while true {
            let isAtEnd = at >= steps.upperBound
            if isAtEnd || isMiddle(at), let top = frames.indices.last, frames[top].kind == .cleanup, frames[top].isOpen, isDeferred(top) {
                frames[top].resumption = at
                at = beginCleanup(top)
            } else if isAtEnd {
                break
            } else {
                at = take(at)
            }
        }
        connect(current, FlowGraph.returned, .normal)
        graph.finish()
        return graph
    }

    /// Takes one step; gives the number of the next.
    private mutating func take(_ at: Int) -> Int {
        let step = summary.steps[at]
        switch step.kind {
        case .bind, .store, .delete, .drop, .element: append(at)
        case .call: takeCall(step, at)
        case .await:
            append(at)
            if !isSwift { fail([.raised, .cancelled]) }
        case .yield:
            append(at)
            if !isSwift { fail([.raised, .cancelled]) }
        case .return: depart(at, .returned, .normal)
        case .raise: depart(at, .raised, .exception)
        case .break, .continue: takeJump(step, at)
        case .fallthrough:
            append(at)
            if let match = frames.lastIndex(where: { $0.kind == .match }) { frames[match].bodyEnd = current }
            current = makeBlock()
        case .check:
            append(at)
            if let loop = frames.lastIndex(where: { $0.kind == .loop }) { frames[loop].joins.append((current, .no)) }
            split(.yes)
        case .loop: openLoop(step, at)
        case .branch:
            append(at)
            push(.branch, at, head: current)
            split(step.flags.contains(.isNegated) ? .no : .yes)
        case .match:
            append(at)
            push(.match, at, head: current)
            current = makeBlock()
        case .with:
            append(at)
            fail(step.flags.contains(.isAsync) ? [.raised, .cancelled] : [.raised])
            push(.exit, at)
        case .try: openTry(at)
        case .defer:
            // Its steps run where the scope it stands in ends.
            let end = closing(at)
            push(.cleanup, at, first: at + 1)
            return min(end + 1, steps.upperBound)
        case .comprehension, .block: push(.block, at)
        case .otherwise: takeOtherwise(at)
        case .except: takeExcept(step, at)
        case .finally: return takeFinally(at)
        case .case: takeCase(step, at)
        case .end: return close(at)
        }
        return at + 1
    }

    private mutating func takeCall(_ step: SummaryStep, _ at: Int) {
        append(at)
        guard step.value.kind == .call, step.value.index < summary.calls.count else { return }
        let call = summary.calls[Int(step.value.index)]
        if FlowNames.neverReturns(call, in: summary) {
            if !isSwift { leave(current, .raised, .exception) }
            current = makeBlock()
        } else if !isSwift {
            fail([.raised])
        } else if call.flags.contains(.isTried), call.flags.isDisjoint(with: [.isTriedByForce, .isTriedOptionally]) {
            fail([.raised])
        }
    }

    private mutating func takeJump(_ step: SummaryStep, _ at: Int) {
        append(at)
        let label = step.value.string
        let target = frames.lastIndex { frame in
            if label != 0 { return summary.steps[frame.opener].target.string == label && [.loop, .block, .branch, .match, .handlers].contains(frame.kind) }
            return frame.kind == .loop && frame.head >= 0 || isSwift && step.kind == .break && frame.kind == .match
        }
        guard let target else { return depart(nil, .returned, .normal) }
        depart(nil, step.kind == .break ? .breaks(target) : .continues(target), .normal)
    }

    // MARK: Blocks

    mutating func makeBlock() -> BlockID {
        graph.blocks.append(FlowGraph.Block())
        return BlockID(graph.blocks.count - 1)
    }

    mutating func connect(_ from: BlockID, _ to: BlockID, _ kind: FlowGraph.Edge.Kind) {
        graph.edges.append(FlowGraph.Edge(from: from, to: to, kind: kind))
    }

    /// A new block that follows the one at hand.
    mutating func split(_ kind: FlowGraph.Edge.Kind = .normal) {
        let next = makeBlock()
        connect(current, next, kind)
        current = next
    }

    mutating func append(_ at: Int) {
        let block = graph.blocks[Int(current)]
        if block.exits >= 0 || block.count > 0 && Int(block.first + block.count) != at { split() }
        if graph.blocks[Int(current)].count == 0 { graph.blocks[Int(current)].first = Int32(at) }
        graph.blocks[Int(current)].count += 1
    }

    /// The step at hand may fail in these ways; what follows is a block of its own.
    mutating func fail(_ ways: [FlowJump]) {
        for way in ways { leave(current, way, way == .cancelled ? .cancelled : .exception) }
        split()
    }

    /// Leaves for good: what follows is reached from elsewhere or not at all.
    mutating func depart(_ at: Int?, _ jump: FlowJump, _ kind: FlowGraph.Edge.Kind) {
        if let at { append(at) }
        leave(current, jump, kind)
        current = makeBlock()
    }

    mutating func push(_ kind: FlowFrame.Kind, _ at: Int, head: BlockID = -1, first: Int = 0) {
        var frame = FlowFrame(kind, opener: at)
        frame.head = head
        frame.first = first
        frames.append(frame)
    }

    /// The way out of the structures above frame number `limit`, to the first that has a say in it.
    mutating func leave(_ block: BlockID, _ jump: FlowJump, _ kind: FlowGraph.Edge.Kind, below limit: Int? = nil) {
        var level = limit ?? frames.count
        while level > 0 {
            level -= 1
            if jump == .breaks(level) { return frames[level].joins.append((block, kind)) }
            if jump == .continues(level) { return connect(block, frames[level].head, .back) }
            guard frames[level].isOpen else { continue }
            switch (frames[level].kind, jump) {
            case (.handlers, .raised):
                if frames[level].entry < 0 { frames[level].entry = makeBlock() }
                return connect(block, frames[level].entry, kind)
            case (.handlers, .cancelled):
                if frames[level].cancelledEntry < 0 { frames[level].cancelledEntry = makeBlock() }
                return connect(block, frames[level].cancelledEntry, kind)
            case (.exit, _), (.cleanup, _):
                if frames[level].entry < 0 {
                    frames[level].entry = makeBlock()
                    if frames[level].kind == .exit { graph.blocks[Int(frames[level].entry)].exits = Int32(frames[level].opener) }
                }
                if !frames[level].leaving.contains(jump) { frames[level].leaving.append(jump) }
                return connect(block, frames[level].entry, kind)
            default: continue
            }
        }
        switch jump {
        case .raised: connect(block, FlowGraph.raised, kind)
        case .cancelled: connect(block, FlowGraph.cancelled, kind)
        default: connect(block, FlowGraph.returned, kind)
        }
    }

    // MARK: Structure

    func isMiddle(_ at: Int) -> Bool {
        switch summary.steps[at].kind {
        case .otherwise, .except, .finally, .case, .end: true
        default: false
        }
    }

    func isDeferred(_ frame: Int) -> Bool { summary.steps[frames[frame].opener].kind == .defer }

    /// The next middle or end of the structure that `at` opens or divides.
    func middle(after at: Int) -> Int { nextMiddle[at - steps.lowerBound] }

    /// The end of the structure that `at` is part of.
    func closing(_ at: Int) -> Int {
        var at = middle(after: at)
        while at < steps.upperBound, summary.steps[at].kind != .end { at = middle(after: at) }
        return at
    }

    private static func middles(_ range: Range<Int>, _ steps: [SummaryStep]) -> [Int] {
        var next = [Int](repeating: range.upperBound, count: range.count)
        var open: [Int] = []
        for at in range {
            switch steps[at].kind {
            case .otherwise, .except, .finally, .case, .end:
                guard let last = open.popLast() else { continue }
                next[last - range.lowerBound] = at
                if steps[at].kind != .end { open.append(at) }
            default: if steps[at].opens { open.append(at) }
            }
        }
        return next
    }
}
