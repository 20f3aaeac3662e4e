internal import CSyntax
internal import Syntax

/// What a Swift expression means: written paths, what the file declares, and the types of variables.
extension FileModel {
    /// What an expression means; the entry for questions from outside.
    mutating func swiftMeaning(of node: Int) -> Meaning {
        evaluation = Evaluation()
        let meaning = meaning(node, 0, SwiftGrammar.shared)
        return evaluation.isLost ? .unknown : meaning
    }

    mutating func meaning(_ node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        guard node != 0, depth < expressionLimit, !evaluation.isLost else { return .unknown }
        switch grammar.kinds[nodes[node].symbol] {
        case .simpleIdentifier: return meaning(ofName: text(node), at: node, grammar)
        case .selfExpression: return enclosingType(at: node, isSuper: false)
        case .superExpression: return enclosingType(at: node, isSuper: true)
        case .navigationExpression: return meaning(ofNavigation: node, depth, grammar)
        case .callExpression: return meaning(ofCall: node, depth, grammar)
        case .constructorExpression: return typeEntity(child(of: node, grammar.constructedType), depth + 1, grammar).asInstance
        case .tryExpression, .awaitExpression: return meaning(child(of: node, grammar.expr), depth + 1, grammar)
        case .postfixExpression: return meaning(child(of: node, grammar.target), depth + 1, grammar)
        case .directlyAssignableExpression: return meaning(namedChild(of: node, after: node), depth + 1, grammar)
        case .tupleExpression:
            let only = namedChild(of: node, after: node)
            return only != 0 && namedChild(of: node, after: only) == 0 ? meaning(only, depth + 1, grammar) : .unknown
        case .asExpression: return annotation(child(of: node, grammar.name), depth + 1, grammar)
        case .ternaryExpression:
            return either(
                meaning(child(of: node, grammar.ifTrue), depth + 1, grammar), meaning(child(of: node, grammar.ifFalse), depth + 1, grammar))
        case .nilCoalescingExpression:
            // Both sides have one type: whichever is known.
            let left = meaning(child(of: node, grammar.value), depth + 1, grammar)
            if evaluation.isLost { return .unknown }
            return left.kind == .instance || left.kind == .entity ? left : meaning(child(of: node, grammar.ifNil), depth + 1, grammar)
        case .prefixExpression:
            guard nodes[node + 1].symbol == grammar.dot else { return .unknown }
            let type = expectedType(of: node, depth, grammar)
            return type.kind == .unknown ? .unknown : member(child(of: node, grammar.target), of: type, grammar)
        case .userType: return typeEntity(node, depth, grammar)
        case .lineStringLiteral, .multiLineStringLiteral, .rawStringLiteral: return .instance(names.intern("String"))
        case .integerLiteral: return .instance(names.intern("Int"))
        case .realLiteral: return .instance(names.intern("Double"))
        case .booleanLiteral: return .instance(names.intern("Bool"))
        case .arrayLiteral: return .instance(names.intern("Array"))
        case .dictionaryLiteral: return .instance(names.intern("Dictionary"))
        default: return nodes[node].symbol == grammar.nil_ ? .none : .unknown
        }
    }

    // MARK: Names

    private mutating func meaning(ofName text: UnsafeRawBufferPointer, at node: Int, _ grammar: SwiftGrammar) -> Meaning {
        guard text.count > 0, text[0] != UInt8(ascii: "$"), !equal(text, "_") else { return .unknown }
        if equal(text, "Self") {
            let type = enclosingType(at: node, isSuper: false)
            return type.kind == .unknown ? .unknown : Meaning(kind: .entity, name: type.name, scope: type.scope)
        }
        if equal(text, "self") { return enclosingType(at: node, isSuper: false) }
        let binding = swiftBinding(text, at: node)
        return binding == 0 ? .entity(names.intern(text)) : meaning(ofBinding: binding, grammar)
    }

    /// The binding a name refers to at a node, or 0. Inside functions a name is seen from the end of its declaration on.
    mutating func swiftBinding(_ text: UnsafeRawBufferPointer, at node: Int) -> Int {
        let name = names.find(text)
        guard name != 0 else { return 0 }
        var scope = Int(regions[region(of: node)].scope)
        for _ in 0..<256 {
            var binding = Int(symbols[symbol(scopes[scope].key, name)].first)
            if scopes[scope].kind == .type || scopes[scope].kind == .file {
                if binding != 0 { return binding }
            } else {
                var last = 0
                for _ in 0..<1024 {
                    guard binding != 0 else { break }
                    if Int(bindings[binding].visibleFrom) <= node { last = binding }
                    binding = Int(bindings[binding].next)
                }
                if last != 0 { return last }
            }
            if scope == 0 { return 0 }
            scope = Int(scopes[scope].parent)
        }
        return 0
    }

    /// The type `self` has, of the nearest type declaration or extension.
    private mutating func enclosingType(at node: Int, isSuper: Bool) -> Meaning {
        var scope = Int(regions[region(of: node)].scope)
        for _ in 0..<256 {
            guard scope != 0 else { break }
            if scopes[scope].kind == .type {
                var type = type(atPath: scopes[scope].name)
                type.kind = type.kind == .unknown ? .unknown : .instance
                type.isSuper = isSuper
                return type
            }
            scope = Int(scopes[scope].parent)
        }
        return .unknown
    }

    /// The type of that path: `@path` when this file declares it.
    mutating func type(atPath path: Name) -> Meaning {
        guard path != 0 else { return .unknown }
        if symbol(SwiftKey.declaredTypes, path) == 0 { return .entity(path) }
        var meaning = Meaning.entity(names.join(0, "@", path))
        meaning.scope = path
        return meaning
    }

    /// The dotted path of what a scope belongs to, without `@`: `Outer.method`.
    mutating func swiftPath(_ scope: Int, _ depth: Int = 0) -> Name {
        if scope == 0 { return 0 }
        if scopes[scope].kind == .type { return scopes[scope].name }
        if scopes[scope].qualified != 0 { return scopes[scope].qualified }
        let outer = depth < expressionLimit ? swiftPath(Int(scopes[scope].parent), depth + 1) : 0
        let name = scopes[scope].name
        let path = name == 0 ? outer : outer == 0 ? name : names.join(outer, ".", name)
        scopes.base[scope].qualified = path
        return path
    }

    // MARK: Bindings

    mutating func meaning(ofBinding binding: Int, _ grammar: SwiftGrammar) -> Meaning {
        if let known = recall(bindings[binding].meaning) { return known }
        guard let saved = enter() else { return .unknown }
        bindings.base[binding].meaning = .pending
        let meaning = meaning(ofUnknown: binding, grammar)
        bindings.base[binding].meaning = leave(saved, with: meaning)
        return meaning
    }

    private mutating func meaning(ofUnknown binding: Int, _ grammar: SwiftGrammar) -> Meaning {
        let b = bindings[binding]
        switch b.kind {
        case .value:
            if b.type != 0 {
                let declared = annotation(Int(b.type), 0, grammar)
                if declared.kind == .instance { return declared }
                if evaluation.isLost { return .unknown }
            }
            return b.value == 0 ? .unknown : meaning(Int(b.value), 0, grammar)
        case .parameter:
            if b.type != 0 { return annotation(Int(b.type), 0, grammar) }
            return b.value == 0 ? .unknown : taskGroup(closure: Int(b.value), grammar)
        case .function:
            let symbol = symbols[Int(b.symbol)]
            var meaning = Meaning.entity(localPath(symbol.name, binding: b))
            meaning.binding = UInt32(binding)
            return meaning
        case .type:
            let outer = swiftPath(scopeOfBinding(b))
            let name = symbols[Int(b.symbol)].name
            return type(atPath: outer == 0 ? name : names.join(outer, ".", name))
        case .alias: return typeEntity(Int(b.type), 0, grammar)
        case .caught: return annotation(Int(b.type), 0, grammar)
        case .shorthand: return meaning(ofName: text(Int(b.node)), at: Int(b.node), grammar)
        default: return .unknown
        }
    }

    private mutating func scopeOfBinding(_ binding: Binding) -> Int { Int(regions[region(of: Int(binding.node))].scope) }

    /// `@Type.method`, `@function`.
    private mutating func localPath(_ name: Name, binding: Binding) -> Name {
        let outer = swiftPath(scopeOfBinding(binding))
        let path = outer == 0 ? name : names.join(outer, ".", name)
        return names.join(0, "@", path)
    }

    /// The type of a task group closure's parameter.
    private mutating func taskGroup(closure: Int, _ grammar: SwiftGrammar) -> Meaning {
        let call = callReceiving(closure: closure, grammar)
        let name = call == 0 ? 0 : lastName(of: swiftCallee(of: call), grammar)
        guard name != 0 else { return .unknown }
        let text = text(name)
        switch text.count {
        case 13 where equal(text, "withTaskGroup"): return .instance(names.intern("TaskGroup"))
        case 21 where equal(text, "withThrowingTaskGroup"): return .instance(names.intern("ThrowingTaskGroup"))
        case 23 where equal(text, "withDiscardingTaskGroup"): return .instance(names.intern("DiscardingTaskGroup"))
        case 31 where equal(text, "withThrowingDiscardingTaskGroup"): return .instance(names.intern("ThrowingDiscardingTaskGroup"))
        default: return .unknown
        }
    }
}
