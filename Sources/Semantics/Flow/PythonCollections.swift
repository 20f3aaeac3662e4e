internal import CSyntax
internal import Syntax

/// Calls, collections and comprehensions in Python: what consists of many values.
extension SummaryBuilder {
    // MARK: Calls

    mutating func pythonCall(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let function = model.child(of: node, grammar.function)
        var receiver = SummaryValue(), called = SummaryValue()
        if function != 0, grammar.kinds[model.nodes[function].symbol] == .attribute {
            receiver = pythonValue(model.child(of: function, grammar.object), &model, grammar)
        } else {
            called = pythonValue(function, &model, grammar)
        }
        let mark = flow.mark
        let list = model.child(of: node, grammar.arguments)
        if list != 0, grammar.kinds[model.nodes[list].symbol] == .argumentList {
            var item = model.namedChild(of: list, after: list)
            while item != 0 {
                pushArgument(item, &model, grammar)
                item = model.namedChild(of: list, after: item)
            }
        } else if list != 0 {
            // sum(x for x in xs): the generator is the list's only argument.
            flow.push(pythonValue(list, &model, grammar))
        }
        return emitCall(node, receiver: receiver, called: called, from: mark, &model)
    }

    private mutating func pushArgument(_ item: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var label = 0, node = item, splat = Argument.Splat.none
        switch grammar.kinds[model.nodes[item].symbol] {
        case .keywordArgument:
            label = model.child(of: item, grammar.name)
            node = model.child(of: item, grammar.value)
        case .listSplat:
            node = model.namedChild(of: item, after: item)
            splat = .positional
        case .dictionarySplat:
            node = model.namedChild(of: item, after: item)
            splat = .keyword
        default: break
        }
        let value = pythonValue(node, &model, grammar)
        let name = string(of: label, &model)
        flow.push(SummaryArgument(label: name, splat: UInt32(splat.rawValue), value: value))
    }

    // MARK: Collections

    /// Collections of more elements are only counted: tables of data would otherwise fill the summary.
    private static let elementLimit = 64

    mutating func pythonCollection(_ node: Int, _ kind: StaticString, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        var count = 0
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            count += 1
            item = model.namedChild(of: node, after: item)
        }
        let isListed = count <= Self.elementLimit
        let mark = flow.mark
        item = model.namedChild(of: node, after: node)
        while item != 0 {
            if isListed || acts(item, model, grammar) {
                var value = pythonValue(item, &model, grammar)
                if isListed, hidesSplat(item, model, grammar) { value = flow.expression(.star, value, number: 1) }
                if isListed { flow.push(value) }
            }
            item = model.namedChild(of: node, after: item)
        }
        guard isListed else { return SummaryValue(.collection, string: string(model.names.intern(kind), model), index: UInt32(count)) }
        let name = string(model.names.intern(kind), model)
        return flow.expression(.collection, from: mark, string: name, type: name)
    }

    /// Whether an element is `*a.b()`, which is parsed as `(*a).b()`.
    private func hidesSplat(_ element: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        var node = element
        while node + 1 < Int(model.nodes[element].next) {
            switch grammar.kinds[model.nodes[node].symbol] {
            case .attribute, .call, .subscript: node += 1
            case .listSplat: return node != element
            default: return false
            }
        }
        return false
    }

    /// Whether evaluating an expression does something: makes steps.
    private func acts(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        for at in node..<Int(model.nodes[node].next) {
            switch grammar.kinds[model.nodes[at].symbol] {
            case .call, .await, .yield, .namedExpression, .forInClause: return true
            default: break
            }
        }
        return false
    }

    // MARK: Comprehensions

    mutating func pythonComprehension(_ node: Int, _ kind: StaticString, _ model: inout FileModel, _ grammar: PythonGrammar) -> SummaryValue {
        let iterables = flow.mark
        var opening = 0, open = 0, isFirst = true
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .forInClause:
                let iterable = pythonValue(model.child(of: item, grammar.right), &model, grammar)
                flow.push(iterable)
                if isFirst { opening = emit(.comprehension, at: node, model) }
                isFirst = false
                emit(.loop, model.nodes[item + 1].symbol == grammar.async ? .isAsync : [], at: item, value: iterable, model)
                let left = model.child(of: item, grammar.left)
                if left != 0 { pythonBind(left, flow.expression(.item, iterable), &model, grammar) }
                open += 1
            case .ifClause:
                let condition = pythonValue(model.namedChild(of: item, after: item), &model, grammar)
                emit(.branch, at: item, value: condition, model)
                open += 1
            default: break
            }
            item = model.namedChild(of: node, after: item)
        }
        if isFirst { opening = emit(.comprehension, at: node, model) }
        let body = model.child(of: node, grammar.body)
        let element = pythonValue(body, &model, grammar)
        emit(.element, at: body == 0 ? node : body, value: element, model)
        for _ in 0...open { emitEnd(of: node, model) }
        // The element is read last and stands first.
        flow.push(element)
        flow.rotate(from: iterables)
        let name = string(model.names.intern(kind), model)
        return flow.expression(.comprehension, from: iterables, string: name, type: name, number: UInt32(opening))
    }
}
