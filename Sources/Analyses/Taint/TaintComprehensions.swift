import Semantics

/// Comprehensions: what goes through one was chosen, or some was left out.
extension TaintTrace {
    /// `"***" if key in HIDDEN else value`, for each of many: what is shown is decided by a comparison.
    private func isMasking(_ element: SummaryValue, in frame: Frame) -> Bool {
        if frame.expression(element)?.kind == .pair { return frame.operands(element).last.map { isMasking($0, in: frame) } ?? false }
        guard frame.expression(element)?.kind == .conditional, let test = frame.operands(element).first.flatMap(frame.expression) else { return false }
        return test.kind == .binary && ["==", "!=", "in", "not in"].contains(frame.summary.text(test.string))
    }

    /// What goes through a comprehension that picks by name is chosen; one that leaves some out may have forgotten others.
    func comprehension(
        _ expression: SummaryExpression, _ operands: [SummaryValue], _ path: TaintPath, at step: Int, in frame: Frame
    ) -> [TaintOrigin] {
        let opening = Int(expression.number)
        guard let element = operands.first, frame.tree.range.contains(opening) else { return [] }
        let inside = frame.tree.inside(opening)
        var isChosen = false, isFiltered = false
        for at in inside where frame.steps[at].kind == .branch {
            guard let test = frame.expression(frame.steps[at].value), test.kind == .binary || test.kind == .unary else { continue }
            switch frame.summary.text(test.string) {
            case "in", "==": isChosen = true
            case "not in", "!=", "not": isFiltered = true
            default: break
            }
        }
        if isChosen || isMasking(element, in: frame) { return [] }
        let end = max(inside.upperBound - 1, inside.lowerBound)
        let found: [TaintOrigin]
        if frame.expression(element)?.kind == .pair {
            let sides = Array(frame.operands(element))
            found = part(sides.first.flatMap { key($0, in: frame) }.map(TaintPart.field) ?? .some, is: sides.last ?? element, path, at: end, in: frame)
        } else {
            found = part(.some, is: element, path, at: end, in: frame)
        }
        return found.map { origin in
            var origin = origin
            if isFiltered { origin.isLowered = true }
            return origin
        }
    }
}
