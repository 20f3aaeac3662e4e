package import TextMatching

/// What a file must hold for a rule to match in it: for each entry, one of its literals. Weaker than the rule, never stronger; no entries
/// means any file may match.
package struct LiteralRequirement: Sendable, Hashable {
    /// A conjunction of disjunctions.
    package var all: [[Literal]]

    package static let none = LiteralRequirement(all: [])

    package init(all: [[Literal]]) { self.all = all }

    package init(anyOf literals: [Literal]) { self.all = literals.contains { $0.bytes.isEmpty } || literals.isEmpty ? [] : [literals] }

    /// Both must hold.
    mutating func and(_ other: LiteralRequirement) {
        for entry in other.all where !all.contains(entry) { all.append(entry) }
    }

    /// One of `choices` must hold. Of each choice the most telling entry is kept: the one whose shortest literal is longest, capitals counted for more.
    static func or(_ choices: [LiteralRequirement]) -> LiteralRequirement {
        guard !choices.isEmpty, choices.allSatisfy({ !$0.all.isEmpty }) else { return .none }
        if choices.count == 1 { return choices[0] }
        var union: [Literal] = []
        for choice in choices {
            let best = choice.all.max { (weight($0), $1.count) < (weight($1), $0.count) } ?? []
            for literal in best where !union.contains(literal) { union.append(literal) }
        }
        // What every choice asks for is asked for by all of them.
        let common = choices[0].all.filter { entry in choices.allSatisfy { $0.all.contains(entry) } }
        return LiteralRequirement(all: common.contains(union) ? common : common + [union])
    }

    /// Names with capitals are rarer than words are: `Popen` tells more than `subprocess`.
    private static func weight(_ entry: [Literal]) -> Int {
        entry.map { literal in literal.bytes.count + (literal.bytes.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } ? 8 : 0) }.min() ?? 0
    }
}
