internal import Semantics

/// Conditions that know whether something is held: the ones of branches in which it is given back, when they ask for it, for a flag that
/// is set to say so, or for what was asked before it was acquired. Both sides of such a branch are in order.
struct ConditionalRelease {
    private let start: Int
    private let body: FunctionBody
    private let summary: FileSummary
    private let releasing: [Int]
    private let asks: (SummaryValue) -> Bool
    private let isKnown: (SummaryValue, SummaryValue) -> Bool
    /// The conditions of the branches it is acquired in, on either side.
    private let known: [SummaryValue]

    /// - Parameters:
    ///   - start: the step that acquires.
    ///   - releasing: the steps that release, in order.
    ///   - isKnown: whether two conditions are the same.
    init(
        from start: Int, in body: FunctionBody, _ summary: FileSummary, releasing: [Int], asks: @escaping (SummaryValue) -> Bool,
        isKnown: @escaping (SummaryValue, SummaryValue) -> Bool
    ) {
        (self.start, self.body, self.summary, self.releasing, self.asks, self.isKnown) = (start, body, summary, releasing, asks, isKnown)
        known = releasing.isEmpty ? [] : body.tree.structures(around: start).filter { summary.steps[$0].kind == .branch }.map { summary.steps[$0].value }
    }

    /// Whether a step opens such a branch.
    func contains(_ opener: Int) -> Bool {
        guard opener > start, body.range.contains(opener), summary.steps[opener].kind == .branch, releasing.hasSorted(in: body.tree.inside(opener)) else { return false }
        let condition = summary.steps[opener].value
        return known.contains { one in summary.mentions(condition) { isKnown(one, $0) } } || Self.isFlag(condition, asks, isKnown, body, summary)
    }

    /// Whether a step opens a branch in which it is given back, under a condition that is a parameter: the caller has said what he wants.
    func isAskedOfCaller(_ opener: Int) -> Bool {
        guard opener > start, body.range.contains(opener), summary.steps[opener].kind == .branch, releasing.hasSorted(in: body.tree.inside(opener)) else { return false }
        var condition = summary.steps[opener].value
        if let expression = summary.expression(condition), expression.kind == .unary, let base = summary.operands(of: condition).first { condition = base }
        return condition.kind == .local && summary.variables[Int(condition.index)].flags.contains(.isParameter)
    }

    /// Whether a condition asks for what was acquired itself, or for a variable that is set to say so.
    private static func isFlag(_ condition: SummaryValue, _ asks: (SummaryValue) -> Bool, _ isKnown: (SummaryValue, SummaryValue) -> Bool, _ body: FunctionBody, _ summary: FileSummary) -> Bool {
        let uses = body.uses(in: summary)
        return summary.mentions(condition) { value in
            if asks(value) { return true }
            // The object's own flag: `self._locked = True`.
            if let expression = summary.expression(value), expression.kind == .attribute {
                return uses.steps(reading: .attribute(expression.string)).map(Int.init).contains { summary.steps[$0].kind == .store && summary.steps[$0].value.kind == .boolean && isKnown(summary.steps[$0].target, value) }
            }
            // `"f" in locals()`
            if value.kind == .call {
                let call = summary.calls[Int(value.index)]
                // `os.path.exists(folder)`
                return summary.text(call.callee) == "locals" || summary.arguments(of: call).contains { summary.mentions($0.value, asks) }
            }
            guard value.kind == .local else { return false }
            return uses.binds(of: value.index).contains { at in
                let step = summary.steps[Int(at)]
                if step.value.kind == .boolean || step.value.kind == .none { return true }
                // `was_given = client is not None`
                let isQuestion = summary.expression(step.value).map { [.binary, .unary].contains($0.kind) } ?? false
                return summary.mentions(step.value) { asks($0) && (isQuestion || $0.kind == .call) }
            }
        }
    }
}
