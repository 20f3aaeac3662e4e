internal import CSyntax
internal import Syntax

/// Types as annotations write them.
extension FileModel {
    /// What a value annotated so is: an instance, None, or unknown (several types, a type variable, Any).
    mutating func annotation(_ node: Int, _ depth: Int, _ grammar: PythonGrammar) -> Meaning {
        guard node != 0, depth < expressionLimit else { return .unknown }
        switch grammar.kinds[nodes[node].symbol] {
        case .type, .parenthesizedExpression: return annotation(namedChild(of: node, after: node), depth + 1, grammar)
        case .identifier, .attribute: return value(of: meaning(node, depth + 1, grammar))
        case .none: return .none
        case .string: return quoted(text(node), at: node)
        case .binaryOperator, .unionType:
            var result = Meaning.none
            var item = namedChild(of: node, after: node)
            while item != 0 {
                result = either(result, annotation(item, depth + 1, grammar))
                if result.kind == .unknown { return result }
                item = namedChild(of: node, after: item)
            }
            return result
        case .genericType:
            let base = namedChild(of: node, after: node)
            let list = base == 0 ? 0 : namedChild(of: node, after: base)
            return generic(base, list == 0 ? 0 : namedChild(of: list, after: list), in: list, depth, grammar)
        case .subscript:
            let base = child(of: node, grammar.value)
            return generic(base, base == 0 ? 0 : namedChild(of: node, after: base), in: node, depth, grammar)
        default: return .unknown
        }
    }

    /// What an annotation's class stands for: its instances.
    private func value(of type: Meaning) -> Meaning {
        guard type.kind == .entity, type.binding == 0, type.partial == 0 else { return .unknown }
        let text = names.text(type.name)
        if equal(text, "typing.Any") || equal(text, "object") || equal(text, "typing.Self") { return .unknown }
        return type.asInstance
    }

    /// `Optional[X]`, `Annotated[X, …]` are X; `Union[X, None]` too; `list[X]` is a list.
    private mutating func generic(_ base: Int, _ first: Int, in list: Int, _ depth: Int, _ grammar: PythonGrammar) -> Meaning {
        let container = meaning(base, depth + 1, grammar)
        guard container.kind == .entity else { return .unknown }
        switch wrapper(names.text(container.name)) {
        case .first: return annotation(first, depth + 1, grammar)
        case .union:
            var result = Meaning.none
            var item = first
            while item != 0 {
                result = either(result, annotation(item, depth + 1, grammar))
                if result.kind == .unknown { return result }
                item = namedChild(of: list, after: item)
            }
            return result
        case .none: return .unknown
        case .itself: return value(of: container)
        }
    }

    private enum Wrapper { case first, union, none, itself }

    private func wrapper(_ name: UnsafeRawBufferPointer) -> Wrapper {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return equal(name, "type") ? .none : .itself }
        let module = UnsafeRawBufferPointer(rebasing: name[..<dot]), last = UnsafeRawBufferPointer(rebasing: name[(dot + 1)...])
        guard equal(module, "typing") || equal(module, "typing_extensions") else { return .itself }
        if equal(last, "Optional") || equal(last, "Annotated") || equal(last, "ClassVar") || equal(last, "Final") || equal(last, "Required") {
            return .first
        }
        if equal(last, "Union") { return .union }
        if equal(last, "Type") || equal(last, "Callable") || equal(last, "Literal") { return .none }
        return .itself
    }

    /// What a context manager written as a generator hands out: the X of `AsyncIterator[X]` and its kin; nil for any other annotation.
    mutating func yielded(_ type: Int, _ grammar: PythonGrammar) -> Meaning? {
        let node = grammar.kinds[nodes[type].symbol] == .type ? namedChild(of: type, after: type) : type
        guard node != 0 else { return nil }
        var base = 0, item = 0
        switch grammar.kinds[nodes[node].symbol] {
        case .genericType:
            base = namedChild(of: node, after: node)
            let list = base == 0 ? 0 : namedChild(of: node, after: base)
            item = list == 0 ? 0 : namedChild(of: list, after: list)
        case .subscript:
            base = child(of: node, grammar.value)
            item = base == 0 ? 0 : namedChild(of: node, after: base)
        default: return nil
        }
        guard base != 0, item != 0 else { return nil }
        let container = meaning(base, 1, grammar)
        guard container.kind == .entity else { return nil }
        let name = names.text(container.name)
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let last = UnsafeRawBufferPointer(rebasing: name[(dot + 1)...])
        guard equal(last, "Iterator") || equal(last, "Generator") || equal(last, "AsyncIterator") || equal(last, "AsyncGenerator")
            || equal(last, "Iterable") || equal(last, "AsyncIterable")
        else { return nil }
        return annotation(item, 1, grammar)
    }

    // MARK: Quoted

    /// A quoted annotation: names, `Optional[…]` and `| None`; anything richer is unknown.
    private mutating func quoted(_ literal: UnsafeRawBufferPointer, at node: Int) -> Meaning {
        var from = 0, to = literal.count
        while from < to, literal[from] != UInt8(ascii: "\""), literal[from] != UInt8(ascii: "'") { from += 1 }
        while from < to, literal[from] == UInt8(ascii: "\"") || literal[from] == UInt8(ascii: "'") { from += 1 }
        while from < to, literal[to - 1] == UInt8(ascii: "\"") || literal[to - 1] == UInt8(ascii: "'") { to -= 1 }
        return quoted(literal, from, to, at: node, 0)
    }

    private mutating func quoted(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, at node: Int, _ depth: Int) -> Meaning {
        guard depth < 4 else { return .unknown }
        var result = Meaning.none
        var from = start, at = start, brackets = 0
        while at <= end {
            if at == end || (text[at] == UInt8(ascii: "|") && brackets == 0) {
                result = either(result, quotedName(text, from, at, at: node, depth))
                if result.kind == .unknown { return result }
                from = at + 1
            } else if text[at] == UInt8(ascii: "[") {
                brackets += 1
            } else if text[at] == UInt8(ascii: "]") {
                brackets -= 1
            }
            at += 1
        }
        return result
    }

    private mutating func quotedName(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, at node: Int, _ depth: Int) -> Meaning {
        var from = start, to = end
        while from < to, text[from] <= 0x20 { from += 1 }
        while from < to, text[to - 1] <= 0x20 { to -= 1 }
        guard from < to else { return .unknown }
        var bracket = from
        while bracket < to, text[bracket] != UInt8(ascii: "[") { bracket += 1 }
        let name = UnsafeRawBufferPointer(rebasing: text[from..<bracket])
        if equal(name, "None") { return .none }
        let type = quotedEntity(name, at: node)
        guard type.kind == .entity else { return .unknown }
        if bracket < to {
            switch wrapper(names.text(type.name)) {
            case .first:
                guard text[to - 1] == UInt8(ascii: "]") else { return .unknown }
                return quoted(text, bracket + 1, to - 1, at: node, depth + 1)
            case .union, .none: return .unknown
            case .itself: break
            }
        }
        return value(of: type)
    }

    /// A dotted name in a string, looked up where the string stands.
    private mutating func quotedEntity(_ name: UnsafeRawBufferPointer, at node: Int) -> Meaning {
        guard let first = name.first, first == UInt8(ascii: "_") || (first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z")) || first >= 0x80
        else { return .unknown }
        let dot = name.firstIndex(of: UInt8(ascii: ".")) ?? name.count
        let head = UnsafeRawBufferPointer(rebasing: name[..<dot])
        let symbol = pythonSymbol(head, at: node)
        guard symbol != 0 else {
            return dot == name.count && PythonBuiltins.shared.contains(head) ? .entity(names.intern(head)) : .unknown
        }
        let meaning = meaning(ofSymbol: symbol, PythonGrammar.shared)
        guard dot < name.count else { return meaning }
        guard meaning.kind == .entity, meaning.scope == 0, meaning.binding == 0 else { return .unknown }
        return .entity(names.join(meaning.name, "", UnsafeRawBufferPointer(rebasing: name[dot...])))
    }
}
