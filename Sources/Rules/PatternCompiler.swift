import CSyntax
import Syntax

/// Compiles the text of a `pattern:` by parsing it with the grammar it will match, as ast-grep does: a metavariable becomes an
/// identifier that starts with a letter no code uses, so that `$A` parses wherever a name may stand.
struct PatternCompiler {
    /// The letter that stands for `$` while a pattern is parsed: ast-grep's own choice for Python and Swift.
    private static let sigil: Character = "µ"

    struct Failure: Error { var message: String }

    /// A pattern's nodes; slots and texts are filled in by `place`.
    struct Compiled {
        var nodes: [PatternNode] = []
        var variables: [MetaVariable?] = []
        var texts: [[UInt8]] = []
        /// The kind the selected node has, when the pattern came with a selector.
        var rootKind: Kind?
    }

    let grammar: Grammar
    let parser: TreeParser

    func compile(_ pattern: PatternText) throws(Failure) -> Compiled {
        let bytes = Array(Self.replaceSigils(pattern.source.value).utf8)
        return try bytes.withUnsafeBytes { (buffer) throws(Failure) -> Compiled in
            let tree: FlatTree
            do {
                tree = try parser.parse(buffer, as: grammar.language)
            } catch {
                throw Failure(message: "the pattern cannot be parsed")
            }
            let root = try root(of: tree, pattern)
            var compiled = Compiled()
            add(root, of: tree, to: &compiled)
            if pattern.selector != nil { compiled.rootKind = tree.nodes[root].symbol }
            return compiled
        }
    }

    private func root(of tree: FlatTree, _ pattern: PatternText) throws(Failure) -> NodeIndex {
        if let selector = pattern.selector {
            let kinds = KindAliases.kinds(selector.value, in: grammar)
            guard !kinds.isEmpty else { throw Failure(message: "the grammar has no kind `\(selector.value)`") }
            guard let node = tree.nodes.firstIndex(where: { kinds.contains($0.symbol) }) else {
                throw Failure(message: "the selector `\(selector.value)` matches nothing in `\(pattern.source.value)`")
            }
            return node
        }
        guard tree.nodes[0].next > 1 else { throw Failure(message: "the pattern holds no code") }
        guard let first = Self.onlyChild(of: 0, in: tree) else {
            throw Failure(message: "the pattern `\(pattern.source.value)` is more than one piece of code; give one expression or statement, or a context and a selector")
        }
        var node = first
        while let child = Self.onlyChild(of: node, in: tree) { node = child }
        return node
    }

    /// The only child of a node; a second child that error recovery invented, or that has no name, does not count.
    private static func onlyChild(of node: NodeIndex, in tree: FlatTree) -> NodeIndex? {
        let first = node + 1, end = Int(tree.nodes[node].next)
        guard first < end else { return nil }
        let second = Int(tree.nodes[first].next)
        if second == end { return first }
        guard Int(tree.nodes[second].next) == end, tree.nodes[second].flags & UInt16(SL_MISSING.rawValue) != 0 else { return nil }
        return first
    }

    private func add(_ node: NodeIndex, of tree: FlatTree, to compiled: inout Compiled) {
        let source = tree.nodes[node]
        let at = compiled.nodes.count
        var result = PatternNode(form: .internal_, named: source.flags & UInt16(SL_NAMED.rawValue) != 0, kind: source.symbol)
        var variable: MetaVariable?
        var text: [UInt8] = []
        variable = MetaVariable(tree.string(node), sigil: Self.sigil)
        switch variable {
        case .capture(_, let named)?:
            result.form = .capture
            result.named = named
        case .dropped(let named)?:
            result.form = .dropped
            result.named = named
        case .ellipsis?: result.form = .ellipsis
        case .ellipsisCapture?: result.form = .ellipsisCapture
        case nil:
            if Int(source.next) == node + 1 {
                result.form = .terminal
                text = Array(tree.text(node))
            }
        }
        compiled.nodes.append(result)
        compiled.variables.append(variable)
        compiled.texts.append(text)
        if result.form == .internal_ {
            var child = node + 1
            while child < Int(source.next) {
                if tree.nodes[child].flags & UInt16(SL_MISSING.rawValue) == 0 { add(child, of: tree, to: &compiled) }
                child = Int(tree.nodes[child].next)
            }
        }
        compiled.nodes[at].next = Int32(compiled.nodes.count)
    }

    /// `$A` -> `µA`: dollars before an upper-case letter or underscore, and three dollars anywhere.
    private static func replaceSigils(_ text: String) -> String {
        var result = "", dollars = 0
        for character in text {
            if character == "$" {
                dollars += 1
                continue
            }
            let isVariable = dollars == 3 || character == "_" || (character.isASCII && character.isUppercase)
            result += String(repeating: isVariable ? sigil : "$", count: dollars)
            dollars = 0
            result.append(character)
        }
        return result + String(repeating: dollars == 3 ? sigil : "$", count: dollars)
    }
}
