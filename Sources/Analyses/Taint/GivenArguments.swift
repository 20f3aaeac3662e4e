import Findings
import Linking
import Semantics

/// Which of a call's values a function of the project is given as which of its parameters.
struct GivenArguments {
    private let call: SummaryCall
    private let caller: Frame
    private let summary: FileSummary
    private let parameters: ArraySlice<SummaryParameter>
    /// Whether the first parameter is the object the method is called on.
    private let isBound: Bool
    /// Whether that object is only being made.
    private let isMaking: Bool

    /// Nil while the function's file is missing.
    init?(_ call: SummaryCall, to callee: FunctionRef, in caller: Frame, _ frames: TaintFrames) {
        guard let home = frames.frame(callee), let record = home.record else { return nil }
        self.call = call
        self.caller = caller
        let summary = home.summary
        self.summary = summary
        parameters = summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)]
        let isMethod = summary.language == .python && record.ownerClass != 0
        let first = parameters.first.map { summary.text($0.name) }
        isMaking = isMethod && summary.text(record.name) == "__init__" && caller.summary.text(call.method) != "__init__"
        let isStatic = summary.names[Int(record.firstDecorator)..<Int(record.firstDecorator + record.decoratorCount)].contains { summary.text($0) == "staticmethod" }
        // Through the class itself the object is the first argument.
        let isThroughClass = !isMaking && call.receiver.kind == .name && first == "self"
        isBound = isMethod && !isStatic && !isThroughClass
    }

    /// The values given as a parameter; `isElement`: one of those a `*args` or `**kwargs` collects.
    func values(of number: Int) -> [(value: SummaryValue, isElement: Bool)] {
        guard number < parameters.count else { return [] }
        let parameter = parameters[parameters.startIndex + number], arguments = caller.arguments(of: call)
        let plain = arguments.filter { $0.label == 0 }
        let shift = isBound ? 1 : 0
        switch parameter.form {
        case .positionalSplat:
            // Labels in Swift do not keep an argument out of a variadic parameter.
            let from = number - shift
            return from >= 0 && from <= plain.count ? plain.dropFirst(from).filter { $0.splat != 2 }.map { ($0.value, $0.splat == 0) } : []
        case .keywordSplat:
            let taken = Set(parameters.filter { $0.form == .plain }.map { summary.text($0.name) })
            return arguments.filter { $0.label != 0 && !taken.contains(caller.summary.text($0.label)) || $0.splat == 2 }.map { ($0.value, $0.splat == 0) }
        case .plain: break
        }
        let names = [summary.text(parameter.label), summary.text(parameter.name)].filter { !$0.isEmpty && $0 != "_" }
        if let labelled = arguments.first(where: { $0.label != 0 && names.contains(caller.summary.text($0.label)) }) { return [(labelled.value, false)] }
        if summary.language == .swift { return unlabelled(parameter, number, plain) }
        if isBound, number == 0 { return isMaking || call.receiver.kind == .unknown ? [] : [(call.receiver, false)] }
        let position = number - shift
        guard position >= 0, position < plain.count, !plain.prefix(position + 1).contains(where: { $0.splat != 0 }) else { return [] }
        return [(plain[plain.startIndex + position].value, false)]
    }

    /// Swift: parameters without labels take arguments without labels, in order.
    private func unlabelled(_ parameter: SummaryParameter, _ number: Int, _ plain: [SummaryArgument]) -> [(value: SummaryValue, isElement: Bool)] {
        guard summary.text(parameter.label) == "_" else { return [] }
        let before = parameters.prefix(number).count { summary.text($0.label) == "_" }
        return before < plain.count ? [(plain[before].value, false)] : []
    }
}
