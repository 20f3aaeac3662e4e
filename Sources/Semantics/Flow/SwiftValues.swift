internal import CSyntax
internal import Syntax

/// What Swift expressions are, as values; the calls and awaits on the way are steps.
extension SummaryBuilder {
    /// A value whose `try` covers nothing outside of it: an argument, an element.
    mutating func swiftSeparate(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let effect = swift.effect
        defer { swift.effect = effect }
        return swiftValue(node, &model, grammar)
    }

    mutating func swiftValue(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        guard node != 0, flow.expressionDepth < FlowWriter.expressionLimit else { return SummaryValue() }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        let kind = grammar.kinds[model.nodes[node].symbol]
        switch kind {
        case .simpleIdentifier: return swiftName(node, &model, grammar)
        case .selfExpression, .superExpression: return swiftThing(model.swiftMeaning(of: node), model)
        case .navigationExpression, .callExpression, .constructorExpression: return swiftChain(node, &model, grammar)
        case .lambdaLiteral:
            guard let function = functionIndex(at: node, model) else { return SummaryValue() }
            return SummaryValue(.closure, index: function)
        case .tryExpression: return swiftTry(node, &model, grammar)
        case .awaitExpression:
            return swiftAwaited(swiftValue(model.child(of: node, grammar.expr), &model, grammar), at: node, model)
        case .integerLiteral, .realLiteral: return swiftLiteral(.number, node, &model)
        case .booleanLiteral: return swiftLiteral(.boolean, node, &model)
        case .lineStringLiteral, .multiLineStringLiteral, .rawStringLiteral: return swiftText(node, &model, grammar)
        case .arrayLiteral: return swiftList(node, "list", grammar.element, &model, grammar)
        case .tupleExpression: return swiftTuple(node, &model, grammar)
        case .dictionaryLiteral: return swiftDictionary(node, &model, grammar)
        case .ternaryExpression:
            let mark = flow.mark
            flow.push(swiftValue(model.child(of: node, grammar.condition), &model, grammar))
            flow.push(swiftValue(model.child(of: node, grammar.ifTrue), &model, grammar))
            flow.push(swiftValue(model.child(of: node, grammar.ifFalse), &model, grammar))
            return flow.expression(.conditional, from: mark, type: swiftType(node, &model))
        case .nilCoalescingExpression:
            return swiftBinary(.choice, model.child(of: node, grammar.value), "??", model.child(of: node, grammar.ifNil), &model, grammar)
        case .conjunctionExpression:
            return swiftBinary(.choice, model.child(of: node, grammar.lhs), "&&", model.child(of: node, grammar.rhs), &model, grammar)
        case .disjunctionExpression:
            return swiftBinary(.choice, model.child(of: node, grammar.lhs), "||", model.child(of: node, grammar.rhs), &model, grammar)
        case .additiveExpression, .multiplicativeExpression, .comparisonExpression, .equalityExpression, .bitwiseOperation, .infixExpression:
            return swiftOperation(node, model.child(of: node, grammar.lhs), model.child(of: node, grammar.rhs), &model, grammar)
        case .rangeExpression, .openStartRangeExpression, .openEndRangeExpression: return swiftRange(node, &model, grammar)
        case .checkExpression:
            return swiftOperation(node, model.child(of: node, grammar.target), model.child(of: node, grammar.name), &model, grammar)
        case .asExpression: return swiftValue(model.child(of: node, grammar.expr), &model, grammar)
        case .postfixExpression, .directlyAssignableExpression: return swiftInner(node, &model, grammar)
        case .prefixExpression: return swiftPrefix(node, &model, grammar)
        case .ifStatement, .switchStatement: return swiftChoice(node, kind, &model, grammar)
        case .assignment:
            swiftAssignment(node, &model, grammar)
            return SummaryValue()
        case .macroInvocation: return swiftMacro(node, &model, grammar)
        case .userType: return swiftThing(model.swiftMeaning(of: node), model)
        case .keyPathExpression: return flow.expression(.other, from: flow.mark)
        case .typeAnnotation, .typeArguments, .bang, .statements, .modifiers, .identifier: return SummaryValue()
        default: return model.nodes[node].symbol == grammar.nil_ ? SummaryValue(.none) : swiftOther(node, &model, grammar)
        }
    }

    /// Something without a form of its own: all values in it.
    private mutating func swiftOther(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        var item = model.swiftItem(of: node, after: node, grammar)
        while item != 0 {
            let value = swiftSeparate(item, &model, grammar)
            if value.kind != .unknown { flow.push(value) }
            item = model.swiftItem(of: node, after: item, grammar)
        }
        return flow.mark == mark ? SummaryValue() : flow.expression(.other, from: mark)
    }

    /// `x!`, and a place to assign to.
    private mutating func swiftInner(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let target = model.child(of: node, grammar.target)
        return swiftValue(target == 0 ? model.namedChild(of: node, after: node) : target, &model, grammar)
    }

    /// The inferred type of an expression.
    private mutating func swiftType(_ node: Int, _ model: inout FileModel) -> StringID { type(model.swiftMeaning(of: node), model) }

    mutating func swiftString(_ text: StaticString, _ model: inout FileModel) -> StringID { string(model.names.intern(text), model) }

    // MARK: Effects

    private mutating func swiftTry(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let effect = model.swiftEffect(of: node)
        // Not taken back: what stands right of the `try` is covered, too.
        swift.effect = swift.effect.around(effect)
        let value = swiftValue(model.child(of: node, grammar.expr), &model, grammar)
        return effect == .optional ? flow.expression(.attempted, value) : value
    }

    mutating func swiftAwaited(_ value: SummaryValue, at node: Int, _ model: borrowing FileModel) -> SummaryValue {
        emit(.await, at: node, value: value, model)
        return flow.expression(.awaited, value, type: value.kind == .call ? value.string : 0)
    }

    // MARK: Literals

    private mutating func swiftLiteral(_ kind: SummaryValue.Kind, _ node: Int, _ model: inout FileModel) -> SummaryValue {
        let text = model.text(node)
        return SummaryValue(kind, string: text.count <= 120 ? string(model.names.intern(text), model) : 0)
    }

    private mutating func swiftText(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        var isText = false
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            guard grammar.kinds[model.nodes[at].symbol] == .interpolatedExpression else {
                at += 1
                continue
            }
            isText = true
            flow.push(swiftSeparate(model.child(of: at, grammar.value), &model, grammar))
            at = Int(model.nodes[at].next)
        }
        return isText ? flow.expression(.text, from: mark) : swiftLiteral(.string, node, &model)
    }

    /// Collections of more elements are only counted: tables of data would otherwise fill the summary.
    private static let elementLimit = 64

    /// The values in the children of that field.
    private mutating func swiftList(
        _ node: Int, _ kind: StaticString, _ field: Field, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) -> SummaryValue {
        let mark = flow.mark
        var count = 0
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if model.nodes[at].field == field {
                let value = swiftSeparate(at, &model, grammar)
                if count < Self.elementLimit { flow.push(value) }
                count += 1
            }
            at = Int(model.nodes[at].next)
        }
        guard count <= Self.elementLimit else {
            flow.drop(to: mark)
            return SummaryValue(.collection, index: UInt32(count))
        }
        return flow.expression(.collection, from: mark, string: swiftString(kind, &model))
    }

    /// Brackets around one value are only brackets.
    private mutating func swiftTuple(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let only = model.child(of: node, grammar.value)
        if only != 0, !model.hasToken(grammar.comma, in: node) { return swiftSeparate(only, &model, grammar) }
        return swiftList(node, "tuple", grammar.value, &model, grammar)
    }

    private mutating func swiftDictionary(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        var count = 0, key = SummaryValue()
        var at = node + 1
        while at < Int(model.nodes[node].next) {
            if model.nodes[at].field == grammar.key {
                key = swiftSeparate(at, &model, grammar)
            } else if model.nodes[at].field == grammar.value {
                let value = swiftSeparate(at, &model, grammar)
                count += 1
                if count <= Self.elementLimit {
                    let pair = flow.mark
                    flow.push(key)
                    flow.push(value)
                    flow.push(flow.expression(.pair, from: pair))
                }
            }
            at = Int(model.nodes[at].next)
        }
        guard count <= Self.elementLimit else {
            flow.drop(to: mark)
            return SummaryValue(.collection, index: UInt32(count))
        }
        return flow.expression(.collection, from: mark, string: swiftString("dict", &model))
    }

    // MARK: Operators

    private mutating func swiftBinary(
        _ kind: SummaryExpression.Kind, _ left: Int, _ operation: StaticString, _ right: Int, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) -> SummaryValue {
        let mark = flow.mark
        flow.push(swiftValue(left, &model, grammar))
        flow.push(swiftValue(right, &model, grammar))
        return flow.expression(kind, from: mark, string: swiftString(operation, &model))
    }

    /// `left op right`, whatever the operator.
    private mutating func swiftOperation(_ node: Int, _ left: Int, _ right: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        flow.push(swiftValue(left, &model, grammar))
        flow.push(swiftValue(right, &model, grammar))
        return flow.expression(.binary, from: mark, string: string(of: model.child(of: node, grammar.op), &model))
    }

    /// `a..<b`, `...b`, `a...`: the side that is not written is none.
    private mutating func swiftRange(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let start = model.child(of: node, grammar.start), end = model.child(of: node, grammar.end)
        let mark = flow.mark
        flow.push(start == 0 ? SummaryValue(.none) : swiftValue(start, &model, grammar))
        flow.push(end == 0 ? SummaryValue(.none) : swiftValue(end, &model, grammar))
        let operation = model.child(of: node, grammar.op)
        return flow.expression(.binary, from: mark, string: operation == 0 ? swiftString("...", &model) : string(of: operation, &model))
    }

    /// `.member` of a type that goes without saying, `&x`, `-x`, `!x`.
    private mutating func swiftPrefix(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let symbol = model.nodes[node + 1].symbol
        if symbol == grammar.dot {
            let thing = swiftThing(model.swiftMeaning(of: node), model)
            return thing.kind == .unknown ? SummaryValue(.unknown, string: string(of: node, &model)) : thing
        }
        let value = swiftValue(model.child(of: node, grammar.target), &model, grammar)
        let operation = model.child(of: node, grammar.operation)
        return flow.expression(.unary, value, string: operation == 0 ? swiftString("&", &model) : string(of: operation, &model))
    }

    /// `if` and `switch` as expressions: their steps, and one of the values they may give.
    private mutating func swiftChoice(_ node: Int, _ kind: SwiftKind, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        if kind == .ifStatement { swiftIf(node, .pushed, &model, grammar) } else { swiftSwitch(node, .pushed, &model, grammar) }
        guard flow.mark > mark else { return SummaryValue() }
        return flow.expression(.choice, from: mark, string: kind == .ifStatement ? swiftString("if", &model) : swiftString("switch", &model))
    }

    // MARK: Members

    mutating func swiftNavigation(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let target = model.child(of: node, grammar.target), suffix = model.child(of: node, grammar.suffix)
        let base = swiftLink(target, &model, grammar)
        let name = suffix == 0 ? 0 : model.child(of: suffix, grammar.suffix)
        guard name != 0 else { return base }
        if target != 0, grammar.kinds[model.nodes[target].symbol] == .keyPathExpression { return base }
        let text = model.text(name)
        if grammar.kinds[model.nodes[name].symbol] == .integerLiteral { return flow.expression(.part, base, number: number(text)) }
        if equal(text, "self") { return base }
        let meaning = model.swiftMeaning(of: node)
        if base.kind == .name, meaning.kind == .entity { return SummaryValue(.name, string: string(meaning.name, model)) }
        return flow.expression(.attribute, base, string: string(of: name, &model), type: type(meaning, model))
    }

    private func number(_ digits: UnsafeRawBufferPointer) -> UInt32 {
        var number: UInt32 = 0
        for digit in digits.prefix(6) where digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9") {
            number = number * 10 + UInt32(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
