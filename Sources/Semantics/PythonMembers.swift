internal import CSyntax
internal import Syntax

/// Attributes and calls: what a class of this file defines, what it inherits, and what calling something gives.
extension FileModel {
    /// What `receiver.attribute` means.
    mutating func member(_ attribute: Int, of receiver: Meaning, _ grammar: PythonGrammar) -> Meaning {
        guard receiver.kind == .entity || receiver.kind == .instance, receiver.partial == 0 else { return .unknown }
        // A function's own attributes are nothing we know.
        guard receiver.binding == 0 else { return .unknown }
        if receiver.scope != 0 {
            let name = names.find(text(attribute))
            if let found = classMember(name, of: receiver, grammar) { return found }
            if evaluation.isLost { return .unknown }
            var budget = 32
            let base = libraryBase(Int(receiver.scope), &budget, 0, grammar)
            if evaluation.isLost { return .unknown }
            if base != 0 {
                var meaning = Meaning.entity(names.join(base, ".", text(attribute)))
                meaning.hasAlternatives = receiver.hasAlternatives
                return meaning
            }
        }
        var meaning = Meaning.entity(names.join(receiver.name, ".", text(attribute)))
        meaning.hasAlternatives = receiver.hasAlternatives
        return meaning
    }

    /// What the class, or the first of its local bases that has it, binds to the name; nil when none does.
    private mutating func classMember(_ name: Name, of receiver: Meaning, _ grammar: PythonGrammar) -> Meaning? {
        guard name != 0 else { return nil }
        var budget = 32
        let own = receiver.isSuper ? 0 : symbol(scopes[Int(receiver.scope)].key, name)
        let found = own != 0 ? own : inherited(name, Int(receiver.scope), &budget, 0, grammar)
        guard found != 0 else { return nil }
        var meaning = meaning(ofSymbol: found, grammar)
        if receiver.kind == .instance, meaning.binding != 0, let property = property(Int(meaning.binding), grammar) {
            meaning = property
        }
        return meaning
    }

    /// The symbol of that name in the nearest local base that has it, or 0.
    private mutating func inherited(_ name: Name, _ scope: Int, _ budget: inout Int, _ depth: Int, _ grammar: PythonGrammar) -> Int {
        guard depth < 8 else { return 0 }
        var base = bases(of: scope, grammar)
        while base != 0, budget > 0 {
            budget -= 1
            let local = bases[base].scope
            if local != 0 {
                let own = symbol(scopes[Int(local)].key, name)
                if own != 0 { return own }
                let further = inherited(name, Int(local), &budget, depth + 1, grammar)
                if further != 0 { return further }
            }
            base = Int(bases[base].next)
        }
        return 0
    }

    /// The library class a local class comes from: the first base that is neither local nor one of the project's own nor a mere marker,
    /// else the first that is not local.
    private mutating func libraryBase(_ scope: Int, _ budget: inout Int, _ depth: Int, _ grammar: PythonGrammar) -> Name {
        guard depth < 8 else { return 0 }
        var fallback: Name = 0
        var base = bases(of: scope, grammar)
        while base != 0, budget > 0 {
            budget -= 1
            let one = bases[base]
            if one.scope != 0 {
                let found = libraryBase(Int(one.scope), &budget, depth + 1, grammar)
                if found != 0 { return found }
            } else if !isMarker(one.name) {
                return one.name
            } else if fallback == 0, !equal(names.text(one.name), "object") {
                fallback = one.name
            }
            base = Int(one.next)
        }
        return fallback
    }

    /// The first of a class's bases, 0 for none. Each class is asked once, so that hierarchies cost no more than their size.
    private mutating func bases(of scope: Int, _ grammar: PythonGrammar) -> Int {
        if recall(scopes[scope].basesMeaning) != nil { return Int(scopes[scope].firstBase) }
        guard let saved = enter() else { return 0 }
        scopes.base[scope].basesMeaning = .pending
        var first = 0, last = 0
        let list = scopes[scope].kind == .type ? child(of: Int(scopes[scope].node), grammar.superclasses) : 0
        var item = list == 0 ? 0 : namedChild(of: list, after: list)
        while item != 0 {
            if isBase(item, grammar) {
                let meaning = meaning(item, 0, grammar)
                if meaning.kind == .entity {
                    let index = bases.append(Base(scope: meaning.scope, name: meaning.name))
                    if first == 0 { first = index } else { bases.base[last].next = UInt32(index) }
                    last = index
                }
            }
            item = namedChild(of: list, after: item)
        }
        let known = leave(saved, with: .none)
        scopes.base[scope].basesMeaning = known
        scopes.base[scope].firstBase = known.kind == .none ? UInt32(first) : 0
        return first
    }

    private func isMarker(_ name: Name) -> Bool {
        let text = names.text(name)
        return text.first == UInt8(ascii: ".") || equal(text, "object") || equal(text, "abc.ABC") || equal(text, "typing.Generic")
            || equal(text, "typing.Protocol")
    }

    private func isBase(_ node: Int, _ grammar: PythonGrammar) -> Bool {
        switch grammar.kinds[nodes[node].symbol] {
        case .identifier, .attribute, .subscript: true
        default: false
        }
    }

    /// What reading a property of an instance gives; nil for a plain method.
    private mutating func property(_ binding: Int, _ grammar: PythonGrammar) -> Meaning? {
        let definition = Int(bindings[binding].value)
        guard hasDecorator(definition, "property", grammar) || hasDecorator(definition, "cached_property", grammar)
            || hasDecorator(definition, "functools.cached_property", grammar)
        else { return nil }
        return returned(binding, grammar) ?? .unknown
    }

    /// What a local function says it returns; nil when it does not say. Kept in its binding.
    private mutating func returned(_ binding: Int, _ grammar: PythonGrammar) -> Meaning? {
        if let known = recall(bindings[binding].meaning) { return known.kind == .unknown ? nil : known }
        let type = child(of: Int(bindings[binding].value), grammar.returnType)
        guard type != 0 else { return nil }
        guard let saved = enter() else { return nil }
        bindings.base[binding].meaning = .pending
        let meaning = annotation(type, 0, grammar)
        bindings.base[binding].meaning = leave(saved, with: meaning)
        return meaning.kind == .unknown ? nil : meaning
    }

    // MARK: Calls

    mutating func meaning(ofCall node: Int, _ depth: Int, _ grammar: PythonGrammar) -> Meaning {
        let function = child(of: node, grammar.function)
        guard function != 0 else { return .unknown }
        let callee = meaning(function, depth + 1, grammar)
        guard callee.kind == .entity else { return .unknown }
        if callee.binding != 0 {
            if let returned = returned(Int(callee.binding), grammar) { return returned }
            if evaluation.isLost { return .unknown }
            return symbolic(callee)
        }
        if callee.scope != 0 { return callee.asInstance }
        let text = names.text(callee.name)
        switch text.count {
        case 5 where equal(text, "super"): return superclass(at: node)
        case 11 where equal(text, "typing.cast"):
            let type = argument(0, of: node, grammar)
            return type == 0 ? .unknown : annotation(type, depth + 1, grammar)
        case 17 where equal(text, "functools.partial"), 23 where equal(text, "functools.partialmethod"):
            let target = argument(0, of: node, grammar)
            var meaning = meaning(target, depth + 1, grammar)
            guard meaning.kind == .entity, meaning.partial == 0 else { return .unknown }
            meaning.partial = UInt32(node)
            return meaning
        case 23... where isEntering(text), 18 where equal(text, "contextlib.closing"), 19 where equal(text, "contextlib.aclosing"):
            let value = argument(0, of: node, grammar)
            return value == 0 ? .unknown : meaning(value, depth + 1, grammar)
        default: break
        }
        if callee.partial == 0, isTypeName(callee.name) || PythonBuiltins.shared.isType(text) { return callee.asInstance }
        return symbolic(callee)
    }

    /// `stack.enter_context(X())` gives what it is given.
    private func isEntering(_ name: UnsafeRawBufferPointer) -> Bool {
        equal(name, "contextlib.ExitStack.enter_context") || equal(name, "contextlib.AsyncExitStack.enter_context")
            || equal(name, "contextlib.AsyncExitStack.enter_async_context")
    }

    /// The value of `f()`: its type is written `f()`.
    private mutating func symbolic(_ callee: Meaning) -> Meaning {
        .instance(names.join(callee.name, "()", 0))
    }

    private mutating func superclass(at node: Int) -> Meaning {
        var scope = Int(regions[region(of: node)].scope)
        for _ in 0..<expressionLimit {
            guard scope != 0 else { break }
            if scopes[scope].kind == .type {
                var meaning = Meaning(kind: .instance, name: qualified(scope), scope: UInt32(scope))
                meaning.isSuper = true
                return meaning
            }
            scope = Int(scopes[scope].parent)
        }
        return .unknown
    }

    /// The value of the positional argument at `position`, or 0.
    private func argument(_ position: Int, of call: Int, _ grammar: PythonGrammar) -> Int {
        let list = child(of: call, grammar.arguments)
        guard list != 0, grammar.kinds[nodes[list].symbol] == .argumentList else { return 0 }
        var item = namedChild(of: list, after: list)
        for _ in 0..<position {
            guard item != 0 else { break }
            item = namedChild(of: list, after: item)
        }
        guard item != 0 else { return 0 }
        switch grammar.kinds[nodes[item].symbol] {
        case .keywordArgument, .listSplat, .dictionarySplat: return 0
        default: return item
        }
    }

    /// What `with value as name` binds: the value itself, or what a local generator used as a context manager yields.
    mutating func entered(_ value: Int, _ grammar: PythonGrammar) -> Meaning {
        if grammar.kinds[nodes[value].symbol] == .call {
            let callee = meaning(child(of: value, grammar.function), 1, grammar)
            if callee.kind == .entity, callee.binding != 0 {
                let type = child(of: Int(bindings[Int(callee.binding)].value), grammar.returnType)
                if type != 0, let item = yielded(type, grammar) { return item }
            }
        }
        return meaning(value, 0, grammar)
    }
}
