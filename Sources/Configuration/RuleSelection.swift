package import Findings

/// `--select` and `--ignore`.
package struct RuleSelection: Sendable {
    package let select: Set<String>?
    package let ignore: Set<String>

    /// - Parameters: as given: each may hold several names, separated by commas.
    package init(select: [String], ignore: [String]) {
        func names(_ lists: [String]) -> [String] { lists.flatMap { $0.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty } }
        self.select = select.isEmpty ? nil : Set(names(select))
        self.ignore = Set(names(ignore))
    }

    /// The first name that is none of a rule's id, code or family, in words.
    package func mistake(among names: RuleNames) -> String? { (select ?? []).union(ignore).sorted().lazy.compactMap(names.mistake).first }

    /// A rule that is off by default runs only when named itself.
    package func contains(_ rule: RuleMetadata) -> Bool {
        let names = RuleNames.of(rule)
        if rule.severity == .off { return select?.isDisjoint(with: names.prefix(2)) == false && ignore.isDisjoint(with: names) }
        return (select.map { !$0.isDisjoint(with: names) } ?? true) && ignore.isDisjoint(with: names)
    }
}
