import Linking
import Semantics

/// Values that are known to be nothing where they are used: `if not secret: raise ValueError(f"a secret is needed, not {secret}")`.
extension TaintTrace {
    /// Whether a step is reached only where the value is empty, and nothing has changed it since that was asked.
    func isAbsent(_ value: SummaryValue, at step: Int, in frame: Frame) -> Bool {
        guard value.kind == .local || frame.expression(value)?.kind == .attribute else { return false }
        let sections = frame.tree.sections(around: step)
        guard !sections.isEmpty, case let text = frame.text(value), !text.isEmpty else { return false }
        return sections.contains { section in
            guard let opener = frame.tree.opener(of: section), frame.steps[opener].kind == .branch else { return false }
            let isElse = section != opener && frame.steps[section].kind == .otherwise
            guard section == opener || isElse, says(frame.steps[opener].value, that: text, isThere: isElse, in: frame) else { return false }
            return !isSet(text, between: section, and: step, in: frame)
        }
    }

    /// Whether a condition holds only where the value is nothing; `isThere`: fails only where it is.
    private func says(_ condition: SummaryValue, that text: String, isThere: Bool, in frame: Frame) -> Bool {
        if isThere, frame.text(condition) == text { return true }
        guard let expression = frame.expression(condition) else { return false }
        let operands = Array(frame.operands(condition)), word = frame.summary.text(expression.string)
        switch (expression.kind, word) {
        case (.unary, "not"), (.unary, "!"): return !isThere && operands.first.map { frame.text($0) == text } ?? false
        case (.binary, "is"), (.binary, "=="): return !isThere && operands.count == 2 && frame.text(operands[0]) == text && isNothing(operands[1], in: frame)
        case (.binary, "is not"), (.binary, "!="): return isThere && operands.count == 2 && frame.text(operands[0]) == text && isNothing(operands[1], in: frame)
        // Of several conditions joined by `and` each one holds; by `or`, each one fails.
        case (.choice, "and"), (.choice, "&&"): return !isThere && operands.contains { says($0, that: text, isThere: false, in: frame) }
        case (.choice, "or"), (.choice, "||"): return isThere && operands.contains { says($0, that: text, isThere: true, in: frame) }
        default: return false
        }
    }

    private func isNothing(_ value: SummaryValue, in frame: Frame) -> Bool {
        value.kind == .none || value.kind == .string && key(value, in: frame) == "" || ["None", "nil"].contains(frame.text(value))
    }

    private func isSet(_ text: String, between first: Int, and last: Int, in frame: Frame) -> Bool {
        first < last && frame.steps[first..<last].contains { ($0.kind == .bind || $0.kind == .store) && frame.text($0.target) == text }
    }
}
