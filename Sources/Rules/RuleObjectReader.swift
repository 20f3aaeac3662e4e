import YAML

/// Reads a rule object; every mistake is added to `errors` and reading goes on.
struct RuleObjectReader {
    var errors: RuleErrors

    /// The keys of a rule object in the order their clauses are tried: ast-grep's, and where it leaves the choice, the cheap before the dear.
    static let keys = [
        "pattern", "kind", "regex", "nthChild", "range", "within", "awaited", "result-used", "call", "name", "type",
        "all", "any", "not", "matches", "inside", "has", "precedes", "follows",
    ]
    /// Keys that belong to a neighbour: `call`'s, and those of the relation this object stands in.
    private static let callKeys = ["args", "arg-absent", "arg-count"]
    private static let relationKeys = ["stopBy", "field"]
    static let contexts = [
        "async-function", "sync-function", "loop", "comprehension", "with", "async-with", "try", "finally", "except", "class", "lambda",
        "main-guard", "test",
    ]

    mutating func object(_ node: YAMLNode, relation: Bool = false) -> RuleObject {
        var object = RuleObject(mark: node.mark, clauses: [])
        guard let pairs = mapping(node, "a rule object") else { return object }
        for (key, _) in pairs {
            let name = key.text ?? ""
            if !Self.keys.contains(name) && !Self.callKeys.contains(name) && !(relation && Self.relationKeys.contains(name)) {
                errors.add(key.mark, "unknown key `\(name)` in a rule object; expected one of \(Self.keys.joined(separator: ", "))")
            }
        }
        for name in Self.keys {
            guard let value = node[name] else { continue }
            if let clause = clause(name, value, in: node) { object.clauses.append(clause) }
        }
        if node["call"] == nil, let stray = Self.callKeys.first(where: { node[$0] != nil }) {
            errors.add(node.mark, "`\(stray)` is about the arguments of a call: it needs `call` beside it")
        }
        // A key that could not be read has its own message.
        if pairs.isEmpty || relation && pairs.allSatisfy({ Self.relationKeys.contains($0.key.text ?? "") }) {
            errors.add(node.mark, "a rule object needs at least one of \(Self.keys.joined(separator: ", "))")
        }
        return object
    }

    private mutating func clause(_ name: String, _ value: YAMLNode, in node: YAMLNode) -> RuleClause? {
        switch name {
        case "pattern": return pattern(value).map(RuleClause.pattern)
        case "kind":
            guard let kind = text(value, name) else { return nil }
            return selector(kind)
        case "regex": return text(value, name).map(RuleClause.regex)
        case "nthChild": return nthChild(value).map(RuleClause.nthChild)
        case "range": return range(value).map(RuleClause.range)
        case "call": return call(value, in: node).map(RuleClause.call)
        case "name": return .name(texts(value, name))
        case "type": return .type(texts(value, name))
        case "within":
            let contexts = texts(value, name)
            for context in contexts where !Self.contexts.contains(context.value) {
                errors.add(context.mark, "unknown context `\(context.value)`; expected one of \(Self.contexts.joined(separator: ", "))")
            }
            return .within(contexts)
        case "awaited": return bool(value, name).map(RuleClause.awaited)
        case "result-used": return bool(value, name).map(RuleClause.resultUsed)
        case "all": return .all(objects(value, name))
        case "any": return .any(objects(value, name))
        case "not": return .not(object(value))
        case "matches": return matches(value)
        default: return relation(Relation.Direction(rawValue: name), value).map(RuleClause.relation)
        }
    }

    // MARK: the parts

    private mutating func pattern(_ node: YAMLNode) -> PatternText? {
        if let source = node.text { return PatternText(source: Marked(source, node.mark), selector: nil, strictness: .smart) }
        guard let pairs = mapping(node, "`pattern` (a string, or context, selector and strictness)") else { return nil }
        for (key, _) in pairs where !["context", "selector", "strictness"].contains(key.text ?? "") {
            errors.add(key.mark, "unknown key `\(key.text ?? "")` in a pattern; expected context, selector, strictness")
        }
        guard let contextNode = node["context"], let context = text(contextNode, "context") else {
            errors.add(node.mark, "a pattern object needs `context`, the code to match")
            return nil
        }
        var strictness = Strictness.smart
        if let value = node["strictness"], let name = text(value, "strictness") {
            if let known = Strictness(rawValue: name.value) {
                strictness = known
            } else {
                let names = Strictness.allCases.map(\.rawValue).joined(separator: ", ")
                errors.add(value.mark, "unknown strictness `\(name.value)`; expected one of \(names)")
            }
        }
        return PatternText(source: context, selector: node["selector"].flatMap { text($0, "selector") }, strictness: strictness)
    }

    private mutating func nthChild(_ node: YAMLNode) -> NthChildText? {
        if node.text != nil { return position(node).map { NthChildText(position: $0, ofRule: nil, reverse: false) } }
        guard let pairs = mapping(node, "`nthChild` (a number, An+B, or position, ofRule and reverse)") else { return nil }
        for (key, _) in pairs where !["position", "ofRule", "reverse"].contains(key.text ?? "") {
            errors.add(key.mark, "unknown key `\(key.text ?? "")` in nthChild; expected position, ofRule, reverse")
        }
        guard let at = node["position"] else {
            errors.add(node.mark, "nthChild needs `position`")
            return nil
        }
        guard let position = position(at) else { return nil }
        return NthChildText(
            position: position, ofRule: node["ofRule"].map { object($0) }, reverse: node["reverse"].flatMap { bool($0, "reverse") } ?? false)
    }

    private mutating func position(_ node: YAMLNode) -> NthPosition? {
        if let text = node.text, let position = NthPosition(text) { return position }
        errors.add(node.mark, "a position is a number from 1 or a formula such as 2n+1")
        return nil
    }

    private mutating func range(_ node: YAMLNode) -> RangeText? {
        func point(_ name: String) -> (Int, Int)? {
            guard let line = node[name]?["line"]?.int, let column = node[name]?["column"]?.int, line >= 0, column >= 0 else { return nil }
            return (line, column)
        }
        guard let start = point("start"), let end = point("end"), start <= end else {
            errors.add(node.mark, "`range` needs start and end, each {line, column} from 0, in order")
            return nil
        }
        return RangeText(startLine: start.0, startColumn: start.1, endLine: end.0, endColumn: end.1)
    }

    private mutating func call(_ value: YAMLNode, in node: YAMLNode) -> CallText? {
        var call = CallText(names: texts(value, "call"), arguments: [], absent: [], count: nil)
        if let arguments = node["args"], let pairs = mapping(arguments, "`args`") {
            for (key, value) in pairs { call.arguments.append((argumentName(key), object(value))) }
        }
        if let absent = node["arg-absent"] { call.absent = items(absent).map { argumentName($0) } }
        if let count = node["arg-count"] {
            call.count = argumentCount(count)
        }
        return call
    }

    private mutating func argumentName(_ node: YAMLNode) -> ArgumentName {
        if let position = node.int, position >= 0 { return .position(position) }
        if node.int == nil, let text = node.text, !text.isEmpty { return .keyword(text) }
        errors.add(node.mark, "an argument is named by its position from 0, or by its keyword or label")
        return .keyword("")
    }

    private mutating func argumentCount(_ node: YAMLNode) -> ClosedRange<Int>? {
        if let exact = node.int, exact >= 0 { return exact...exact }
        let pairs = node.entries ?? [], bounds = pairs.compactMap { $0.value.int }
        let least = node["min"]?.int ?? 0, most = node["max"]?.int ?? Int.max
        let isKnown = pairs.allSatisfy { ["min", "max"].contains($0.key.text ?? "") }
        if !pairs.isEmpty, isKnown, bounds.count == pairs.count, least >= 0, least <= most { return least...most }
        errors.add(node.mark, "`arg-count` is a number or {min, max}, from 0")
        return nil
    }

    private mutating func matches(_ node: YAMLNode) -> RuleClause? {
        if let name = node.text { return .matches(UtilityCall(name: Marked(name, node.mark), arguments: [])) }
        guard let pairs = mapping(node, "`matches` (a utility's name, or {name: {PARAMETER: rule}})"), !pairs.isEmpty else { return nil }
        var calls: [RuleClause] = []
        for (key, value) in pairs {
            guard let arguments = mapping(value, "the utility's arguments") else { continue }
            calls.append(
                .matches(
                    UtilityCall(
                        name: Marked(key.text ?? "", key.mark),
                        arguments: arguments.map { (Marked($0.key.text ?? "", $0.key.mark), object($0.value)) })))
        }
        return calls.count == 1 ? calls[0] : .all(calls.map { RuleObject(mark: node.mark, clauses: [$0]) })
    }

    private mutating func relation(_ direction: Relation.Direction?, _ node: YAMLNode) -> Relation? {
        guard let direction else { return nil }
        let rule = object(node, relation: true)
        var stop = Relation.Stop.neighbor
        if let value = node["stopBy"] {
            switch value.text {
            case "neighbor": stop = .neighbor
            case "end": stop = .end
            case let other?: errors.add(value.mark, "unknown stopBy `\(other)`; expected neighbor, end, or a rule object")
            case nil: stop = .rule(object(value))
            }
        }
        let field = node["field"].flatMap { text($0, "field") }
        if let field, direction == .precedes || direction == .follows {
            errors.add(field.mark, "`field` is only for inside and has")
        }
        return Relation(direction: direction, rule: rule, stop: stop, field: field)
    }

    /// `kind:` may be a selector in the manner of ESQuery (`call > identifier`); it becomes the clauses it stands for.
    private mutating func selector(_ kind: Marked<String>) -> RuleClause? {
        do {
            let object = try KindSelector.clauses(kind)
            return object.clauses.count == 1 ? object.clauses[0] : .all([object])
        } catch {
            errors.add(kind.mark, error.message)
            return nil
        }
    }

    // MARK: scalars and lists

    mutating func mapping(_ node: YAMLNode, _ what: String) -> [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let pairs) = node.kind { return pairs }
        errors.add(node.mark, "\(what) must be a mapping of keys to values")
        return nil
    }

    mutating func text(_ node: YAMLNode, _ what: String) -> Marked<String>? {
        if let text = node.text { return Marked(text, node.mark) }
        errors.add(node.mark, "`\(what)` must be text")
        return nil
    }

    mutating func texts(_ node: YAMLNode, _ what: String) -> [Marked<String>] {
        let items = items(node)
        if items.isEmpty { errors.add(node.mark, "`\(what)` must not be empty") }
        return items.compactMap { text($0, what) }
    }

    mutating func bool(_ node: YAMLNode, _ what: String) -> Bool? {
        if let bool = node.bool { return bool }
        errors.add(node.mark, "`\(what)` must be true or false")
        return nil
    }

    private mutating func objects(_ node: YAMLNode, _ what: String) -> [RuleObject] {
        guard case .sequence(let items) = node.kind else {
            errors.add(node.mark, "`\(what)` must be a list of rule objects")
            return []
        }
        return items.map { object($0) }
    }

    /// A list, or one value standing for a list of one.
    private func items(_ node: YAMLNode) -> [YAMLNode] {
        if case .sequence(let items) = node.kind { return items }
        return [node]
    }
}
