internal import CSyntax
internal import Syntax

/// Variables, and what is assigned to them, in Python.
extension SummaryBuilder {
    // MARK: Variables

    /// What a mention of a name is: the thing it names (import, function, class), else its variable.
    mutating func pythonLeaf(ofSymbol symbol: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        guard symbol != 0 else { return SummaryValue() }
        if let leaf = flow.leaf(ofSymbol: symbol) { return leaf }
        let meaning = model.pythonMeaning(ofSymbol: symbol, grammar)
        var leaf = SummaryValue()
        if meaning.kind == .entity, isDefined(symbol, model) {
            leaf = SummaryValue(.name, string: string(meaning.name, model))
        } else {
            leaf = addVariable(symbol, meaning, model)
        }
        flow.remember(leaf, ofSymbol: symbol)
        return leaf
    }

    /// The variable to bind: also for a name that is a thing everywhere it is mentioned (`def f` binds f).
    mutating func pythonVariable(ofSymbol symbol: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let leaf = pythonLeaf(ofSymbol: symbol, &model, grammar)
        guard leaf.kind == .name else { return leaf }
        if let known = flow.variable(ofSymbol: symbol) { return known }
        return addVariable(symbol, Meaning(kind: .unknown), model, alias: leaf.string)
    }

    private mutating func addVariable(_ symbol: Int, _ meaning: Meaning, _ model: borrowing FileModel, alias: StringID = 0) -> SummaryValue {
        let record = model.symbols[symbol]
        var variable = SummaryVariable()
        variable.scope = record.key
        variable.name = string(record.name, model)
        variable.type = type(meaning, model)
        variable.alias = meaning.kind == .entity ? string(meaning.name, model) : alias
        var flags: SummaryVariable.Flags = record.key == 0 ? .isGlobal : []
        // Parameters are bound before anything else in their scope.
        if model.bindings[Int(record.first)].scope != 0, record.first != 0 {
            switch model.bindings[Int(record.first)].kind {
            case .parameter, .opaque: flags.insert(.isParameter)
            default: break
            }
        }
        variable.flagBits = flags.rawValue
        return flow.add(variable, symbol: symbol)
    }

    /// Whether an import, a `def` or a `class` binds the symbol.
    private func isDefined(_ symbol: Int, _ model: borrowing FileModel) -> Bool {
        var binding = Int(model.symbols[symbol].first)
        while binding != 0 {
            switch model.bindings[binding].kind {
            case .function, .type, .importedAs, .importedFrom, .importedModule, .alias: return true
            default: binding = Int(model.bindings[binding].next)
            }
        }
        return false
    }

    // MARK: Assignment

    /// `a = b = v`: v once, then each target from the left. Gives v.
    mutating func pythonAssignment(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        var right = model.child(of: node, grammar.right)
        while right != 0, grammar.kinds[model.nodes[right].symbol] == .assignment { right = model.child(of: right, grammar.right) }
        guard right != 0 else { return SummaryValue() }
        let left = model.child(of: node, grammar.left)
        let isOnly = model.child(of: node, grammar.right) == right
        if isOnly, left != 0, pythonPairs(left, right, &model, grammar) { return SummaryValue() }
        let value = pythonValue(right, &model, grammar)
        var assignment = node
        while grammar.kinds[model.nodes[assignment].symbol] == .assignment {
            let target = model.child(of: assignment, grammar.left)
            if target != 0 { pythonBind(target, value, &model, grammar) }
            assignment = model.child(of: assignment, grammar.right)
        }
        return value
    }

    mutating func pythonAugmented(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let value = pythonValue(model.child(of: node, grammar.right), &model, grammar)
        let left = model.child(of: node, grammar.left)
        if left != 0 { pythonBind(left, value, flags: .isAugmented, &model, grammar) }
    }

    /// `a, b = x, y` where both sides are written out: each name its own value, once all values are there.
    private mutating func pythonPairs(_ left: Int, _ right: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> Bool {
        guard isSequence(left, model, grammar), isSequence(right, model, grammar) else { return false }
        var a = model.namedChild(of: left, after: left), b = model.namedChild(of: right, after: right)
        while a != 0, b != 0 {
            if grammar.kinds[model.nodes[a].symbol] == .listSplatPattern || grammar.kinds[model.nodes[b].symbol] == .listSplat { return false }
            a = model.namedChild(of: left, after: a)
            b = model.namedChild(of: right, after: b)
        }
        guard a == 0, b == 0 else { return false }
        let mark = flow.mark
        b = model.namedChild(of: right, after: right)
        while b != 0 {
            flow.push(pythonValue(b, &model, grammar))
            b = model.namedChild(of: right, after: b)
        }
        a = model.namedChild(of: left, after: left)
        var at = mark
        while a != 0 {
            pythonBind(a, flow.pushed(at), &model, grammar)
            at += 1
            a = model.namedChild(of: left, after: a)
        }
        flow.drop(to: mark)
        return true
    }

    private func isSequence(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        switch grammar.kinds[model.nodes[node].symbol] {
        case .patternList, .listPattern, .expressionList, .tuple, .list: true
        case .tuplePattern: !isBracketed(node, model)
        default: false
        }
    }

    /// `(x) = v` takes nothing apart: brackets without a comma.
    private func isBracketed(_ pattern: Int, _ model: borrowing FileModel) -> Bool {
        let only = model.namedChild(of: pattern, after: pattern)
        return only != 0 && Int(model.nodes[only].next) + 1 == Int(model.nodes[pattern].next)
    }

    /// Binds or stores a value into whatever stands on the left.
    mutating func pythonBind(
        _ target: Int, _ value: SummaryValue, flags: SummaryStep.Flags = [], _ model: inout FileModel, _ grammar: PythonGrammar
    ) {
        guard flow.expressionDepth < FlowWriter.expressionLimit else { return }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        switch grammar.kinds[model.nodes[target].symbol] {
        case .tuplePattern where isBracketed(target, model):
            pythonBind(model.namedChild(of: target, after: target), value, flags: flags, &model, grammar)
        case .identifier:
            let variable = pythonTarget(target, &model, grammar)
            emit(.bind, flags, at: target, target: variable, value: value, model)
        case .attribute, .subscript:
            let place = pythonTarget(target, &model, grammar)
            let step = emit(.store, flags, at: target, target: place, value: value, model)
            // `self.name = v`: the class's attribute learns what it is set to, parameters of the method included.
            let name = model.child(of: target, grammar.attribute)
            if name != 0, flags.isEmpty, let number = index(of: name, in: attributeNodes) {
                summary.attributes[number].value = value
                summary.attributes[number].step = UInt32(step + 1)
            }
        case .patternList, .tuplePattern, .listPattern, .expressionList, .tuple, .list:
            var number: UInt32 = 0
            var isCounted = true
            var item = model.namedChild(of: target, after: target)
            while item != 0 {
                // How many a star takes, nobody knows: neither it nor what follows it has a number.
                if grammar.kinds[model.nodes[item].symbol] == .listSplatPattern { isCounted = false }
                let part = isCounted ? flow.expression(.part, value, number: number) : flow.expression(.other, value)
                pythonBind(item, part, &model, grammar)
                number += 1
                item = model.namedChild(of: target, after: item)
            }
        case .listSplatPattern, .parenthesizedExpression, .asPatternTarget:
            let inner = model.namedChild(of: target, after: target)
            if inner != 0 { pythonBind(inner, value, flags: flags, &model, grammar) }
        default: break
        }
    }

    /// A single target: its variable, or the attribute or element with the steps it takes to get there.
    mutating func pythonTarget(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        switch grammar.kinds[model.nodes[node].symbol] {
        case .identifier:
            let symbol = model.pythonSymbol(model.text(node), at: node)
            return symbol == 0 ? SummaryValue() : pythonVariable(ofSymbol: symbol, &model, grammar)
        default: return pythonValue(node, &model, grammar)
        }
    }

    mutating func pythonDelete(_ target: Int, at node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        switch grammar.kinds[model.nodes[target].symbol] {
        case .identifier, .attribute, .subscript:
            let place = pythonTarget(target, &model, grammar)
            emit(.delete, at: node, target: place, model)
        case .expressionList, .tuple, .list, .parenthesizedExpression:
            guard flow.expressionDepth < FlowWriter.expressionLimit else { return }
            flow.expressionDepth += 1
            var item = model.namedChild(of: target, after: target)
            while item != 0 {
                pythonDelete(item, at: node, &model, grammar)
                item = model.namedChild(of: target, after: item)
            }
            flow.expressionDepth -= 1
        default: break
        }
    }
}

extension FileModel {
    /// What a symbol means, as a question from outside.
    mutating func pythonMeaning(ofSymbol symbol: Int, _ grammar: PythonGrammar) -> Meaning {
        evaluation = Evaluation()
        let meaning = meaning(ofSymbol: symbol, grammar)
        return evaluation.isLost ? .unknown : meaning
    }
}
