internal import CSyntax
internal import Syntax

/// One pass over a Python file's nodes: regions, scopes, and what is bound where.
extension FileModel {
    mutating func bindPython() {
        let grammar = PythonGrammar.shared
        let kinds = grammar.kinds
        var node = 1
        while node < nodeCount {
            switch kinds[nodes[node].symbol] {
            case .block: openPythonBlock(node, grammar)
            case .functionDefinition: bindDefinition(node, .function, grammar)
            case .classDefinition: bindDefinition(node, .type, grammar)
            case .lambda: openLambda(node, grammar)
            case .lambdaParameters: openEscape(node)
            case .listComprehension, .setComprehension, .dictionaryComprehension, .generatorExpression: openComprehension(node)
            case .forInClause: bindComprehensionTarget(node, grammar)
            case .forStatement:
                let left = child(of: node, grammar.left)
                if left != 0 { bindTarget(left, .opaque, value: 0, type: 0, grammar) }
            case .assignment: bindAssignment(node, grammar)
            case .augmentedAssignment:
                let left = child(of: node, grammar.left)
                if left != 0, kinds[nodes[left].symbol] == .identifier { bindTarget(left, .marker, value: 0, type: 0, grammar) }
            case .namedExpression:
                let name = child(of: node, grammar.name), value = child(of: node, grammar.value)
                if name != 0 { bindName(name, Binding(kind: .value, node: UInt32(name), value: UInt32(value)), pastComprehensions: true) }
            case .asPatternTarget: bindAsTarget(node, grammar)
            case .asPattern: bindCaseAs(node, grammar)
            case .dottedName: bindCapture(node, grammar)
            case .splatPattern:
                let name = namedChild(of: node, after: node)
                if name != 0 { bindName(name, Binding(kind: .opaque, node: UInt32(name))) }
            case .importStatement, .importFromStatement: bindImport(node, grammar)
            case .globalStatement, .nonlocalStatement: redirect(node, grammar)
            case .deleteStatement:
                let target = namedChild(of: node, after: node)
                if target != 0 { bindTarget(target, .marker, value: 0, type: 0, grammar) }
            case .typeAliasStatement:
                let left = child(of: node, grammar.left), right = child(of: node, grammar.right)
                let name = left == 0 ? 0 : namedChild(of: left, after: left)
                if name != 0 { bindName(name, Binding(kind: .alias, node: UInt32(name), type: UInt32(right))) }
            default: break
            }
            node += 1
        }
    }

    // MARK: Names

    /// Binds an identifier in the scope around it.
    mutating func bindName(_ node: Int, _ binding: Binding, pastComprehensions: Bool = false) {
        var scope = Int(regions[current(at: node)].scope)
        if pastComprehensions {
            while scopes[scope].kind == .comprehension { scope = Int(scopes[scope].parent) }
        }
        let name = names.intern(text(node))
        bind(scopes[scope].key, name, binding)
    }

    private mutating func bindTarget(_ target: Int, _ kind: BindingKind, value: Int, type: Int, _ grammar: PythonGrammar) {
        switch grammar.kinds[nodes[target].symbol] {
        case .identifier: bindName(target, Binding(kind: kind, node: UInt32(target), value: UInt32(value), type: UInt32(type)))
        case .attribute: bindAttribute(target, kind, value: value, type: type, grammar)
        case .parenthesizedExpression:
            let inner = namedChild(of: target, after: target)
            if inner != 0, grammar.kinds[nodes[inner].symbol] != .parenthesizedExpression {
                bindTarget(inner, kind, value: value, type: type, grammar)
            }
        case .patternList, .tuplePattern, .listPattern, .expressionList, .tuple, .list:
            if kind == .value, value != 0, bindPairs(target, value, grammar) { return }
            bindAll(under: target, kind == .marker ? .marker : .opaque, grammar)
        case .listSplatPattern: bindAll(under: target, .opaque, grammar)
        default: break
        }
    }

    /// `a, b = x, y`: each name has its own value. False when the two sides do not pair off.
    private mutating func bindPairs(_ target: Int, _ value: Int, _ grammar: PythonGrammar) -> Bool {
        switch grammar.kinds[nodes[value].symbol] {
        case .tuple, .list, .expressionList: break
        default: return false
        }
        var left = namedChild(of: target, after: target), right = namedChild(of: value, after: value)
        while left != 0, right != 0 {
            if grammar.kinds[nodes[left].symbol] == .listSplatPattern || grammar.kinds[nodes[right].symbol] == .listSplat { return false }
            left = namedChild(of: target, after: left)
            right = namedChild(of: value, after: right)
        }
        guard left == 0, right == 0 else { return false }
        left = namedChild(of: target, after: target)
        right = namedChild(of: value, after: value)
        while left != 0 {
            switch grammar.kinds[nodes[left].symbol] {
            case .identifier, .attribute: bindTarget(left, .value, value: right, type: 0, grammar)
            default: bindAll(under: left, .opaque, grammar)
            }
            left = namedChild(of: target, after: left)
            right = namedChild(of: value, after: right)
        }
        return true
    }

    /// Binds every name in a nested target; what stands in subscripts and calls is only read.
    private mutating func bindAll(under target: Int, _ kind: BindingKind, _ grammar: PythonGrammar) {
        var node = target
        let end = Int(nodes[target].next)
        while node < end {
            switch grammar.kinds[nodes[node].symbol] {
            case .identifier: bindName(node, Binding(kind: kind, node: UInt32(node)))
            case .attribute:
                bindAttribute(node, kind, value: 0, type: 0, grammar)
                node = Int(nodes[node].next)
                continue
            case .subscript, .call:
                node = Int(nodes[node].next)
                continue
            default: break
            }
            node += 1
        }
    }

    /// `self.name = …` in a method binds the name in the class; other attributes are nobody's.
    private mutating func bindAttribute(_ target: Int, _ kind: BindingKind, value: Int, type: Int, _ grammar: PythonGrammar) {
        let object = child(of: target, grammar.object), attribute = child(of: target, grammar.attribute)
        guard object != 0, attribute != 0, grammar.kinds[nodes[object].symbol] == .identifier, kind != .marker else { return }
        let receiver = names.find(text(object))
        guard receiver != 0 else { return }
        var scope = Int(regions[current(at: target)].scope)
        // A closure inside a method may set the attribute too; more than a few levels up it is no method of ours.
        for _ in 0..<4 {
            guard scope != 0 else { break }
            if scopes[scope].selfName == receiver {
                let owner = Int(scopes[scope].parent)
                let name = names.intern(text(attribute))
                let known: BindingKind = kind == .value ? .attribute : kind
                bind(
                    scopes[owner].key, name,
                    Binding(kind: known, node: UInt32(attribute), value: UInt32(value), type: UInt32(type)))
                return
            }
            scope = Int(scopes[scope].parent)
        }
    }

    private mutating func bindAssignment(_ node: Int, _ grammar: PythonGrammar) {
        let left = child(of: node, grammar.left)
        guard left != 0 else { return }
        var value = child(of: node, grammar.right)
        // a = b = c: both are c. The count keeps a file of one endless chain linear.
        for _ in 0..<32 {
            guard value != 0 && grammar.kinds[nodes[value].symbol] == .assignment else { break }
            value = child(of: value, grammar.right)
        }
        bindTarget(left, .value, value: value, type: child(of: node, grammar.type), grammar)
    }

    private mutating func bindAsTarget(_ node: Int, _ grammar: PythonGrammar) {
        let target = namedChild(of: node, after: node)
        let pattern = Int(nodes[node].parent)
        let value = namedChild(of: pattern, after: pattern)
        guard target != 0, value != 0, value != node else { return }
        switch grammar.kinds[nodes[Int(nodes[pattern].parent)].symbol] {
        case .exceptClause, .exceptGroupClause: bindTarget(target, .caught, value: 0, type: value, grammar)
        default: bindTarget(target, .context, value: value, type: 0, grammar)
        }
    }

    // MARK: Match

    private mutating func bindCaseAs(_ node: Int, _ grammar: PythonGrammar) {
        guard grammar.kinds[nodes[Int(nodes[node].parent)].symbol] == .casePattern else { return }
        let first = namedChild(of: node, after: node)
        guard first != 0 else { return }
        let name = namedChild(of: node, after: first)
        if name != 0, grammar.kinds[nodes[name].symbol] == .identifier { bindName(name, Binding(kind: .opaque, node: UInt32(name))) }
    }

    private mutating func bindCapture(_ node: Int, _ grammar: PythonGrammar) {
        switch grammar.kinds[nodes[Int(nodes[node].parent)].symbol] {
        case .casePattern, .keywordPattern: break
        default: return
        }
        let name = namedChild(of: node, after: node)
        // A dotted name is a value to compare with, not a capture.
        if name != 0, namedChild(of: node, after: name) == 0 { bindName(name, Binding(kind: .opaque, node: UInt32(name))) }
    }

    // MARK: Imports, global, nonlocal

    private mutating func bindImport(_ node: Int, _ grammar: PythonGrammar) {
        let isFrom = grammar.kinds[nodes[node].symbol] == .importFromStatement
        let module = isFrom ? child(of: node, grammar.moduleName) : 0
        var item = namedChild(of: node, after: node)
        while item != 0 {
            defer { item = namedChild(of: node, after: item) }
            if item == module { continue }
            switch grammar.kinds[nodes[item].symbol] {
            case .wildcardImport:
                hasStarImport = true
                starImports.append(UInt32(module))
            case .aliasedImport:
                let name = child(of: item, grammar.name), alias = child(of: item, grammar.alias)
                guard name != 0, alias != 0 else { continue }
                bindName(
                    alias,
                    Binding(kind: isFrom ? .importedFrom : .importedAs, node: UInt32(alias), value: UInt32(name), type: UInt32(module)))
            case .dottedName:
                let first = namedChild(of: item, after: item)
                guard first != 0 else { continue }
                bindName(
                    first,
                    Binding(kind: isFrom ? .importedFrom : .importedModule, node: UInt32(first), value: UInt32(item), type: UInt32(module)))
            default: continue
            }
        }
    }

    private mutating func redirect(_ node: Int, _ grammar: PythonGrammar) {
        let isGlobal = grammar.kinds[nodes[node].symbol] == .globalStatement
        let scope = Int(regions[current(at: node)].scope)
        guard scope != 0 else { return }
        var item = namedChild(of: node, after: node)
        while item != 0 {
            let name = names.intern(text(item))
            let target = isGlobal ? 0 : enclosingFunction(binding: name, around: scope)
            let symbol = makeSymbol(scopes[scope].key, name)
            var end = makeSymbol(scopes[target].key, name)
            if symbols[end].redirect != 0 { end = Int(symbols[end].redirect) }
            if end != symbol { symbols.base[symbol].redirect = UInt32(end) }
            item = namedChild(of: node, after: item)
        }
    }

    /// The function scope `nonlocal` means: one that binds the name already, else the nearest.
    private func enclosingFunction(binding name: Name, around scope: Int) -> Int {
        var nearest = 0
        var at = Int(scopes[scope].parent)
        for _ in 0..<64 {
            guard at != 0 else { break }
            if scopes[at].kind == .function {
                if symbol(scopes[at].key, name) != 0 { return at }
                if nearest == 0 { nearest = at }
            }
            at = Int(scopes[at].parent)
        }
        return nearest
    }
    // MARK: Comprehensions

    private mutating func bindComprehensionTarget(_ node: Int, _ grammar: PythonGrammar) {
        let left = child(of: node, grammar.left), right = child(of: node, grammar.right)
        if left != 0 { bindTarget(left, .opaque, value: 0, type: 0, grammar) }
        // The first iterable is evaluated outside.
        if right != 0, isFirstClause(node, grammar) { openEscape(right) }
    }

    private func isFirstClause(_ node: Int, _ grammar: PythonGrammar) -> Bool {
        let parent = Int(nodes[node].parent)
        var sibling = namedChild(of: parent, after: parent)
        while sibling != 0, sibling < node {
            if grammar.kinds[nodes[sibling].symbol] == .forInClause { return false }
            sibling = namedChild(of: parent, after: sibling)
        }
        return true
    }
}
