import CSyntax
import CTreeSitter
import Findings
import Foundation
import Testing

@testable import Syntax

@Suite struct FlatTreeTests {
    /// Everything of both languages that this repository holds, read where it lies.
    static let realFiles: [URL] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return ["Sources", "Tests", "fixtures"].flatMap { folder -> [URL] in
            let walk = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
            return (walk?.compactMap { $0 as? URL } ?? []).filter { ["py", "swift"].contains($0.pathExtension) && !$0.hasDirectoryPath }
        }.sorted { $0.path < $1.path }
    }()

    @Test func agreesWithTreeSittersOwnNodesOnRealFiles() throws {
        var compared = 0
        for file in Self.realFiles {
            let language: Language = file.pathExtension == "py" ? .python : .swift
            compared += try compare([UInt8](Data(contentsOf: file)), as: language, file.lastPathComponent)
        }
        #expect(compared > 20_000, "too few nodes to mean anything: \(Self.realFiles.count) files")
    }

    @Test(arguments: [
        (Language.python, "def f(a, *b, c=1, **d) -> int:  # note\n    return [x async for x in y if not x]\n"),
        (.python, "if a:\n  b(\n    'x' f'{y!r:>{z}}'\n  )\nelse:\n  pass\n\\\n\n# end"),
        (.python, "class A(:\n  def\n)"),
        (.swift, "actor A { func f() async throws -> [Int] { try await g { $0 } } } // note"),
        (.swift, "let a = \"x \\(b + \"y\") z\"; #if os(Linux)\nimport Glibc\n#endif"),
        (.swift, "class A { func ( { ) } let"),
        (.python, ""), (.swift, ""), (.python, "\n\n  \n"), (.swift, "   "),
    ])
    func agreesWithTreeSittersOwnNodes(language: Language, source: String) throws {
        #expect(try compare(Array(source.utf8), as: language, source) > 0)
    }

    @Test func nextLeadsOverTheSubtree() throws {
        try withTree("def f():\n    return 1\nx = 2\n", as: .python) { tree in
            let root = tree.nodes[0]
            #expect(Int(root.next) == tree.nodes.count)
            let second = Int(tree.nodes[1].next)
            #expect(tree.string(second) == "x = 2")
            #expect(tree.nodes[second].parent == 0)
            #expect(tree.nodes[second].child == 1)
        }
    }

    @Test func fieldsAreThoseOfTheGrammar() throws {
        try withTree("def f(a): pass", as: .python) { tree in
            let name = try #require(Grammar.python.field("name"))
            let index = try #require(tree.nodes.firstIndex { $0.field == name })
            #expect(tree.string(index) == "f")
        }
    }

    /// Compares the kernel's tree of the bytes, unrepaired, with what TSNode says node by node; the number of nodes.
    private func compare(_ source: [UInt8], as language: Language, _ name: String) throws -> Int {
        let grammar = Grammar.of(language)
        let parser = ts_parser_new()
        defer { ts_parser_delete(parser) }
        ts_parser_set_language(parser, grammar.pointer)
        return try source.withUnsafeBytes { bytes in
            let tree = ts_parser_parse_string(parser, nil, bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count))
            defer { ts_tree_delete(tree) }
            let parsers = KernelParser(memoryLimit: 256 << 20)
            defer { withExtendedLifetime(parsers) {} }
            let nodes = try parsers.parse(bytes, grammar, deadline: .seconds(20))
            var count = 0
            // Depth first, children by index: slow, and the plainest reading of the tree there is.
            func visit(_ node: TSNode, field: Field, parent: Int, child: Int) {
                guard count < nodes.count else { return count += 1 }
                let index = count, flat = nodes[index]
                count += 1
                let expected = [
                    Int(ts_node_symbol(node)), Int(field), Int(ts_node_start_byte(node)), Int(ts_node_end_byte(node)), parent, child,
                    ts_node_is_named(node) ? 1 : 0, ts_node_is_missing(node) ? 1 : 0, ts_node_is_extra(node) ? 1 : 0, ts_node_has_error(node) ? 1 : 0,
                ]
                let actual = [
                    Int(flat.symbol), Int(flat.field), Int(flat.start), Int(flat.end), Int(flat.parent), Int(flat.child),
                    flat.isNamed ? 1 : 0, flat.isMissing ? 1 : 0, flat.isExtra ? 1 : 0, flat.hasErrorInside ? 1 : 0,
                ]
                if expected != actual { Issue.record("\(name): node \(index): \(actual), tree-sitter says \(expected)") }
                var cursor = ts_tree_cursor_new(node)
                defer { ts_tree_cursor_delete(&cursor) }
                var hasChild = ts_tree_cursor_goto_first_child(&cursor)
                for at in 0..<ts_node_child_count(node) {
                    visit(ts_node_child(node, at), field: hasChild ? ts_tree_cursor_current_field_id(&cursor) : 0, parent: index, child: Int(at))
                    hasChild = ts_tree_cursor_goto_next_sibling(&cursor)
                }
                if index < nodes.count, Int(nodes[index].next) != count { Issue.record("\(name): node \(index) ends at \(count)") }
            }
            visit(ts_tree_root_node(tree), field: 0, parent: 0, child: 0)
            #expect(count == nodes.count, "\(name)")
            return count
        }
    }
}
