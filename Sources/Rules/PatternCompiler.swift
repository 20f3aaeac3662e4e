import CSyntax
import Findings
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
        let result: Result<Compiled, Failure> = bytes.withUnsafeBytes { buffer in
            guard let tree = try? parser.parse(buffer, as: grammar.language) else { return .failure(Failure(message: "the pattern cannot be parsed")) }
            return root(of: tree, pattern).flatMap { root in
                var compiled = Compiled()
                guard add(root, of: tree, to: &compiled) else { return .failure(Failure(message: "the pattern is nested too deeply")) }
                if pattern.selector != nil { compiled.rootKind = tree.nodes[root].symbol }
                return .success(compiled)
            }
        }
        let compiled = try result.get()
        switch compiled.variables.first {
        case .ellipsis??, .ellipsisCapture??:
            throw Failure(message: "`\(pattern.source.value)` alone stands for any number of nodes, and a match is one: use $A, or put it inside more code")
        default: return compiled
        }
    }

    private func root(of tree: FlatTree, _ pattern: PatternText) -> Result<NodeIndex, Failure> {
        func failure(_ message: String) -> Result<NodeIndex, Failure> { .failure(Failure(message: message)) }
        if let selector = pattern.selector {
            let kinds = KindAliases.kinds(selector.value, in: grammar)
            if kinds.isEmpty { return failure("the grammar has no kind `\(selector.value)`") }
            guard let node = tree.nodes.firstIndex(where: { kinds.contains($0.symbol) }) else {
                return failure("the selector `\(selector.value)` matches nothing in `\(pattern.source.value)`")
            }
            return .success(node)
        }
        let unreadable = "the pattern `\(pattern.source.value)` cannot be read as \(grammar.language.name); give a whole expression, statement or declaration"
        if tree.nodes[0].next <= 1 {
            return failure(pattern.source.value.allSatisfy(\.isWhitespace) ? "the pattern holds no code" : unreadable)
        }
        guard var node = Self.onlyChild(of: 0, in: tree) else {
            if tree.nodes[0].symbol == Grammar.errorKind { return failure(unreadable) }
            return failure(
                "the pattern `\(pattern.source.value)` is more than one piece of code; give one expression or statement, or a context and a selector")
        }
        while let child = Self.onlyChild(of: node, in: tree) { node = child }
        return .success(node)
    }

    /// The only child of a node; a second child that error recovery invented, or that has no name, does not count.
    private static func onlyChild(of node: NodeIndex, in tree: FlatTree) -> NodeIndex? {
        let first = node + 1, end = Int(tree.nodes[node].next)
        guard first < end else { return nil }
        let second = Int(tree.nodes[first].next)
        if second == end { return first }
        guard Int(tree.nodes[second].next) == end, tree.nodes[second].flags & UInt16(SL_MISSING) != 0 else { return nil }
        return first
    }

    /// How deep a pattern may nest: the matcher recurses over it.
    private static let deepest = 500

    /// False when the pattern nests too deeply.
    private func add(_ node: NodeIndex, of tree: FlatTree, to compiled: inout Compiled, depth: Int = 0) -> Bool {
        guard depth < Self.deepest else { return false }
        let source = tree.nodes[node]
        let at = compiled.nodes.count
        var result = PatternNode(form: .internal_, named: source.flags & UInt16(SL_NAMED) != 0, kind: source.symbol)
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
                if tree.nodes[child].flags & UInt16(SL_MISSING) == 0, !add(child, of: tree, to: &compiled, depth: depth + 1) { return false }
                child = Int(tree.nodes[child].next)
            }
        }
        compiled.nodes[at].next = Int32(compiled.nodes.count)
        return true
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
