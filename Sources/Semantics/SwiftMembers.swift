internal import CSyntax
internal import Syntax

/// Members, calls and written types in Swift.
extension FileModel {
    mutating func meaning(ofNavigation node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        let target = swiftOperand(child(of: node, grammar.target), grammar), suffix = child(of: node, grammar.suffix)
        guard target != 0, suffix != 0 else { return .unknown }
        let name = child(of: suffix, grammar.suffix)
        guard name != 0, grammar.kinds[nodes[name].symbol] == .simpleIdentifier else { return .unknown }
        if grammar.kinds[nodes[target].symbol] == .simpleIdentifier, isModule(text(target), before: text(name)),
            swiftBinding(text(target), at: target) == 0
        {
            // `Foundation.Thread` is `Thread`, and here no local name can hide it.
            return type(atPath: names.intern(text(name)))
        }
        let receiver = meaning(target, depth + 1, grammar)
        let text = text(name)
        if equal(text, "self") { return receiver }
        if equal(text, "init"), receiver.kind == .entity { return receiver }
        return member(name, of: receiver, grammar)
    }

    /// Whether a name before a dot is a module's. One that is also a type's name (`Logging.Logger`, `Atomics`) is taken for a module
    /// only before a type.
    private func isModule(_ text: UnsafeRawBufferPointer, before member: UnsafeRawBufferPointer) -> Bool {
        if isSystemModule(text) { return true }
        guard member.count > 0, member[0] >= UInt8(ascii: "A"), member[0] <= UInt8(ascii: "Z") else { return false }
        let name = names.find(text)
        return name != 0 && symbol(SwiftKey.modules, name) != 0
    }

    private func isSystemModule(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text.count {
        case 4: equal(text, "Musl")
        case 5: equal(text, "Swift") || equal(text, "Glibc") || equal(text, "WASIC")
        case 6: equal(text, "Darwin") || equal(text, "XCTest") || equal(text, "Bionic")
        case 8: equal(text, "Dispatch")
        case 10: equal(text, "Foundation")
        case 12: equal(text, "_Concurrency")
        case 15: equal(text, "Synchronization")
        case 20: equal(text, "FoundationEssentials") || equal(text, "FoundationNetworking")
        default: false
        }
    }

    /// What `receiver.name` means.
    mutating func member(_ name: Int, of receiver: Meaning, _ grammar: SwiftGrammar, _ generation: Int = 0) -> Meaning {
        guard name != 0, receiver.kind == .entity || receiver.kind == .instance, receiver.binding == 0 else { return .unknown }
        let text = text(name)
        let path = receiver.scope != 0 ? receiver.scope : receiver.name
        let known = names.find(text)
        if known != 0, !receiver.isSuper, !isCallResult(receiver.name) {
            let found = Int(symbols[symbol(SwiftKey.members(of: path), known)].first)
            if found != 0 { return meaning(ofBinding: found, grammar) }
            if receiver.scope != 0, receiver.kind == .entity {
                let nested = names.join(path, ".", text)
                if symbol(SwiftKey.declaredTypes, nested) != 0 { return type(atPath: nested) }
            }
        }
        if receiver.scope != 0, let base = superclass(of: path, grammar) {
            // A local superclass has its own members; anything else is the library's.
            var inherited = base
            inherited.kind = receiver.kind
            return generation < 32 ? member(name, of: inherited, grammar, generation + 1) : .unknown
        }
        return evaluation.isLost ? .unknown : .entity(names.join(receiver.name, ".", text))
    }

    private func isCallResult(_ name: Name) -> Bool { names.text(name).last == UInt8(ascii: ")") }

    /// What a class of this file says it inherits from first, when that is not a protocol of this file.
    private mutating func superclass(of path: Name, _ grammar: SwiftGrammar) -> Meaning? {
        let declaration = Int(bindings[Int(symbols[symbol(SwiftKey.declaredTypes, path)].first)].value)
        guard declaration != 0 else { return nil }
        let keyword = child(of: declaration, grammar.declarationKind)
        guard keyword != 0, nodes[keyword].symbol == grammar.class else { return nil }
        var item = namedChild(of: declaration, after: declaration)
        while item != 0, grammar.kinds[nodes[item].symbol] != .inheritanceSpecifier { item = namedChild(of: declaration, after: item) }
        guard item != 0 else { return nil }
        let base = typeEntity(child(of: item, grammar.inheritsFrom), 0, grammar)
        guard base.kind == .entity, base.scope != path else { return nil }
        if base.scope != 0 {
            let found = Int(bindings[Int(symbols[symbol(SwiftKey.declaredTypes, base.scope)].first)].value)
            let kind = child(of: found, grammar.declarationKind)
            guard kind != 0, nodes[kind].symbol == grammar.class else { return nil }
        }
        return base
    }

    // MARK: Calls

    mutating func meaning(ofCall node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        let function = swiftCallee(of: node)
        guard function != 0 else { return .unknown }
        switch grammar.kinds[nodes[function].symbol] {
        case .arrayLiteral: return .instance(names.intern("Array"))
        case .dictionaryLiteral: return .instance(names.intern("Dictionary"))
        default: break
        }
        // `let x: T = .init()`
        if grammar.kinds[nodes[function].symbol] == .prefixExpression, nodes[function + 1].symbol == grammar.dot,
            equal(text(child(of: function, grammar.target)), "init")
        {
            return expectedType(of: node, depth, grammar)
        }
        let callee = meaning(function, depth + 1, grammar)
        guard callee.kind == .entity else { return .unknown }
        if callee.binding != 0 {
            if let returned = returned(Int(callee.binding), grammar) { return returned }
            if evaluation.isLost { return .unknown }
            return symbolic(callee)
        }
        if callee.scope != 0 || isTypeName(callee.name) { return callee.asInstance }
        return symbolic(callee)
    }

    private mutating func symbolic(_ callee: Meaning) -> Meaning {
        .instance(names.join(callee.name, "()", 0))
    }

    /// What a local function says it returns; nil when it does not say, or when its overloads say different things.
    private mutating func returned(_ binding: Int, _ grammar: SwiftGrammar) -> Meaning? {
        var result: Meaning?
        var at = Int(symbols[Int(bindings[binding].symbol)].first)
        for _ in 0..<32 {
            guard at != 0 else { break }
            if bindings[at].kind == .function {
                let type = returnType(of: Int(bindings[at].value), grammar)
                let meaning = type == 0 ? .unknown : annotation(type, 0, grammar)
                if meaning.kind != .instance { return nil }
                if let result, !result.isSame(as: meaning) { return nil }
                result = meaning
            }
            at = Int(bindings[at].next)
        }
        return result
    }

    // MARK: Types

    /// The type an expression must have where it stands: the annotation of the variable it initialises, the function's return type.
    mutating func expectedType(of node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        var at = node
        for _ in 0..<8 {
            let parent = Int(nodes[at].parent)
            switch grammar.kinds[nodes[parent].symbol] {
            case .tryExpression, .awaitExpression, .callExpression, .navigationExpression: at = parent
            case .propertyDeclaration, .ifStatement, .guardStatement, .whileStatement:
                var item = namedChild(of: parent, after: parent), type = 0
                for _ in 0..<256 {
                    guard item != 0 && item < at else { break }
                    if grammar.kinds[nodes[item].symbol] == .typeAnnotation { type = item }
                    if nodes[item].field == grammar.name { type = 0 }
                    item = namedChild(of: parent, after: item)
                }
                return type == 0 ? .unknown : annotation(type, depth + 1, grammar)
            case .assignment:
                guard nodes[at].field == grammar.result else { return .unknown }
                return meaning(child(of: parent, grammar.target), depth + 1, grammar)
            case .controlTransferStatement:
                let function = Int(regions[Int(regions[region(of: node)].function)].start)
                let declaration = Int(nodes[function].parent)
                let type = function == 0 ? 0 : returnType(of: declaration, grammar)
                return type == 0 ? .unknown : annotation(type, depth + 1, grammar)
            default: return .unknown
            }
        }
        return .unknown
    }

    /// What a value annotated so is. Optionals are what they wrap.
    mutating func annotation(_ node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        guard node != 0, depth < expressionLimit else { return .unknown }
        switch grammar.kinds[nodes[node].symbol] {
        case .typeAnnotation: return annotation(child(of: node, grammar.name), depth + 1, grammar)
        case .optionalType: return annotation(child(of: node, grammar.wrapped), depth + 1, grammar)
        case .existentialType, .opaqueType: return annotation(namedChild(of: node, after: node), depth + 1, grammar)
        case .arrayType: return .instance(names.intern("Array"))
        case .dictionaryType: return .instance(names.intern("Dictionary"))
        case .userType:
            let type = typeEntity(node, depth + 1, grammar)
            if type.kind == .instance { return type }
            // `Foo.Type` is the type itself, not a value of it.
            return type.kind == .entity && !hasSuffix(names.text(type.name), ".Type") ? type.asInstance : .unknown
        default: return .unknown
        }
    }

    private func hasSuffix(_ text: UnsafeRawBufferPointer, _ suffix: StaticString) -> Bool {
        text.count >= suffix.utf8CodeUnitCount && equal(UnsafeRawBufferPointer(rebasing: text[(text.count - suffix.utf8CodeUnitCount)...]), suffix)
    }

    /// The type that a written name means; an instance for aliases of arrays and the like.
    mutating func typeEntity(_ node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        guard node != 0, depth < expressionLimit else { return .unknown }
        guard grammar.kinds[nodes[node].symbol] == .userType else { return annotation(node, depth + 1, grammar) }
        var item = namedChild(of: node, after: node)
        guard item != 0 else { return .unknown }
        let first = text(item)
        if equal(first, "Optional") { return wrapped(item, node, depth, grammar) }
        var meaning = Meaning.unknown
        let binding = swiftBinding(first, at: node)
        if equal(first, "Self") {
            meaning = enclosingTypeEntity(at: node)
        } else if binding != 0, bindings[binding].kind == .type || bindings[binding].kind == .alias || bindings[binding].kind == .opaque {
            meaning = self.meaning(ofBinding: binding, grammar)
        } else {
            let next = namedChild(of: node, after: item)
            if next != 0, grammar.kinds[nodes[next].symbol] == .typeIdentifier, isModule(first, before: text(next)) {
                item = next
            }
            let path = names.intern(text(item))
            meaning = type(atPath: path)
        }
        item = namedChild(of: node, after: item)
        while item != 0, meaning.kind == .entity {
            if grammar.kinds[nodes[item].symbol] == .typeIdentifier {
                let outer = meaning.scope != 0 ? meaning.scope : meaning.name
                let path = names.join(outer, ".", text(item))
                if symbol(SwiftKey.declaredTypes, path) != 0 {
                    meaning = type(atPath: path)
                } else {
                    meaning = .entity(names.join(meaning.name, ".", text(item)))
                }
            }
            item = namedChild(of: node, after: item)
        }
        return meaning
    }

    private mutating func enclosingTypeEntity(at node: Int) -> Meaning {
        var scope = Int(regions[region(of: node)].scope)
        for _ in 0..<256 {
            guard scope != 0 else { break }
            if scopes[scope].kind == .type { return type(atPath: scopes[scope].name) }
            scope = Int(scopes[scope].parent)
        }
        return .unknown
    }

    /// `Optional<X>` is X.
    private mutating func wrapped(_ name: Int, _ node: Int, _ depth: Int, _ grammar: SwiftGrammar) -> Meaning {
        let list = namedChild(of: node, after: name)
        guard list != 0 else { return .unknown }
        return typeEntity(namedChild(of: list, after: list), depth + 1, grammar)
    }

    /// The dotted path an extension names, without generics and module.
    mutating func writtenPath(_ type: Int, _ grammar: SwiftGrammar) -> Name {
        var path: Name = 0
        var item = namedChild(of: type, after: type)
        while item != 0 {
            let next = namedChild(of: type, after: item)
            if grammar.kinds[nodes[item].symbol] == .typeIdentifier {
                let isPrefix = path == 0 && next != 0 && grammar.kinds[nodes[next].symbol] == .typeIdentifier && isModule(text(item), before: text(next))
                if !isPrefix { path = path == 0 ? names.intern(text(item)) : names.join(path, ".", text(item)) }
            }
            item = next
        }
        return path
    }
}
