package import Findings
package import Syntax
package import TextMatching

/// All code rules of one language, compiled: what the matcher runs. Flat arrays of plain structs that refer to each other by index;
/// nothing here remembers YAML.
package struct MatchProgram: Sendable {
    package let language: Language
    package internal(set) var clauses: [Clause] = []
    /// Lists of clause indices (the parts of `all` and `any`), of name ids, and of (slot, clause) pairs.
    package internal(set) var lists: [Int32] = []
    package internal(set) var patternNodes: [PatternNode] = []
    /// The bytes pattern terminals compare with.
    package internal(set) var texts: [UInt8] = []
    package internal(set) var regexes: [LinearRegex] = []
    package internal(set) var ranges: [RangeText] = []
    package internal(set) var calls: [CallClause] = []
    package internal(set) var callArguments: [CallArgument] = []
    /// The names `call`, `name` and `type` ask for.
    package internal(set) var names = NameTable()
    /// Lists of kinds, for names that stand for several.
    package internal(set) var kinds: [Kind] = []
    package internal(set) var rules: [ProgramRule] = []
    /// For each kind (ERROR last) the rules that can match a node of it, in rule order: `dispatch[dispatchStart[k]..<dispatchStart[k + 1]]`.
    package internal(set) var dispatch: [Int32] = []
    package internal(set) var dispatchStart: [Int32] = []

    /// Where each clause came from, by index in `clauses`; empty unless it was asked for.
    package internal(set) var origins: [ClauseOrigin?] = []

    init(language: Language) { self.language = language }

    package var grammar: Grammar { Grammar.of(language) }

    /// The kinds as the dispatch numbers them: those of the grammar, then ERROR.
    package var bucketCount: Int { dispatchStart.count - 1 }
    package func bucket(of kind: Kind) -> Int { kind == Grammar.errorKind ? bucketCount - 1 : Int(kind) }
}

/// One step of a rule. What `a`, `b`, `c`, `field` mean is said at each operation.
package struct Clause: Sendable {
    package enum Operation: UInt8, Sendable {
        /// lists[a ..< a + b] must all hold
        case all
        /// one of lists[a ..< a + b] must hold
        case any
        /// a must not hold
        case not
        /// clause a, compiled elsewhere: a utility
        case reference
        /// clause a must hold, then the constraints: lists[b ..< b + 2 * c] are (slot, clause) pairs
        case constrained
        /// the node's kind is `field`
        case kind
        /// the node's kind is one of kinds[a ..< a + b]
        case kindIn
        /// patternNodes[a] matches; b is the kind the node itself must have, or -1; `flag` is the strictness
        case pattern
        /// regexes[a] matches somewhere in the node's text
        case regex
        /// the position among the named siblings is a·n + b; c is the clause siblings must match, or -1; `flag` counts from the end
        case nthChild
        /// the node spans exactly ranges[a]
        case range
        /// calls[a]
        case call
        /// the expression resolves to one of the names lists[a ..< a + b]
        case name
        /// the expression's type is one of the names lists[a ..< a + b]
        case type
        /// one of the contexts in the bit set a surrounds the node
        case within
        /// flag: awaited
        case awaited
        /// flag: the value is used
        case resultUsed
        /// a relation: clause a; b says where to stop: -1 at the neighbour, -2 at the end, else at nodes that match clause b; `field` or 0
        case inside, has, precedes, follows
        /// never holds: stands for a clause that could not be compiled
        case never
    }

    package var operation: Operation
    package var flag: UInt8 = 0
    package var field: UInt16 = 0
    package var a: Int32 = 0
    package var b: Int32 = 0
    package var c: Int32 = 0
}

/// A node of a pattern, in pre-order; children start at the next index, `next` leads to the following sibling.
package struct PatternNode: Sendable {
    package enum Form: UInt8, Sendable { case terminal, internal_, capture, dropped, ellipsis, ellipsisCapture }

    package var form: Form
    /// Terminal: a named node. Metavariables: matches named nodes only.
    package var named: Bool
    package var kind: Kind
    /// Capture: the slot of the variable.
    package var slot: Int32 = -1
    /// Terminal: its text, in `texts`.
    package var textStart: Int32 = 0
    package var textCount: Int32 = 0
    package var next: Int32 = 0
}

/// `call:` compiled.
package struct CallClause: Sendable {
    /// The callee's names: lists[nameStart ..< nameStart + nameCount].
    package var nameStart: Int32
    package var nameCount: Int32
    /// callArguments[argumentStart...]: those that must be there and match their clause, then those that must be absent.
    package var argumentStart: Int32
    package var argumentCount: Int32
    package var absentCount: Int32
    /// How many arguments there may be; 0 and `Int32.max` where nothing was said.
    package var least: Int32
    package var most: Int32

    package var limitsCount: Bool { least > 0 || most < Int32.max }
}

/// An argument a `call` clause speaks of.
package struct CallArgument: Sendable {
    /// From 0, or -1 for one by keyword or label.
    package var position: Int32
    /// The keyword, in `texts`.
    package var textStart: Int32
    package var textCount: Int32
    /// What its value must match; -1 for one that must be absent.
    package var clause: Int32
}

/// A rule's entry into the program.
package struct ProgramRule: Sendable {
    package var root: Int32
    /// lists[constraintStart ..< constraintStart + 2 * constraintCount] are (slot, clause) pairs: after a match, what the variable holds must
    /// match the clause.
    package var constraintStart: Int32
    package var constraintCount: Int32
    /// Names of the variables, by slot.
    package var singles: [String]
    package var multiples: [String]
    /// The kinds a match can have, sorted; nil when any.
    package var kinds: [Kind]?
    /// Whether it is an entry of some analysis' list of calls: what it matches is noted, and is no finding.
    package var isClause = false
    /// The clause that tells which matches are notes; -1 when none is.
    package var minor: Int32 = -1
    /// What a file must hold for it to match there.
    package var requirement = LiteralRequirement.none
}
