import CSyntax
import Findings
import Syntax

extension EnclosingNodes where Value == DeclarationName {
    /// The functions, classes and their like of a tree.
    static func declarations(of tree: FlatTree) -> EnclosingNodes {
        let grammar = Grammar.of(tree.language), nameField = grammar.field("name")
        let kinds = DeclarationName.kinds(tree.language).compactMap { grammar.kind($0) }
        let nodes = tree.nodes
        return EnclosingNodes(in: tree, mayBe: { kinds.contains(nodes[$0].symbol) }) { node, outer in
            var child = node + 1
            while child < Int(tree.nodes[node].next), tree.nodes[child].field != nameField { child = Int(tree.nodes[child].next) }
            guard child < Int(tree.nodes[node].next) else { return nil }
            return DeclarationName(tree.string(child), in: outer)
        }
    }
}

/// The names of the declarations around a place, outermost first: `Client.fetch`.
struct DeclarationName {
    let path: String
    private let depth: Int

    /// Nobody nests as deep; without a limit the names of a hostile file would grow with the square of its size.
    private static let deepest = 32

    fileprivate init(_ name: String, in outer: DeclarationName?) {
        let depth = (outer?.depth ?? 0) + 1
        self.depth = depth
        path = outer.map { depth > Self.deepest ? $0.path : "\($0.path).\(name)" } ?? name
    }

    fileprivate static func kinds(_ language: Language) -> [String] {
        switch language {
        case .python: ["function_definition", "class_definition"]
        case .swift: ["function_declaration", "class_declaration", "protocol_declaration", "property_declaration"]
        }
    }
}
