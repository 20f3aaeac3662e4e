import CSyntax
import Findings
import Semantics
import Syntax

/// A parsed snippet and questions about it by text: the last node with that text is meant.
final class Probe {
    private let parser = TreeParser()
    private let storage: UnsafeMutableRawBufferPointer
    let semantics: FileSemantics
    let tree: FlatTree

    init(_ language: Language, _ source: String, isMainFile: Bool = false) throws {
        let utf8 = Array(source.utf8)
        storage = .allocate(byteCount: max(utf8.count, 1), alignment: 1)
        storage.copyBytes(from: utf8)
        tree = try parser.parse(UnsafeRawBufferPointer(rebasing: storage[..<utf8.count]), as: language)
        semantics = FileSemantics(language: language)
        semantics.analyse(tree, isMainFile: isMainFile)
    }

    deinit { storage.deallocate() }

    /// Kinds that only wrap an expression of the same text.
    private static let wrappers: Set = ["expression_statement", "block", "statements", "with_item", "with_clause", "type", "value_argument", "module"]

    /// The last named node with that text; of several that nest, the outermost.
    func node(_ text: String) -> NodeIndex? {
        var found: NodeIndex?
        for node in 1..<tree.nodes.count where tree.string(node) == text && Int32(tree.nodes[node].flags) & 1 != 0 {
            if Self.wrappers.contains(Grammar.of(tree.language).name(of: tree.nodes[node].symbol)) { continue }
            if let last = found, node < Int(tree.nodes[last].next) { continue }
            found = node
        }
        return found
    }

    /// What the last expression of that text resolves to; "-" for nothing.
    func name(_ text: String) -> String {
        var buffer = NameBuffer()
        guard let node = node(text) else { return "no such node" }
        return semantics.qualifiedName(of: node, into: &buffer) ? buffer.string : "-"
    }

    func type(_ text: String) -> String {
        var buffer = NameBuffer()
        guard let node = node(text) else { return "no such node" }
        return semantics.typeName(of: node, into: &buffer) ? buffer.string : "-"
    }

    /// The names of the contexts around the last expression of that text, in the vocabulary's order.
    func contexts(_ text: String) -> String {
        guard let node = node(text) else { return "no such node" }
        return Context.allCases.filter { semantics.isWithin($0, node: node) }.map(\.name).joined(separator: " ")
    }

    /// A call's arguments as `position:label=value`, splats with their stars.
    func arguments(_ text: String) -> String {
        guard let node = node(text) else { return "no such node" }
        return semantics.arguments(of: node).map { argument in
            let label = argument.label.map { tree.string($0) + "=" } ?? ""
            let splat = argument.splat == .none ? "" : argument.splat == .positional ? "*" : "**"
            return "\(argument.position):\(label)\(splat)\(tree.string(argument.value))"
        }.joined(separator: " ")
    }
}

func python(_ source: String) throws -> Probe { try Probe(.python, source) }
func swift(_ source: String) throws -> Probe { try Probe(.swift, source) }
