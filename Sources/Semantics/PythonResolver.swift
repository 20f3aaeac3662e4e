internal import CSyntax
internal import Syntax

/// How deep an expression may nest before its meaning is unknown: `a.b().c().d()` is six.
let expressionLimit = 64

/// What a Python expression means: names through imports and aliases, types through constructors and annotations.
extension FileModel {
    /// What an expression means; the entry for questions from outside.
    mutating func pythonMeaning(of node: Int) -> Meaning {
        evaluation = Evaluation()
        let meaning = meaning(node, 0, PythonGrammar.shared)
        return evaluation.isLost ? .unknown : meaning
    }

    mutating func meaning(_ node: Int, _ depth: Int, _ grammar: PythonGrammar) -> Meaning {
        guard node != 0, depth < expressionLimit, !evaluation.isLost else { return .unknown }
        switch grammar.kinds[nodes[node].symbol] {
        case .identifier: return meaning(ofName: node, grammar)
        case .attribute:
            let object = child(of: node, grammar.object), attribute = child(of: node, grammar.attribute)
            guard object != 0, attribute != 0 else { return .unknown }
            return member(attribute, of: meaning(object, depth + 1, grammar), grammar)
        case .call: return meaning(ofCall: node, depth, grammar)
        case .await, .parenthesizedExpression: return meaning(namedChild(of: node, after: node), depth + 1, grammar)
        case .namedExpression: return meaning(child(of: node, grammar.value), depth + 1, grammar)
        case .conditionalExpression:
            let first = namedChild(of: node, after: node)
            let condition = first == 0 ? 0 : namedChild(of: node, after: first)
            let second = condition == 0 ? 0 : namedChild(of: node, after: condition)
            // `x = x if x else X()` says what x is as well as `x = X()` does.
            if isTarget(first, of: node, grammar) { return meaning(second, depth + 1, grammar) }
            if isTarget(second, of: node, grammar) { return meaning(first, depth + 1, grammar) }
            return either(meaning(first, depth + 1, grammar), meaning(second, depth + 1, grammar))
        case .booleanOperator:
            guard nodes[child(of: node, grammar.operator)].symbol == grammar.or else { return .unknown }
            let left = child(of: node, grammar.left), right = child(of: node, grammar.right)
            // `given or Default()`: a parameter without annotation says nothing against the default's type.
            if isBareParameter(left, grammar) || isTarget(left, of: node, grammar) { return meaning(right, depth + 1, grammar) }
            return either(meaning(left, depth + 1, grammar), meaning(right, depth + 1, grammar))
        case .binaryOperator:
            // Of these, an operator makes another: `root / "name"`, `"…" % x`.
            let left = meaning(child(of: node, grammar.left), depth + 1, grammar)
            return left.kind == .instance && keepsType(names.text(left.name)) ? left : .unknown
        case .subscript:
            // `asyncio.Queue[int]` is still the class; `items[0]` is anything.
            let value = meaning(child(of: node, grammar.value), depth + 1, grammar)
            return value.kind == .entity && isTypeName(value.name) ? value : .unknown
        case .string, .concatenatedString: return .instance(pythonLiteral(node, "str"))
        case .integer: return .instance(names.intern("int"))
        case .float: return .instance(names.intern("float"))
        case .true, .false: return .instance(names.intern("bool"))
        case .list, .listComprehension: return .instance(names.intern("list"))
        case .dictionary, .dictionaryComprehension: return .instance(names.intern("dict"))
        case .set, .setComprehension: return .instance(names.intern("set"))
        case .tuple, .expressionList: return .instance(names.intern("tuple"))
        case .none: return .none
        // In a collection, `*a.b()` is parsed as `(*a).b()`.
        case .listSplat where isMisplaced(node, grammar): return meaning(namedChild(of: node, after: node), depth + 1, grammar)
        default: return .unknown
        }
    }

    /// Whether a splat stands where only what is splatted can: before a dot or brackets.
    func isMisplaced(_ splat: Int, _ grammar: PythonGrammar) -> Bool {
        switch grammar.kinds[nodes[Int(nodes[splat].parent)].symbol] {
        case .attribute, .call, .subscript: true
        default: false
        }
    }

    private mutating func pythonLiteral(_ node: Int, _ plain: StaticString) -> Name {
        let first = bytes.load(fromByteOffset: min(Int(nodes[node].start), max(byteCount - 1, 0)), as: UInt8.self) | 0x20
        return names.intern(first == UInt8(ascii: "b") ? "bytes" : plain)
    }

    private func keepsType(_ name: UnsafeRawBufferPointer) -> Bool {
        equal(name, "str") || equal(name, "bytes") || equal(name, "list") || equal(name, "pathlib.Path")
    }

    /// Two alternatives: the same, or unknown; None goes with anything.
    func either(_ a: Meaning, _ b: Meaning) -> Meaning {
        if a.kind == .none { return b }
        if b.kind == .none { return a }
        return a.isSame(as: b) ? a : .unknown
    }

    // MARK: Names

    private mutating func meaning(ofName node: Int, _ grammar: PythonGrammar) -> Meaning {
        let symbol = pythonSymbol(text(node), at: node)
        if symbol != 0 { return meaning(ofSymbol: symbol, grammar) }
        return PythonBuiltins.shared.contains(text(node)) ? .entity(names.intern(text(node))) : .unknown
    }

    /// The symbol a name refers to at a node, or 0. A class's names are seen directly in its body only.
    mutating func pythonSymbol(_ text: UnsafeRawBufferPointer, at node: Int) -> Int {
        let name = names.find(text)
        guard name != 0 else { return 0 }
        let start = Int(regions[region(of: node)].scope)
        var scope = start
        for _ in 0..<256 {
            if scopes[scope].kind != .type || scope == start {
                let found = symbol(scopes[scope].key, name)
                if found != 0, let visible = visible(found) { return visible }
            }
            if scope == 0 { return 0 }
            scope = Int(scopes[scope].parent)
        }
        return 0
    }

    /// The symbol itself, or the one `global` made it; nil when only `self.name = …` bound it.
    private func visible(_ symbol: Int) -> Int? {
        if symbols[symbol].redirect != 0 { return Int(symbols[symbol].redirect) }
        return symbols[symbol].isPlain ? symbol : nil
    }

    /// What all bindings of a symbol together mean: the declared type, else what they agree on.
    mutating func meaning(ofSymbol symbol: Int, _ grammar: PythonGrammar) -> Meaning {
        if let known = recall(symbols[symbol].meaning) { return known }
        guard let saved = enter() else { return .unknown }
        symbols.base[symbol].meaning = .pending
        let meaning = combine(symbol, grammar)
        symbols.base[symbol].meaning = leave(saved, with: meaning)
        return meaning
    }

    private mutating func combine(_ symbol: Int, _ grammar: PythonGrammar) -> Meaning {
        let first = Int(symbols[symbol].first)
        var binding = first
        while binding != 0 {
            let b = bindings[binding]
            if b.type != 0, b.kind == .value || b.kind == .attribute || b.kind == .parameter {
                let declared = annotation(Int(b.type), 0, grammar)
                if declared.kind == .instance || declared.kind == .entity { return declared }
                if evaluation.isLost { return .unknown }
            }
            binding = Int(b.next)
        }
        if let chosen = conditionalImport(first, grammar) {
            var meaning = meaning(ofBinding: chosen, symbol, grammar)
            meaning.hasAlternatives = true
            return meaning
        }
        var result: Meaning?
        binding = first
        while binding != 0 {
            let b = bindings[binding]
            if b.kind != .marker {
                let one = meaning(ofBinding: binding, symbol, grammar)
                if one.kind == .unknown { return .unknown }
                if let sofar = result {
                    if sofar.kind == .none {
                        result = one
                    } else if one.kind != .none, !sofar.isSame(as: one) {
                        return .unknown
                    }
                } else {
                    result = one
                }
            }
            binding = Int(b.next)
        }
        return result ?? .unknown
    }

    /// The first import among several bindings when a `try` or an `if` chooses between them.
    private func conditionalImport(_ first: Int, _ grammar: PythonGrammar) -> Int? {
        guard first != 0, bindings[first].next != 0 else { return nil }
        var import1: Int?
        var isConditional = false
        var binding = first
        while binding != 0 {
            switch bindings[binding].kind {
            case .importedAs, .importedFrom, .importedModule:
                if import1 == nil { import1 = binding }
                var at = Int(nodes[Int(bindings[binding].node)].parent)
                for _ in 0..<8 {
                    guard at != 0 && !isConditional else { break }
                    switch grammar.kinds[nodes[at].symbol] {
                    case .tryStatement, .ifStatement: isConditional = true
                    case .functionDefinition, .classDefinition: at = 0
                    default: break
                    }
                    at = Int(nodes[at].parent)
                }
            default: break
            }
            binding = Int(bindings[binding].next)
        }
        return isConditional ? import1 : nil
    }

    private mutating func meaning(ofBinding binding: Int, _ symbol: Int, _ grammar: PythonGrammar) -> Meaning {
        let b = bindings[binding]
        switch b.kind {
        case .value, .attribute: return b.value == 0 ? .unknown : meaning(Int(b.value), 0, grammar)
        case .context: return entered(Int(b.value), grammar)
        case .caught: return annotation(Int(b.type), 0, grammar)
        case .parameter: return meaning(ofParameter: b, name: symbols[symbol].name, grammar)
        case .function:
            var meaning = Meaning.entity(localName(symbols[symbol].name, in: Int(symbols[symbol].key)))
            meaning.binding = UInt32(binding)
            return meaning
        case .type:
            var meaning = Meaning.entity(localName(symbols[symbol].name, in: Int(symbols[symbol].key)))
            meaning.scope = b.scope
            return meaning
        case .importedModule: return .entity(symbols[symbol].name)
        case .importedAs: return .entity(names.intern(text(Int(b.value))))
        case .importedFrom:
            let module = names.intern(text(Int(b.type)))
            let endsInDot = names.text(module).last == UInt8(ascii: ".")
            return .entity(names.join(module, endsInDot ? "" : ".", text(Int(b.value))))
        case .alias: return annotation(Int(b.type), 0, grammar)
        case .opaque, .marker, .shorthand: return .unknown
        }
    }

    private mutating func meaning(ofParameter b: Binding, name: Name, _ grammar: PythonGrammar) -> Meaning {
        let scope = scopes[Int(b.scope)]
        if scope.selfName == name {
            let owner = Int(scope.parent)
            let type = Meaning(kind: .instance, name: qualified(owner), scope: UInt32(owner))
            return isClassMethod(Int(scope.node), grammar) ? Meaning(kind: .entity, name: type.name, scope: type.scope) : type
        }
        guard b.value != 0 else { return .unknown }
        switch grammar.kinds[nodes[Int(b.value)].symbol] {
        // `x=None`: what the body assigns to it is what it is.
        case .none: return .none
        // `x=Session()`: callers pass another of the same kind.
        case .call: return meaning(Int(b.value), 0, grammar)
        default: return .unknown
        }
    }

    private func isClassMethod(_ function: Int, _ grammar: PythonGrammar) -> Bool {
        let name = child(of: function, grammar.name)
        if name != 0 {
            let text = text(name)
            if equal(text, "__new__") || equal(text, "__init_subclass__") || equal(text, "__class_getitem__") { return true }
        }
        return hasDecorator(function, "classmethod", grammar)
    }

    /// Whether an operand is the very thing that is assigned the whole expression.
    private func isTarget(_ operand: Int, of expression: Int, _ grammar: PythonGrammar) -> Bool {
        let assignment = Int(nodes[expression].parent)
        guard operand != 0, grammar.kinds[nodes[assignment].symbol] == .assignment else { return false }
        return equal(text(operand), text(child(of: assignment, grammar.left)))
    }

    private mutating func isBareParameter(_ node: Int, _ grammar: PythonGrammar) -> Bool {
        guard node != 0, grammar.kinds[nodes[node].symbol] == .identifier else { return false }
        let symbol = pythonSymbol(text(node), at: node)
        let first = bindings[Int(symbols[symbol].first)]
        return first.kind == .parameter && first.type == 0 && scopes[Int(first.scope)].selfName != symbols[symbol].name
    }

    // MARK: Local names

    /// The dotted name of a scope's definition: `@Class.method`.
    mutating func qualified(_ scope: Int, _ depth: Int = 0) -> Name {
        if scopes[scope].qualified != 0 || scope == 0 { return scopes[scope].qualified }
        let name = scopes[scope].name
        let outer = depth < expressionLimit ? qualified(Int(scopes[scope].parent), depth + 1) : 0
        let result = name == 0 ? outer : outer == 0 ? names.join(0, "@", name) : names.join(outer, ".", name)
        scopes.base[scope].qualified = result
        return result
    }

    /// The dotted name of something declared in a scope: `@name`, `@Class.name`.
    mutating func localName(_ name: Name, in scope: Int) -> Name {
        let outer = qualified(scope)
        return outer == 0 ? names.join(0, "@", name) : names.join(outer, ".", name)
    }

    /// Whether a name's last segment begins with a capital letter, as classes do.
    func isTypeName(_ name: Name) -> Bool {
        let text = names.text(name)
        var at = text.count
        while at > 0, text[at - 1] != UInt8(ascii: "."), text[at - 1] != UInt8(ascii: "@") { at -= 1 }
        while at < text.count, text[at] == UInt8(ascii: "_") { at += 1 }
        return at < text.count && text[at] >= UInt8(ascii: "A") && text[at] <= UInt8(ascii: "Z")
    }
}
