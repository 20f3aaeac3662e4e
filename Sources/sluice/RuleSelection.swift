import Findings

/// `--select` and `--ignore`.
struct RuleSelection {
    private let select: Set<String>?
    private let ignore: Set<String>

    /// - Throws: usage, when a name is none of a rule's id, code or family.
    init(select: [String], ignore: [String], among rules: [RuleMetadata]) throws(Stop) {
        func names(_ lists: [String]) -> [String] { lists.flatMap { $0.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty } }
        let known = Set(rules.flatMap { Self.names(of: $0) }).union(Family.allCases.flatMap { [$0.rawValue, $0.prefix] })
        for name in names(select) + names(ignore) where !known.contains(name) {
            throw Stop(.usage, "no rule, code or family is called `\(name)`; `sluice rules list` shows them all")
        }
        self.select = select.isEmpty ? nil : Set(names(select))
        self.ignore = Set(names(ignore))
    }

    /// A rule that is off by default runs only when named itself.
    func contains(_ rule: RuleMetadata) -> Bool {
        let names = Self.names(of: rule)
        if rule.severity == .off { return select?.isDisjoint(with: names.prefix(2)) == false && ignore.isDisjoint(with: names) }
        return (select.map { !$0.isDisjoint(with: names) } ?? true) && ignore.isDisjoint(with: names)
    }

    private static func names(of rule: RuleMetadata) -> [String] { [rule.id, rule.code ?? rule.id, rule.family.rawValue, rule.family.prefix] }
}
