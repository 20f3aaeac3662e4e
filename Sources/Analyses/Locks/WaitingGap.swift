internal import Findings
internal import Linking
internal import Semantics

/// Looks for a wait between the moment a place is read and the moment it is written by what was read.
struct WaitingGap {
    let uses: StateUses
    let rules: LockRules
    private let index: StepIndex

    init?(uses: StateUses, rules: LockRules) {
        guard let index = uses.context.stepIndex(of: uses.function) else { return nil }
        (self.uses, self.rules, self.index) = (uses, rules, index)
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
    private func looksAgain(_ step: Int) -> Bool { uses.reads(step) || uses.writes(step) }

    // MARK: Checked

    /// The condition that decides on a write, when a wait stands in between and nothing looks again after it.
    func check(before write: Int) -> Check? {
        guard !index.waits.isEmpty, !summary.mentions(summary.steps[write].value, uses.isPlace) else { return nil }
        // Whoever looks again under a lock has looked.
        guard let condition = condition(before: write), !condition.isLoop, let wait = wait(between: condition.step, and: write) else {
            uses.context.dismiss("nothing that waits stands between a look at it and this, or it is looked at again")
            return nil
        }
        if isLocked(condition.step, write) {
            uses.context.explain("both are done under one lock")
            return nil
        }
        if isClaimed(between: condition.step, and: wait) {
            uses.context.explain("a flag that others look at is set before the wait")
            return nil
        }
        return Check(step: condition.step, wait: wait, asksForAbsence: condition.asksForAbsence, refuses: condition.refuses)
    }

    /// Whether a flag that the function has looked at is set before it waits: `if self._opening: raise …; self._opening = True`.
    private func isClaimed(between check: Int, and wait: Int) -> Bool {
        (min(check, wait)..<wait).contains { at in
            let step = summary.steps[at]
            guard step.kind == .store, step.value.kind == .boolean || step.value.kind == .call, let flag = uses.context.writtenPlace(step, in: uses.function, summary)?.place else { return false }
            return index.conditions(before: at).contains { condition in
                summary.mentions(summary.steps[condition].value) { uses.context.place(of: $0, in: uses.function.file, summary) == flag }
            }
        }
    }

    /// The nearest condition that decides on a step and looks at the place.
    func controllingCheck(of step: Int) -> Check? {
        condition(before: step).flatMap { condition in
            condition.isLoop ? nil : Check(step: condition.step, wait: step, asksForAbsence: condition.asksForAbsence, refuses: condition.refuses)
        }
    }

    /// The wait before a write on some way to it, with no look at the place in between; nil when there is none.
    func wait(before write: Int) -> Int? { index.wait(before: write, since: nil, looks: looksAgain) }

    private func wait(between read: Int, and write: Int) -> Int? { index.wait(before: write, since: read, looks: looksAgain) }

    /// Around a step, or before it with one side on which the function is left: the nearest condition that looks at the place.
    private func condition(before write: Int) -> Condition? {
        for opener in index.conditions(before: write) {
            let inside = index.tree.inside(opener), step = summary.steps[opener]
            if inside.contains(write) {
                if step.kind == .loop {
                    if uses.isMade(step.value) { return Condition(step: opener, asksForAbsence: false, isLoop: true) }
                    continue
                }
                guard looks(opener) else { continue }
                let other = inside.first { summary.steps[$0].kind == .otherwise && index.tree.opener(of: $0) == opener }
                // On the first side the condition holds, unless it is a `guard`.
                let holds = (other.map { write < $0 } ?? true) != step.flags.contains(.isNegated)
                return Condition(step: opener, asksForAbsence: asksForAbsence(step.value) == holds)
            }
            guard step.kind == .branch, let leave = leave(inside, of: opener), index.tree.isBefore(opener, write), looks(opener) else { continue }
            return Condition(step: opener, asksForAbsence: asksForAbsence(step.value) == step.flags.contains(.isNegated), refuses: leave == .raise)
        }
        return nil
    }

    /// Whether a condition looks at the place: itself, or at a variable bound to what it holds.
    private func looks(_ at: Int) -> Bool {
        let value = summary.steps[at].value
        if uses.isMade(value) { return true }
        // `if let d = cache[k]` binds as the first step inside.
        let next = at + 1
        if index.range.contains(next), summary.steps[next].kind == .bind, summary.language == .swift, uses.isMade(summary.steps[next].value) { return true }
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

    /// The last step before one that binds a variable, when it binds it to what the place holds.
    private func read(into variable: UInt32, before at: Int) -> Int? {
        index.bind(of: variable, before: at).flatMap { uses.isMade(summary.steps[$0].value) ? $0 : nil }
    }

    /// How the first side of a branch leaves: its last step; nil when it does not.
    private func leave(_ inside: Range<Int>, of opener: Int) -> SummaryStep.Kind? {
        let end = inside.first { summary.steps[$0].kind == .otherwise && index.tree.opener(of: $0) == opener } ?? inside.upperBound
        guard end > inside.lowerBound else { return nil }
        let last = summary.steps[end - 1].kind
        return [.return, .raise, .continue, .break].contains(last) ? last : nil
    }

    /// Whether a condition is true when nothing is there: `x is None`, `not x`, `k not in x`; nil when it says neither.
    private func asksForAbsence(_ condition: SummaryValue, depth: Int = 6) -> Bool? {
        guard depth > 0 else { return nil }
        if uses.isPlace(condition) { return false }
        switch condition.kind {
        case .local: return read(into: condition.index, before: index.range.upperBound) == nil ? nil : false
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
        guard !index.waits.isEmpty else { return nil }
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
        let step = summary.steps[write]
        guard summary.mentions(step.value, { summary.expression($0)?.kind == .awaited }) else { return nil }
        return index.waits(before: write).first.flatMap { index.tree.section(of: $0) == index.tree.section(of: write) && summary.steps[$0].line >= step.line ? $0 : nil }
    }

    /// Whether a write's value has read the place before it waits: on the left of a sum, or as what `+=` adds to.
    private func isReadBefore(_ wait: Int, _ step: SummaryStep) -> Bool {
        guard summary.language == .python else { return false }
        if step.flags.contains(.isAugmented) { return true }
        guard let expression = summary.expression(step.value), expression.kind == .binary, let left = summary.operands(of: step.value).first else { return false }
        return summary.mentions(left, uses.isPlace) && !summary.mentions(left) { summary.expression($0)?.kind == .awaited }
    }

    /// Whether one lock is held at both steps; which kind it is does not matter, nor whether its type is known.
    func isLocked(_ first: Int, _ second: Int) -> Bool {
        guard let held = uses.context.heldLocks(in: uses.function, rules) else { return false }
        return held.held(at: first) & held.held(at: second) != 0
    }
}
