import CSyntax
import Findings
import Syntax

extension FlatTree {
    /// The names of the declarations around a node, outermost first: `Client.fetch`; empty at file level.
    func declaration(around node: NodeIndex) -> String {
        let grammar = Grammar.of(language)
        guard let nameField = grammar.field("name") else { return "" }
        var names: [String] = []
        var at = node
        while at != 0 {
            at = Int(nodes[at].parent)
            guard at != 0, Self.isDeclaration(nodes[at].symbol, grammar) else { continue }
            var child = at + 1
            while child < Int(nodes[at].next) {
                if nodes[child].field == nameField {
                    names.append(string(child))
                    break
                }
                child = Int(nodes[child].next)
            }
        }
        return names.reversed().joined(separator: ".")
    }

    /// Kinds that name what they hold: functions, classes and their like.
    private static func isDeclaration(_ kind: Kind, _ grammar: Grammar) -> Bool {
        guard kind != Grammar.errorKind else { return false }
        switch grammar.language {
        case .python: return ["function_definition", "class_definition"].contains(grammar.name(of: kind))
        case .swift: return ["function_declaration", "class_declaration", "protocol_declaration", "property_declaration"].contains(grammar.name(of: kind))
        }
    }
}
