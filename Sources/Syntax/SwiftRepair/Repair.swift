/// One thing the grammar cannot read, as a sequence of tokens, and what to show it instead.
struct Repair: Sendable {
    /// What a token, or a bracketed group, must be, and what becomes of it.
    enum Piece: Sendable {
        case keep(StaticString)
        case blank(StaticString)
        /// Shown as the second text, which is no longer than the first; the rest becomes blank.
        case show(StaticString, as: StaticString)
        /// The word, when from there to the body of the condition it stands in is an operand: the blanks around that show parentheses.
        case parenthesize(StaticString)
        /// A group from its opening bracket, `(`, `[`, `{` or `<`, to the closing one.
        case keepGroup(StaticString)
        case blankGroup(StaticString)
        case anyWord
        case like(Trait)
    }

    /// What a token is like, where its exact text does not matter; how it is shown follows from that.
    enum Trait: Sendable {
        /// `@name`, left as it is.
        case attribute
        /// In backticks with more than an identifier between them: the odd bytes become underscores.
        case rawIdentifier
        /// A word with letters beyond ASCII: they become underscores.
        case foreignWord
        /// A keyword: its first letter becomes an underscore.
        case keyword
        /// `#name`: the number sign becomes an underscore.
        case macro
        /// An integer: its first digit becomes an underscore, which makes it a name.
        case number
        /// A raw string: its quotes, number signs and backslashes become underscores.
        case rawString
    }

    /// What stands beside the sequence; it is left alone.
    enum Neighbour: Sendable {
        case anything
        case symbol(StaticString)
        case not(StaticString)
        /// Before an operand: an operator, an opening bracket, a comma, `return`, `try`, the start of a line and the like.
        case operandMayStart
        /// Before an operand in what `if`, `while`, `for` or `switch` asks.
        case condition
        /// An operand begins here, on the same line: a word, a literal, an opening bracket, `&` or `.`.
        case operand
        /// A type begins here: a word, `(`, `[`, `@`, `~`.
        case type
        /// Not what makes a function's type of a pair of parentheses: `->`, `async`, `throws`.
        case notArrow
    }

    /// Why the sequence is not read as it stands.
    let reason: StaticString
    /// Swift that needs the repair, and is read without error once it has it.
    let example: StaticString
    let after: Neighbour
    let pieces: [Piece]
    let before: Neighbour
    /// Tried only when everything else was: it also fits much that the grammar reads well.
    let isLastResort: Bool

    init(
        _ reason: StaticString, example: StaticString, after: Neighbour = .anything, _ pieces: [Piece], before: Neighbour = .anything,
        isLastResort: Bool = false
    ) {
        self.reason = reason
        self.example = example
        self.after = after
        self.pieces = pieces
        self.before = before
        self.isLastResort = isLastResort
    }
}
