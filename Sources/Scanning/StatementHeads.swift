import CSyntax
import Findings
import Syntax

extension EnclosingNodes where Value == Range<Int> {
    /// The statements and members of a tree, each as the bytes of its head: all of a simple statement; of one that holds others, what
    /// stands before the first of those (`if x:`, `func f() {`, decorators included). Clauses (`elif`, `except`, `case`) count as
    /// statements.
    static func statementHeads(of tree: FlatTree) -> EnclosingNodes {
        let kinds = StatementKinds(tree.language)
        return EnclosingNodes(in: tree, mayBe: { kinds.isStatement($0, tree) }) { node, _ in
            let whole = tree.nodes[node]
            var end = Int(node + 1 == Int(whole.next) ? whole.end : whole.start), at = node + 1
            // Each node lies in one head only, so all heads together cost one pass.
            while at < Int(whole.next), !kinds.isStatement(at, tree) {
                let inner = tree.nodes[at]
                if inner.flags & UInt16(SL_EXTRA) != 0 {
                    at = Int(inner.next)
                    continue
                }
                if Int(inner.next) == at + 1 { end = Int(inner.end) }
                at += 1
            }
            return Int(whole.start)..<max(Int(whole.start), end)
        }
    }
}

/// What a statement is, told from kinds.
private struct StatementKinds {
    /// Kinds whose named children are statements or members.
    private let bodies: [Kind]
    /// Kinds that begin a part of a statement with statements of its own.
    private let clauses: [Kind]

    init(_ language: Language) {
        let grammar = Grammar.of(language)
        func kinds(_ names: [String]) -> [Kind] { names.compactMap { grammar.kind($0) } }
        switch language {
        case .python:
            bodies = kinds(["module", "block"])
            clauses = kinds(["elif_clause", "else_clause", "except_clause", "except_group_clause", "finally_clause"])
        case .swift:
            bodies = kinds(["source_file", "statements", "class_body", "enum_class_body", "protocol_body"])
            clauses = kinds(["catch_block", "switch_entry"])
        }
    }

    func isStatement(_ index: NodeIndex, _ tree: FlatTree) -> Bool {
        let node = tree.nodes[index]
        guard index != 0, node.flags & UInt16(SL_NAMED) != 0, node.flags & UInt16(SL_EXTRA) == 0 else { return false }
        if clauses.contains(node.symbol) { return true }
        return bodies.contains(tree.nodes[Int(node.parent)].symbol) && !bodies.contains(node.symbol)
    }
}
