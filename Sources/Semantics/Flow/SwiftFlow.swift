internal import CSyntax
internal import Syntax

/// What the walk over a Swift function's statements keeps track of, in memory that is reused.
struct SwiftFlow: ~Copyable {
    /// Where errors of what is evaluated now go: a `try` covers all that stands right of it in its expression.
    var effect = Effect.none
    /// Arguments of calls that are being read; those of the innermost last.
    var arguments = Pool<Argument>(capacity: 32)
    /// For each open `#if`, how many branches it has opened.
    var directives = Pool<UInt32>(capacity: 8)
    /// `$0`, `$1`, … of the closure being described.
    var implicitParameters = Pool<SummaryValue>(capacity: 8)

    enum Effect: UInt8 {
        case none, tried, optional, forced

        /// What a `try` within this one does: an error that leaves it is still caught by a `try?` around both.
        func around(_ inner: Effect) -> Effect {
            switch self {
            case .optional, .forced: inner == .tried ? self : inner
            case .none, .tried: inner
            }
        }
    }

    /// What becomes of the value of a block's only expression.
    enum Result { case dropped, returned, pushed }
}

/// What Swift functions do, as steps: their statements.
extension SummaryBuilder {
    /// The steps of one function, or (scope 0) of the file's own code.
    mutating func describeSwiftSteps(ofScope scope: Int, _ model: inout FileModel) {
        let grammar = SwiftGrammar.shared
        swift.effect = .none
        swift.arguments.removeAll()
        swift.directives.removeAll()
        swift.implicitParameters.removeAll()
        guard scope != 0 else {
            // Parameters are variables even when nothing reads them.
            for binding in 1..<max(model.bindings.count, 1) where model.bindings[binding].scope != 0 { _ = swiftLeaf(binding, &model, grammar) }
            return swiftStatements(in: 0, .dropped, &model, grammar)
        }
        // In Swift every region has a scope of its own and so its number.
        guard scope < model.regions.count, Int(model.regions[scope].scope) == scope else { return }
        let body = Int(model.regions[scope].start)
        let declaration = Int(model.nodes[body].parent)
        var returns = false
        switch grammar.kinds[model.nodes[body].symbol] {
        case .lambdaLiteral:
            swiftCaptures(model.child(of: body, grammar.captures), &model, grammar)
            returns = true
        case .computedProperty, .computedGetter: returns = true
        case .functionBody: returns = model.returnType(of: declaration, grammar) != 0
        default: break
        }
        let statements = model.statements(of: body, grammar)
        if statements != 0 { swiftStatements(in: statements, returns ? .returned : .dropped, &model, grammar) }
    }

    /// `[weak self, x, y = z]`: x is bound to the x outside.
    private mutating func swiftCaptures(_ list: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        guard list != 0 else { return }
        var item = model.namedChild(of: list, after: list)
        while item != 0 {
            let name = model.child(of: item, grammar.name), given = model.child(of: item, grammar.value)
            if name != 0, grammar.kinds[model.nodes[name].symbol] == .simpleIdentifier {
                let value = given == 0 ? swiftName(name, &model, grammar) : swiftSeparate(given, &model, grammar)
                swiftBind(name, value, [], &model, grammar)
            }
            item = model.namedChild(of: list, after: item)
        }
    }

    // MARK: Statements

    /// The statements in a block; `result` says what becomes of the value when an expression is all there is.
    mutating func swiftStatements(
        in node: Int, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        guard flow.statementDepth < FlowWriter.statementLimit else { return }
        flow.statementDepth += 1
        let outerEffect = swift.effect
        let outerDirectives = swift.directives.count
        var item = model.swiftItem(of: node, after: node, grammar), label = 0
        let isOnly = item != 0 && model.swiftItem(of: node, after: item, grammar) == 0
        while item != 0 {
            swift.effect = .none
            switch grammar.kinds[model.nodes[item].symbol] {
            case .statementLabel: label = item
            case .directive: swiftDirective(item, above: outerDirectives, model, grammar)
            default:
                swiftStatement(item, label, isOnly ? result : .dropped, &model, grammar)
                label = 0
            }
            item = model.swiftItem(of: node, after: item, grammar)
        }
        while swift.directives.count > outerDirectives { closeDirective(at: node, model) }
        swift.effect = outerEffect
        flow.statementDepth -= 1
    }

    private mutating func swiftStatement(
        _ node: Int, _ label: Int, _ result: SwiftFlow.Result, _ model: inout FileModel, _ grammar: SwiftGrammar
    ) {
        switch grammar.kinds[model.nodes[node].symbol] {
        case .propertyDeclaration: swiftProperty(node, &model, grammar)
        case .assignment: swiftAssignment(node, &model, grammar)
        case .ifStatement, .switchStatement:
            let name = swiftLabel(label, &model)
            if label != 0 { emit(.block, at: node, target: name, model) }
            if grammar.kinds[model.nodes[node].symbol] == .ifStatement {
                swiftIf(node, result, &model, grammar)
            } else {
                swiftSwitch(node, result, &model, grammar)
            }
            if label != 0 { emitEnd(of: node, model) }
        case .guardStatement: swiftGuard(node, &model, grammar)
        case .whileStatement: swiftWhile(node, swiftLabel(label, &model), &model, grammar)
        case .forStatement: swiftFor(node, swiftLabel(label, &model), &model, grammar)
        case .repeatWhileStatement: swiftRepeat(node, swiftLabel(label, &model), &model, grammar)
        case .doStatement: swiftDo(node, swiftLabel(label, &model), &model, grammar)
        case .controlTransferStatement: swiftTransfer(node, &model, grammar)
        case .functionDeclaration: swiftLocalFunction(node, &model, grammar)
        case .classDeclaration, .protocolDeclaration, .typealiasDeclaration, .importDeclaration, .initDeclaration, .deinitDeclaration,
            .subscriptDeclaration, .macroDeclaration, .operatorDeclaration, .precedenceGroupDeclaration:
            break
        case .callExpression where model.isSwiftDefer(node, grammar): swiftDefer(node, &model, grammar)
        case .infixExpression where model.isSwiftAugmented(node, grammar): swiftAugmented(node, &model, grammar)
        case .simpleIdentifier where equal(model.text(node), "fallthrough"): emit(.fallthrough, at: node, model)
        default:
            // Where the parser lost its way it leaves statements in what it calls an error.
            if model.nodes[node].symbol == errorSymbol { return swiftStatements(in: node, .dropped, &model, grammar) }
            let value = swiftValue(node, &model, grammar)
            switch result {
            case .dropped: if value.kind != .unknown { emit(.drop, at: node, value: value, model) }
            case .returned: emit(.return, at: node, value: value, model)
            case .pushed: flow.push(value)
            }
        }
    }

    private mutating func swiftTransfer(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let result = model.child(of: node, grammar.result)
        switch model.nodes[node + 1].symbol {
        case grammar.return:
            let value = swiftValue(result, &model, grammar)
            emit(.return, at: node, value: value, model)
        case grammar.yield:
            let value = swiftValue(result, &model, grammar)
            emit(.yield, at: node, value: value, model)
        case grammar.break: emit(.break, at: node, value: SummaryValue(.unknown, string: string(of: result, &model)), model)
        case grammar.continue: emit(.continue, at: node, value: SummaryValue(.unknown, string: string(of: result, &model)), model)
        default:
            guard grammar.kinds[model.nodes[node + 1].symbol] == .throwKeyword, Int(model.nodes[node].next) > node + 1 else { return }
            let value = swiftValue(model.swiftItem(of: node, after: node + 1, grammar), &model, grammar)
            emit(.raise, at: node, value: value, model)
        }
    }

    private mutating func swiftLocalFunction(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        let name = model.child(of: node, grammar.name)
        // The file's own functions are there from the beginning: nothing binds them.
        guard name != 0, model.regions[model.region(of: name)].scope != 0 else { return }
        let value = swiftName(name, &model, grammar)
        guard value.kind == .name else { return }
        var variable = SummaryVariable()
        variable.scope = model.regions[model.region(of: name)].scope
        variable.name = string(of: name, &model)
        variable.alias = value.string
        emit(.bind, at: node, target: flow.add(variable), value: value, model)
    }

    private mutating func swiftDefer(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        emit(.defer, at: node, model)
        let suffix = model.callSuffix(of: node, grammar)
        let closure = suffix == 0 ? 0 : model.namedChild(of: suffix, after: suffix)
        let statements = closure == 0 ? 0 : model.statements(of: closure, grammar)
        if statements != 0 { swiftStatements(in: statements, .dropped, &model, grammar) }
        emitEnd(of: node, model)
    }

    /// A label, as the target of what it stands before.
    private mutating func swiftLabel(_ label: Int, _ model: inout FileModel) -> SummaryValue {
        guard label != 0 else { return SummaryValue() }
        var text = model.text(label)
        while let last = text.last, last == UInt8(ascii: ":") || last == UInt8(ascii: " ") || last == UInt8(ascii: "\n") {
            text = UnsafeRawBufferPointer(rebasing: text[..<(text.count - 1)])
        }
        return SummaryValue(.unknown, string: string(model.names.intern(text), model))
    }

    // MARK: #if

    /// Which side is compiled nobody knows here: each is a branch under an unknown condition.
    private mutating func swiftDirective(_ node: Int, above outer: Int, _ model: borrowing FileModel, _ grammar: SwiftGrammar) {
        guard Int(model.nodes[node].next) > node + 1 else { return }
        let symbol = model.nodes[node + 1].symbol
        if symbol == grammar.hashIf {
            emit(.branch, at: node, model)
            swift.directives.append(1)
            return
        }
        guard swift.directives.count > outer else { return }
        switch symbol {
        case grammar.hashElseif:
            emit(.otherwise, at: node, model)
            emit(.branch, at: node, model)
            swift.directives.base[swift.directives.count - 1] += 1
        case grammar.hashElse: emit(.otherwise, at: node, model)
        case grammar.hashEndif: closeDirective(at: node, model)
        default: break
        }
    }

    private mutating func closeDirective(at node: Int, _ model: borrowing FileModel) {
        let count = swift.directives[swift.directives.count - 1]
        swift.directives.removeLast()
        for _ in 0..<count { emitEnd(of: node, model) }
    }
}

private let errorSymbol: UInt16 = 65535

extension FileModel {
    /// The next child that is a statement or an expression: `nil` is a keyword to the grammar.
    @inline(__always) func swiftItem(of parent: Int, after child: Int, _ grammar: SwiftGrammar) -> Int {
        let end = Int(nodes[parent].next)
        var at = child == parent ? parent + 1 : Int(nodes[child].next)
        while at < end {
            if Int32(nodes[at].flags) & 5 == 1 || nodes[at].symbol == grammar.nil_ { return at }
            at = Int(nodes[at].next)
        }
        return 0
    }

    /// The first block of statements in a node, or 0 when its braces are empty.
    func statements(of node: Int, _ grammar: SwiftGrammar) -> Int {
        var at = node + 1
        while at < Int(nodes[node].next) {
            if grammar.kinds[nodes[at].symbol] == .statements { return at }
            at = Int(nodes[at].next)
        }
        return 0
    }

    /// The grammar takes `defer { }` for a call.
    func isSwiftDefer(_ call: Int, _ grammar: SwiftGrammar) -> Bool {
        let callee = namedChild(of: call, after: call)
        return callee != 0 && grammar.kinds[nodes[callee].symbol] == .simpleIdentifier && equal(text(callee), "defer")
    }

    /// `|=`, `<<=`, `&+=`: assignments that the grammar takes for any other operator.
    func isSwiftAugmented(_ node: Int, _ grammar: SwiftGrammar) -> Bool {
        let operation = child(of: node, grammar.op)
        guard operation != 0 else { return false }
        let text = text(operation)
        guard text.count >= 2, text[text.count - 1] == UInt8(ascii: "=") else { return false }
        switch text[0] {
        case UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "^"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "<"), UInt8(ascii: ">"): return text.count == 3 && text[1] == text[0]
        default: return false
        }
    }
}
