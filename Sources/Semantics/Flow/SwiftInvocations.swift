internal import CSyntax
internal import Syntax

/// Calls, subscripts and macros in Swift.
extension SummaryBuilder {
    mutating func swiftCall(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let callee = model.swiftCallee(of: node)
        guard callee != 0 else { return swiftSubscript(node, &model, grammar) }
        let effects = model.swiftEffects(inside: node, grammar)
        if effects.tried != .none { swift.effect = swift.effect.around(effects.tried) }
        var receiver = SummaryValue(), called = SummaryValue()
        switch grammar.kinds[model.nodes[callee].symbol] {
        case .navigationExpression: receiver = swiftLink(model.child(of: callee, grammar.target), &model, grammar)
        case .arrayLiteral, .dictionaryLiteral: break
        default: called = swiftLink(model.swiftUnwrapped(node, grammar), &model, grammar)
        }
        let mark = flow.mark
        model.arguments.removeAll()
        model.collectSwiftArguments(of: node)
        pushArguments(&model, grammar)
        var value = emitCall(node, receiver: receiver, called: called, from: mark, &model)
        if value.kind == .call {
            switch swift.effect {
            case .none: break
            case .tried: summary.calls[Int(value.index)].flags.insert(.isTried)
            case .optional: summary.calls[Int(value.index)].flags.insert(.isTriedOptionally)
            case .forced: summary.calls[Int(value.index)].flags.insert(.isTriedByForce)
            }
        }
        if effects.isAwaited { value = swiftAwaited(value, at: node, model) }
        return effects.tried == .optional ? flow.expression(.attempted, value) : value
    }

    /// Evaluates and pushes what `model.arguments` lists; reading one may list others there.
    private mutating func pushArguments(_ model: inout FileModel, _ grammar: SwiftGrammar) {
        let first = swift.arguments.count, count = model.arguments.count
        for at in 0..<count { swift.arguments.append(model.arguments[at]) }
        for at in first..<first + count {
            let argument = swift.arguments[at]
            let value = swiftSeparate(Int(argument.valueNode), &model, grammar)
            let label = string(of: Int(argument.labelNode), &model)
            flow.push(SummaryArgument(label: label, splat: UInt32(argument.splat.rawValue), value: value))
        }
        swift.arguments.truncate(to: first)
    }

    /// `base[index]`, `base[lower..<upper]`; what else stands in the brackets comes after the index.
    private mutating func swiftSubscript(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let suffix = model.callSuffix(of: node, grammar)
        let base = swiftLink(model.namedChild(of: node, after: node), &model, grammar)
        guard suffix != 0, model.isSubscript(suffix, grammar) else { return base }
        let mark = flow.mark
        flow.push(base)
        model.arguments.removeAll()
        model.collectArguments(inSuffix: suffix, grammar)
        if model.arguments.count == 1, pushSlice(Int(model.arguments[0].valueNode), &model, grammar) { return flow.expression(.slice, from: mark) }
        pushArguments(&model, grammar)
        return flow.expression(.element, from: mark)
    }

    /// Lower, upper and step of a range written in the brackets.
    private mutating func pushSlice(_ range: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> Bool {
        switch grammar.kinds[model.nodes[range].symbol] {
        case .rangeExpression, .openStartRangeExpression, .openEndRangeExpression: break
        default: return false
        }
        let start = model.child(of: range, grammar.start), end = model.child(of: range, grammar.end)
        flow.push(start == 0 ? SummaryValue(.none) : swiftSeparate(start, &model, grammar))
        flow.push(end == 0 ? SummaryValue(.none) : swiftSeparate(end, &model, grammar))
        flow.push(SummaryValue(.none))
        return true
    }

    /// `#expect(x)`: what it is given, and nothing of what the macro makes of it.
    mutating func swiftMacro(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let suffix = model.callSuffix(of: node, grammar)
        guard suffix != 0 else { return SummaryValue() }
        let mark = flow.mark
        model.arguments.removeAll()
        model.collectArguments(inSuffix: suffix, grammar)
        pushArguments(&model, grammar)
        return flow.expression(.other, from: mark, string: string(of: model.namedChild(of: node, after: node), &model))
    }
}

// MARK: - Chains

/// `a + b.c()` is a call of `(a + b).c` to the grammar, `!b.c` a member of `!b`. Here the operation is around the chain.
extension SummaryBuilder {
    /// Calls, members and subscripts up to the one at `node`, then the operations the grammar took for their beginning.
    mutating func swiftChain(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let mark = flow.mark
        let value = swiftLink(node, &model, grammar)
        guard flow.mark > mark else { return value }
        let operation = model.swiftChainStart(node, grammar)
        let result = swiftOperated(operation, mark, value, &model, grammar)
        flow.drop(to: mark)
        return result
    }

    /// One link of a chain and what stands before it; left operands of operations at its beginning stay pushed.
    mutating func swiftLink(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        guard node != 0, flow.expressionDepth < FlowWriter.expressionLimit else { return SummaryValue() }
        let operand = model.swiftOperand(inside: node, grammar)
        if operand != 0 {
            let left = model.child(of: node, grammar.lhs)
            flow.push(swiftValue(left, &model, grammar))
        }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        if operand != 0 { return swiftLink(operand, &model, grammar) }
        switch grammar.kinds[model.nodes[node].symbol] {
        case .navigationExpression: return swiftNavigation(node, &model, grammar)
        case .callExpression, .constructorExpression: return swiftCall(node, &model, grammar)
        default: return swiftValue(node, &model, grammar)
        }
    }

    /// The value within the operation at `node` and those in its right operand; `at` is where their left operands wait.
    private mutating func swiftOperated(_ node: Int, _ at: Int, _ value: SummaryValue, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let operand = node == 0 ? 0 : model.swiftOperand(inside: node, grammar)
        guard operand != 0, at < flow.mark, flow.expressionDepth < FlowWriter.expressionLimit else { return value }
        flow.expressionDepth += 1
        defer { flow.expressionDepth -= 1 }
        let left = flow.pushed(at)
        let right = swiftOperated(operand, at + 1, value, &model, grammar)
        if grammar.kinds[model.nodes[node].symbol] == .prefixExpression {
            let operation = model.child(of: node, grammar.operation)
            return flow.expression(.unary, right, string: operation == 0 ? swiftString("&", &model) : string(of: operation, &model))
        }
        let mark = flow.mark
        flow.push(left)
        flow.push(right)
        return flow.expression(.binary, from: mark, string: string(of: model.child(of: node, grammar.op), &model))
    }
}

extension FileModel {
    /// The operation a chain seems to begin with, or 0.
    func swiftChainStart(_ node: Int, _ grammar: SwiftGrammar) -> Int {
        var at = node
        for _ in 0..<FlowWriter.expressionLimit * 4 {
            guard at != 0, swiftOperand(inside: at, grammar) == 0 else { return at }
            switch grammar.kinds[nodes[at].symbol] {
            case .navigationExpression: at = child(of: at, grammar.target)
            case .callExpression: at = namedChild(of: at, after: at)
            case .tryExpression, .awaitExpression: at = child(of: at, grammar.expr)
            default: return 0
            }
        }
        return 0
    }

    /// What is called, with the operations the grammar puts around it.
    func swiftUnwrapped(_ call: Int, _ grammar: SwiftGrammar) -> Int {
        guard grammar.kinds[nodes[call].symbol] == .callExpression else { return swiftCallee(of: call) }
        let inner = innerCall(of: call, grammar)
        var at = namedChild(of: call, after: call)
        for _ in 0..<8 {
            switch grammar.kinds[nodes[at].symbol] {
            case .tryExpression, .awaitExpression: at = child(of: at, grammar.expr)
            case .callExpression where at == inner: at = namedChild(of: at, after: at)
            default: return at
            }
            if at == 0 { break }
        }
        return at
    }

    /// Which `try` a try expression is.
    func swiftEffect(of node: Int) -> SwiftFlow.Effect {
        let `operator` = text(node + 1)
        return switch `operator`.last {
        case UInt8(ascii: "?"): .optional
        case UInt8(ascii: "!"): .forced
        default: .tried
        }
    }

    /// The `try` and `await` that the grammar puts between a call with a trailing closure and the rest of the call.
    func swiftEffects(inside call: Int, _ grammar: SwiftGrammar) -> (tried: SwiftFlow.Effect, isAwaited: Bool) {
        guard grammar.kinds[nodes[call].symbol] == .callExpression else { return (.none, false) }
        let inner = innerCall(of: call, grammar)
        var tried = SwiftFlow.Effect.none, isAwaited = false
        var at = namedChild(of: call, after: call)
        for _ in 0..<8 {
            switch grammar.kinds[nodes[at].symbol] {
            case .tryExpression:
                tried = tried.around(swiftEffect(of: at))
                at = child(of: at, grammar.expr)
            case .awaitExpression:
                isAwaited = true
                at = child(of: at, grammar.expr)
            case .callExpression where at == inner: at = namedChild(of: at, after: at)
            default: return (tried, isAwaited)
            }
            if at == 0 { break }
        }
        return (tried, isAwaited)
    }
}
