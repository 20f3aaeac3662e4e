internal import CSyntax
internal import Syntax

/// The regions and scopes a Swift file consists of.
extension FileModel {
    /// A scope for the names between two nodes; `owner` is the statement it belongs to.
    mutating func openBlock(_ owner: Int, _ start: Int, _ end: Int, adding context: Contexts = .none) {
        let region = current(at: start)
        let scope = scopes.append(
            Scope(kind: .block, parent: regions[region].scope, node: UInt32(owner), key: UInt32(scopes.count), name: 0))
        openRegion(start, end) {
            $0.scope = UInt32(scope)
            $0.contexts.formUnion(context)
        }
    }

    /// Statements in braces: which braces these are, the parent says.
    mutating func openStatements(_ node: Int, _ grammar: SwiftGrammar) {
        let parent = Int(nodes[node].parent), end = Int(nodes[node].next)
        switch grammar.kinds[nodes[parent].symbol] {
        case .forStatement, .whileStatement, .repeatWhileStatement: openBlock(parent, node, end, adding: .loop)
        case .doStatement: openBlock(parent, node, end, adding: hasCatch(parent, grammar) ? .try : .none)
        case .catchBlock: openBlock(parent, node, end, adding: .except)
        default: break
        }
    }

    func hasCatch(_ statement: Int, _ grammar: SwiftGrammar) -> Bool {
        var item = namedChild(of: statement, after: statement)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .catchBlock { return true }
            item = namedChild(of: statement, after: item)
        }
        return false
    }

    /// What follows `else` sees none of the names an `if let` made.
    mutating func openElse(_ node: Int, _ grammar: SwiftGrammar) {
        let parent = Int(nodes[node].parent), end = Int(nodes[parent].next)
        switch grammar.kinds[nodes[parent].symbol] {
        case .guardStatement: openBlock(parent, node, end)
        case .ifStatement:
            let inner = current(at: node)
            let outer = regions[Int(regions[inner].parent)]
            let scope = scopes.append(Scope(kind: .block, parent: outer.scope, node: UInt32(parent), key: UInt32(scopes.count), name: 0))
            openRegion(node, end) {
                $0.scope = UInt32(scope)
                $0.contexts = outer.contexts
            }
        default: break
        }
    }

    mutating func openFor(_ node: Int, _ grammar: SwiftGrammar) {
        openBlock(node, node, Int(nodes[node].next))
        if nodes[node + 1].next < nodes[node].next, nodes[Int(nodes[node + 1].next)].symbol == grammar.await { markAsync(node) }
        let item = child(of: node, grammar.item), collection = child(of: node, grammar.collection)
        guard item != 0 else { return }
        let from = collection == 0 ? Int(nodes[item].next) : Int(nodes[collection].next)
        bindPattern(item, isBinding: true, visibleFrom: from, grammar)
    }

    mutating func openCatch(_ node: Int, _ grammar: SwiftGrammar) {
        openBlock(node, node, Int(nodes[node].next))
        let pattern = child(of: node, grammar.error)
        if pattern != 0 {
            bindPattern(pattern, isBinding: false, visibleFrom: Int(nodes[pattern].next), grammar)
        } else {
            bindSwift(node + 1, .opaque, name: names.intern("error"))
        }
    }

    // MARK: Functions

    mutating func openSwiftFunction(_ body: Int, _ grammar: SwiftGrammar) {
        let declaration = Int(nodes[body].parent)
        let kind = grammar.kinds[nodes[declaration].symbol]
        let outer = regions[current(at: body)]
        let isFunction = kind == .functionDeclaration || kind == .protocolFunctionDeclaration
        let nameNode = isFunction ? child(of: declaration, grammar.name) : 0
        let name = nameNode == 0 ? 0 : names.intern(text(nameNode))
        let scope = scopes.append(
            Scope(kind: .function, parent: outer.scope, node: UInt32(declaration), key: UInt32(scopes.count), name: name))
        var isAsync = false
        switch grammar.kinds[nodes[body].symbol] {
        case .functionBody: isAsync = hasToken(grammar.async, in: declaration)
        case .computedGetter:
            let specifier = namedChild(of: body, after: body)
            isAsync = specifier != 0 && hasToken(grammar.async, in: specifier)
        default: break
        }
        let isTest = isFunction && hasAttribute("Test", declaration, grammar)
        let isEntry = outer.contexts.isSuperset(of: [.class, .mainGuard])
        openRegion(body, Int(nodes[body].next)) {
            $0.scope = UInt32(scope)
            $0.function = .max
            $0.isAsync = isAsync
            $0.contexts.formIntersection(.test)
            if isTest { $0.contexts.formUnion(.test) }
            if isEntry { $0.contexts.formUnion(.mainGuard) }
        }
        switch kind {
        case .functionDeclaration, .initDeclaration, .subscriptDeclaration: bindParameters(declaration, scope, grammar)
        default: bindAccessorParameter(body, scope, grammar)
        }
    }

    private mutating func bindParameters(_ declaration: Int, _ scope: Int, _ grammar: SwiftGrammar) {
        var item = namedChild(of: declaration, after: declaration)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .parameter {
                // Of the children called `name` the first is the name, the second the type.
                let name = child(of: item, grammar.name)
                var type = name == 0 ? 0 : namedChild(of: item, after: name)
                while type != 0, nodes[type].field != grammar.name { type = namedChild(of: item, after: type) }
                if name != 0 {
                    let text = text(name)
                    let isVariadic = hasToken(grammar.ellipsis, in: item)
                    if !equal(text, "_") {
                        bind(
                            scopes[scope].key, names.intern(text),
                            Binding(kind: isVariadic ? .opaque : .parameter, node: UInt32(name), type: UInt32(type), scope: UInt32(scope)))
                    }
                }
            }
            item = namedChild(of: declaration, after: item)
        }
    }

    /// `set(value)`, `didSet(old)` and the names they have without.
    private mutating func bindAccessorParameter(_ body: Int, _ scope: Int, _ grammar: SwiftGrammar) {
        switch grammar.kinds[nodes[body].symbol] {
        case .computedSetter, .willsetClause, .didsetClause: break
        default: return
        }
        var item = namedChild(of: body, after: body)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .simpleIdentifier {
                bind(scopes[scope].key, names.intern(text(item)), Binding(kind: .opaque, node: UInt32(item)))
                return
            }
            item = namedChild(of: body, after: item)
        }
        for name: StaticString in ["newValue", "oldValue"] { bind(scopes[scope].key, names.intern(name), Binding(kind: .opaque, node: 0)) }
    }

    // MARK: Closures

    mutating func openClosure(_ node: Int, _ grammar: SwiftGrammar) {
        let end = Int(nodes[node].next)
        let call = callReceiving(closure: node, grammar)
        let last = call == 0 ? 0 : lastName(of: swiftCalled(call), grammar)
        if last != 0, equal(text(last), "defer"), grammar.kinds[nodes[Int(nodes[last].parent)].symbol] == .callExpression {
            openBlock(node, node, end, adding: .finally)
            return
        }
        let outer = regions[current(at: node)]
        let scope = scopes.append(Scope(kind: .function, parent: outer.scope, node: UInt32(node), key: UInt32(scopes.count), name: 0))
        let type = child(of: node, grammar.type)
        let isAsync = type != 0 && hasToken(grammar.async, in: type) || last != 0 && takesAsync(last, grammar) && !isSyncLabel(node, grammar)
        openRegion(node, end) {
            $0.scope = UInt32(scope)
            $0.function = .max
            $0.isAsync = isAsync
            $0.contexts = $0.contexts.intersection(.test).union(.lambda)
        }
        bindCaptures(child(of: node, grammar.captures), grammar)
        guard type != 0 else { return }
        var list = namedChild(of: type, after: type)
        while list != 0, grammar.kinds[nodes[list].symbol] != .lambdaFunctionTypeParameters { list = namedChild(of: type, after: list) }
        guard list != 0 else { return }
        var item = namedChild(of: list, after: list), isFirst = true
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .lambdaParameter {
                let name = child(of: item, grammar.name)
                var type = name == 0 ? 0 : namedChild(of: item, after: name)
                while type != 0, nodes[type].field != grammar.name { type = namedChild(of: item, after: type) }
                // An untyped first parameter may be known from the call: `value` is the closure then.
                if name != 0 {
                    bind(
                        scopes[scope].key, names.intern(text(name)),
                        Binding(
                            kind: .parameter, node: UInt32(name), value: isFirst && type == 0 ? UInt32(node) : 0, type: UInt32(type),
                            scope: UInt32(scope)))
                }
                isFirst = false
            }
            item = namedChild(of: list, after: item)
        }
    }

    private mutating func bindCaptures(_ list: Int, _ grammar: SwiftGrammar) {
        guard list != 0 else { return }
        var item = namedChild(of: list, after: list)
        while item != 0 {
            let name = child(of: item, grammar.name), value = child(of: item, grammar.value)
            if name != 0, grammar.kinds[nodes[name].symbol] == .simpleIdentifier {
                bindSwift(name, value == 0 ? .shorthand : .value, value: value, visibleFrom: Int(nodes[list].next))
            }
            item = namedChild(of: list, after: item)
        }
    }

    /// Functions whose closure argument runs as a task or is awaited.
    ///
    /// - Parameter node: the name of what is called. `task` and `refreshable` are SwiftUI's only as members.
    private func takesAsync(_ node: Int, _ grammar: SwiftGrammar) -> Bool {
        let name = text(node)
        let isMember = grammar.kinds[nodes[Int(nodes[node].parent)].symbol] != .callExpression
        return switch name.count {
        case 4: equal(name, "Task") || isMember && equal(name, "task")
        case 7: equal(name, "addTask")
        case 8: equal(name, "detached")
        case 9: equal(name, "immediate")
        case 11: isMember && equal(name, "refreshable")
        case 13: equal(name, "withTaskGroup")
        case 16: equal(name, "addImmediateTask")
        case 21: equal(name, "withThrowingTaskGroup")
        case 23: equal(name, "withDiscardingTaskGroup") || equal(name, "addTaskUnlessCancelled")
        case 22: equal(name, "addTaskUnlessCancelled")
        case 27: equal(name, "withTaskCancellationHandler")
        case 31: equal(name, "withThrowingDiscardingTaskGroup")
        default: false
        }
    }

    /// `onCancel:` is the one closure of theirs that is not async.
    private func isSyncLabel(_ closure: Int, _ grammar: SwiftGrammar) -> Bool {
        let label = labelNode(of: closure, grammar)
        return label != 0 && equal(text(label), "onCancel")
    }

    // MARK: Types

    /// The type's name in the scope around it, and its path among the file's types.
    mutating func declareType(_ node: Int, _ grammar: SwiftGrammar) {
        let name = child(of: node, grammar.name)
        guard name != 0 else { return }
        if grammar.kinds[nodes[name].symbol] == .userType { return }
        bindSwift(name, .type, value: node)
        let path = typePath(node, grammar)
        bind(SwiftKey.declaredTypes, path, Binding(kind: .type, node: UInt32(name), value: UInt32(node)))
    }

    /// The dotted path of a type declaration or of the type an extension extends.
    private mutating func typePath(_ node: Int, _ grammar: SwiftGrammar) -> Name {
        let name = child(of: node, grammar.name)
        guard name != 0 else { return 0 }
        let outer = swiftPath(Int(regions[current(at: node)].scope))
        if grammar.kinds[nodes[name].symbol] == .userType { return writtenPath(name, grammar) }
        return outer == 0 ? names.intern(text(name)) : names.join(outer, ".", text(name))
    }

    mutating func openType(_ body: Int, _ grammar: SwiftGrammar) {
        let node = Int(nodes[body].parent)
        let path = typePath(node, grammar)
        let outer = regions[current(at: body)]
        let key = path == 0 ? UInt32(scopes.count) : SwiftKey.members(of: path)
        let scope = scopes.append(Scope(kind: .type, parent: outer.scope, node: UInt32(node), key: key, name: path))
        let isTest = inherits(node, "XCTestCase", grammar) || hasAttribute("Suite", node, grammar)
        let isMain = hasAttribute("main", node, grammar)
        openRegion(body, Int(nodes[body].next)) {
            $0.scope = UInt32(scope)
            $0.contexts = $0.contexts.intersection(.test).union(.class)
            if isTest { $0.contexts.formUnion(.test) }
            if isMain { $0.contexts.formUnion(.mainGuard) }
        }
    }

    private func inherits(_ declaration: Int, _ name: StaticString, _ grammar: SwiftGrammar) -> Bool {
        var item = namedChild(of: declaration, after: declaration)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .inheritanceSpecifier, equal(text(item), name) { return true }
            item = namedChild(of: declaration, after: item)
        }
        return false
    }

    func hasAttribute(_ name: StaticString, _ declaration: Int, _ grammar: SwiftGrammar) -> Bool {
        let modifiers = namedChild(of: declaration, after: declaration)
        guard modifiers != 0, grammar.kinds[nodes[modifiers].symbol] == .modifiers else { return false }
        var item = namedChild(of: modifiers, after: modifiers)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .attribute {
                let type = namedChild(of: item, after: item)
                if type != 0, equal(text(type), name) { return true }
            }
            item = namedChild(of: modifiers, after: item)
        }
        return false
    }

    /// Whether a node has that keyword among its own children.
    func hasToken(_ token: UInt16, in node: Int) -> Bool { self.token(token, in: node) != 0 }

    /// The first of a node's own children that is that keyword, or 0.
    func token(_ token: UInt16, in node: Int) -> Int {
        var at = node + 1
        let end = Int(nodes[node].next)
        while at < end {
            if nodes[at].symbol == token { return at }
            at = Int(nodes[at].next)
        }
        return 0
    }
}
