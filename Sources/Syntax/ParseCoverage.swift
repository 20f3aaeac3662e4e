internal import CSyntax

/// How much of a file its tree speaks for, in bytes of the file as it stands on disk.
package struct ParseCoverage: Equatable, Sendable {
    /// All bytes of the file.
    package var bytes: Int
    /// Bytes the grammar could not place.
    ///
    /// Every byte inside an ERROR node, with one exception: when the root itself is an ERROR, what lies directly under it is judged
    /// child by child. A named child that has children of its own (a declaration, a statement) was read as such and counts only by
    /// the ERROR nodes inside it; a stray token or an ERROR counts whole. Comments never count.
    package var inErrors: Int
    /// Bytes hidden from the grammar, or shown to it as something else, so that it could read what stands around them.
    package var repaired: Int
    /// Tokens the parser had to imagine; they are no bytes wide.
    package var missingTokens: Int

    package init(bytes: Int, inErrors: Int = 0, repaired: Int = 0, missingTokens: Int = 0) {
        self.bytes = bytes
        self.inErrors = inErrors
        self.repaired = repaired
        self.missingTokens = missingTokens
    }

    package var notUnderstood: Int { min(bytes, inErrors + repaired) }
    package var understood: Int { bytes - notUnderstood }

    package static func + (a: Self, b: Self) -> Self {
        ParseCoverage(
            bytes: a.bytes + b.bytes, inErrors: a.inErrors + b.inErrors, repaired: a.repaired + b.repaired,
            missingTokens: a.missingTokens + b.missingTokens)
    }
}

extension ParseCoverage {
    /// Of a tree over `bytes` bytes of which `repaired` were changed before it was made.
    package init(of nodes: UnsafeBufferPointer<Node>, bytes: Int, repaired: Int = 0) {
        self.init(bytes: bytes, repaired: repaired)
        forEachError(in: nodes) { error in
            if nodes[error].isMissing { missingTokens += 1 } else { inErrors += Int(nodes[error].end - nodes[error].start) }
        }
    }
}

/// Calls `body` with every node the coverage counts, in the order of the text: outermost ERROR nodes, MISSING nodes, and the stray
/// tokens directly under an ERROR root. Sound parts of the tree are skipped whole.
func forEachError(in nodes: UnsafeBufferPointer<Node>, _ body: (NodeIndex) -> Void) {
    guard let root = nodes.first, root.hasErrorInside else { return }
    var index = 0
    while index < nodes.count {
        let node = nodes[index]
        let isUnderErrorRoot = index > 0 && node.parent == 0 && root.isError
        let isStray = isUnderErrorRoot && !node.isExtra && (!node.isNamed || Int(node.next) == index + 1)
        if isStray || node.isMissing || (node.isError && index > 0) {
            body(index)
            index = Int(node.next)
        } else {
            index = node.hasErrorInside ? index + 1 : Int(node.next)
        }
    }
    if root.isError, nodes.count == 1 { body(0) }
}

extension sl_node {
    var isError: Bool { symbol == Grammar.errorKind }
    var isNamed: Bool { Int(flags) & SL_NAMED != 0 }
    var isMissing: Bool { Int(flags) & SL_MISSING != 0 }
    var isExtra: Bool { Int(flags) & SL_EXTRA != 0 }
    /// Whether an ERROR or MISSING node stands at or below it.
    var hasErrorInside: Bool { Int(flags) & SL_ERROR_INSIDE != 0 }
}
