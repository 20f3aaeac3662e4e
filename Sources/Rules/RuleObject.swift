package import YAML

/// A rule object as it was written: all of its clauses must hold for a node. The clauses stand in the order they are tried: what
/// looks at the node itself, then compositions, then relations, as ast-grep does it.
package struct RuleObject: Sendable {
    package var mark: YAMLMark
    package var clauses: [RuleClause]

    package init(mark: YAMLMark, clauses: [RuleClause]) {
        self.mark = mark
        self.clauses = clauses
    }
}

/// One key of a rule object.
package indirect enum RuleClause: Sendable {
    case pattern(PatternText)
    case kind(Marked<String>)
    case regex(Marked<String>)
    case nthChild(NthChildText)
    case range(RangeText)
    case call(CallText)
    case name([Marked<String>])
    case type([Marked<String>])
    case within([Marked<String>])
    case awaited(Bool)
    case resultUsed(Bool)
    case all([RuleObject])
    case any([RuleObject])
    case not(RuleObject)
    case matches(UtilityCall)
    case relation(Relation)
}

/// A value and where it stands.
package struct Marked<Value: Sendable>: Sendable {
    package var value: Value
    package var mark: YAMLMark

    package init(_ value: Value, _ mark: YAMLMark) {
        self.value = value
        self.mark = mark
    }
}

/// `pattern:`, as a string or as `{context, selector, strictness}`.
package struct PatternText: Sendable {
    package var source: Marked<String>
    package var selector: Marked<String>?
    package var strictness: Strictness
}

/// Which nodes a pattern may pass over, as ast-grep defines it.
package enum Strictness: String, Sendable, CaseIterable {
    /// Every node of pattern and code must match.
    case cst
    /// Every node of the pattern must match; unnamed nodes and comments of the code may be passed over.
    case smart
    /// Unnamed nodes of both are passed over.
    case ast
    /// As `ast`, and comments of the code are passed over too.
    case relaxed
    /// As `relaxed`, and text is not compared.
    case signature
    /// As `smart`, but kinds are not compared, only text.
    case template
}

/// `nthChild:`, the position among named siblings from 1 as An+B.
package struct NthChildText: Sendable {
    package var position: NthPosition
    package var ofRule: RuleObject?
    package var reverse: Bool
}

/// `range:` with lines and columns from 0, columns in characters; the end is exclusive.
package struct RangeText: Sendable {
    package var startLine: Int, startColumn: Int, endLine: Int, endColumn: Int
}

/// `call:` with its sibling keys about the arguments.
package struct CallText: Sendable {
    package var names: [Marked<String>]
    package var arguments: [(argument: ArgumentName, rule: RuleObject)]
    package var absent: [ArgumentName]
    package var count: ClosedRange<Int>?
}

/// An argument by position (from 0) or by keyword or label.
package enum ArgumentName: Sendable, Hashable {
    case position(Int)
    case keyword(String)
}

/// `matches: util` or `matches: {util: {PARAM: rule}}`.
package struct UtilityCall: Sendable {
    package var name: Marked<String>
    package var arguments: [(parameter: Marked<String>, rule: RuleObject)]
}

/// `inside`, `has`, `precedes`, `follows`.
package struct Relation: Sendable {
    package enum Direction: String, Sendable { case inside, has, precedes, follows }
    package enum Stop: Sendable {
        case neighbor
        case end
        case rule(RuleObject)
    }
    package var direction: Direction
    package var rule: RuleObject
    package var stop: Stop
    package var field: Marked<String>?
}
