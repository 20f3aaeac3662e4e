package import TextMatching

/// What a file must hold for a rule to match in it. Weaker than the rule, never stronger.
package indirect enum LiteralRequirement: Sendable, Hashable {
    /// Any file may match.
    case none
    case oneOf([Literal])
    case all([LiteralRequirement])
    case any([LiteralRequirement])

    /// Without literals, or with an empty one, nothing is asked for.
    package init(anyOf literals: [Literal]) { self = literals.contains { $0.bytes.isEmpty } || literals.isEmpty ? .none : .oneOf(literals) }

    /// Both must hold.
    mutating func and(_ other: LiteralRequirement) { self = .all(of: [self, other]) }

    /// All of `sides` must hold.
    static func all(of sides: some Sequence<LiteralRequirement>) -> LiteralRequirement {
        var parts: [LiteralRequirement] = []
        // They are few, and mostly told apart by how many literals they have.
        func add(_ part: LiteralRequirement) { if !parts.contains(part) { parts.append(part) } }
        for side in sides {
            switch side {
            case .none: break
            case .all(let own): own.forEach(add)
            case .oneOf, .any: add(side)
            }
        }
        return parts.isEmpty ? .none : parts.count == 1 ? parts[0] : .all(parts)
    }

    /// One of `choices` must hold.
    static func or(_ choices: [LiteralRequirement]) -> LiteralRequirement {
        guard !choices.isEmpty, !choices.contains(.none) else { return .none }
        var literals: [Literal] = [], others: [LiteralRequirement] = []
        func add(_ choice: LiteralRequirement) {
            switch choice {
            case .oneOf(let own): for literal in own where !literals.contains(literal) { literals.append(literal) }
            case .any(let own): for choice in own { add(choice) }
            case .all, .none: if !others.contains(choice) { others.append(choice) }
            }
        }
        for choice in choices { add(choice) }
        if others.isEmpty { return .oneOf(literals) }
        let parts = (literals.isEmpty ? [] : [.oneOf(literals)]) + others
        if parts.count == 1 { return parts[0] }
        let whole = LiteralRequirement.any(parts)
        return whole.size <= limit ? whole : .oneOf(whole.leading)
    }

    /// Literals in it. Utilities that use each other could make it grow without end.
    private var size: Int {
        switch self {
        case .none: 0
        case .oneOf(let literals): literals.count
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.size }
        }
    }

    private static let limit = 600

    /// Of it what tells most: of each choice the part whose shortest literal is longest, capitals counted for more.
    private var leading: [Literal] {
        switch self {
        case .none: []
        case .oneOf(let literals): literals
        case .all(let parts): parts.map(\.leading).max { (Self.weight($0), $1.count) < (Self.weight($1), $0.count) } ?? []
        case .any(let parts): parts.flatMap(\.leading).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
    }

    /// Names with capitals are rarer than words are: `Popen` tells more than `subprocess`.
    private static func weight(_ entry: [Literal]) -> Int {
        entry.map { literal in literal.bytes.count + (literal.bytes.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } ? 8 : 0) }.min() ?? 0
    }
}
