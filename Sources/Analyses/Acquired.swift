internal import Semantics

/// From where on in a function something is acquired.
struct Acquired {
    let step: Int
    /// Of the ways out of that step the one on which it was acquired, when its result tells.
    let only: FlowGraph.Edge.Kind?
    /// The variable that keeps the result.
    private(set) var variable: UInt32?

    /// Of the ways out of a later condition made of the same result, the one on which it was acquired.
    func side(at step: Int, _ summary: FileSummary) -> FlowGraph.Edge.Kind? {
        guard let variable, summary.steps[step].kind == .branch || summary.steps[step].kind == .check else { return nil }
        return Self.side(of: summary.steps[step].value, { $0.kind == .local && $0.index == variable }, summary).map { $0 ? .yes : .no }
    }

    /// Nil when it is acquired only if the result says so, and what becomes of the result is not followed. A condition made of it, or of the
    /// variable that keeps it, tells at once.
    init?(by call: UInt32, in body: FunctionBody, _ summary: FileSummary) {
        let range = body.range, uses = body.uses(in: summary)
        var at = Int(summary.calls[Int(call)].step) - 1
        let isCall: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == call }
        if range.contains(at + 1), summary.steps[at + 1].kind == .await, isCall(summary.steps[at + 1].value) { at += 1 }
        guard var user = uses.steps(reading: .call(call)).map(Int.init).first(where: { $0 > at }) else {
            (step, only) = (at, nil)
            return
        }
        var isIt = isCall
        let target = summary.steps[user].target
        if summary.steps[user].kind == .bind, target.kind == .local {
            isIt = { $0.kind == .local && $0.index == target.index }
            variable = target.index
            // What another branch asks is not asked of this one.
            guard let next = uses.steps(reading: .local(target.index)).lazy.map(Int.init).first(where: { $0 > user && !body.tree.isElsewhere($0, than: user) }) else {
                (step, only) = (at, nil)
                return
            }
            user = next
        }
        switch summary.steps[user].kind {
        case .drop where isIt(summary.steps[user].value) || summary.expression(summary.steps[user].value)?.kind == .awaited: (step, only) = (at, nil)
        case .branch, .check:
            guard let side = Self.side(of: summary.steps[user].value, isIt, summary) else { return nil }
            (step, only) = (user, side ? .yes : .no)
            // `if lock.acquire(): taken = True`: the variable says so from then on.
            if variable == nil, side {
                let inside = body.tree.inside(user)
                variable = inside.first { at in
                    let step = summary.steps[at]
                    return step.kind == .bind && step.target.kind == .local && step.value.kind == .boolean && summary.text(step.value.string).lowercased() == "true"
                }.map { summary.steps[$0].target.index }
            }
        default: return nil
        }
    }

    /// Whether a condition being true means that it was acquired; nil when it says nothing clear.
    static func side(of condition: SummaryValue, _ isIt: (SummaryValue) -> Bool, _ summary: FileSummary) -> Bool? {
        var value = condition, means = true
        for _ in 0..<8 {
            if isIt(value) { return means }
            guard let expression = summary.expression(value) else { return nil }
            let operands = Array(summary.operands(of: value)), word = summary.text(expression.string)
            switch expression.kind {
            case .awaited, .attempted: value = operands[0]
            case .unary where word == "not" || word == "!":
                means.toggle()
                value = operands[0]
            case .choice:
                // `a and acquired`: true only when it was; the other side is open. `or` the other way round.
                guard word == (means ? "and" : "or") || means && word == "&&" || !means && word == "||",
                    let next = operands.first(where: { summary.mentions($0, isIt) })
                else { return nil }
                value = next
            case .binary where operands.count == 2:
                var other = operands[1]
                // The grammar takes `a < b && c` for `a < (b && c)`.
                if let behind = summary.expression(other), behind.kind == .choice, let first = summary.operands(of: other).first {
                    guard summary.text(behind.string) == (means ? "&&" : "||") else { return nil }
                    other = first
                }
                // A descriptor is there when it is not negative.
                if isAboutZero(other, summary), [">=", ">", "<", "<="].contains(word) {
                    if word.first == "<" { means.toggle() }
                    value = operands[0]
                    continue
                }
                guard let truth = truth(of: other, summary) else { return nil }
                switch word {
                case "is", "==": if !truth { means.toggle() }
                case "is not", "!=": if truth { means.toggle() }
                default: return nil
                }
                value = operands[0]
            default: return nil
            }
        }
        return nil
    }

    private static func truth(of value: SummaryValue, _ summary: FileSummary) -> Bool? {
        switch summary.text(value.string).split(separator: ".").last {
        case "True", "true", "success": true
        case "False", "false", "timedOut": false
        case let name? where name.lowercased().contains("invalid"): false
        default: value.kind == .none || isMinusOne(value, summary) ? false : nil
        }
    }

    private static func isMinusOne(_ value: SummaryValue, _ summary: FileSummary) -> Bool {
        guard let expression = summary.expression(value), expression.kind == .unary, summary.text(expression.string) == "-" else { return false }
        return summary.operands(of: value).first.map { $0.kind == .number && summary.text($0.string) == "1" } ?? false
    }

    private static func isAboutZero(_ value: SummaryValue, _ summary: FileSummary) -> Bool {
        isMinusOne(value, summary) || value.kind == .number && summary.text(value.string) == "0"
    }
}
