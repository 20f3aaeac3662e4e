import YAML

/// `fix`, `transform` and `labels` may speak only of variables the rule binds or `transform` makes. They are kept, not applied; a name nothing
/// defines is a mistake all the same, and ast-grep refuses it too.
extension CodeRuleCompiler {
    mutating func checkVariables(_ rule: CodeRule) {
        let bound = Set(scope.slots.keys).union(scope.multipleSlots.keys)
        let made = Set((rule.transform?.entries ?? []).compactMap(\.key.text))
        for (_, transformation) in rule.transform?.entries ?? [] {
            // `{substring: {source: $A, …}}`, or in one line `substring($A, …)`.
            let source = transformation.entries?.first?.value["source"] ?? transformation
            guard let text = source.text else {
                errors.add(transformation.mark, "a transformation needs `source`, the variable it changes")
                continue
            }
            check(text, source.mark, in: "transform", against: bound.union(made))
        }
        for fix in rule.fix.map({ $0.items ?? [$0] }) ?? [] {
            guard let template = fix.entries == nil ? fix : fix["template"], let text = template.text else {
                errors.add(fix.mark, "`fix` must be text, or a mapping with `template`")
                continue
            }
            check(text, template.mark, in: "fix", against: bound.union(made))
        }
        for (variable, _) in rule.labels?.entries ?? [] where !bound.contains(variable.text ?? "") {
            errors.add(variable.mark, "a label for `\(variable.text ?? "")`, but the rule has no metavariable $\(variable.text ?? "")")
        }
    }

    private mutating func check(_ template: String, _ mark: YAMLMark, in key: String, against known: Set<String>) {
        for name in Self.variables(in: template) where !known.contains(name) {
            errors.add(mark, "`\(key)` uses $\(name), which neither the rule nor `transform` defines")
        }
    }

    /// The names of the metavariables in a template, each once, in order.
    static func variables(in template: String) -> [String] {
        var names: [String] = []
        for piece in template.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
            let name = String(piece.prefix { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) })
            if let first = name.first, !first.isNumber, !names.contains(name) { names.append(name) }
        }
        return names
    }
}
