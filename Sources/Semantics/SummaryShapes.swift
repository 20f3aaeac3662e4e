internal import CSyntax
internal import Syntax

/// The form of values: literals, calls, closures, collections.
extension FileModel {
    func pythonShape(_ expression: Int) -> Shape {
        let grammar = PythonGrammar.shared
        var node = expression
        for _ in 0..<expressionLimit {
            switch grammar.kinds[nodes[node].symbol] {
            case .parenthesizedExpression, .await: node = namedChild(of: node, after: node)
            case .namedExpression: node = child(of: node, grammar.value)
            case .call: return Shape(kind: .call, node: node)
            case .lambda: return Shape(kind: .closure, node: node)
            case .integer, .float: return Shape(kind: .number, node: node)
            case .string, .concatenatedString: return Shape(kind: .string, node: node)
            case .true, .false: return Shape(kind: .boolean, node: node)
            case .none: return Shape(kind: .none, node: node)
            case .list, .tuple, .set, .dictionary, .expressionList: return Shape(kind: .collection, node: node, count: elementCount(node))
            case .listComprehension, .setComprehension, .dictionaryComprehension, .generatorExpression:
                return Shape(kind: .comprehension, node: node)
            default: return Shape(kind: .unknown, node: node)
            }
            if node == 0 { break }
        }
        return Shape(kind: .unknown, node: expression)
    }

    func swiftShape(_ expression: Int) -> Shape {
        let grammar = SwiftGrammar.shared
        var node = expression
        for _ in 0..<expressionLimit {
            switch grammar.kinds[nodes[node].symbol] {
            case .tryExpression, .awaitExpression: node = child(of: node, grammar.expr)
            case .tupleExpression:
                let only = namedChild(of: node, after: node)
                guard only != 0, namedChild(of: node, after: only) == 0 else {
                    return Shape(kind: .collection, node: node, count: elementCount(node))
                }
                node = only
            case .callExpression, .constructorExpression: return Shape(kind: swiftCallee(of: node) == 0 ? .unknown : .call, node: node)
            case .lambdaLiteral: return Shape(kind: .closure, node: node)
            case .integerLiteral, .realLiteral: return Shape(kind: .number, node: node)
            case .lineStringLiteral, .multiLineStringLiteral, .rawStringLiteral: return Shape(kind: .string, node: node)
            case .booleanLiteral: return Shape(kind: .boolean, node: node)
            case .arrayLiteral, .dictionaryLiteral: return Shape(kind: .collection, node: node, count: elementCount(node))
            default: return Shape(kind: nodes[node].symbol == grammar.nil_ ? .none : .unknown, node: node)
            }
            if node == 0 { break }
        }
        return Shape(kind: .unknown, node: expression)
    }

    private func elementCount(_ node: Int) -> Int {
        var count = 0
        var item = namedChild(of: node, after: node)
        while item != 0 {
            count += 1
            item = namedChild(of: node, after: item)
        }
        return count
    }

    /// What stands before a callee's last dot (0 for none), and its last name.
    func pythonReceiver(_ callee: Int) -> (receiver: Int, name: Int) {
        let grammar = PythonGrammar.shared
        guard callee != 0 else { return (0, 0) }
        switch grammar.kinds[nodes[callee].symbol] {
        case .identifier: return (0, callee)
        case .attribute: return (child(of: callee, grammar.object), child(of: callee, grammar.attribute))
        default: return (0, 0)
        }
    }

    func swiftReceiver(_ callee: Int) -> (receiver: Int, name: Int) {
        let grammar = SwiftGrammar.shared
        let name = lastName(of: callee, grammar)
        guard callee != 0, grammar.kinds[nodes[callee].symbol] == .navigationExpression else { return (0, name) }
        return (swiftOperand(child(of: callee, grammar.target), grammar), name)
    }
}
