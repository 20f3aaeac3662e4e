import Linking
import Semantics

/// Logs that hide what is put into their text unless it is a number or marked as public.
extension TaintTrace {
    /// Whether a value in a text is shown: marked so, or a number that is not marked as private.
    func isShown(_ operand: SummaryValue, at position: Int, of operands: [SummaryValue], in frame: Frame) -> Bool {
        for mark in operands[(position + 1)...] {
            switch mark.kind {
            case .unknown where frame.summary.text(mark.string) == ".public": return true
            case .unknown where frame.summary.text(mark.string).hasPrefix("."): return false
            case .call where ["private", "sensitive"].contains(frame.call(mark).map { frame.summary.text($0.method) } ?? ""): return false
            default: return isNumber(operand, in: frame)
            }
        }
        return isNumber(operand, in: frame)
    }

    private func isNumber(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard case .external(let type) = program.type(of: value, in: frame.file) else { return false }
        return Self.shownTypes.contains(program.names.text(type))
    }

    private static let shownTypes: Set<String> = ["Int", "Int32", "Int64", "UInt", "UInt32", "UInt64", "Double", "Float", "Bool"]

    /// Whether an argument of a sink is shown: a text by its own values, any other by the place it has in the format (`%{public}@`).
    func isShown(_ argument: SummaryArgument, of call: SummaryCall, in frame: Frame) -> Bool {
        if frame.expression(argument.value)?.kind == .text { return true }
        let arguments = Array(frame.arguments(of: call))
        guard let format = arguments.firstIndex(where: { $0.value.kind == .string }), let position = arguments.firstIndex(of: argument), position > format else {
            return false
        }
        let places = frame.summary.text(arguments[format].value.string).split(separator: "%", omittingEmptySubsequences: false).dropFirst()
        let number = arguments[(format + 1)..<position].count { $0.label == 0 }
        guard number < places.count else { return false }
        let place = places[places.startIndex + number]
        return place.hasPrefix("{public") || place.first.map { "diuf".contains($0) } ?? false
    }
}
