import Semantics

/// Elements, slices and containers written out: which parts of them are asked for.
extension TaintTrace {
    func element(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard operands.count > 1 else { return [] }
        let base = operands[0], index = operands[1]
        if let key = key(index, in: frame) {
            if let named = sourceByKey(key, of: base, path, at: step, in: frame) { return named }
            return origins(of: base, [.field(key)] + path, at: step, in: frame)
        }
        if index.kind == .number {
            // One character of a secret is none.
            if path.isEmpty, !isPlural(base, in: frame), nameSource(base, in: frame) { return [] }
            return origins(of: base, [Int(frame.summary.text(index.string)).map(TaintPart.index) ?? .one] + path, at: step, in: frame)
        }
        return origins(of: base, [.one] + path, at: step, in: frame)
    }

    /// A few characters of a secret tell nothing; some more are worth a note.
    func slice(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        guard operands.count >= 3 else { return [] }
        if isShort(operands, in: frame) { return [] }
        let length = shownLength(from: operands[1], to: operands[2], in: frame)
        return origins(of: operands[0], path, at: step, in: frame).map { origin in
            var origin = origin
            if let length { origin.isLowered = true; origin.isVague = origin.isVague || length <= Self.someCharacters }
            return origin
        }
    }

    func isShort(_ operands: [SummaryValue], in frame: Frame) -> Bool {
        guard operands.count >= 3 else { return false }
        return shownLength(from: operands[1], to: operands[2], in: frame).map { $0 <= Self.fewCharacters } ?? false
    }

    private static let fewCharacters = 4

    /// How many characters `x[:4]` or `x[-4:]` leave; nil when that is not known.
    private func shownLength(from lower: SummaryValue, to upper: SummaryValue, in frame: Frame) -> Int? {
        func number(_ value: SummaryValue) -> Int? { value.kind == .number ? Int(frame.summary.text(value.string)) : nil }
        if lower.kind == .none || number(lower) == 0 { return number(upper) }
        if upper.kind == .none, frame.expression(lower)?.kind == .unary, let operand = frame.operands(lower).first { return number(operand) }
        if let from = number(lower), let to = number(upper) { return to - from }
        return nil
    }

    func collection(_ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        var found: [TaintOrigin] = []
        for (number, operand) in operands.enumerated() {
            switch frame.expression(operand)?.kind {
            case .pair:
                let sides = Array(frame.operands(operand))
                guard sides.count == 2 else { continue }
                found += part(key(sides[0], in: frame).map(TaintPart.field) ?? .some, is: sides[1], path, at: step, in: frame)
            case .star: found += origins(of: operand, path.isEmpty ? [] : path, at: step, in: frame)
            default: found += part(.index(number), is: operand, path, at: step, in: frame)
            }
        }
        return found
    }

    /// A container one part of which is known: what comes from there into what is asked for.
    func part(_ part: TaintPart, is value: SummaryValue, _ path: TaintPath, at step: Int, in frame: Frame) -> [TaintOrigin] {
        var rest = path
        if let first = path.first {
            guard first.mayBe(part) else { return [] }
            rest.removeFirst()
        }
        var found = origins(of: value, rest, at: step, in: frame)
        if rest.isEmpty, case .field(let key) = part {
            if found.isEmpty { found = sourceByPair(key, value, at: step, in: frame).map { [$0] } ?? [] }
            // A key is surer than a name that other things go by: `{"Authorization": auth_header}`.
            if isSure(key: key) { found = found.map { var origin = $0; origin.isAmbiguous = false; return origin } }
        }
        guard path.isEmpty else { return found }
        return found.map { origin in
            var origin = origin
            if origin.part.count < TaintPath.longest { origin.part.insert(part, at: 0) }
            return origin
        }
    }

    /// So many of a longer one are worth a note.
    private static let someCharacters = 16
}
