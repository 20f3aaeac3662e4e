internal import Semantics

/// Conditions that know whether something is held: the ones of branches in which it is given back, when they ask for it, for a flag that
/// is set to say so, or for what was asked before it was acquired. Both sides of such a branch are in order.
struct ConditionalRelease {
    private(set) var steps: Set<Int> = []

    /// - Parameters:
    ///   - start: the step that acquires.
    ///   - isKnown: whether two conditions are the same.
    init(
        from start: Int, in range: Range<Int>, _ summary: FileSummary, releases: (SummaryStep) -> Bool, asks: (SummaryValue) -> Bool,
        isKnown: (SummaryValue, SummaryValue) -> Bool
    ) {
        let releasing = range.filter { releases(summary.steps[$0]) }
        guard !releasing.isEmpty else { return }
        let tree = StepTree(range, in: summary.steps)
        let known = tree.sections(around: start).filter { summary.steps[$0].kind == .branch }.map { summary.steps[$0].value }
        for at in releasing {
            for section in tree.sections(around: at) {
                guard let opener = tree.opener(of: section), summary.steps[opener].kind == .branch, opener > start else { continue }
                let condition = summary.steps[opener].value
                if known.contains(where: { one in summary.mentions(condition) { isKnown(one, $0) } }) || Self.isFlag(condition, asks, isKnown, range, summary) { steps.insert(opener) }
            }
        }
    }

    /// Whether a condition asks for what was acquired itself, or for a variable that is set to say so.
    private static func isFlag(_ condition: SummaryValue, _ asks: (SummaryValue) -> Bool, _ isKnown: (SummaryValue, SummaryValue) -> Bool, _ range: Range<Int>, _ summary: FileSummary) -> Bool {
        summary.mentions(condition) { value in
            if asks(value) { return true }
            // The object's own flag: `self._locked = True`.
            if summary.expression(value)?.kind == .attribute {
                return range.contains { summary.steps[$0].kind == .store && summary.steps[$0].value.kind == .boolean && isKnown(summary.steps[$0].target, value) }
            }
            guard value.kind == .local else { return false }
            return range.contains { at in
                let step = summary.steps[at]
                guard step.kind == .bind, step.target.kind == .local, step.target.index == value.index else { return false }
                return step.value.kind == .boolean || step.value.kind == .none || summary.mentions(step.value) { $0.kind == .call && asks($0) }
            }
        }
    }
}
