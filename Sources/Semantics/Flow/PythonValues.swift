internal import CSyntax
internal import Syntax

/// What Python expressions are, as values; the calls, awaits and bindings on the way are steps.
extension SummaryBuilder {
    mutating func pythonValue(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        guard node != 0, flow.expressionDepth < FlowWriter.expressionLimit else { return SummaryValue() }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        switch grammar.kinds[model.nodes[node].symbol] {
        case .identifier: return pythonName(node, &model, grammar)
        case .attribute: return pythonAttribute(node, &model, grammar)
        case .call: return pythonCall(node, &model, grammar)
        case .string, .concatenatedString:
            if pythonHoldsNothing(node, model, grammar) { return literal(.string, node, &model) }
            return pythonText(node, &model, grammar)
        case .integer, .float: return literal(.number, node, &model)
        case .true, .false: return literal(.boolean, node, &model)
        case .none: return SummaryValue(.none)
        case .ellipsis: return SummaryValue()
        case .parenthesizedExpression, .type, .asPattern: return pythonValue(model.namedChild(of: node, after: node), &model, grammar)
        case .await:
            let value = pythonValue(model.namedChild(of: node, after: node), &model, grammar)
            emit(.await, at: node, value: value, model)
            return flow.expression(.awaited, value, type: pythonType(node, &model))
        case .yield: return pythonYield(node, &model, grammar)
        case .lambda:
            // The keyword has the name of the node but no children.
            guard let function = functionIndex(at: node, model) else { return SummaryValue() }
            let parameters = model.child(of: node, grammar.parameters)
            if parameters != 0 { pythonDefaults(parameters, &model, grammar) }
            return SummaryValue(.closure, index: function)
        case .namedExpression:
            let value = pythonValue(model.child(of: node, grammar.value), &model, grammar)
            let name = model.child(of: node, grammar.name)
            guard name != 0 else { return value }
            let target = pythonTarget(name, &model, grammar)
            emit(.bind, at: node, target: target, value: value, model)
            return target
        case .subscript: return pythonElement(node, &model, grammar)
        case .list: return pythonCollection(node, "list", &model, grammar)
        case .tuple, .expressionList: return pythonCollection(node, "tuple", &model, grammar)
        case .set: return pythonCollection(node, "set", &model, grammar)
        case .dictionary: return pythonCollection(node, "dict", &model, grammar)
        case .pair:
            let mark = flow.mark
            flow.push(pythonValue(model.child(of: node, grammar.key), &model, grammar))
            flow.push(pythonValue(model.child(of: node, grammar.value), &model, grammar))
            return flow.expression(.pair, from: mark)
        case .listComprehension: return pythonComprehension(node, "list", &model, grammar)
        case .setComprehension: return pythonComprehension(node, "set", &model, grammar)
        case .dictionaryComprehension: return pythonComprehension(node, "dict", &model, grammar)
        case .generatorExpression: return pythonComprehension(node, "generator", &model, grammar)
        case .listSplat where model.isMisplaced(node, grammar):
            return pythonValue(model.namedChild(of: node, after: node), &model, grammar)
        case .listSplat: return flow.expression(.star, pythonValue(model.namedChild(of: node, after: node), &model, grammar), number: 1)
        case .dictionarySplat: return flow.expression(.star, pythonValue(model.namedChild(of: node, after: node), &model, grammar), number: 2)
        case .conditionalExpression:
            let then = model.namedChild(of: node, after: node)
            let test = then == 0 ? 0 : model.namedChild(of: node, after: then)
            let otherwise = test == 0 ? 0 : model.namedChild(of: node, after: test)
            let mark = flow.mark
            flow.push(pythonValue(test, &model, grammar))
            flow.push(pythonValue(then, &model, grammar))
            flow.push(pythonValue(otherwise, &model, grammar))
            return flow.expression(.conditional, from: mark, type: pythonType(node, &model))
        case .booleanOperator: return pythonOperation(.choice, node, &model, grammar)
        case .binaryOperator: return pythonOperation(.binary, node, &model, grammar)
        case .notOperator, .unaryOperator:
            let operation = string(of: model.child(of: node, grammar.operator), &model)
            let name = operation == 0 ? string(model.names.intern("not"), model) : operation
            return flow.expression(.unary, pythonValue(model.child(of: node, grammar.argument), &model, grammar), string: name)
        case .comparisonOperator: return pythonComparison(node, &model, grammar)
        case .functionDefinition, .classDefinition, .decoratedDefinition, .expressionStatement, .block:
            pythonStatement(node, &model, grammar)
            return SummaryValue()
        case .assignment: return pythonAssignment(node, &model, grammar)
        case .comment: return SummaryValue()
        default: return pythonOther(node, &model, grammar)
        }
    }

    // MARK: Leaves

    private mutating func literal(_ kind: SummaryValue.Kind, _ node: Int, _ model: inout FileModel) -> SummaryValue {
        let text = model.text(node)
        return SummaryValue(kind, string: text.count <= 120 ? string(model.names.intern(text), model) : 0)
    }

    private mutating func pythonName(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let text = model.text(node)
        let symbol = model.pythonSymbol(text, at: node)
        if symbol != 0 { return pythonLeaf(ofSymbol: symbol, &model, grammar) }
        let name = model.names.intern(text)
        if PythonBuiltins.shared.contains(text) { return SummaryValue(.name, string: string(name, model)) }
        // A name nothing binds may come from `from module import *`; without one it is unknown, and is told as it is written.
        guard model.hasStarImport, text.count > 0 else { return SummaryValue(.unknown, string: string(name, model)) }
        return SummaryValue(.name, string: string(model.names.join(0, "*", text), model))
    }

    /// The inferred type of an expression.
    private mutating func pythonType(_ node: Int, _ model: inout FileModel) -> StringID { type(model.pythonMeaning(of: node), model) }

    /// Whether a string is all literal.
    func pythonHoldsNothing(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if grammar.kinds[model.nodes[at].symbol] == .interpolation { return false }
            at += 1
        }
        return true
    }

    /// A string's values, those of nested format specifications too.
    private mutating func pythonText(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let mark = flow.mark
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            // Only interpolations have expressions; the format in one may hold others.
            if model.nodes[at].field == grammar.expression {
                flow.push(pythonValue(at, &model, grammar))
                at = Int(model.nodes[at].next)
            } else {
                at += 1
            }
        }
        return flow.expression(.text, from: mark, number: beginsWithValue(node, model, grammar) ? SummaryExpression.valueFirst : 0)
    }

    /// `f"{command} --quiet"`: nothing is written between the quote and the value.
    private func beginsWithValue(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        let quote = node + 1, end = Int(model.nodes[node].next)
        guard quote < end, case let next = Int(model.nodes[quote].next), next < end else { return false }
        return grammar.kinds[model.nodes[next].symbol] == .interpolation
    }

    // MARK: Parts of values

    private mutating func pythonAttribute(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let object = model.child(of: node, grammar.object), attribute = model.child(of: node, grammar.attribute)
        let base = pythonValue(object, &model, grammar)
        let meaning = model.pythonMeaning(of: node)
        if base.kind == .name, meaning.kind == .entity { return SummaryValue(.name, string: string(meaning.name, model)) }
        return flow.expression(.attribute, base, string: string(of: attribute, &model), type: type(meaning, model))
    }

    private mutating func pythonElement(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let base = pythonValue(model.child(of: node, grammar.value), &model, grammar)
        let first = model.child(of: node, grammar.subscript)
        let mark = flow.mark
        flow.push(base)
        if first != 0, grammar.kinds[model.nodes[first].symbol] == .slice, Int(model.nodes[first].next) + 1 == Int(model.nodes[node].next) {
            pushSlice(first, &model, grammar)
            return flow.expression(.slice, from: mark)
        }
        let indices = flow.mark
        var item = first
        while item != 0 {
            flow.push(pythonValue(item, &model, grammar))
            item = model.namedChild(of: node, after: item)
        }
        let index = flow.only(from: indices)
            ?? flow.expression(.collection, from: indices, string: string(model.names.intern("tuple"), model))
        flow.push(index)
        // `asyncio.Queue[int]` is still the class.
        if base.kind == .name {
            let meaning = model.pythonMeaning(of: node)
            if meaning.kind == .entity {
                flow.drop(to: mark)
                return SummaryValue(.name, string: string(meaning.name, model))
            }
        }
        return flow.expression(.element, from: mark)
    }

    /// Lower, upper and step; what is not written is none.
    private mutating func pushSlice(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var colons = 0, pushed = 0
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if model.nodes[at].symbol == grammar.colon {
                colons += 1
            } else if Int32(model.nodes[at].flags) & 5 == 1, colons < 3 {
                while pushed < colons {
                    flow.push(SummaryValue(.none))
                    pushed += 1
                }
                if pushed == colons {
                    flow.push(pythonValue(at, &model, grammar))
                    pushed += 1
                }
            }
            at = Int(model.nodes[at].next)
        }
        for _ in pushed..<max(pushed, 3) { flow.push(SummaryValue(.none)) }
    }

    private mutating func pythonOperation(
        _ kind: SummaryExpression.Kind, _ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar
    ) -> SummaryValue {
        let mark = flow.mark
        flow.push(pythonValue(model.child(of: node, grammar.left), &model, grammar))
        flow.push(pythonValue(model.child(of: node, grammar.right), &model, grammar))
        let operation = string(of: model.child(of: node, grammar.operator), &model)
        return flow.expression(kind, from: mark, string: operation, type: pythonType(node, &model))
    }

    /// `a < b`; `a < b <= c` is `a < b and b <= c`.
    private mutating func pythonComparison(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let mark = flow.mark
        var left = SummaryValue(), operation: StringID = 0
        var isFirst = true
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            switch Int32(model.nodes[at].flags) & 5 {
            case 0: operation = string(of: at, &model)
            case 1:
                let right = pythonValue(at, &model, grammar)
                if !isFirst {
                    let pair = flow.mark
                    flow.push(left)
                    flow.push(right)
                    flow.push(flow.expression(.binary, from: pair, string: operation))
                }
                isFirst = false
                left = right
            default: break
            }
            at = Int(model.nodes[at].next)
        }
        return flow.only(from: mark) ?? flow.expression(.choice, from: mark, string: string(model.names.intern("and"), model))
    }

    private mutating func pythonYield(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        guard Int(model.nodes[node].next) > node + 1 else { return SummaryValue() }
        var isDelegated = false
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if model.nodes[at].symbol == grammar.from { isDelegated = true }
            at = Int(model.nodes[at].next)
        }
        let value = pythonValue(model.namedChild(of: node, after: node), &model, grammar)
        emit(.yield, isDelegated ? .isDelegated : [], at: node, value: value, model)
        return SummaryValue()
    }

    /// What is not described: the values in it.
    private mutating func pythonOther(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let mark = flow.mark
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            let value = pythonValue(item, &model, grammar)
            if value.kind != .unknown { flow.push(value) }
            item = model.namedChild(of: node, after: item)
        }
        return flow.mark == mark ? SummaryValue() : flow.expression(.other, from: mark)
    }
}
