/// Why a file has no tree. A tree with error nodes is not one of these: tree-sitter recovers.
package enum SyntaxError: Error, Equatable, Sendable {
    case deadlinePassed
    /// A fatal signal was raised inside the parser and contained.
    case parserCrashed
    /// The memory one file may take was used up.
    case outOfMemory
    /// The parser lost its way so far that its tree contradicts itself.
    case notUnderstood
}
