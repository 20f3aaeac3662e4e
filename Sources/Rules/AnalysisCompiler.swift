import YAML

/// `analysis:` compiled: names into a table, rule objects into rules of the program that no finding is made of.
extension CodeRuleCompiler {
    /// The utilities are those of the rule; variables are each entry's own.
    mutating func compile(_ text: AnalysisText, utilities: [String: Utility]) -> CompiledAnalysis {
        var knowledge: [String: Knowledge] = [:]
        for (parameter, entries) in text.calls {
            var names = NameTable(), clauses: [Int32] = []
            for entry in entries {
                switch entry {
                case .name(let name):
                    check(name: name)
                    _ = names.add(name.value)
                case .object(let object):
                    scope = Scope(utilities: utilities, firstClause: program.clauses.count)
                    let root = compile(object)
                    clauses.append(append(root: root, at: object, isClause: true))
                }
            }
            knowledge[parameter] = Knowledge(names: names, clauses: clauses)
        }
        var known: [String: Vocabulary] = [:]
        for (parameter, name) in text.vocabularies {
            known[parameter] = vocabularies[name.value]
            for (list, names) in (known[parameter]?.calls ?? [:]).sorted(by: { $0.key < $1.key }) where text.kind.parameters.contains(where: { $0.name == list }) {
                for name in names { _ = knowledge[list, default: Knowledge()].names.add(name.value) }
            }
            guard known[parameter] == nil, !isPartial else { continue }
            let all = vocabularies.keys.sorted().joined(separator: ", ")
            errors.add(name.mark, "there is no vocabulary `\(name.value)`; \(all.isEmpty ? "none was read" : "known: \(all)")")
        }
        let numbers = Dictionary(text.numbers.map { ($0.parameter, $0.value) }) { _, last in last }
        return CompiledAnalysis(kind: text.kind, knowledge: knowledge, numbers: numbers, vocabularies: known)
    }
}

extension CompiledAnalysis {
    /// Adds the team's own helpers, which count as limits.
    mutating func approve(_ names: [String]) {
        guard kind == .bounded else { return }
        for name in names { _ = knowledge["approved", default: Knowledge()].names.add(name) }
    }
}
