import Findings
import Semantics

/// Expressions: what their results are made of.
extension TaintTrace {
    func expression(_ value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard let expression = frame.expression(value) else { return [] }
        let operands = Array(frame.operands(value))
        func each(_ some: some Sequence<SummaryValue>, _ path: TaintPath) -> [TaintOrigin] {
            some.flatMap { origins(of: $0, path, at: step, in: frame) }
        }
        switch expression.kind {
        case .attribute: return attribute(value, path, at: step, in: frame)
        case .element: return element(operands, path, at: step, in: frame)
        case .slice: return slice(operands, path, at: step, in: frame)
        case .part: return each(operands.prefix(1), [.index(Int(expression.number))] + path)
        case .item: return each(operands.prefix(1), [frame.summary.language == .python ? .turn : .some] + path)
        case .entered, .awaited, .attempted: return each(operands.prefix(1), path)
        case .star: return each(operands.prefix(1), path)
        case .binary: return binary(operands, frame.summary.text(expression.string), path, at: step, in: frame)
        case .unary: return frame.summary.text(expression.string) == "&" ? each(operands, path) : []
        case .choice: return each(frame.summary.text(expression.string) == "and" ? operands.suffix(1) : operands[...], path)
        case .conditional:
            // Somebody has thought of what may be shown.
            let isChosen = operands.dropFirst().contains { isMaskText($0, in: frame) }
            return isChosen ? vague(each(operands.dropFirst(), path)) : each(operands.dropFirst(), path)
        case .text: return text(operands, at: step, in: frame)
        case .collection: return collection(operands, path, at: step, in: frame)
        case .pair: return each(operands.dropFirst(), path)
        case .comprehension: return comprehension(expression, operands, path, at: step, in: frame)
        case .other: return []
        }
    }

    /// Text with values in it is one value: its parts have no names any more.
    func flat(_ origins: [TaintOrigin]) -> [TaintOrigin] {
        origins.map { origin in
            var origin = origin
            origin.part = []
            return origin
        }
    }

    private func text(_ operands: [SummaryValue], at step: Int, in frame: Frame) -> [TaintOrigin] {
        var found: [TaintOrigin] = []
        for (position, operand) in operands.enumerated() {
            if knowledge.redacted, !isShown(operand, at: position, of: operands, in: frame) { continue }
            found += origins(of: operand, at: step, in: frame)
        }
        return flat(found)
    }

    private func binary(_ operands: [SummaryValue], _ operation: String, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard Self.joining.contains(operation) else { return [] }
        if operation == "%", operands.count == 2, operands[0].kind == .string {
            let numbers = NumberFormats.operands(operands[0], operands[1], in: frame)
            let values = frame.expression(operands[1])?.kind == .collection ? Array(frame.operands(operands[1])) : [operands[1]]
            if !numbers.isEmpty { return flat(values.filter { !numbers.contains($0) }.flatMap { origins(of: $0, at: step, in: frame) }) }
            if let named = shown(of: operands[1], by: NamedFormats.names(inPercent: frame.summary.text(operands[0].string)), at: step, in: frame) { return named }
        }
        // Of a mapping a format nobody knows may name another part.
        if operation == "%", operands.count == 2, operands[0].kind != .string, frame.expression(operands[1])?.kind != .collection {
            return flat(origins(of: operands[0], at: step, in: frame) + vague(origins(of: operands[1], at: step, in: frame)))
        }
        let both = operands.flatMap { origins(of: $0, operation == "|" ? path : [], at: step, in: frame) }
        return operation == "|" ? both : flat(both)
    }

    /// Operators whose result holds what stands on both sides.
    private static let joining: Set<String> = ["+", "%", "|"]

    /// A key that is written out.
    func key(_ value: SummaryValue, in frame: Frame) -> String? { frame.key(value) }

}
