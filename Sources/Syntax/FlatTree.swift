package import CSyntax
package import Findings

/// A node of the flat tree: a plain C struct, so that reading its fields costs nothing across modules.
package typealias Node = sl_node
/// The index of a node in its tree's `nodes`.
package typealias NodeIndex = Int

/// One file's syntax tree in pre-order, with the bytes it was parsed from.
///
/// A view: it is valid only while the `TreeParser` that made it has not parsed anything else and `bytes` live. It keeps that parser alive.
package struct FlatTree {
    package let language: Language
    package let nodes: UnsafeBufferPointer<Node>
    /// The file's own bytes (before any repair), without the byte order mark.
    package let bytes: UnsafeRawBufferPointer
    /// How much of the file the tree speaks for.
    package let coverage: ParseCoverage
    /// Who holds the nodes' memory.
    private let owner: AnyObject

    init(
        language: Language, nodes: UnsafeBufferPointer<Node>, bytes: UnsafeRawBufferPointer, coverage: ParseCoverage, owner: AnyObject
    ) {
        self.language = language
        self.nodes = nodes
        self.bytes = bytes
        self.coverage = coverage
        self.owner = owner
    }
}

extension FlatTree {
    /// The text of a node, as bytes.
    @inlinable package func text(_ node: NodeIndex) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(nodes[node].start)..<Int(nodes[node].end)])
    }

    /// The text of a node as a String: for messages, never on the hot path.
    package func string(_ node: NodeIndex) -> String { String(decoding: text(node), as: UTF8.self) }
}
