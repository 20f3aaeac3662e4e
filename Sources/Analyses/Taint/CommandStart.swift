import Linking
import Semantics

/// What a command begins with. One that begins with words of the program only has the setting somewhere in it; one that begins with the setting is
/// the setting's own, and running it may be what the setting is for.
extension TaintTrace {
    /// Whether what a sink is given begins with a value.
    func isCommandOfSetting(_ record: SummaryCall, in frame: Frame) -> Bool {
        guard let command = context.sinkArguments(of: record, knowledge, in: frame).first else { return false }
        return beginsWithValue(command.value, at: Int(record.step) - 1, in: frame, depth: 8)
    }

    private func beginsWithValue(_ value: SummaryValue, at step: Int, in frame: Frame, depth: Int) -> Bool {
        guard depth > 0 else { return false }
        func first(_ value: SummaryValue?) -> Bool { value.map { beginsWithValue($0, at: step, in: frame, depth: depth - 1) } ?? true }
        switch value.kind {
        case .string, .number, .none, .boolean: return false
        case .collection: return first(frame.operands(value).first)
        case .local:
            let definitions = Definitions(of: value.index, before: step, in: frame)
            guard frame.owner(ofVariable: value.index) == frame.function, !definitions.binds.isEmpty else { return true }
            return definitions.binds.contains { beginsWithValue(frame.steps[$0].value, at: $0, in: frame, depth: depth - 1) }
        case .call:
            guard let call = frame.call(value) else { return true }
            switch frame.summary.text(call.method) {
            case "format", "strip", "lstrip", "rstrip", "replace", "lower": return first(call.receiver)
            case "join": return first(frame.arguments(of: call).first?.value)
            default: return true
            }
        case .expression:
            guard let expression = frame.expression(value) else { return true }
            switch expression.kind {
            case .text: return expression.number == SummaryExpression.valueFirst
            case .binary, .collection, .choice, .awaited: return first(frame.operands(value).first)
            case .conditional: return frame.operands(value).dropFirst().contains { first($0) }
            default: return true
            }
        default: return true
        }
    }
}
