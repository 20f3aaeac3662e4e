/// One thing the grammar cannot read, as a sequence of tokens, and what to show it instead.
struct Repair {
    /// What a token, or a bracketed group, must be, and what becomes of it.
    enum Piece {
        case keep(StaticString)
        case blank(StaticString)
        /// Shown as the second text, which is no longer than the first; the rest becomes blank.
        case show(StaticString, as: StaticString)
        /// The word, when from there to the body of the condition it stands in is an operand: the blanks around that show parentheses.
        case parenthesize(StaticString)
        /// A group from its opening bracket, `(`, `[`, `{` or `<`, to the closing one.
        case keepGroup(StaticString)
        case blankGroup(StaticString)
        /// The brackets stay, what is between them becomes blank.
        case emptyGroup(StaticString)
        /// Any word that is not a keyword of the sequence.
        case anyWord
        case blankWord
        case matching(Trait)
    }

    /// What a token is like, where its exact text does not matter; how it is shown follows from the trait.
    enum Trait {
        /// In backticks with more than an identifier between them: its odd bytes become underscores.
        case rawIdentifier
        /// A word with letters beyond ASCII: they become underscores.
        case foreignWord
        /// A macro without arguments: its number sign becomes an underscore.
        case bareMacro
        /// A raw string: its quotes, number signs and backslashes become underscores.
        case rawString
        /// `@name`, left as it is.
        case attribute
        /// A keyword used as a member's name: its first letter becomes an underscore.
        case keyword
    }

    /// What stands beside the sequence; it is left alone.
    enum Neighbour {
        case anything
        /// Before an operand: an operator, an opening bracket, a comma, `return`, `try`, the start of a line and the like.
        case operandMayStart
        /// An operand begins here, on the same line: a word, a literal, an opening bracket, `&`, `.` or a sign.
        case operand
        /// A type begins here: a word, `(`, `[`, `@`, `~`.
        case type
        case symbol(StaticString)
        case not(StaticString)
        case lineStart
        /// Between `if`, `while`, `for` or `switch` and the body.
        case condition
    }

    /// Why the sequence is not read as it stands.
    let reason: StaticString
    var after: Neighbour = .anything
    let pieces: [Piece]
    var before: Neighbour = .anything
    /// Tried only when everything else was, because it also fits much that the grammar reads well.
    var isLastResort = false
}
