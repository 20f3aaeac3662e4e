import YAML

/// What a clause was written as: for telling why it does not hold.
package struct ClauseOrigin: Sendable {
    /// `call: [time.sleep, os.wait]`: the key and, where it is short, its value as the rule file has them.
    package var words: String
    /// Line of its value, or of the rule object it stands in.
    package var line: Int

    init(_ clause: RuleClause, mark: YAMLMark) {
        let (words, mark) = Self.words(clause, mark)
        self.words = words
        line = mark.line
    }

    private static func words(_ clause: RuleClause, _ mark: YAMLMark) -> (String, YAMLMark) {
        switch clause {
        case .pattern(let pattern):
            let selector = pattern.selector.map { ", selector: \($0.value)" } ?? ""
            let strictness = pattern.strictness == .smart ? "" : ", strictness: \(pattern.strictness.rawValue)"
            return ("pattern: \(pattern.source.value)\(selector)\(strictness)", pattern.source.mark)
        case .kind(let kind): return ("kind: \(kind.value)", kind.mark)
        case .regex(let regex): return ("regex: \(regex.value)", regex.mark)
        case .nthChild(let nth):
            let step = nth.position.step, offset = nth.position.offset
            let formula = step == 0 ? "\(offset)" : "\(step)n\(offset < 0 ? "" : "+")\(offset)"
            return ("nthChild: \(formula)\(nth.reverse ? ", reverse: true" : "")", mark)
        case .range(let range): return ("range: \(range.startLine):\(range.startColumn) to \(range.endLine):\(range.endColumn), counted from 0", mark)
        case .call(let call): return ("call: \(list(call.names))", call.names.first?.mark ?? mark)
        case .name(let names): return ("name: \(list(names))", names.first?.mark ?? mark)
        case .type(let names): return ("type: \(list(names))", names.first?.mark ?? mark)
        case .within(let contexts): return ("within: \(list(contexts))", contexts.first?.mark ?? mark)
        case .awaited(let flag): return ("awaited: \(flag)", mark)
        case .resultUsed(let flag): return ("result-used: \(flag)", mark)
        case .all: return ("all", mark)
        case .any: return ("any", mark)
        case .not(let object): return ("not", object.mark)
        case .matches(let call): return ("matches: \(call.name.value)", call.name.mark)
        case .relation(let relation):
            let field = relation.field.map { " (field \($0.value))" } ?? ""
            let stop =
                switch relation.stop {
                case .neighbor: ""
                case .end: " (stopBy end)"
                case .rule: " (stopBy a rule)"
                }
            return ("\(relation.direction.rawValue)\(field)\(stop)", relation.rule.mark)
        }
    }

    private static func list(_ names: [Marked<String>]) -> String {
        names.count == 1 ? names[0].value : "[\(names.map(\.value).joined(separator: ", "))]"
    }
}
