internal import CSyntax
internal import Syntax

/// Branches, loops, `switch` and `do` in Swift, as steps.
extension SummaryBuilder {
    /// `if … else if … else`, however long.
    mutating func swiftIf(_ node: Int, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        var open = 0, statement = node
        while statement != 0 {
            let (value, last) = swiftConditions(of: statement, &model, grammar)
            emit(.branch, at: statement, value: value, model)
            open += 1
            swiftBind(last, &model, grammar)
            let end = Int(model.nodes[statement].next)
            var at = statement + 1, next = 0, isElse = false
            while at < end {
                switch grammar.kinds[model.nodes[at].symbol] {
                case .elseKeyword:
                    isElse = true
                    emit(.otherwise, at: at, model)
                case .statements: swiftStatements(in: at, result, &model, grammar)
                case .ifStatement: if isElse { next = at }
                default: break
                }
                at = Int(model.nodes[at].next)
            }
            statement = next
        }
        for _ in 0..<open { emitEnd(of: node, model) }
    }

    mutating func swiftGuard(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let (value, last) = swiftConditions(of: node, &model, grammar)
        emit(.branch, .isNegated, at: node, value: value, model)
        swiftBlock(of: node, .dropped, &model, grammar)
        emitEnd(of: node, model)
        swiftBind(last, &model, grammar)
    }

    private mutating func swiftBlock(
        of node: Int, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        let statements = model.statements(of: node, grammar)
        if statements != 0 { swiftStatements(in: statements, result, &model, grammar) }
    }

    // MARK: Loops

    mutating func swiftFor(_ node: Int, _ label: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let isAsync = model.hasToken(grammar.await, in: node)
        let first = model.namedChild(of: node, after: node)
        if first != 0, grammar.kinds[model.nodes[first].symbol] == .tryOperator { swift.effect = .tried }
        let collection = swiftValue(model.child(of: node, grammar.collection), &model, grammar)
        emit(.loop, isAsync ? .isAsync : [], at: node, target: label, value: collection, model)
        let item = model.child(of: node, grammar.item)
        if item != 0 { swiftPattern(item, flow.expression(.item, collection), [], &model, grammar) }
        let condition = swiftWhere(in: node, &model, grammar)
        if let condition { emit(.branch, at: node, value: condition, model) }
        swiftBlock(of: node, .dropped, &model, grammar)
        if condition != nil { emitEnd(of: node, model) }
        emitEnd(of: node, model)
    }

    /// The condition after `where`, nil where there is none.
    private mutating func swiftWhere(in node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue? {
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .whereClause {
                swift.effect = .none
                let keyword = model.namedChild(of: item, after: item)
                return keyword == 0 ? nil : swiftValue(model.namedChild(of: item, after: keyword), &model, grammar)
            }
            item = model.namedChild(of: node, after: item)
        }
        return nil
    }

    mutating func swiftWhile(_ node: Int, _ label: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let loop = emit(.loop, .isWhile, at: node, target: label, model)
        let (value, last) = swiftConditions(of: node, &model, grammar)
        swiftCheck(value, of: loop, at: last.value == 0 ? node : last.value, &model)
        swiftBind(last, &model, grammar)
        swiftBlock(of: node, .dropped, &model, grammar)
        emitEnd(of: node, model)
    }

    mutating func swiftRepeat(_ node: Int, _ label: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let loop = emit(.loop, [.isWhile, .runsFirst], at: node, target: label, model)
        swiftBlock(of: node, .dropped, &model, grammar)
        swift.effect = .none
        let condition = model.child(of: node, grammar.condition)
        let value = swiftValue(condition, &model, grammar)
        swiftCheck(value, of: loop, at: condition == 0 ? node : condition, &model)
        emitEnd(of: node, model)
    }

    /// Where a loop ends when its condition is false; `while true` never does.
    private mutating func swiftCheck(_ value: SummaryValue, of loop: Int, at node: Int, _ model: inout FileModel) {
        if value.kind == .boolean, value.string == string(model.names.intern("true"), model) {
            flow.complete(loop, value: value, adding: .isEndless)
        } else {
            flow.complete(loop, value: value)
            emit(.check, at: node, value: value, model)
        }
    }

    // MARK: do

    mutating func swiftDo(_ node: Int, _ label: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        emit(model.hasCatch(node, grammar) ? .try : .block, at: node, target: label, model)
        swiftBlock(of: node, .dropped, &model, grammar)
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .catchBlock { swiftCatch(item, &model, grammar) }
            item = model.namedChild(of: node, after: item)
        }
        emitEnd(of: node, model)
    }

    private mutating func swiftCatch(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let pattern = model.child(of: node, grammar.error)
        var target = SummaryValue(), type = SummaryValue()
        var coversAll = true
        if pattern == 0 {
            let binding = model.swiftBinding(madeAt: node + 1, model.names.intern("error"))
            if binding != 0 { target = swiftLeaf(binding, &model, grammar) }
        } else {
            coversAll = false
            var inner = pattern
            // `let e as T` is a pattern in a pattern.
            let first = model.namedChild(of: pattern, after: pattern)
            if first != 0, grammar.kinds[model.nodes[first].symbol] == .pattern, !model.hasToken(grammar.parenthesis, in: pattern) { inner = first }
            let name = model.child(of: inner, grammar.boundIdentifier)
            if name != 0 {
                target = swiftVariable(boundAt: name, &model, grammar)
                coversAll = inner == pattern
            }
            var item = first
            while item != 0 {
                if grammar.kinds[model.nodes[item].symbol] == .userType {
                    let meaning = model.swiftType(item)
                    if meaning.kind == .entity { type = SummaryValue(.name, string: string(meaning.name, model)) }
                }
                item = model.namedChild(of: pattern, after: item)
            }
        }
        let hasCondition = model.swiftHasWhere(node, grammar)
        emit(.except, coversAll && !hasCondition ? .coversAll : [], at: node, target: target, value: type, model)
        if pattern != 0, target.kind == .unknown { swiftPattern(pattern, SummaryValue(), [], &model, grammar) }
        _ = swiftWhere(in: node, &model, grammar)
        swiftBlock(of: node, .dropped, &model, grammar)
    }

    // MARK: switch

    /// Every value is covered: the compiler sees to that.
    mutating func swiftSwitch(_ node: Int, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let subject = swiftValue(model.child(of: node, grammar.expr), &model, grammar)
        emit(.match, .coversAll, at: node, value: subject, model)
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .switchEntry { swiftCase(item, of: subject, result, &model, grammar) }
            item = model.namedChild(of: node, after: item)
        }
        emitEnd(of: node, model)
    }

    private mutating func swiftCase(
        _ node: Int, of subject: SummaryValue, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        var patterns = 0, condition = 0, body = 0
        var coversAll = false, isConditional = false
        var value = SummaryValue()
        var item = model.swiftItem(of: node, after: node, grammar)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .switchPattern:
                patterns += 1
                let pattern = model.namedChild(of: item, after: item)
                if pattern != 0 {
                    coversAll = model.isSwiftCatchAll(pattern, grammar)
                    value = patterns > 1 || coversAll ? SummaryValue() : swiftCaseValue(pattern, &model, grammar)
                }
            case .defaultKeyword: coversAll = true
            case .statements: body = item
            case .whereKeyword: isConditional = true
            default: if isConditional, condition == 0 { condition = item }
            }
            item = model.swiftItem(of: node, after: item, grammar)
        }
        if !coversAll, value.kind == .unknown { value = flow.expression(.other, from: flow.mark) }
        emit(.case, coversAll && patterns < 2 && !isConditional ? .coversAll : [], at: node, value: value, model)
        item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .switchPattern {
                let pattern = model.namedChild(of: item, after: item)
                if pattern != 0 { swiftPattern(pattern, subject, [], &model, grammar) }
            }
            item = model.namedChild(of: node, after: item)
        }
        swift.effect = .none
        if condition != 0 { _ = swiftValue(condition, &model, grammar) }
        if body != 0 { swiftStatements(in: body, result, &model, grammar) }
        // One on a line of its own stands behind the statements, any other is a name among them.
        let keyword = model.token(grammar.fallthrough, in: node)
        if keyword != 0 { emit(.fallthrough, at: keyword, model) }
    }

    /// A literal, or the type of an `is`.
    private mutating func swiftCaseValue(_ pattern: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let inner = model.swiftItem(of: pattern, after: pattern, grammar)
        guard inner != 0 else { return SummaryValue() }
        switch grammar.kinds[model.nodes[inner].symbol] {
        case .integerLiteral, .realLiteral, .booleanLiteral, .lineStringLiteral: return self.value(inner, &model)
        case .userType where Int(model.nodes[inner].next) == Int(model.nodes[pattern].next):
            let meaning = model.swiftType(inner)
            return meaning.kind == .entity ? SummaryValue(.name, string: string(meaning.name, model)) : SummaryValue()
        default: return model.nodes[inner].symbol == grammar.nil_ ? SummaryValue(.none) : SummaryValue()
        }
    }
}

extension FileModel {
    fileprivate func swiftHasWhere(_ node: Int, _ grammar: SwiftGrammar) -> Bool {
        var item = namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .whereClause { return true }
            item = namedChild(of: node, after: item)
        }
        return false
    }

    /// `_`, `let x`: whatever there is.
    fileprivate func isSwiftCatchAll(_ pattern: Int, _ grammar: SwiftGrammar) -> Bool {
        let first = namedChild(of: pattern, after: pattern)
        guard first != 0 else { return false }
        switch grammar.kinds[nodes[first].symbol] {
        case .wildcardPattern: return Int(nodes[first].next) == Int(nodes[pattern].next)
        case .valueBindingPattern:
            let name = Int(nodes[first].next)
            return nodes[name].field == grammar.boundIdentifier && Int(nodes[name].next) == Int(nodes[pattern].next)
        default: return false
        }
    }
}
