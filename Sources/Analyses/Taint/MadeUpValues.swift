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

    /// The same of what a class assigns to its own attribute, what is nothing left aside.
    func isMadeUp(ownAttribute name: String, of base: SummaryValue, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.makers), case .type(let type) = program.type(of: base, in: frame.file), type.file == frame.file else { return false }
        return isMadeUp(attributes(name, of: type, in: frame).map(\.attribute.value).filter { ![.none, .string].contains($0.kind) }, in: frame)
    }
}
