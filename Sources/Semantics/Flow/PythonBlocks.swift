internal import CSyntax
internal import Syntax

/// Loops, `with`, `try` and `match` in Python, as steps.
extension SummaryBuilder {
    mutating func pythonFor(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let iterable = pythonValue(model.child(of: node, grammar.right), &model, grammar)
        emit(.loop, model.nodes[node + 1].symbol == grammar.async ? .isAsync : [], at: node, value: iterable, model)
        let left = model.child(of: node, grammar.left)
        if left != 0 { pythonBind(left, flow.expression(.item, iterable), &model, grammar) }
        pythonLoopBody(node, &model, grammar)
    }

    mutating func pythonWhile(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let condition = model.child(of: node, grammar.condition)
        let loop = emit(.loop, .isWhile, at: node, model)
        let value = pythonValue(condition, &model, grammar)
        if condition != 0, pythonIsTrue(condition, model, grammar) {
            flow.complete(loop, value: value, adding: .isEndless)
        } else {
            flow.complete(loop, value: value)
            emit(.check, at: condition == 0 ? node : condition, value: value, model)
        }
        pythonLoopBody(node, &model, grammar)
    }

    /// `True`, and the `1` of older code.
    private func pythonIsTrue(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        switch grammar.kinds[model.nodes[node].symbol] {
        case .true: true
        case .integer: !equal(model.text(node), "0")
        default: false
        }
    }

    private mutating func pythonLoopBody(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let body = model.child(of: node, grammar.body)
        if body != 0 { pythonStatements(in: body, &model, grammar) }
        pythonElse(of: node, &model, grammar)
        emitEnd(of: node, model)
    }

    private mutating func pythonElse(of node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .elseClause {
                emit(.otherwise, at: item, model)
                pythonBody(of: item, &model, grammar)
            }
            item = model.namedChild(of: node, after: item)
        }
    }

    mutating func pythonWith(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let flags: SummaryStep.Flags = model.nodes[node + 1].symbol == grammar.async ? .isAsync : []
        let clause = model.namedChild(of: node, after: node)
        var open = 0
        var item = clause == 0 ? 0 : model.namedChild(of: clause, after: clause)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .withItem {
                let content = model.namedChild(of: item, after: item)
                // `with (a as x, b,):` is parsed as one item, a tuple; nobody enters a tuple.
                let isTuple = content != 0 && grammar.kinds[model.nodes[content].symbol] == .tuple
                var context = isTuple ? model.namedChild(of: content, after: content) : content
                while context != 0 {
                    pythonEnter(context, flags, &model, grammar)
                    open += 1
                    context = isTuple ? model.namedChild(of: content, after: context) : 0
                }
            }
            item = model.namedChild(of: clause, after: item)
        }
        pythonBody(of: node, &model, grammar)
        for _ in 0..<open { emitEnd(of: node, model) }
    }

    /// One item of a `with`, with or without its name.
    private mutating func pythonEnter(_ item: Int, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let value = pythonValue(item, &model, grammar)
        emit(.with, flags, at: item, value: value, model)
        // In brackets the name may hang deep: `(a if b else c as x)` is parsed as `a if b else (c as x)`.
        var target = 0
        for at in item..<Int(model.nodes[item].next) where grammar.kinds[model.nodes[at].symbol] == .asPattern {
            target = model.child(of: at, grammar.alias)
        }
        if target != 0 { target = model.namedChild(of: target, after: target) }
        if target != 0 { pythonBind(target, flow.expression(.entered, value), &model, grammar) }
    }

    // MARK: try

    mutating func pythonTry(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        emit(.try, at: node, model)
        pythonBody(of: node, &model, grammar)
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .exceptClause, .exceptGroupClause: pythonExcept(item, &model, grammar)
            case .elseClause:
                emit(.otherwise, at: item, model)
                pythonBody(of: item, &model, grammar)
            case .finallyClause:
                emit(.finally, at: item, model)
                pythonBody(of: item, &model, grammar)
            default: break
            }
            item = model.namedChild(of: node, after: item)
        }
        emitEnd(of: node, model)
    }

    private mutating func pythonExcept(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        var caught = model.namedChild(of: node, after: node), name = 0
        if caught != 0, grammar.kinds[model.nodes[caught].symbol] == .block { caught = 0 }
        if caught != 0, grammar.kinds[model.nodes[caught].symbol] == .asPattern {
            name = model.child(of: caught, grammar.alias)
            if name != 0 { name = model.namedChild(of: name, after: name) }
            caught = model.namedChild(of: caught, after: caught)
        }
        // except* is parsed as a splat.
        if caught != 0, grammar.kinds[model.nodes[caught].symbol] == .listSplat { caught = model.namedChild(of: caught, after: caught) }
        var type = pythonValue(caught, &model, grammar)
        // `except A, B:`
        let second = caught == 0 || name != 0 ? 0 : model.namedChild(of: node, after: caught)
        if second != 0, model.nodes[second].field == grammar.alias {
            let mark = flow.mark
            flow.push(type)
            flow.push(pythonValue(second, &model, grammar))
            type = flow.expression(.collection, from: mark, string: string(model.names.intern("tuple"), model))
        }
        let coversAll = caught == 0 || equal(model.text(caught), "BaseException")
        let target = name == 0 ? SummaryValue() : pythonTarget(name, &model, grammar)
        emit(.except, coversAll ? .coversAll : [], at: node, target: target, value: type, model)
        pythonBody(of: node, &model, grammar)
    }

    // MARK: match

    mutating func pythonMatch(_ node: Int, _ model: inout FileModel, _ grammar: PythonGrammar) {
        let mark = flow.mark
        var item = model.namedChild(of: node, after: node)
        while item != 0, model.nodes[item].field == grammar.subject {
            flow.push(pythonValue(item, &model, grammar))
            item = model.namedChild(of: node, after: item)
        }
        let subject = flow.only(from: mark)
            ?? flow.expression(.collection, from: mark, string: string(model.names.intern("tuple"), model))
        let match = emit(.match, at: node, value: subject, model)
        let body = model.child(of: node, grammar.body)
        item = body == 0 ? 0 : model.namedChild(of: body, after: body)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .caseClause, pythonCase(item, of: subject, &model, grammar) {
                flow.complete(match, adding: .coversAll)
            }
            item = model.namedChild(of: body, after: item)
        }
        emitEnd(of: node, model)
    }

    /// Whether the case takes every value.
    private mutating func pythonCase(_ node: Int, of subject: SummaryValue, _ model: inout FileModel, _ grammar: PythonGrammar) -> Bool {
        let pattern = model.namedChild(of: node, after: node)
        let condition = model.child(of: node, grammar.guard)
        let inner = pattern == 0 ? 0 : model.namedChild(of: pattern, after: pattern)
        let takesAll = inner == 0 || pythonIsCapture(inner, model, grammar)
        let second = pattern == 0 ? 0 : model.namedChild(of: node, after: pattern)
        let isOnlyPattern = second == 0 || grammar.kinds[model.nodes[second].symbol] != .casePattern
        let coversAll = takesAll && condition == 0 && isOnlyPattern
        var value = SummaryValue()
        switch grammar.kinds[model.nodes[inner].symbol] {
        case .string, .integer, .float, .true, .false, .none: value = pythonValue(inner, &model, grammar)
        default: if !takesAll { value = flow.expression(.other, from: flow.mark) }
        }
        emit(.case, coversAll ? .coversAll : [], at: node, value: value, model)
        if pattern != 0 {
            var end = Int(model.nodes[pattern].next)
            if !isOnlyPattern, let body = pythonBlock(of: node, model, grammar) { end = body }
            pythonCaptures(pattern, end, of: subject, isWhole: takesAll && isOnlyPattern, &model, grammar)
        }
        if condition != 0 {
            let value = pythonValue(model.namedChild(of: condition, after: condition), &model, grammar)
            emit(.branch, at: condition, value: value, model)
        }
        pythonBody(of: node, &model, grammar)
        if condition != 0 { emitEnd(of: node, model) }
        return coversAll
    }

    private func pythonBlock(of node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Int? {
        let block = model.child(of: node, grammar.consequence)
        return block == 0 ? nil : block
    }

    /// A name by itself in a pattern takes whatever there is.
    private func pythonIsCapture(_ node: Int, _ model: borrowing FileModel, _ grammar: PythonGrammar) -> Bool {
        guard grammar.kinds[model.nodes[node].symbol] == .dottedName else { return false }
        let name = model.namedChild(of: node, after: node)
        return name != 0 && model.namedChild(of: node, after: name) == 0
    }

    /// Binds the names in the patterns from `start` to `end` to the subject, or to something in it.
    private mutating func pythonCaptures(
        _ start: Int, _ end: Int, of subject: SummaryValue, isWhole: Bool, _ model: inout FileModel, _ grammar: PythonGrammar
    ) {
        var node = start
        while node < end {
            var name = 0
            switch grammar.kinds[model.nodes[node].symbol] {
            case .dottedName where pythonIsCapture(node, model, grammar):
                switch grammar.kinds[model.nodes[Int(model.nodes[node].parent)].symbol] {
                case .casePattern, .keywordPattern: name = model.namedChild(of: node, after: node)
                default: break
                }
            case .splatPattern: name = model.namedChild(of: node, after: node)
            case .asPattern:
                let first = model.namedChild(of: node, after: node)
                name = first == 0 ? 0 : model.namedChild(of: node, after: first)
            default: break
            }
            if name != 0, grammar.kinds[model.nodes[name].symbol] == .identifier {
                let value = isWhole ? subject : flow.expression(.other, subject)
                pythonBind(name, value, &model, grammar)
            }
            node += 1
        }
    }
}
