import CSyntax
import Findings
import Testing

@testable import Syntax

/// Parses `source` and hands the tree to `body`, while it lives.
func withTree<R>(
    _ source: String, as language: Language = .swift, parser: TreeParser = TreeParser(), _ body: (FlatTree) throws -> R
) throws -> R {
    try withTree(Array(source.utf8), as: language, parser: parser, body)
}

func withTree<R>(
    _ source: [UInt8], as language: Language, parser: TreeParser = TreeParser(), deadline: Duration = .seconds(20), _ body: (FlatTree) throws -> R
) throws -> R {
    try source.withUnsafeBytes { bytes in try body(parser.parse(bytes, as: language, deadline: deadline)) }
}

/// Why `source` has no tree, or nil when it has one.
func failure(_ source: [UInt8], as language: Language, parser: TreeParser = TreeParser(), deadline: Duration = .seconds(20)) -> SyntaxError? {
    do {
        try withTree(source, as: language, parser: parser, deadline: deadline) { _ in }
        return nil
    } catch {
        return error as? SyntaxError
    }
}

extension FlatTree {
    /// The texts of all nodes of one kind, in the order of the tree.
    func texts(of name: String) -> [String] {
        let kind = Grammar.of(language).kind(name)
        return nodes.indices.filter { nodes[$0].symbol == kind }.map { string($0) }
    }

    /// The tree as an indented list of kinds, named nodes only.
    func outline() -> String {
        var lines: [String] = []
        for (index, node) in nodes.enumerated() where node.isNamed {
            var depth = 0, at = index
            while at > 0 {
                at = Int(nodes[at].parent)
                if nodes[at].isNamed { depth += 1 }
            }
            lines.append(String(repeating: " ", count: depth) + Grammar.of(language).name(of: node.symbol))
        }
        return lines.joined(separator: "\n")
    }
}
