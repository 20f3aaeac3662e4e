import Findings
import Syntax

/// Kinds by name, with the names other versions of a grammar give them: ast-grep ships newer grammars, and its users' rules should run.
enum KindAliases {
    /// (language, the name a rule may use, the names this grammar has for it)
    private static let table: [(Language, String, [String])] = []

    /// The kinds a rule means by `name`; empty when the grammar has none.
    static func kinds(_ name: String, in grammar: Grammar) -> [Kind] {
        if let kind = grammar.kind(name) { return [kind] }
        return table.first { $0.0 == grammar.language && $0.1 == name }?.2.compactMap { grammar.kind($0) } ?? []
    }
}
