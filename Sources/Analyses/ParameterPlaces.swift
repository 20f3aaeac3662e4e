internal import Findings
internal import Linking
internal import Semantics

/// Which parameter of a function of the project an argument is for.
extension AnalysisContext {
    /// Nil when the call arrives at no function of the project, or when it is not clear which parameter it is.
    func parameter(for argument: SummaryArgument, at position: Int, of call: CallRef, in summary: FileSummary) -> (function: FunctionRef, parameter: Int)? {
        guard argument.splat == 0, let callee = callee(of: call), let home = program.summary(of: callee.file), let record = record(of: callee) else { return nil }
        let parameters = home.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)]
        let written = summary.calls[Int(call.call)]
        if argument.label != 0 {
            let label = summary.text(argument.label)
            guard let found = parameters.firstIndex(where: { $0.form == .plain && home.text($0.label == 0 ? $0.name : $0.label) == label }) else { return nil }
            return (callee, found - parameters.startIndex)
        }
        if written.flags.contains(.hasPositionalSplat) { return nil }
        let number = position + (isBound(call, written, record, callee) ? 1 : 0)
        if home.language == .swift, number >= parameters.count || !isUnlabelled(parameters[parameters.startIndex + number], home) {
            // A closure behind the brackets is for the last one.
            guard argument.value.kind == .closure, position == Int(written.argumentCount) - 1, !parameters.isEmpty else { return nil }
            return (callee, parameters.count - 1)
        }
        guard number < parameters.count, parameters[parameters.startIndex + number].form == .plain else { return nil }
        return (callee, number)
    }

    private func isUnlabelled(_ parameter: SummaryParameter, _ home: FileSummary) -> Bool { home.text(parameter.label) == "_" }

    /// Whether the first parameter of a Python method is the object it is called on, and not an argument.
    private func isBound(_ call: CallRef, _ written: SummaryCall, _ record: SummaryFunction, _ callee: FunctionRef) -> Bool {
        guard record.ownerClass != 0, program.files[Int(callee.file)].language == .python else { return false }
        if case .type = program.target(of: call) { return true }
        let decorators = decorators(of: callee).map { program.names.text($0) }
        if decorators.contains("staticmethod") { return false }
        if decorators.contains("classmethod") { return true }
        if case .type = program.entity(of: written.receiver, in: call.file) { return false }
        return true
    }
}
