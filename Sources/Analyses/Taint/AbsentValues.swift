import Linking
import Semantics

/// Values of which a condition has found that they are nothing where they are used: `if not secret: raise ValueError(f"a secret is needed, not {secret}")`.
extension TaintTrace {
    /// What a condition around a step has found of a value.
    enum Absence {
        /// It is nothing there, or something written out.
        case empty
        /// It is something, but not of the form such a value has: `if not PATTERN.match(key)`.
        case misshapen
    }

    /// What is known of a value at a step that is reached only under a condition; nil when nothing is, or something has changed it since it was asked.
    func absence(of value: SummaryValue, at step: Int, in frame: Frame) -> Absence? {
        guard value.kind == .local || frame.expression(value)?.kind == .attribute else { return nil }
        let sections = frame.tree.sections(around: step)
        guard !sections.isEmpty, case let text = frame.text(value), !text.isEmpty else { return nil }
        for section in sections {
            guard let opener = frame.tree.opener(of: section), frame.steps[opener].kind == .branch else { continue }
            let isElse = section != opener && frame.steps[section].kind == .otherwise
            // What is put in its place since may be written out.
            guard section == opener || isElse,
                binds(of: text, between: section, and: step, in: frame).allSatisfy({ isClean(frame.steps[$0].value, at: $0, in: frame) }),
                let found = says(frame.steps[opener].value, of: text, isElse, at: opener, in: frame)
            else { continue }
            return found
        }
        return nil
    }

    /// What a condition that holds says of a value; `fails`: one that does not hold.
    private func says(_ condition: SummaryValue, of text: String, _ fails: Bool, at step: Int, in frame: Frame) -> Absence? {
        if fails, let found = says(empty: condition, of: text, at: step, in: frame) { return found }
        guard let expression = frame.expression(condition) else { return nil }
        let operands = Array(frame.operands(condition)), word = frame.summary.text(expression.string)
        switch (expression.kind, word) {
        case (.unary, "not"), (.unary, "!"): return fails ? nil : operands.first.flatMap { says(empty: $0, of: text, at: step, in: frame) }
        case (.binary, "is") where !fails, (.binary, "==") where !fails, (.binary, "is not") where fails, (.binary, "!=") where fails:
            // What is equal to something written out is known to everybody.
            guard operands.count == 2, isNothing(operands[1], in: frame) || ["==", "!="].contains(word) && operands[1].kind == .string else { return nil }
            return says(empty: operands[0], of: text, at: step, in: frame)
        // Of several conditions joined by `and` each one holds; by `or`, each one fails.
        case (.choice, "and") where !fails, (.choice, "&&") where !fails, (.choice, "or") where fails, (.choice, "||") where fails:
            return operands.lazy.compactMap { self.says($0, of: text, fails, at: step, in: frame) }.first
        default: return nil
        }
    }

    /// What it says of a value that another one is empty: itself, a copy of it, or what a look at its form gave.
    private func says(empty asked: SummaryValue, of text: String, at step: Int, in frame: Frame) -> Absence? {
        let name = frame.text(asked)
        if name == text { return .empty }
        if let expression = frame.expression(asked), expression.kind == .choice, frame.summary.text(expression.string) == "or" {
            return frame.operands(asked).lazy.compactMap { self.says(empty: $0, of: text, at: step, in: frame) }.first
        }
        if isLook(asked, at: text, in: frame) { return .misshapen }
        guard !name.isEmpty, let bind = frame.tree.range.prefix(while: { $0 < step }).last(where: { isBind($0, of: name, in: frame) }),
            frame.tree.isBefore(bind, step), binds(of: text, between: bind + 1, and: step, in: frame).isEmpty
        else { return nil }
        let value = frame.steps[bind].value
        if frame.text(value) == text { return .empty }
        return isLook(value, at: text, in: frame) ? .misshapen : nil
    }

    /// Whether a value is what a call gave that looks at another one's form.
    private func isLook(_ value: SummaryValue, at text: String, in frame: Frame) -> Bool {
        guard let call = frame.call(value), isListed(lastOf: call, knowledge.forms, in: frame) else { return false }
        return frame.arguments(of: call).contains { argument in frame.mentions(argument.value) { frame.text($0) == text } }
    }

    private func isNothing(_ value: SummaryValue, in frame: Frame) -> Bool {
        value.kind == .none || value.kind == .string && key(value, in: frame) == "" || ["None", "nil"].contains(frame.text(value))
    }

    private func binds(of text: String, between first: Int, and last: Int, in frame: Frame) -> [Int] {
        first < last ? (first..<last).filter { isBind($0, of: text, in: frame) } : []
    }

    private func isBind(_ step: Int, of text: String, in frame: Frame) -> Bool {
        (frame.steps[step].kind == .bind || frame.steps[step].kind == .store) && frame.text(frame.steps[step].target) == text
    }
}
