internal import CSyntax
internal import Syntax

/// What Python statements do, as steps.
extension SummaryBuilder {
    /// The steps of one function's body, or of the file's own code (scope 0).
    mutating func describePythonSteps(ofScope scope: Int, _ model: inout FileModel) {
        let grammar = PythonGrammar.shared
        let node = Int(model.scopes[scope].node)
        if scope == 0 { return pythonStatements(in: 0, &model, grammar) }
        describePythonParameters(node, &model, grammar)
        let body = model.child(of: node, grammar.body)
        guard body != 0 else { return }
        if grammar.kinds[model.nodes[node].symbol] == .lambda {
            let value = pythonValue(body, &model, grammar)
            emit(.return, at: body, value: value, model)
        } else {
            pythonStatements(in: body, &model, grammar)
        }
    }

    /// A function's parameters are its first variables, whether or not it reads them.
    private mutating func describePythonParameters(_ function: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let list = model.child(of: function, grammar.parameters)
        guard list != 0 else { return }
        let scope = model.child(of: function, grammar.body)
        var item = model.namedChild(of: list, after: list)
        while item != 0 {
            var name = item
            switch grammar.kinds[model.nodes[item].symbol] {
            case .defaultParameter, .typedDefaultParameter: name = model.child(of: item, grammar.name)
            case .typedParameter: name = model.namedChild(of: item, after: item)
            default: break
            }
            switch grammar.kinds[model.nodes[name].symbol] {
            case .listSplatPattern, .dictionarySplatPattern: name = model.namedChild(of: name, after: name)
            default: break
            }
            if name != 0, scope != 0, grammar.kinds[model.nodes[name].symbol] == .identifier {
                _ = pythonLeaf(ofSymbol: model.pythonSymbol(model.text(name), at: scope), &model, grammar)
            }
            item = model.namedChild(of: list, after: item)
        }
    }

    mutating func pythonStatements(in block: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        guard flow.statementDepth < FlowWriter.statementLimit else { return }
        flow.statementDepth += 1
        var statement = model.namedChild(of: block, after: block)
        while statement != 0 {
            pythonStatement(statement, &model, grammar)
            statement = model.namedChild(of: block, after: statement)
        }
        flow.statementDepth -= 1
    }

    mutating func pythonStatement(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        switch grammar.kinds[model.nodes[node].symbol] {
        case .expressionStatement: pythonExpressionStatement(node, &model, grammar)
        case .ifStatement: pythonIf(node, &model, grammar)
        case .forStatement: pythonFor(node, &model, grammar)
        case .whileStatement: pythonWhile(node, &model, grammar)
        case .withStatement: pythonWith(node, &model, grammar)
        case .tryStatement: pythonTry(node, &model, grammar)
        case .matchStatement: pythonMatch(node, &model, grammar)
        case .returnStatement:
            let value = model.namedChild(of: node, after: node)
            let result = value == 0 ? SummaryValue(.none) : pythonValue(value, &model, grammar)
            emit(.return, at: node, value: result, model)
        case .raiseStatement:
            let value = model.namedChild(of: node, after: node)
            let raised = pythonValue(value, &model, grammar)
            let cause = model.child(of: node, grammar.cause)
            if cause != 0, cause != value { _ = pythonValue(cause, &model, grammar) }
            emit(.raise, at: node, value: raised, model)
        case .assertStatement: pythonAssert(node, &model, grammar)
        case .breakStatement: emit(.break, at: node, model)
        case .continueStatement: emit(.continue, at: node, model)
        case .deleteStatement:
            let target = model.namedChild(of: node, after: node)
            if target != 0 { pythonDelete(target, at: node, &model, grammar) }
        case .decoratedDefinition:
            var item = model.namedChild(of: node, after: node)
            while item != 0 {
                if grammar.kinds[model.nodes[item].symbol] == .decorator {
                    _ = pythonValue(model.namedChild(of: item, after: item), &model, grammar)
                } else {
                    pythonStatement(item, &model, grammar)
                }
                item = model.namedChild(of: node, after: item)
            }
        case .functionDefinition:
            let parameters = model.child(of: node, grammar.parameters)
            if parameters != 0 { pythonDefaults(parameters, &model, grammar) }
            pythonBindDefinition(node, &model, grammar)
        case .classDefinition: pythonClass(node, &model, grammar)
        case .block: pythonStatements(in: node, &model, grammar)
        case .passStatement, .importStatement, .importFromStatement, .futureImportStatement, .globalStatement, .nonlocalStatement, .comment:
            break
        case .typeAliasStatement: pythonTypeAlias(node, &model, grammar)
        default:
            // What the parser could not make sense of, and the statements of Python 2: the calls in it are there all the same.
            let value = pythonValue(node, &model, grammar)
            if value.kind != .unknown { emit(.drop, at: node, value: value, model) }
        }
    }

    private mutating func pythonExpressionStatement(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .assignment: _ = pythonAssignment(item, &model, grammar)
            case .augmentedAssignment: pythonAugmented(item, &model, grammar)
            case .yield: _ = pythonValue(item, &model, grammar)
            // A docstring, a placeholder.
            case .ellipsis: break
            case .string where pythonHoldsNothing(item, model, grammar): break
            default:
                let value = pythonValue(item, &model, grammar)
                emit(.drop, at: item, value: value, model)
            }
            item = model.namedChild(of: node, after: item)
        }
    }

    /// The grammar takes `type(x).y = v` for an alias named `(x).y`. A true alias is not evaluated where it stands.
    private mutating func pythonTypeAlias(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let left = model.child(of: node, grammar.left)
        let name = left == 0 ? 0 : model.namedChild(of: left, after: left)
        switch grammar.kinds[model.nodes[name].symbol] {
        case .attribute, .subscript:
            let value = pythonValue(model.child(of: node, grammar.right), &model, grammar)
            let target = pythonValue(name, &model, grammar)
            emit(.store, at: node, target: flow.expression(.other, target), value: value, model)
        default: break
        }
    }

    // MARK: Choices

    private mutating func pythonIf(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var open = 1
        pythonBranch(node, &model, grammar)
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .elifClause:
                emit(.otherwise, at: item, model)
                pythonBranch(item, &model, grammar)
                open += 1
            case .elseClause:
                emit(.otherwise, at: item, model)
                pythonBody(of: item, &model, grammar)
            default: break
            }
            item = model.namedChild(of: node, after: item)
        }
        for _ in 0..<open { emitEnd(of: node, model) }
    }

    /// Condition and body of an `if` or `elif`, without its `end`.
    private mutating func pythonBranch(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let condition = pythonValue(model.child(of: node, grammar.condition), &model, grammar)
        emit(.branch, at: node, value: condition, model)
        let body = model.child(of: node, grammar.consequence)
        if body != 0 { pythonStatements(in: body, &model, grammar) }
    }

    /// The block of a clause, wherever it keeps it.
    mutating func pythonBody(of clause: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var item = model.namedChild(of: clause, after: clause)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .block { return pythonStatements(in: item, &model, grammar) }
            item = model.namedChild(of: clause, after: item)
        }
    }

    private mutating func pythonAssert(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let condition = model.namedChild(of: node, after: node)
        let value = pythonValue(condition, &model, grammar)
        emit(.branch, .isNegated, at: node, value: value, model)
        if condition != 0 { _ = pythonValue(model.namedChild(of: node, after: condition), &model, grammar) }
        emit(.raise, at: node, value: SummaryValue(.name, string: string(model.names.intern("AssertionError"), model)), model)
        emitEnd(of: node, model)
    }

    // MARK: Definitions

    mutating func pythonDefaults(_ parameters: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var item = model.namedChild(of: parameters, after: parameters)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .defaultParameter, .typedDefaultParameter: _ = pythonValue(model.child(of: item, grammar.value), &model, grammar)
            default: break
            }
            item = model.namedChild(of: parameters, after: item)
        }
    }

    private mutating func pythonBindDefinition(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let name = model.child(of: node, grammar.name)
        guard name != 0 else { return }
        let symbol = model.pythonSymbol(model.text(name), at: name)
        guard symbol != 0 else { return }
        let target = pythonVariable(ofSymbol: symbol, &model, grammar)
        let thing = model.localName(model.symbols[symbol].name, in: Int(model.symbols[symbol].key))
        emit(.bind, at: node, target: target, value: SummaryValue(.name, string: string(thing, model)), model)
    }

    private mutating func pythonClass(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let bases = model.child(of: node, grammar.superclasses)
        var item = bases == 0 ? 0 : model.namedChild(of: bases, after: bases)
        while item != 0 {
            let isKeyword = grammar.kinds[model.nodes[item].symbol] == .keywordArgument
            _ = pythonValue(isKeyword ? model.child(of: item, grammar.value) : item, &model, grammar)
            item = model.namedChild(of: bases, after: item)
        }
        emit(.block, at: node, model)
        let body = model.child(of: node, grammar.body)
        if body != 0 { pythonStatements(in: body, &model, grammar) }
        emitEnd(of: node, model)
        pythonBindDefinition(node, &model, grammar)
    }
}
