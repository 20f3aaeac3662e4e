internal import CSyntax
internal import Syntax

/// Calls, arguments, and what becomes of a value, in Swift.
///
/// The grammar puts a trailing closure after an initialiser's value in a call of its own, around the call it belongs to, and even
/// around the `await` before it: `let x = await f(a) { … }` is call(await(call(f, a)), closure). Here that is one call, the outer.
extension FileModel {
    /// The expression that is called, or 0; `defer { }`, which the grammar takes for a call, is none.
    func swiftCallee(of call: Int) -> Int {
        let callee = swiftCalled(call)
        guard callee != 0, SwiftGrammar.shared.kinds[nodes[callee].symbol] == .simpleIdentifier, equal(text(callee), "defer") else { return callee }
        return 0
    }

    /// The expression that is called, or 0: no call, a subscript, or the inner half of a call with a trailing closure.
    func swiftCalled(_ call: Int) -> Int {
        let grammar = SwiftGrammar.shared
        switch grammar.kinds[nodes[call].symbol] {
        case .constructorExpression: return child(of: call, grammar.constructedType)
        case .callExpression: break
        default: return 0
        }
        let suffix = callSuffix(of: call, grammar)
        guard suffix != 0, !isSubscript(suffix, grammar), outerCall(of: call, grammar) == 0 else { return 0 }
        let inner = innerCall(of: call, grammar)
        return swiftOperand(withoutEffects(namedChild(of: inner == 0 ? call : inner, after: inner == 0 ? call : inner), grammar), grammar)
    }

    /// What a dot or a call belongs to: the grammar binds `a + b`, `a * b` and `!b` tighter than what follows b.
    func swiftOperand(_ node: Int, _ grammar: SwiftGrammar) -> Int {
        var at = node
        for _ in 0..<16 {
            let inner = swiftOperand(inside: at, grammar)
            if inner == 0 { return at }
            at = inner
        }
        return at
    }

    /// The operand furthest right of an operation that the grammar binds too tightly, or 0 for anything else.
    @inline(__always) func swiftOperand(inside node: Int, _ grammar: SwiftGrammar) -> Int {
        switch grammar.kinds[nodes[node].symbol] {
        case .additiveExpression, .multiplicativeExpression: child(of: node, grammar.rhs)
        case .prefixExpression: nodes[node + 1].symbol == grammar.dot ? 0 : child(of: node, grammar.target)
        default: 0
        }
    }

    func callSuffix(of call: Int, _ grammar: SwiftGrammar) -> Int {
        var item = namedChild(of: call, after: call)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .callSuffix { return item }
            item = namedChild(of: call, after: item)
        }
        return 0
    }

    func isSubscript(_ suffix: Int, _ grammar: SwiftGrammar) -> Bool {
        let first = namedChild(of: suffix, after: suffix)
        return first != 0 && grammar.kinds[nodes[first].symbol] == .valueArguments && nodes[first + 1].symbol == grammar.bracket
            && Int(nodes[first].next) > first + 1
    }

    private func isClosureOnly(_ suffix: Int, _ grammar: SwiftGrammar) -> Bool {
        let first = namedChild(of: suffix, after: suffix)
        return first != 0 && grammar.kinds[nodes[first].symbol] != .valueArguments
    }

    /// Out of `try` and `await`.
    private func withoutEffects(_ node: Int, _ grammar: SwiftGrammar) -> Int {
        var at = node
        for _ in 0..<4 {
            guard at != 0 else { break }
            switch grammar.kinds[nodes[at].symbol] {
            case .tryExpression, .awaitExpression: at = child(of: at, grammar.expr)
            default: return at
            }
        }
        return at
    }

    /// The call whose trailing closure this outer one only adds, or 0.
    func innerCall(of call: Int, _ grammar: SwiftGrammar) -> Int {
        let suffix = callSuffix(of: call, grammar)
        guard suffix != 0, isClosureOnly(suffix, grammar) else { return 0 }
        let callee = withoutEffects(namedChild(of: call, after: call), grammar)
        guard callee != 0, grammar.kinds[nodes[callee].symbol] == .callExpression else { return 0 }
        let inner = callSuffix(of: callee, grammar)
        return inner != 0 && !isSubscript(inner, grammar) && !isClosureOnly(inner, grammar) ? callee : 0
    }

    /// The call that adds a trailing closure to this one, or 0.
    private func outerCall(of call: Int, _ grammar: SwiftGrammar) -> Int {
        var at = Int(nodes[call].parent)
        for _ in 0..<4 {
            switch grammar.kinds[nodes[at].symbol] {
            case .tryExpression, .awaitExpression: at = Int(nodes[at].parent)
            case .callExpression: return innerCall(of: at, grammar) == call ? at : 0
            default: return 0
            }
        }
        return 0
    }

    /// The call a closure is an argument of, or 0.
    func callReceiving(closure: Int, _ grammar: SwiftGrammar) -> Int {
        var at = Int(nodes[closure].parent)
        for _ in 0..<3 {
            switch grammar.kinds[nodes[at].symbol] {
            case .valueArgument, .valueArguments: at = Int(nodes[at].parent)
            case .callSuffix, .constructorSuffix: return Int(nodes[at].parent)
            default: return 0
            }
        }
        return 0
    }

    /// The last name of a callee: `addTask` of `group.addTask`; 0 when it has none.
    func lastName(of callee: Int, _ grammar: SwiftGrammar) -> Int {
        guard callee != 0 else { return 0 }
        switch grammar.kinds[nodes[callee].symbol] {
        case .simpleIdentifier: return callee
        case .navigationExpression:
            let suffix = child(of: callee, grammar.suffix)
            return suffix == 0 ? 0 : child(of: suffix, grammar.suffix)
        case .prefixExpression: return child(of: callee, grammar.target)
        case .userType: return namedChild(of: callee, after: callee)
        default: return 0
        }
    }

    /// The label a closure is passed under, in parentheses or trailing; 0 for none.
    func labelNode(of closure: Int, _ grammar: SwiftGrammar) -> Int {
        let parent = Int(nodes[closure].parent)
        switch grammar.kinds[nodes[parent].symbol] {
        case .valueArgument:
            let label = child(of: parent, grammar.name)
            return label == 0 ? 0 : namedChild(of: label, after: label)
        case .callSuffix:
            var label = 0
            var item = namedChild(of: parent, after: parent)
            while item != 0, item < closure {
                label = grammar.kinds[nodes[item].symbol] == .simpleIdentifier ? item : 0
                item = namedChild(of: parent, after: item)
            }
            return label
        default: return 0
        }
    }

    mutating func collectSwiftArguments(of call: Int) {
        let grammar = SwiftGrammar.shared
        switch grammar.kinds[nodes[call].symbol] {
        case .constructorExpression:
            var item = namedChild(of: call, after: call)
            while item != 0, grammar.kinds[nodes[item].symbol] != .constructorSuffix { item = namedChild(of: call, after: item) }
            if item != 0 { collectArguments(inSuffix: item, grammar) }
        case .callExpression:
            guard swiftCallee(of: call) != 0 else { return }
            let inner = innerCall(of: call, grammar)
            if inner != 0 { collectArguments(inSuffix: callSuffix(of: inner, grammar), grammar) }
            collectArguments(inSuffix: callSuffix(of: call, grammar), grammar)
        default: return
        }
    }

    mutating func collectArguments(inSuffix suffix: Int, _ grammar: SwiftGrammar) {
        var label = 0
        var item = namedChild(of: suffix, after: suffix)
        while item != 0 {
            switch grammar.kinds[nodes[item].symbol] {
            case .valueArguments:
                var argument = namedChild(of: item, after: item)
                while argument != 0 {
                    if grammar.kinds[nodes[argument].symbol] == .valueArgument {
                        let name = child(of: argument, grammar.name), value = child(of: argument, grammar.value)
                        addArgument(label: name == 0 ? 0 : namedChild(of: name, after: name), value: value)
                    }
                    argument = namedChild(of: item, after: argument)
                }
            case .simpleIdentifier: label = item
            case .lambdaLiteral:
                addArgument(label: label, value: item)
                label = 0
            default: break
            }
            item = namedChild(of: suffix, after: item)
        }
    }

    private mutating func addArgument(label: Int, value: Int) {
        guard value != 0 else { return }
        arguments.append(
            Argument(position: Int32(arguments.count), labelNode: UInt32(label), valueNode: UInt32(value), splat: .none))
    }

    // MARK: What becomes of a value

    /// An `await` covers everything to its right up to the end of the expression, so all that stands in its expression is awaited;
    /// a closure in it is not.
    func isSwiftAwaited(_ node: Int) -> Bool {
        let grammar = SwiftGrammar.shared
        if awaitsInside(node, grammar) { return true }
        var at = Int(nodes[node].parent)
        for _ in 0..<expressionLimit {
            guard at != 0 else { break }
            switch grammar.kinds[nodes[at].symbol] {
            case .awaitExpression: return true
            case .statements, .lambdaLiteral, .propertyDeclaration, .ifStatement, .guardStatement, .whileStatement, .forStatement, .switchStatement,
                .switchEntry, .functionDeclaration, .classBody, .controlTransferStatement, .assignment:
                return false
            default: break
            }
            if awaitsInside(at, grammar), grammar.kinds[nodes[at].symbol] == .callExpression { return true }
            at = Int(nodes[at].parent)
        }
        return false
    }

    /// The grammar's await inside a call with a trailing closure, or before one further left in a chain of calls.
    private func awaitsInside(_ call: Int, _ grammar: SwiftGrammar) -> Bool {
        guard grammar.kinds[nodes[call].symbol] == .callExpression else { return false }
        var at = namedChild(of: call, after: call)
        for _ in 0..<16 {
            guard at != 0 else { break }
            switch grammar.kinds[nodes[at].symbol] {
            case .awaitExpression: return true
            case .tryExpression: at = child(of: at, grammar.expr)
            case .navigationExpression: at = child(of: at, grammar.target)
            case .callExpression: at = namedChild(of: at, after: at)
            default: return false
            }
        }
        return false
    }

    func isSwiftResultUsed(_ node: Int) -> Bool {
        let grammar = SwiftGrammar.shared
        var at = node
        for _ in 0..<expressionLimit {
            let parent = Int(nodes[at].parent)
            switch grammar.kinds[nodes[parent].symbol] {
            case .tryExpression, .awaitExpression: at = parent
            case .tupleExpression where namedChild(of: parent, after: at) == 0 && namedChild(of: parent, after: parent) == at: at = parent
            case .statements: return isImplicitResult(at, of: parent, grammar)
            default:
                // The file's own statements have no `statements` around them.
                return parent != 0 || nodes[at].field != 0
            }
        }
        return false
    }

    /// The only expression of a closure, a getter, or a function that returns something is what it returns.
    private func isImplicitResult(_ node: Int, of statements: Int, _ grammar: SwiftGrammar) -> Bool {
        guard namedChild(of: statements, after: statements) == node, namedChild(of: statements, after: node) == 0 else { return false }
        let body = Int(nodes[statements].parent)
        switch grammar.kinds[nodes[body].symbol] {
        case .lambdaLiteral:
            let call = callReceiving(closure: body, grammar)
            let name = call == 0 ? 0 : lastName(of: swiftCalled(call), grammar)
            return name == 0 || !equal(text(name), "defer")
        case .computedProperty, .computedGetter: return true
        case .functionBody: return returnType(of: Int(nodes[body].parent), grammar) != 0
        default: return false
        }
    }

    /// The node of the type a function declares to return, or 0.
    func returnType(of function: Int, _ grammar: SwiftGrammar) -> Int {
        var at = function + 1, sawArrow = false
        let end = Int(nodes[function].next)
        while at < end {
            if nodes[at].symbol == grammar.arrow {
                sawArrow = true
            } else if sawArrow, nodes[at].field == grammar.name {
                return at
            }
            at = Int(nodes[at].next)
        }
        return 0
    }

    /// Whether an identifier stands where nothing is looked up: a declaration's name, a label, a member after its dot.
    func isSwiftNameless(_ node: Int) -> Bool {
        let grammar = SwiftGrammar.shared
        let field = nodes[node].field
        if field == grammar.boundIdentifier { return true }
        switch grammar.kinds[nodes[Int(nodes[node].parent)].symbol] {
        case .navigationSuffix, .valueArgumentLabel, .parameter, .lambdaParameter, .identifier, .callSuffix: return field != grammar.value
        case .pattern: return grammar.kinds[nodes[node].symbol] == .simpleIdentifier
        case .functionDeclaration, .protocolFunctionDeclaration, .classDeclaration, .protocolDeclaration, .captureListItem, .typealiasDeclaration:
            return field == grammar.name && grammar.kinds[nodes[node].symbol] != .userType
        default: return false
        }
    }
}
