import CSyntax
import Findings
import SourceFiles
import Syntax

/// What one text declares and in which lines: enough to tell whose definition a change touches. By names alone: the analyses settle what of it
/// matters.
struct Declarations {
    private struct Declaration {
        var name: [UInt8]
        var lines: ClosedRange<Int>
        var kind: Kind
        /// The type around it, as an index; nil for none.
        var type: Int?
    }

    private enum Kind {
        case function
        case type
        /// A variable, constant or attribute outside of functions.
        case value
        /// What an import brings, under its own name and under another.
        case imported, renamed

        var isValue: Bool { self != .function && self != .type }
    }

    private var declarations: [Declaration] = []

    /// - Parameter text: what the tree was parsed from.
    init(_ tree: FlatTree, _ text: UnsafeBufferPointer<UInt8>) {
        let lines = LineIndex(text), kinds = DeclarationKinds(tree.language)
        /// Declarations around the node at hand: where they end, and which they are.
        var open: [(end: Int, index: Int)] = []
        for node in tree.nodes.indices {
            while let last = open.last, last.end <= node { open.removeLast() }
            guard let kind = kinds.kind(node, tree) else { continue }
            let isInFunction = open.contains { declarations[$0.index].kind == .function }
            if kind.isValue, isInFunction { continue }
            let outer = kinds.decorated(node, tree) ?? node
            let range = lines.line(at: Int(tree.nodes[outer].start))...max(lines.line(at: Int(tree.nodes[outer].start)), lines.line(at: max(Int(tree.nodes[outer].start), Int(tree.nodes[outer].end) - 1)))
            let type = open.last { declarations[$0.index].kind == .type }?.index
            let names = kinds.names(of: node, kind, tree)
            for name in names { declarations.append(Declaration(name: name, lines: range, kind: kind, type: type)) }
            // A value holds nothing that others could name, but for closures, which are none of a name's.
            if !kind.isValue, !names.isEmpty { open.append((Int(tree.nodes[node].next), declarations.count - 1)) }
        }
    }

    /// The names by which others may come to what some lines change.
    /// - Parameter countsImports: whether an import in these lines is another one now, rather than one that only names what changed.
    func names(countsImports: Bool = true, touching isTouched: (ClosedRange<Int>) -> Bool) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        for (index, declaration) in declarations.enumerated() where isTouched(declaration.lines) {
            switch declaration.kind {
            case .function:
                // Nobody names these: they are what making, entering and leaving a value runs.
                let isImplicit = declaration.type != nil && Self.isImplicit(declaration.name)
                names.insert(isImplicit ? declaration.type.map { declarations[$0].name } ?? [] : declaration.name)
            case .imported:
                if countsImports { names.insert(declaration.name) }
            case .renamed:
                names.insert(declaration.name)
            case .value:
                // `__all__` and its like are everywhere.
                if !declaration.name.starts(with: "__".utf8) { names.insert(declaration.name) }
                if let type = declaration.type { names.insert(declarations[type].name) }
            case .type:
                // Its head, or a line between its members: a change within a member is that member's.
                let members = declarations[(index + 1)...].filter { $0.type == index }.map(\.lines)
                if declaration.lines.contains(where: { line in isTouched(line...line) && !members.contains { $0.contains(line) } }) { names.insert(declaration.name) }
            }
        }
        return names
    }

    /// These lines, each with all of the outermost declaration around it.
    func outermost(around lines: [Int]) -> LineSet {
        var ranges: [ClosedRange<Int>] = [], rest = lines[...]
        // In the order of the text: what begins before the last one's end lies in it.
        for declaration in declarations where !declaration.kind.isValue && declaration.lines.lowerBound > ranges.last?.upperBound ?? 0 {
            while let line = rest.first, line < declaration.lines.lowerBound { ranges.append(line...rest.removeFirst()) }
            guard let line = rest.first, declaration.lines.contains(line) else { continue }
            ranges.append(declaration.lines)
            rest = rest.drop { $0 <= declaration.lines.upperBound }
        }
        return .some(ranges + rest.map { $0...$0 })
    }

    private static func isImplicit(_ name: [UInt8]) -> Bool {
        name.starts(with: "__".utf8) || ["init", "deinit", "subscript", "callAsFunction"].contains(String(decoding: name, as: UTF8.self))
    }

    /// Which nodes declare something that has a name.
    private struct DeclarationKinds {
        private let language: Language
        private let imports: Set<Syntax.Kind>
        private let renamings: Set<Syntax.Kind>
        private let aliasField: Field?
        private let functions: Set<Syntax.Kind>
        private let types: Set<Syntax.Kind>
        private let values: Set<Syntax.Kind>
        private let decoration: Syntax.Kind?
        private let names: Set<Syntax.Kind>
        private let nameField: Field?
        private let leftField: Field?

        init(_ language: Language) {
            let grammar = Grammar.of(language)
            func kinds(_ names: String...) -> Set<Syntax.Kind> { Set(names.compactMap { grammar.kind($0) }) }
            self.language = language
            nameField = grammar.field("name")
            leftField = grammar.field("left")
            aliasField = grammar.field("alias")
            switch language {
            case .python:
                functions = kinds("function_definition")
                types = kinds("class_definition")
                values = kinds("assignment")
                imports = kinds("import_from_statement", "import_statement")
                renamings = kinds("aliased_import")
                decoration = grammar.kind("decorated_definition")
                names = kinds("identifier")
            case .swift:
                functions = kinds("function_declaration", "init_declaration", "deinit_declaration", "subscript_declaration")
                types = kinds("class_declaration", "protocol_declaration")
                values = kinds("property_declaration")
                (imports, renamings) = ([], [])
                decoration = nil
                names = kinds("simple_identifier")
            }
        }

        func kind(_ node: NodeIndex, _ tree: FlatTree) -> Kind? {
            let symbol = tree.nodes[node].symbol
            return functions.contains(symbol) ? .function : types.contains(symbol) ? .type : values.contains(symbol) ? .value : imports.contains(symbol) ? .imported : renamings.contains(symbol) ? .renamed : nil
        }

        /// The node with the decorators around a definition.
        func decorated(_ node: NodeIndex, _ tree: FlatTree) -> NodeIndex? {
            guard let decoration, node > 0 else { return nil }
            let parent = Int(tree.nodes[node].parent)
            return tree.nodes[parent].symbol == decoration ? parent : nil
        }

        func names(of node: NodeIndex, _ kind: Kind, _ tree: FlatTree) -> [[UInt8]] {
            if kind == .renamed { return child(of: node, with: aliasField, tree).map { [Array(tree.text($0))] } ?? [] }
            if kind == .imported {
                // `from a.b import c, d` binds c and d, `import a.b` binds a; each such part is in the field `name`.
                return children(of: node, with: nameField, tree).filter { !renamings.contains(tree.nodes[$0].symbol) }.compactMap { part in
                    (part..<Int(tree.nodes[part].next)).first { names.contains(tree.nodes[$0].symbol) }.map { Array(tree.text($0)) }
                }
            }
            if kind != .value || language == .swift {
                if let name = child(of: node, with: nameField, tree) {
                    // A pattern in Swift, `Outer.Inner` in an extension: the last identifier names it.
                    let inner = (name..<Int(tree.nodes[name].next)).filter { self.names.contains(tree.nodes[$0].symbol) || tree.nodes[$0].next == $0 + 1 && $0 == name }
                    return inner.last.map { [Array(tree.text($0))] } ?? []
                }
                if kind == .function, language == .swift { return [Array(tree.text(node).prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") })] }
                return []
            }
            // What stands left of `=`.
            guard let from = child(of: node, with: leftField, tree) else { return [] }
            return (from..<Int(tree.nodes[from].next)).filter { self.names.contains(tree.nodes[$0].symbol) }.map { Array(tree.text($0)) }
        }

        private func child(of node: NodeIndex, with field: Field?, _ tree: FlatTree) -> NodeIndex? { children(of: node, with: field, tree).first }

        private func children(of node: NodeIndex, with field: Field?, _ tree: FlatTree) -> [NodeIndex] {
            var children: [NodeIndex] = [], child = node + 1
            while let field, child < Int(tree.nodes[node].next) {
                if tree.nodes[child].field == field { children.append(child) }
                child = Int(tree.nodes[child].next)
            }
            return children
        }
    }
}
