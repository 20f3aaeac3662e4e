internal import Findings
internal import Linking
internal import Semantics

/// Looks for a wait between the moment a place is read and the moment it is written by what was read.
struct WaitingGap {
    let uses: StateUses
    let graph: FlowGraph
    let rules: LockRules
    private let tree: StepTree
    private let waits: Set<Int>

    init(uses: StateUses, graph: FlowGraph, rules: LockRules) {
        (self.uses, self.graph, self.rules) = (uses, graph, rules)
        tree = StepTree(uses.range, in: uses.summary.steps)
        waits = Set(
            uses.range.filter {
                guard uses.summary.steps[$0].suspends else { return false }
                return uses.context.suspension(ofStep: $0, of: uses.function.function, in: uses.function.file).map { $0 > .never } ?? false
            })
    }

    struct Check {
        /// The condition that was asked.
        var step: Int
        var wait: Int
        /// Whether it asks that nothing is there yet.
        var asksForAbsence: Bool
        /// Whether an error is raised otherwise.
        var refuses: Bool
    }

    private struct Condition {
        var step: Int
        var asksForAbsence: Bool
        var refuses = false
        /// Whether it is that of a loop, which asks again each turn.
        var isLoop = false
    }

    private var summary: FileSummary { uses.summary }

    // MARK: Checked

    /// The condition that decides on a write, when a wait stands in between and nothing looks again after it.
    func check(before write: Int) -> Check? {
        guard !waits.isEmpty, !summary.mentions(summary.steps[write].value, uses.isPlace) else { return nil }
        // Whoever looks again under a lock has looked.
        guard let condition = conditions(before: write).max(by: { $0.step < $1.step }), !condition.isLoop, let wait = wait(between: condition.step, and: write) else {
            uses.context.explain("nothing that waits stands between a look at it and this, or it is looked at again")
            return nil
        }
        if isLocked(condition.step, write) {
            uses.context.explain("both are done under one lock")
            return nil
        }
        return Check(step: condition.step, wait: wait, asksForAbsence: condition.asksForAbsence, refuses: condition.refuses)
    }

    /// The innermost condition around a step that looks at the place.
    func controllingCheck(of step: Int) -> Check? {
        conditions(before: step).max { $0.step < $1.step }.flatMap { condition in
            condition.isLoop ? nil : Check(step: condition.step, wait: step, asksForAbsence: condition.asksForAbsence, refuses: condition.refuses)
        }
    }

    /// The conditions around a step, and those before it on one side of which the function is left, that look at the place.
    private func conditions(before write: Int) -> [Condition] {
        var found: [Condition] = []
        for section in tree.sections(around: write) {
            guard let opener = tree.opener(of: section) else { continue }
            if summary.steps[opener].kind == .loop, summary.steps[opener].flags.contains(.isWhile), uses.isMade(summary.steps[opener].value) {
                found.append(Condition(step: opener, asksForAbsence: false, isLoop: true))
            }
            guard summary.steps[opener].kind == .branch, looks(opener) else { continue }
            // On the first side the condition holds, unless it is a `guard`.
            let holds = (section == opener) != summary.steps[opener].flags.contains(.isNegated)
            found.append(Condition(step: opener, asksForAbsence: asksForAbsence(summary.steps[opener].value) == holds))
        }
        for opener in uses.range where opener < write && summary.steps[opener].kind == .branch && looks(opener) {
            let inside = tree.inside(opener)
            guard !inside.contains(write), tree.isBefore(opener, write), let leave = leave(inside) else { continue }
            let isAbsent = asksForAbsence(summary.steps[opener].value) == summary.steps[opener].flags.contains(.isNegated)
            found.append(Condition(step: opener, asksForAbsence: isAbsent, refuses: leave == .raise))
        }
        return found
    }

    /// Whether a condition looks at the place: itself, or at a variable bound to what it holds.
    private func looks(_ at: Int) -> Bool {
        let value = summary.steps[at].value
        if uses.isMade(value) { return true }
        // `if let d = cache[k]` binds as the first step inside.
        let next = at + 1
        if uses.range.contains(next), summary.steps[next].kind == .bind, summary.language == .swift, uses.isMade(summary.steps[next].value) { return true }
        return locals(in: value).contains { read(into: $0, before: at) != nil }
    }

    private func locals(in value: SummaryValue) -> [UInt32] {
        var found: [UInt32] = []
        _ = summary.mentions(value) { inner in
            if inner.kind == .local, summary.isLocal(inner.index, to: uses.function.function) { found.append(inner.index) }
            return false
        }
        return found
    }

    /// The last step before one that binds a variable to what the place holds; nil when it is bound to something else after.
    private func read(into variable: UInt32, before at: Int) -> Int? {
        let last = uses.range.last { $0 < at && summary.steps[$0].kind == .bind && summary.steps[$0].target.kind == .local && summary.steps[$0].target.index == variable }
        return last.flatMap { uses.isMade(summary.steps[$0].value) ? $0 : nil }
    }

    /// How the first side of a branch leaves: its last step; nil when it does not.
    private func leave(_ inside: Range<Int>) -> SummaryStep.Kind? {
        let end = inside.first { summary.steps[$0].kind == .otherwise && tree.section(of: $0) == tree.section(of: inside.lowerBound - 1) } ?? inside.upperBound
        guard end > inside.lowerBound else { return nil }
        let last = summary.steps[end - 1].kind
        return [.return, .raise, .continue, .break].contains(last) ? last : nil
    }

    /// Whether a condition is true when nothing is there: `x is None`, `not x`, `k not in x`; nil when it says neither.
    private func asksForAbsence(_ condition: SummaryValue, depth: Int = 6) -> Bool? {
        guard depth > 0 else { return nil }
        if uses.isPlace(condition) { return false }
        switch condition.kind {
        case .local: return read(into: condition.index, before: uses.range.upperBound) == nil ? nil : false
        case .call: return uses.isMade(condition) ? false : nil
        case .unknown, .none: return summary.language == .swift ? false : nil
        case .expression: break
        default: return nil
        }
        guard let expression = summary.expression(condition) else { return nil }
        let operands = Array(summary.operands(of: condition)), word = summary.text(expression.string)
        switch expression.kind {
        case .unary where word == "not" || word == "!": return operands.first.flatMap { asksForAbsence($0, depth: depth - 1) }.map { !$0 }
        case .binary where operands.count == 2:
            let isNone = operands[1].kind == .none
            switch word {
            case "is", "==": return isNone ? true : nil
            case "is not", "!=": return isNone ? false : nil
            case "not in": return true
            case "in": return false
            default: return nil
            }
        case .choice: return operands.lazy.compactMap { asksForAbsence($0, depth: depth - 1) }.first
        case .attribute, .element, .awaited: return uses.isMade(condition) ? false : nil
        default: return nil
        }
    }

    // MARK: Fed

    /// The wait between a read of the place and a write of what was made of it.
    func isFed(_ write: Int) -> Int? {
        guard !waits.isEmpty else { return nil }
        let step = summary.steps[write]
        // `self.n += await f()` has read n before it waits.
        if let wait = waitInValue(of: write), isReadBefore(wait, step) { return isLocked(wait, write) ? nil : wait }
        guard !step.flags.contains(.isAugmented) else { return nil }
        guard let expression = summary.expression(step.value), expression.kind == .binary, !summary.mentions(step.value, uses.isPlace) else { return nil }
        for operand in summary.operands(of: step.value) where operand.kind == .local {
            guard let read = read(into: operand.index, before: write), let wait = wait(between: read, and: write), !isLocked(read, write) else { continue }
            return wait
        }
        return nil
    }

    /// The wait that is part of a write's own value.
    private func waitInValue(of write: Int) -> Int? {
        let value = summary.steps[write].value
        guard summary.mentions(value, { summary.expression($0)?.kind == .awaited }) else { return nil }
        return waits.filter { $0 < write && tree.section(of: $0) == tree.section(of: write) && summary.steps[$0].line >= summary.steps[write].line }.max()
    }

    /// Whether a write's value has read the place before it waits: on the left of a sum, or as what `+=` adds to.
    private func isReadBefore(_ wait: Int, _ step: SummaryStep) -> Bool {
        guard summary.language == .python else { return false }
        if step.flags.contains(.isAugmented) { return true }
        guard let expression = summary.expression(step.value), expression.kind == .binary, let left = summary.operands(of: step.value).first else { return false }
        return summary.mentions(left, uses.isPlace) && !summary.mentions(left) { summary.expression($0)?.kind == .awaited }
    }

    // MARK: Ways

    /// A wait after which a write is reached from a read, with no look at the place after the wait.
    private func wait(between read: Int, and write: Int) -> Int? {
        let before = reached(from: read, stoppingAt: { $0 == write })
        return waits.sorted().first { wait in
            guard wait != read, before.contains(wait) else { return false }
            return reached(from: wait, stoppingAt: { $0 != write && (uses.reads($0) || uses.writes($0)) }).contains(write)
        }
    }

    /// The wait before a write on some way to it, with no look at the place in between; nil when there is none.
    func wait(before write: Int) -> Int? {
        waits.sorted().last { wait in
            wait < write && reached(from: wait, stoppingAt: { $0 != write && (uses.reads($0) || uses.writes($0)) }).contains(write)
        }
    }

    /// The steps that may run after one, on ways without errors, up to those where it stops (which count).
    private func reached(from start: Int, stoppingAt isEnd: (Int) -> Bool) -> Set<Int> {
        var found: Set<Int> = [], open: [FlowGraph.BlockID] = [], seen: Set<FlowGraph.BlockID> = []
        func run(_ block: FlowGraph.BlockID, from first: Int) {
            for step in graph.blocks[Int(block)].steps where step >= first {
                found.insert(step)
                if isEnd(step) { return }
            }
            for edge in graph.edges(from: block) where edge.kind != .exception && edge.kind != .cancelled && edge.kind != .back {
                if seen.insert(edge.to).inserted { open.append(edge.to) }
            }
        }
        for block in graph.blocks.indices where graph.blocks[block].steps.contains(start) && graph.blocks[block].exits < 0 { run(FlowGraph.BlockID(block), from: start + 1) }
        while let block = open.popLast() { run(block, from: 0) }
        return found
    }

    /// Whether one lock is held at both steps; which kind it is does not matter, nor whether its type is known.
    func isLocked(_ first: Int, _ second: Int) -> Bool {
        guard let held = uses.context.heldLocks(in: uses.function, rules) else { return false }
        return held.held(at: first) & held.held(at: second) != 0
    }
}
