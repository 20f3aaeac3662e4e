internal import CSyntax
internal import Syntax

/// One of the conditions of an `if`, `guard` or `while`, once its value's steps are written.
struct SwiftCondition {
    /// What is bound: `let name`, or the pattern between `case` and `=`; 0 for none.
    var name = 0, pattern = 0, equals = 0
    /// The expression, 0 for `let x` without one.
    var value = 0
    var result = SummaryValue()
}

/// Patterns, declarations, assignments and conditions in Swift: everything that binds.
extension SummaryBuilder {
    // MARK: Patterns

    /// Binds a declared name to a value.
    mutating func swiftBind(_ name: Int, _ value: SummaryValue, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let target = swiftVariable(boundAt: name, &model, grammar)
        if target.kind == .local { emit(.bind, flags, at: name, target: target, value: value, model) }
    }

    /// Binds every name of a pattern to the value, or to what it takes out of it.
    mutating func swiftPattern(
        _ pattern: Int, _ value: SummaryValue, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        swiftPattern(from: pattern + 1, to: Int(model.nodes[pattern].next), value, flags, &model, grammar)
    }

    /// `.some(let x)` and `let x?` take the value itself, other brackets its parts.
    private mutating func swiftPattern(
        from start: Int, to end: Int, _ value: SummaryValue, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        guard flow.expressionDepth < FlowWriter.expressionLimit else { return }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        var depth = 0, isSome = false
        var number: UInt32 = 0
        var at = start
        while at < end {
            switch model.nodes[at].symbol {
            case grammar.parenthesis: depth += 1
            case grammar.closingParenthesis: depth -= 1
            case grammar.comma: number += 1
            default:
                switch grammar.kinds[model.nodes[at].symbol] {
                case .simpleIdentifier:
                    if model.swiftBinding(madeAt: at) != 0 {
                        swiftBind(at, value, flags, &model, grammar)
                    } else {
                        isSome = equal(model.text(at), "some")
                    }
                case .pattern:
                    let first = model.namedChild(of: at, after: at)
                    if first == 0 || grammar.kinds[model.nodes[first].symbol] == .wildcardPattern { break }
                    let part = depth == 0 || isSome ? value : flow.expression(.part, value, number: number)
                    swiftPattern(at, part, flags, &model, grammar)
                case .callExpression, .navigationExpression, .rangeExpression, .tryExpression, .awaitExpression:
                    _ = swiftSeparate(at, &model, grammar)
                default: break
                }
            }
            at = Int(model.nodes[at].next)
        }
    }

    // MARK: Declarations

    /// `let a = x, (b, c) = y`: each pattern with the value that follows it. One without a value binds nothing yet.
    mutating func swiftProperty(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let flags: SummaryStep.Flags = model.hasToken(grammar.async, in: node) ? .isAsync : []
        var pattern = 0
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if model.nodes[at].field == grammar.name, grammar.kinds[model.nodes[at].symbol] == .pattern {
                pattern = at
            } else if model.nodes[at].field == grammar.value, pattern != 0 {
                swift.effect = .none
                swiftDeclare(pattern, at, flags, &model, grammar)
                pattern = 0
            }
            at = Int(model.nodes[at].next)
        }
    }

    private mutating func swiftDeclare(_ pattern: Int, _ node: Int, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let first = model.namedChild(of: pattern, after: pattern)
        if first != 0, grammar.kinds[model.nodes[first].symbol] == .pattern, swiftPairs(pattern, node, flags, &model, grammar) { return }
        let value = swiftValue(node, &model, grammar)
        if first != 0, grammar.kinds[model.nodes[first].symbol] == .wildcardPattern {
            emit(.drop, flags.union(.isDiscarded), at: pattern, value: value, model)
        } else {
            swiftPattern(pattern, value, flags, &model, grammar)
        }
    }

    /// `(a, b) = (x, y)`: each its own value, once all values are there.
    private mutating func swiftPairs(_ left: Int, _ right: Int, _ flags: SummaryStep.Flags, _ model: inout FileModel, _ grammar: SwiftGrammar) -> Bool {
        guard grammar.kinds[model.nodes[right].symbol] == .tupleExpression else { return false }
        var a = model.swiftItem(of: left, after: left, grammar), b = model.swiftItem(of: right, after: right, grammar)
        while a != 0, b != 0 {
            a = model.swiftItem(of: left, after: a, grammar)
            b = model.swiftItem(of: right, after: b, grammar)
        }
        guard a == 0, b == 0 else { return false }
        let mark = flow.mark
        b = model.swiftItem(of: right, after: right, grammar)
        while b != 0 {
            flow.push(swiftSeparate(b, &model, grammar))
            b = model.swiftItem(of: right, after: b, grammar)
        }
        var at = mark
        a = model.swiftItem(of: left, after: left, grammar)
        while a != 0, at < flow.mark {
            let value = flow.pushed(at)
            if grammar.kinds[model.nodes[a].symbol] == .pattern {
                swiftPattern(a, value, flags, &model, grammar)
            } else {
                swiftAssign(a, value, &model, grammar)
            }
            at += 1
            a = model.swiftItem(of: left, after: a, grammar)
        }
        flow.drop(to: mark)
        return true
    }

    // MARK: Assignments

    mutating func swiftAssignment(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let place = model.child(of: node, grammar.target), result = model.child(of: node, grammar.result)
        let operation = model.child(of: node, grammar.operator)
        let isPlain = operation == 0 || model.nodes[operation].symbol == grammar.equals
        let target = place == 0 ? 0 : model.namedChild(of: place, after: place)
        guard target != 0 else { return }
        if grammar.kinds[model.nodes[target].symbol] == .tupleExpression {
            if isPlain, result != 0, swiftPairs(target, result, [], &model, grammar) { return }
            return swiftAssign(target, swiftValue(result, &model, grammar), &model, grammar)
        }
        swiftStore(target, result, isPlain ? [] : .isAugmented, at: node, &model, grammar)
    }

    mutating func swiftAugmented(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        swiftStore(model.child(of: node, grammar.lhs), model.child(of: node, grammar.rhs), .isAugmented, at: node, &model, grammar)
    }

    /// The place, then the value, then the step.
    private mutating func swiftStore(
        _ target: Int, _ node: Int, _ flags: SummaryStep.Flags, at statement: Int, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        guard target != 0 else { return }
        if grammar.kinds[model.nodes[target].symbol] == .simpleIdentifier, equal(model.text(target), "_") {
            let value = swiftValue(node, &model, grammar)
            emit(.drop, .isDiscarded, at: statement, value: value, model)
            return
        }
        let place = swiftSeparate(target, &model, grammar)
        let value = swiftValue(node, &model, grammar)
        emit(place.kind == .local ? .bind : .store, flags, at: statement, target: place, value: value, model)
    }

    /// Assigns a value that is there to one place, or its parts to those in brackets.
    private mutating func swiftAssign(_ target: Int, _ value: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        guard flow.expressionDepth < FlowWriter.expressionLimit else { return }
        switch grammar.kinds[model.nodes[target].symbol] {
        case .tupleExpression:
            flow.expressionDepth += 1
            var number: UInt32 = 0
            var item = model.namedChild(of: target, after: target)
            while item != 0 {
                swiftAssign(item, flow.expression(.part, value, number: number), &model, grammar)
                number += 1
                item = model.namedChild(of: target, after: item)
            }
            flow.expressionDepth -= 1
        case .simpleIdentifier where equal(model.text(target), "_"): emit(.drop, .isDiscarded, at: target, value: value, model)
        default:
            let place = swiftSeparate(target, &model, grammar)
            emit(place.kind == .local ? .bind : .store, at: target, target: place, value: value, model)
        }
    }

    // MARK: Conditions

    /// The steps of all conditions of a statement. What a condition binds is bound before the next one; what the last one binds, the
    /// caller binds where the statement's body (or what follows a `guard`) begins.
    mutating func swiftConditions(of statement: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> (SummaryValue, SwiftCondition) {
        let mark = flow.mark
        var condition = SwiftCondition(), isCase = false, depth = 0
        let end = Int(model.nodes[statement].next)
        var at = statement + 1
        conditions: while at < end {
            let symbol = model.nodes[at].symbol
            switch symbol {
            case grammar.brace: break conditions
            case grammar.parenthesis: depth += 1
            case grammar.closingParenthesis: depth -= 1
            case grammar.comma where depth <= 0:
                evaluate(&condition, &model, grammar)
                swiftBind(condition, &model, grammar)
                condition = SwiftCondition()
                isCase = false
            case grammar.equals: condition.equals = at
            case grammar.case:
                isCase = true
                condition.pattern = at
            default:
                switch grammar.kinds[symbol] {
                case .elseKeyword, .statements: break conditions
                case .valueBindingPattern, .typeAnnotation, .availabilityCondition: break
                default:
                    guard Int32(model.nodes[at].flags) & 5 == 1 || symbol == grammar.nil_ else { break }
                    if model.nodes[at].field == grammar.boundIdentifier {
                        condition.name = at
                    } else if condition.value == 0, !isCase || condition.equals != 0 {
                        condition.value = at
                    }
                }
            }
            at = Int(model.nodes[at].next)
        }
        evaluate(&condition, &model, grammar)
        guard flow.mark > mark else { return (SummaryValue(), condition) }
        let value = flow.only(from: mark) ?? flow.expression(.choice, from: mark, string: string(model.names.intern("&&"), model))
        return (value, condition)
    }

    private mutating func evaluate(_ condition: inout SwiftCondition, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        swift.effect = .none
        if condition.value != 0 {
            condition.result = swiftValue(condition.value, &model, grammar)
        } else if condition.name != 0 {
            condition.result = swiftName(condition.name, &model, grammar)
        }
        flow.push(condition.pattern == 0 ? condition.result : flow.expression(.other, condition.result))
    }

    mutating func swiftBind(_ condition: SwiftCondition, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        if condition.name != 0 {
            swiftBind(condition.name, condition.result, [], &model, grammar)
        } else if condition.pattern != 0, condition.equals > condition.pattern {
            swiftPattern(from: condition.pattern, to: condition.equals, condition.result, [], &model, grammar)
        }
    }
}
