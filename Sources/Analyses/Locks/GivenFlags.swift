internal import Findings
internal import Linking
internal import Semantics

/// Which of a function's parameters a call gives a value that is written out, defaults included: `request(path, retry=False)`. What stands under
/// a condition that asks for the other one does not run, and neither does what stands behind `if not retry: return`. A parameter that is handed on as
/// it came (`super().request(path, retry=retry)`) takes its value along.
struct GivenFlags: Hashable {
    /// Parameters that are false, or nothing, and those that are true; by number.
    private var off: Set<UInt32> = [], on: Set<UInt32> = []
    /// Those of `off` that are nothing.
    private var nothing: Set<UInt32> = []

    static let unknown = GivenFlags()
    private init() {}

    /// - Parameter outer: what the function that makes the call was given itself.
    init(by call: CallRef, to function: FunctionRef, from outer: GivenFlags = .unknown, in context: AnalysisContext) {
        guard let caller = context.program.summary(of: call.file), let home = context.program.summary(of: function.file), home.language == .python,
            let record = context.record(of: function)
        else { return }
        let arguments = caller.arguments(of: caller.calls[Int(call.call)])
        guard arguments.allSatisfy({ $0.splat == 0 }) else { return }
        let plain = arguments.filter { $0.label == 0 }
        let parameters = Array(home.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)])
        let giver = outer.isUnknown ? nil : context.function(around: call)
        let isBound = record.ownerClass != 0 && parameters.first.map { ["self", "cls"].contains(home.text($0.name)) } ?? false
        for (number, parameter) in parameters.enumerated() where parameter.form == .plain {
            let name = home.text(parameter.name), position = number - (isBound ? 1 : 0)
            let labelled = arguments.first { $0.label != 0 && caller.text($0.label) == name }
            if labelled == nil, position >= 0, position < plain.count {
                take(plain[plain.startIndex + position].value, caller, giver, outer, UInt32(number), context)
            } else if let labelled {
                take(labelled.value, caller, giver, outer, UInt32(number), context)
            } else {
                note(parameter.defaultValue, home, UInt32(number))
            }
        }
    }

    private var isUnknown: Bool { off.isEmpty && on.isEmpty }

    /// Notes what a call gives for a parameter: a value that is written there, or one that its own function was given.
    private mutating func take(
        _ value: SummaryValue, _ caller: FileSummary, _ giver: FunctionRef?, _ outer: GivenFlags, _ number: UInt32, _ context: AnalysisContext
    ) {
        guard let giver, let given = context.parameter(value, of: giver) else { return note(value, caller, number) }
        if outer.on.contains(given) { on.insert(number) }
        if outer.off.contains(given) { off.insert(number) }
        if outer.nothing.contains(given) { nothing.insert(number) }
    }

    private mutating func note(_ value: SummaryValue, _ summary: FileSummary, _ number: UInt32) {
        switch value.kind {
        case .none:
            off.insert(number)
            nothing.insert(number)
        case .boolean: if summary.text(value.string) == "True" { on.insert(number) } else { off.insert(number) }
        default: return
        }
    }

    /// Whether a step of the function stands where no way leads with what was given.
    func ruleOut(_ step: Int, of function: FunctionRef, in context: AnalysisContext) -> Bool {
        guard !isUnknown, let summary = context.program.summary(of: function.file), context.record(of: function) != nil else { return false }
        let body = context.body(of: function, summary)
        func number(_ value: SummaryValue) -> UInt32? { context.parameter(value, of: function) }
        /// Whether a condition is known to hold, or to fail; nil when it is not.
        func answer(_ value: SummaryValue, _ depth: Int) -> Bool? {
            if let number = number(value) { return off.contains(number) ? false : on.contains(number) ? true : nil }
            guard depth > 0, value.kind == .expression, summary.expressions.indices.contains(Int(value.index)) else { return nil }
            let expression = summary.expressions[Int(value.index)], operands = summary.operands(of: value)
            switch (expression.kind, summary.text(expression.string)) {
            // `given is not None` of what is None.
            case (.binary, "is"), (.binary, "=="), (.binary, "is not"), (.binary, "!="):
                let sides = Array(operands)
                guard sides.count == 2, sides[1].kind == .none, let number = number(sides[0]) else { return nil }
                let isNone = nothing.contains(number) ? true : on.contains(number) || off.contains(number) ? false : nil
                return isNone.map { ["is", "=="].contains(summary.text(expression.string)) ? $0 : !$0 }
            case (.unary, "not"): return operands.first.flatMap { answer($0, depth - 1) }.map { !$0 }
            case (.choice, "and"): return operands.contains { answer($0, depth - 1) == false } ? false : nil
            case (.choice, "or"): return operands.contains { answer($0, depth - 1) == true } ? true : nil
            default: return nil
            }
        }
        let isBeside = body.tree.sections(around: step).contains { section in
            guard let opener = body.tree.opener(of: section), summary.steps[opener].kind == .branch else { return false }
            if section == opener { return answer(summary.steps[opener].value, 4) == false }
            return summary.steps[section].kind == .otherwise && answer(summary.steps[opener].value, 4) == true
        }
        if isBeside { return true }
        return (body.range.lowerBound..<min(step, body.range.upperBound)).contains { at in
            guard summary.steps[at].kind == .branch, body.tree.isBefore(at, step), !body.tree.inside(at).contains(step) else { return false }
            let leaves = body.tree.part(at).contains { body.tree.section(of: $0) == at && (summary.steps[$0].kind == .return || summary.steps[$0].kind == .raise) }
            return leaves && answer(summary.steps[at].value, 4) == true
        }
    }
}

extension AnalysisContext {
    /// The number of the parameter that a value is, where the function binds it to nothing else.
    func parameter(_ value: SummaryValue, of function: FunctionRef) -> UInt32? {
        guard value.kind == .local, let summary = program.summary(of: function.file), let record = record(of: function) else { return nil }
        let steps = body(of: function, summary).range
        guard !steps.contains(where: { summary.steps[$0].kind == .bind && summary.steps[$0].target.kind == .local && summary.steps[$0].target.index == value.index }) else { return nil }
        let name = summary.text(value.string)
        return (0..<record.parameterCount).first { summary.text(summary.parameters[Int(record.firstParameter + $0)].name) == name }
    }

    /// The number of the step a call stands in; nil outside of all steps.
    func step(of call: CallRef) -> Int? {
        guard let summary = program.summary(of: call.file), call.call < summary.calls.count else { return nil }
        let step = Int(summary.calls[Int(call.call)].step)
        return step > 0 ? step - 1 : nil
    }
}
