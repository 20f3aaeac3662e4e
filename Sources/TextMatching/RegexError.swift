/// Why a pattern is refused: what is wrong, where, and what to write instead.
package struct RegexError: Error, Sendable, Hashable, CustomStringConvertible {
    package var pattern: String
    /// In Unicode scalars from the pattern's start, from 0.
    package var offset: Int
    package var message: String

    package var description: String { "`\(pattern)`, at character \(offset + 1): \(message)" }
}
