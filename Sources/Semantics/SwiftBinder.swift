internal import CSyntax
internal import Syntax

/// The keys under which symbols are stored that belong to no scope.
enum SwiftKey {
    /// Types declared in the file, by their whole path.
    static let declaredTypes: UInt32 = 0xFFFF_FFFF
    /// Imported modules.
    static let modules: UInt32 = 0xFFFF_FFFE
    /// Members of the type with that path, whether it is declared here or only extended.
    static func members(of path: Name) -> UInt32 { 0x8000_0000 | path }
}

/// One pass over a Swift file's nodes: regions, scopes, and what is bound where.
extension FileModel {
    mutating func bindSwift() {
        let grammar = SwiftGrammar.shared
        let kinds = grammar.kinds
        var node = 1
        while node < nodeCount {
            switch kinds[nodes[node].symbol] {
            case .statements: openStatements(node, grammar)
            case .functionBody, .computedProperty, .computedGetter, .computedSetter, .computedModify, .willsetClause, .didsetClause:
                openSwiftFunction(node, grammar)
            case .lambdaLiteral: openClosure(node, grammar)
            case .classDeclaration, .protocolDeclaration: declareType(node, grammar)
            case .classBody, .enumClassBody, .protocolBody: openType(node, grammar)
            case .functionDeclaration, .protocolFunctionDeclaration:
                let name = child(of: node, grammar.name)
                if name != 0 { bindSwift(name, .function, value: node) }
            case .propertyDeclaration, .protocolPropertyDeclaration: bindProperty(node, grammar)
            case .typealiasDeclaration: bindAlias(node, grammar)
            case .associatedtypeDeclaration:
                let name = child(of: node, grammar.name)
                if name != 0 { bindSwift(name, .opaque) }
            case .importDeclaration: bindModule(node, grammar)
            case .ifStatement, .whileStatement:
                openBlock(node, node, Int(nodes[node].next))
                bindConditions(node, grammar)
            case .guardStatement: bindConditions(node, grammar)
            case .elseKeyword: openElse(node, grammar)
            case .forStatement: openFor(node, grammar)
            case .catchBlock: openCatch(node, grammar)
            case .switchEntry: openBlock(node, node, Int(nodes[node].next))
            case .switchPattern: bindPattern(node, isBinding: false, visibleFrom: Int(nodes[node].next), grammar)
            case .awaitExpression: markAsync(node)
            default: break
            }
            node += 1
        }
    }

    // MARK: Names

    /// Binds a name in the scope around it; `_` and `self` are no names.
    mutating func bindSwift(
        _ node: Int, _ kind: BindingKind, value: Int = 0, type: Int = 0, visibleFrom: Int = 0, name given: Name? = nil
    ) {
        let text = text(node)
        if given == nil, equal(text, "_") || equal(text, "self") { return }
        let scope = Int(regions[current(at: node)].scope)
        let isOrdered = scopes[scope].kind == .function || scopes[scope].kind == .block
        bind(
            scopes[scope].key, given ?? names.intern(text),
            Binding(
                kind: kind, node: UInt32(node), value: UInt32(value), type: UInt32(type), visibleFrom: isOrdered ? UInt32(visibleFrom) : 0))
    }

    /// Every name a pattern introduces. `isBinding`: a `let` or `var` before the pattern makes all its names new.
    mutating func bindPattern(_ pattern: Int, isBinding: Bool, visibleFrom: Int, _ grammar: SwiftGrammar) {
        let end = Int(nodes[pattern].next)
        var bindsFrom = isBinding ? pattern : end
        var cast = 0
        var node = pattern + 1
        while node < end {
            switch grammar.kinds[nodes[node].symbol] {
            case .valueBindingPattern: bindsFrom = min(bindsFrom, node)
            case .pattern:
                // `let x as Foo`: what follows `as` in the pattern around the name.
                cast = nodes[node].child <= 1 ? castType(in: Int(nodes[node].parent), grammar) : 0
            case .simpleIdentifier:
                let isBound = nodes[node].field == grammar.boundIdentifier
                let isPlain = grammar.kinds[nodes[Int(nodes[node].parent)].symbol] == .pattern && nodes[node - 1].symbol != grammar.dot
                if isBound || (isPlain && bindsFrom < node) {
                    if cast != 0 {
                        bindSwift(node, .caught, type: cast, visibleFrom: visibleFrom)
                    } else {
                        bindSwift(node, .opaque, visibleFrom: visibleFrom)
                    }
                }
            case .callExpression, .lambdaLiteral, .userType:
                node = Int(nodes[node].next)
                continue
            default: break
            }
            node += 1
        }
    }

    private func castType(in pattern: Int, _ grammar: SwiftGrammar) -> Int {
        var at = pattern + 1, sawAs = false
        let end = Int(nodes[pattern].next)
        while at < end {
            if nodes[at].symbol == grammar.as {
                sawAs = true
            } else if sawAs {
                return at
            }
            at = Int(nodes[at].next)
        }
        return 0
    }

    /// `if let a = b, case .c(let d) = e, let f`: each condition's names are seen by what follows it.
    private mutating func bindConditions(_ statement: Int, _ grammar: SwiftGrammar) {
        var name = 0, type = 0, value = 0
        var isBinding = false, expectsValue = false
        // `case .a(x, y)`: the commas in a pattern's brackets separate nothing here.
        var depth = 0
        let end = Int(nodes[statement].next)
        var at = statement + 1
        func isEnd(_ symbol: UInt16) -> Bool { symbol == grammar.brace || grammar.kinds[symbol] == .elseKeyword }
        while at < end {
            let symbol = nodes[at].symbol
            if symbol == grammar.parenthesis { depth += 1 }
            if symbol == grammar.closingParenthesis { depth -= 1 }
            if symbol == grammar.comma && depth <= 0 || isEnd(symbol) {
                if name != 0 {
                    let from = value == 0 ? at : Int(nodes[value].next)
                    bindSwift(name, value == 0 && type == 0 ? .shorthand : .value, value: value, type: type, visibleFrom: from)
                }
                if isEnd(symbol) { return }
                name = 0
                type = 0
                value = 0
                isBinding = false
                expectsValue = false
            } else if expectsValue {
                if value == 0, nodes[at].field == grammar.condition { value = at }
            } else if symbol == grammar.equals {
                expectsValue = true
            } else if nodes[at].field == grammar.boundIdentifier {
                name = at
            } else {
                switch grammar.kinds[symbol] {
                case .valueBindingPattern: isBinding = true
                case .typeAnnotation: type = at
                case .pattern: bindPattern(at, isBinding: isBinding, visibleFrom: Int(nodes[at].next), grammar)
                default: break
                }
            }
            at = Int(nodes[at].next)
        }
    }

    /// `let a = x, (b, c): T = y`: each pattern with the annotation and value that follow it.
    private mutating func bindProperty(_ node: Int, _ grammar: SwiftGrammar) {
        let end = Int(nodes[node].next)
        var pattern = 0, type = 0, value = 0
        var at = node + 1
        while at <= end {
            let isPattern = at < end && nodes[at].field == grammar.name && grammar.kinds[nodes[at].symbol] == .pattern
            if (isPattern || at == end) && pattern != 0 {
                bindDeclared(pattern, type, value, visibleFrom: end, grammar)
                type = 0
                value = 0
            }
            guard at < end else { break }
            if isPattern {
                pattern = at
            } else if grammar.kinds[nodes[at].symbol] == .typeAnnotation {
                type = at
            } else if nodes[at].field == grammar.value {
                value = at
            }
            at = Int(nodes[at].next)
        }
    }

    private mutating func bindDeclared(_ pattern: Int, _ type: Int, _ value: Int, visibleFrom: Int, _ grammar: SwiftGrammar) {
        let name = child(of: pattern, grammar.boundIdentifier)
        if name != 0 {
            bindSwift(name, .value, value: value, type: type, visibleFrom: visibleFrom)
            return
        }
        // let (a, b) = (x, y): each its own.
        var item = namedChild(of: pattern, after: pattern)
        var part = value != 0 && grammar.kinds[nodes[value].symbol] == .tupleExpression ? namedChild(of: value, after: value) : 0
        while item != 0, part != 0 {
            let inner = namedChild(of: item, after: item)
            if inner != 0, grammar.kinds[nodes[inner].symbol] == .simpleIdentifier {
                bindSwift(inner, .value, value: part, visibleFrom: visibleFrom)
            } else {
                bindPattern(item, isBinding: true, visibleFrom: visibleFrom, grammar)
            }
            item = namedChild(of: pattern, after: item)
            part = namedChild(of: value, after: part)
        }
        while item != 0 {
            bindPattern(item, isBinding: true, visibleFrom: visibleFrom, grammar)
            item = namedChild(of: pattern, after: item)
        }
    }

    private mutating func bindAlias(_ node: Int, _ grammar: SwiftGrammar) {
        let name = child(of: node, grammar.name)
        guard name != 0 else { return }
        var type = namedChild(of: node, after: name)
        // Generic parameters may stand between.
        while type != 0, nodes[type].field != grammar.name { type = namedChild(of: node, after: type) }
        bindSwift(name, .alias, type: type)
    }

    private mutating func bindModule(_ node: Int, _ grammar: SwiftGrammar) {
        var item = namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[nodes[item].symbol] == .identifier {
                let first = namedChild(of: item, after: item)
                if first != 0 {
                    bind(SwiftKey.modules, names.intern(text(first)), Binding(kind: .importedModule, node: UInt32(first)))
                }
                return
            }
            item = namedChild(of: node, after: item)
        }
    }

    /// A closure with an `await` of its own is async.
    mutating func markAsync(_ node: Int) {
        let function = Int(regions[current(at: node)].function)
        guard function != 0 else { return }
        let definition = Int(regions[function].start)
        if SwiftGrammar.shared.kinds[nodes[definition].symbol] == .lambdaLiteral { regions.base[function].isAsync = true }
    }
}
