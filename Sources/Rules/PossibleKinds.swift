import Findings
package import Syntax

/// What kinds a rule can match, told from its clauses: the matcher asks a rule only at nodes of these.
extension MatchProgram {
    /// The kinds a node must have for the clause to hold; nil when nothing is known. The clauses must not lead back to themselves.
    func possibleKinds(of index: Int32) -> Set<Kind>? {
        var known: [Int32: Set<Kind>?] = [:]
        return possibleKinds(of: index, &known)
    }

    /// `known`: the answers about utilities.
    private func possibleKinds(of index: Int32, _ known: inout [Int32: Set<Kind>?]) -> Set<Kind>? {
        let clause = clauses[Int(index)]
        switch clause.operation {
        case .all:
            var result: Set<Kind>?
            for part in parts(clause) { if let kinds = possibleKinds(of: part, &known) { result = result?.intersection(kinds) ?? kinds } }
            return result
        case .any:
            var union: Set<Kind> = []
            for part in parts(clause) {
                guard let kinds = possibleKinds(of: part, &known) else { return nil }
                union.formUnion(kinds)
            }
            return union
        case .reference:
            if let kinds = known[index] { return kinds }
            let kinds = possibleKinds(of: clause.a, &known)
            known[index] = .some(kinds)
            return kinds
        case .constrained: return possibleKinds(of: clause.a, &known)
        case .kind: return [clause.field]
        case .kindIn: return Set(kinds[Int(clause.a)..<Int(clause.a + clause.b)])
        case .pattern: return possibleKinds(ofPattern: clause)
        case .nthChild: return clause.c >= 0 ? possibleKinds(of: clause.c, &known) : nil
        case .call: return Set(ExpressionKinds.calls(grammar))
        case .name: return Set(ExpressionKinds.names(grammar))
        case .never: return []
        case .not, .regex, .range, .type, .within, .awaited, .resultUsed, .inside, .has, .precedes, .follows: return nil
        }
    }

    func possibleKinds(ofPattern clause: Clause) -> Set<Kind>? {
        if clause.b >= 0 { return [Kind(clause.b)] }
        let node = patternNodes[Int(clause.a)]
        // `template` does not compare kinds.
        guard Strictness.allCases[Int(clause.flag)] != .template, node.form == .terminal || node.form == .internal_ else { return nil }
        return node.kind == Grammar.errorKind ? nil : [node.kind]
    }

    func parts(_ clause: Clause) -> ArraySlice<Int32> { lists[Int(clause.a)..<Int(clause.a + clause.b)] }

    /// The clauses a clause asks at its own node.
    func sameNodeClauses(of index: Int32) -> [Int32] {
        let clause = clauses[Int(index)]
        switch clause.operation {
        case .all, .any: return Array(parts(clause))
        case .not, .reference, .constrained: return [clause.a]
        case .nthChild: return clause.c >= 0 ? [clause.c] : []
        case .kind, .kindIn, .pattern, .regex, .range, .call, .name, .type, .within, .awaited, .resultUsed, .inside, .has, .precedes, .follows, .never:
            return []
        }
    }
}

/// The kinds at which names and calls stand.
package enum ExpressionKinds {
    package static func calls(_ grammar: Grammar) -> [Kind] {
        switch grammar.language {
        case .python: ["call"].compactMap { grammar.kind($0) }
        case .swift: ["call_expression", "constructor_expression"].compactMap { grammar.kind($0) }
        }
    }

    static func names(_ grammar: Grammar) -> [Kind] {
        switch grammar.language {
        case .python: ["identifier", "attribute"].compactMap { grammar.kind($0) }
        case .swift: ["simple_identifier", "navigation_expression"].compactMap { grammar.kind($0) }
        }
    }
}
