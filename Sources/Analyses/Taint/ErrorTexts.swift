import Findings
import Linking
import Semantics

/// What an error that is made shows of what it is given.
extension AnalysisContext {
    /// Whether an argument may end in the text of a Python error: not when its class hands something else to the initialiser of its base, and
    /// has no text method of its own.
    func isInText(_ argument: SummaryArgument, of call: CallRef, _ record: SummaryCall, in frame: Frame, _ frames: TaintFrames) -> Bool {
        guard frame.summary.language == .python, case .type(let type, let initializer?) = program.target(of: call), let body = frames.frame(initializer),
            let given = GivenArguments(record, to: initializer, in: frame, frames), let parameters = body.record?.parameterCount
        else { return true }
        let summary = body.summary
        let hasText = summary.functions.contains { $0.ownerClass == type.type + 1 && ["__str__", "__repr__"].contains(summary.text($0.name)) }
        if hasText || type.file != initializer.file { return true }
        let made = body.tree.range.compactMap { body.call(body.steps[$0].value) }.filter { summary.text($0.method) == "__init__" }
        guard !made.isEmpty else { return true }
        let numbers = (0..<Int(parameters)).filter { number in given.values(of: number).contains { $0.value == argument.value } }
        func isOfIt(_ value: SummaryValue) -> Bool {
            body.mentions(value) { $0.kind == .local && body.parameter($0.index).map(numbers.contains) ?? false }
        }
        // What it keeps on itself may be handed on from there.
        func isOfItself(_ value: SummaryValue) -> Bool {
            body.mentions(value) { $0.kind == .instance || $0.kind == .local && body.parameter($0.index) == 0 }
        }
        // What is made of it before may be what is handed on.
        let isReused = body.tree.range.contains { body.steps[$0].kind == .bind && isOfIt(body.steps[$0].value) }
        return numbers.isEmpty || isReused || made.contains { call in body.arguments(of: call).contains { $0.splat != 0 || isOfIt($0.value) || isOfItself($0.value) } }
    }
}
