internal import Semantics

extension FileSummary {
    /// Whether two values of the file are the same variable, the same path of attributes, or made of such in the same way.
    func isSame(_ a: SummaryValue, _ b: SummaryValue) -> Bool {
        var pairs = [(a, b)]
        while let (a, b) = pairs.popLast() {
            if isSelf(a), isSelf(b) { continue }
            guard a.kind == b.kind else { return false }
            switch a.kind {
            case .local: if a.index != b.index { return false }
            case .name, .number, .string, .boolean: if a.string != b.string { return false }
            case .none: continue
            case .expression:
                guard let first = expression(a), let second = expression(b), first.kind == second.kind, first.string == second.string,
                    first.number == second.number, first.count == second.count, [.attribute, .element, .unary, .binary].contains(first.kind)
                else { return false }
                pairs += zip(operands(of: a), operands(of: b))
            default: return false
            }
        }
        return true
    }
}
