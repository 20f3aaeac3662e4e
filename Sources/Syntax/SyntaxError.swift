/// Why a file has no tree. A tree with error nodes is not one of these: tree-sitter recovers.
package enum SyntaxError: Error, Equatable, Sendable {
    case deadlinePassed
    case parserCrashed
    case outOfMemory
}
