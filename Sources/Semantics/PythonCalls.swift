internal import CSyntax
internal import Syntax

/// Calls, arguments, and what becomes of a value, in Python.
extension FileModel {
    func pythonCallee(of call: Int) -> Int {
        let grammar = PythonGrammar.shared
        return grammar.kinds[nodes[call].symbol] == .call ? child(of: call, grammar.function) : 0
    }

    mutating func collectPythonArguments(of call: Int) {
        let grammar = PythonGrammar.shared
        guard grammar.kinds[nodes[call].symbol] == .call else { return }
        let list = child(of: call, grammar.arguments)
        guard list != 0 else { return }
        guard grammar.kinds[nodes[list].symbol] == .argumentList else {
            // sum(x for x in xs): the generator is the list's only argument.
            arguments.append(Argument(position: 0, labelNode: 0, valueNode: UInt32(list), splat: .none))
            return
        }
        var position: Int32 = 0
        var item = namedChild(of: list, after: list)
        while item != 0 {
            switch grammar.kinds[nodes[item].symbol] {
            case .keywordArgument:
                let name = child(of: item, grammar.name), value = child(of: item, grammar.value)
                arguments.append(Argument(position: -1, labelNode: UInt32(name), valueNode: UInt32(value), splat: .none))
            case .listSplat:
                arguments.append(
                    Argument(position: position, labelNode: 0, valueNode: UInt32(namedChild(of: item, after: item)), splat: .positional))
                position = -1
            case .dictionarySplat:
                arguments.append(
                    Argument(position: -1, labelNode: 0, valueNode: UInt32(namedChild(of: item, after: item)), splat: .keyword))
            default:
                arguments.append(Argument(position: position, labelNode: 0, valueNode: UInt32(item), splat: .none))
                if position >= 0 { position += 1 }
            }
            item = namedChild(of: list, after: item)
        }
    }

    /// The node whose parent says what becomes of the value: out of parentheses.
    private func outOfParentheses(_ node: Int, _ grammar: PythonGrammar) -> Int {
        var at = node
        for _ in 0..<expressionLimit {
            guard grammar.kinds[nodes[Int(nodes[at].parent)].symbol] == .parenthesizedExpression else { break }
            at = Int(nodes[at].parent)
        }
        return at
    }

    func isPythonAwaited(_ node: Int) -> Bool {
        let grammar = PythonGrammar.shared
        let outer = outOfParentheses(node, grammar)
        return outer != 0 && grammar.kinds[nodes[Int(nodes[outer].parent)].symbol] == .await
    }

    func isPythonResultUsed(_ node: Int) -> Bool {
        let grammar = PythonGrammar.shared
        var at = outOfParentheses(node, grammar)
        for _ in 0..<expressionLimit {
            guard grammar.kinds[nodes[Int(nodes[at].parent)].symbol] == .await else { break }
            at = outOfParentheses(Int(nodes[at].parent), grammar)
        }
        guard at != 0 else { return false }
        return grammar.kinds[nodes[Int(nodes[at].parent)].symbol] != .expressionStatement
    }

    /// Whether an identifier stands where nothing is looked up: a definition's name, a parameter, a keyword, an attribute after its dot.
    func isPythonNameless(_ node: Int) -> Bool {
        let grammar = PythonGrammar.shared
        let parent = Int(nodes[node].parent)
        let field = nodes[node].field
        switch grammar.kinds[nodes[parent].symbol] {
        case .attribute: return field == grammar.attribute
        case .keywordArgument, .defaultParameter, .typedDefaultParameter, .namedExpression: return field == grammar.name
        case .functionDefinition, .classDefinition: return field == grammar.name
        case .parameters, .lambdaParameters, .dottedName, .aliasedImport, .globalStatement, .nonlocalStatement, .listSplatPattern,
            .dictionarySplatPattern, .asPatternTarget, .splatPattern, .keywordPattern, .patternList, .tuplePattern, .listPattern,
            .deleteStatement:
            return true
        case .typedParameter: return field != grammar.type
        case .assignment, .augmentedAssignment, .forStatement, .forInClause: return field == grammar.left
        default: return false
        }
    }
}
