import Linking
import Semantics

/// Values the program itself makes up: a password for the first start, which somebody has to be told.
extension TaintTrace {
    /// Whether each of the values comes from one of `makers`.
    func isMadeUp(_ values: [SummaryValue], in frame: Frame) -> Bool {
        guard !values.isEmpty, !context.isEmpty(knowledge.makers) else { return false }
        return values.allSatisfy { value in
            frame.mentions(value, where: { part in frame.call(part).map { isListed(lastOf: $0, knowledge.makers, in: frame) } ?? false })
        }
    }

    /// The same of what an attribute holds at a step: what the function itself set it to last, or what its class does anywhere.
    func isMadeUp(attribute value: SummaryValue, _ name: String, of base: SummaryValue, at step: Int, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.makers) else { return false }
        let text = frame.text(value)
        let last = frame.tree.range.prefix { $0 < step }.last { frame.steps[$0].kind == .store && frame.text(frame.steps[$0].target) == text }
        if let last, frame.tree.isBefore(last, step) { return isMadeUp([frame.steps[last].value], in: frame) }
        guard case .type(let type) = program.type(of: base, in: frame.file), type.file == frame.file else { return false }
        return isMadeUp(attributes(name, of: type, in: frame).map(\.attribute.value).filter { ![.none, .string].contains($0.kind) }, in: frame)
    }
}
