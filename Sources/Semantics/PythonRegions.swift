internal import CSyntax
internal import Syntax

/// The regions and scopes a Python file consists of.
extension FileModel {
    /// A block is the body of what stands around it.
    mutating func openPythonBlock(_ node: Int, _ grammar: PythonGrammar) {
        let parent = Int(nodes[node].parent)
        let field = nodes[node].field
        switch grammar.kinds[nodes[parent].symbol] {
        case .functionDefinition: openFunction(node, parent, grammar)
        case .classDefinition: openClass(node, parent, grammar)
        case .forStatement, .whileStatement: if field == grammar.body { open(node, .loop) }
        case .withStatement: open(node, nodes[parent + 1].symbol == grammar.async ? .asyncWith : .with)
        case .tryStatement: if field == grammar.body { open(node, .try) }
        case .exceptClause, .exceptGroupClause: open(node, .except)
        case .finallyClause: open(node, .finally)
        case .ifStatement: if field == grammar.consequence, isMainGuard(parent, grammar) { open(node, .mainGuard) }
        default: break
        }
    }

    private mutating func open(_ node: Int, _ context: Contexts) {
        openRegion(node, Int(nodes[node].next)) { $0.contexts.formUnion(context) }
    }

    /// `if __name__ == "__main__":`, in either order.
    private func isMainGuard(_ statement: Int, _ grammar: PythonGrammar) -> Bool {
        let condition = child(of: statement, grammar.condition)
        guard condition != 0, grammar.kinds[nodes[condition].symbol] == .comparisonOperator else { return false }
        let left = namedChild(of: condition, after: condition)
        let right = left == 0 ? 0 : namedChild(of: condition, after: left)
        guard right != 0 else { return false }
        func isMain(_ node: Int) -> Bool {
            grammar.kinds[nodes[node].symbol] == .string && equal(UnsafeRawBufferPointer(rebasing: text(node).dropFirst().dropLast()), "__main__")
        }
        return equal(text(left), "__name__") && isMain(right) || equal(text(right), "__name__") && isMain(left)
    }

    /// A part that is evaluated outside the region it stands in: a lambda's defaults, a comprehension's first iterable.
    mutating func openEscape(_ node: Int) {
        let inner = current(at: node)
        let outer = regions[Int(regions[inner].parent)]
        openRegion(node, Int(nodes[node].next)) {
            $0.scope = outer.scope
            $0.function = outer.function
            $0.contexts = outer.contexts
        }
    }

    mutating func openComprehension(_ node: Int) {
        let region = current(at: node)
        let scope = scopes.append(
            Scope(kind: .comprehension, parent: regions[region].scope, node: UInt32(node), key: UInt32(scopes.count), name: 0))
        openRegion(node, Int(nodes[node].next)) {
            $0.scope = UInt32(scope)
            $0.contexts.formUnion(.comprehension)
        }
    }

    mutating func openLambda(_ node: Int, _ grammar: PythonGrammar) {
        // The keyword `lambda` has the same name as the node but no children.
        guard Int(nodes[node].next) > node + 1 else { return }
        let region = current(at: node)
        let scope = scopes.append(
            Scope(kind: .function, parent: regions[region].scope, node: UInt32(node), key: UInt32(scopes.count), name: 0))
        openRegion(node, Int(nodes[node].next)) {
            $0.scope = UInt32(scope)
            $0.function = .max
            $0.isAsync = false
            $0.contexts = $0.contexts.intersection(.test).union(.lambda)
        }
        let parameters = child(of: node, grammar.parameters)
        if parameters != 0 { _ = bindParameters(parameters, scope, grammar) }
    }

    /// The name of a function or class, in the scope around it.
    mutating func bindDefinition(_ node: Int, _ kind: BindingKind, _ grammar: PythonGrammar) {
        let name = child(of: node, grammar.name)
        if name != 0 { bindName(name, Binding(kind: kind, node: UInt32(name), value: UInt32(node))) }
    }

    /// Opens the scope of a definition's body and tells its binding.
    private mutating func openDefinition(_ kind: ScopeKind, _ node: Int, _ grammar: PythonGrammar) -> (scope: Int, name: Name) {
        let outer = regions[current(at: node)].scope
        let nameNode = child(of: node, grammar.name)
        let name = nameNode == 0 ? 0 : names.intern(text(nameNode))
        let scope = scopes.append(Scope(kind: kind, parent: outer, node: UInt32(node), key: UInt32(scopes.count), name: name))
        var symbol = symbol(scopes[Int(outer)].key, name)
        if symbols[symbol].redirect != 0 { symbol = Int(symbols[symbol].redirect) }
        let binding = Int(symbols[symbol].last)
        if binding != 0, bindings[binding].node == UInt32(nameNode) { bindings.base[binding].scope = UInt32(scope) }
        return (scope, name)
    }

    private mutating func openFunction(_ body: Int, _ node: Int, _ grammar: PythonGrammar) {
        let (scope, name) = openDefinition(.function, node, grammar)
        let isAsync = nodes[node + 1].symbol == grammar.async
        let isTest = isTestName(names.text(name))
        openRegion(body, Int(nodes[body].next)) {
            $0.scope = UInt32(scope)
            $0.function = .max
            $0.isAsync = isAsync
            $0.contexts.formIntersection(.test)
            if isTest { $0.contexts.formUnion(.test) }
        }
        let parameters = child(of: node, grammar.parameters)
        guard parameters != 0 else { return }
        let first = bindParameters(parameters, scope, grammar)
        let isMethod = scopes[Int(scopes[scope].parent)].kind == .type
        if isMethod, first != 0, !hasDecorator(node, "staticmethod", grammar) { scopes.base[scope].selfName = first }
    }

    private mutating func openClass(_ body: Int, _ node: Int, _ grammar: PythonGrammar) {
        let (scope, name) = openDefinition(.type, node, grammar)
        let isTest = isTestClass(node, names.text(name), grammar)
        openRegion(body, Int(nodes[body].next)) {
            $0.scope = UInt32(scope)
            $0.contexts.formUnion(.class)
            if isTest { $0.contexts.formUnion(.test) }
        }
    }

    private func isTestName(_ name: UnsafeRawBufferPointer) -> Bool {
        name.count >= 4 && equal(UnsafeRawBufferPointer(rebasing: name[0..<4]), "test") && (name.count == 4 || name[4] == UInt8(ascii: "_"))
    }

    private func isTestClass(_ node: Int, _ name: UnsafeRawBufferPointer, _ grammar: PythonGrammar) -> Bool {
        if name.count >= 4, equal(UnsafeRawBufferPointer(rebasing: name[0..<4]), "Test") { return true }
        let bases = child(of: node, grammar.superclasses)
        guard bases != 0 else { return false }
        var base = namedChild(of: bases, after: bases)
        while base != 0 {
            let text = text(base)
            if text.count >= 8, equal(UnsafeRawBufferPointer(rebasing: text[(text.count - 8)...]), "TestCase") { return true }
            base = namedChild(of: bases, after: base)
        }
        return false
    }

    /// Whether a definition carries the decorator of that plain name.
    func hasDecorator(_ definition: Int, _ name: StaticString, _ grammar: PythonGrammar) -> Bool {
        let parent = Int(nodes[definition].parent)
        guard grammar.kinds[nodes[parent].symbol] == .decoratedDefinition else { return false }
        var item = namedChild(of: parent, after: parent)
        while item != 0, grammar.kinds[nodes[item].symbol] == .decorator {
            let expression = namedChild(of: item, after: item)
            if expression != 0, equal(text(expression), name) { return true }
            item = namedChild(of: parent, after: item)
        }
        return false
    }

    /// Binds parameters in the function's scope and returns the first one's name.
    private mutating func bindParameters(_ list: Int, _ scope: Int, _ grammar: PythonGrammar) -> Name {
        var first: Name = 0
        var isFirst = true
        var item = namedChild(of: list, after: list)
        while item != 0 {
            defer {
                item = namedChild(of: list, after: item)
                isFirst = false
            }
            var name = item, value = 0, type = 0
            switch grammar.kinds[nodes[item].symbol] {
            case .identifier: break
            case .defaultParameter, .typedDefaultParameter:
                name = child(of: item, grammar.name)
                value = child(of: item, grammar.value)
                type = child(of: item, grammar.type)
            case .typedParameter:
                name = namedChild(of: item, after: item)
                type = child(of: item, grammar.type)
            case .listSplatPattern, .dictionarySplatPattern: break
            default: continue
            }
            guard name != 0 else { continue }
            var kind = BindingKind.parameter
            switch grammar.kinds[nodes[name].symbol] {
            case .identifier: break
            case .listSplatPattern, .dictionarySplatPattern:
                // The annotation is of each item, the name holds them all.
                name = namedChild(of: name, after: name)
                kind = .opaque
                if name == 0 { continue }
            default: continue
            }
            let atom = names.intern(text(name))
            if isFirst, kind == .parameter { first = atom }
            bind(scopes[scope].key, atom, Binding(kind: kind, node: UInt32(name), value: UInt32(value), type: UInt32(type), scope: UInt32(scope)))
        }
        return first
    }
}
