package import Findings

/// What rules can be called: by id, code, family or the family's two letters.
package struct RuleNames: Sendable {
    private let known: Set<String>

    package init(_ rules: [RuleMetadata]) {
        known = Set(rules.flatMap { Self.of($0) }).union(Family.allCases.flatMap { [$0.rawValue, $0.prefix] })
    }

    package func contains(_ name: String) -> Bool { known.contains(name) }

    /// Why a name is none, with the one that was most likely meant.
    package func mistake(_ name: String) -> String? {
        if known.contains(name) { return nil }
        let near = NearestName.of(name, among: known).map { "; did you mean `\($0)`?" } ?? "; `sluice rules list` shows them all"
        return "no rule, code or family is called `\(name)`\(near)"
    }

    /// The names of one rule, those that are its own first.
    package static func of(_ rule: RuleMetadata) -> [String] { [rule.id, rule.code ?? rule.id, rule.family.rawValue, rule.family.prefix] }

    /// Whether a name is the rule's own rather than its family's.
    package static func isOwn(_ name: String, of rule: RuleMetadata) -> Bool { name == rule.id || name == rule.code }
}
