/// A token of Swift source, told apart as far as the repairs need it.
struct SwiftToken {
    enum Kind: UInt8 {
        /// An identifier, a keyword, `$0`, `@name`, `#name`, or an identifier in backticks.
        case word
        case number
        /// A string literal, one segment of an interpolated one, or a regular expression.
        case literal
        /// `#if`, `#elseif`, `#else` or `#endif`, to the end of its line (or to a comment).
        case directive
        /// One byte of anything else.
        case symbol
    }

    let kind: Kind
    /// Whether it is the first on its line.
    let startsLine: Bool
    let start: Int
    let end: Int

    var range: Range<Int> { start..<end }
}
