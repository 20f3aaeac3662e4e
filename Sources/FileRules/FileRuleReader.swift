internal import SourceFiles
internal import TextMatching
package import YAML

/// Reads `file:` mappings.
package enum FileRuleReader {
    /// The rule of a `file:` mapping, or all that is wrong with it.
    package static func read(_ mapping: YAMLNode, isTrusted: Bool = false) -> Result<FileRule, FileRuleErrors> {
        var reader = MappingReader(isTrusted: isTrusted)
        var once = false
        let clause = reader.clauses(mapping, "file", also: ["once"]) { reader, key, value in
            if key == "once" { once = reader.bool(value, "once") ?? false }
        }
        if reader.errors.isEmpty { return .success(FileRule(clause: clause, once: once)) }
        return .failure(FileRuleErrors(all: reader.errors))
    }
}

extension MappingReader {
    static let clauseKeys = ["all", "any", "not", "path", "mode", "index-mode", "distributed", "size", "owner", "shebang", "yaml-tag", "key", "content"]

    /// All clauses of a mapping, joined by `all`; keys in `also` are given to `other`.
    mutating func clauses(
        _ node: YAMLNode, _ what: String, also: [String] = [], other: (inout MappingReader, String, YAMLNode) -> Void = { _, _, _ in }
    ) -> FileClause {
        var parts: [FileClause] = []
        for (key, _, value) in entries(node, what, Self.clauseKeys + also) {
            if also.contains(key) { other(&self, key, value) } else if let part = clause(key, value) { parts.append(part) }
        }
        if parts.isEmpty, errors.isEmpty { fail(node, "`\(what)` needs a condition: one of \(Self.clauseKeys.joined(separator: ", "))") }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func clause(_ key: String, _ value: YAMLNode) -> FileClause? {
        switch key {
        case "all": return .all(parts(value, "all"))
        case "any": return .any(parts(value, "any"))
        case "not": return .not(clauses(value, "not"))
        case "path": return .path(list(value).compactMap { glob($0, "path") })
        case "mode": return .mode(mode(value))
        case "index-mode": return .indexMode(list(value).compactMap { octal($0, "index-mode", most: 0o177777) })
        case "distributed": return bool(value, "distributed").map(FileClause.distributed)
        case "size": return size(value).map(FileClause.size)
        case "owner": return owner(value)
        case "shebang": return bool(value, "shebang").map(FileClause.shebang)
        case "yaml-tag": return tags(value).map(FileClause.yamlTag)
        case "key": return self.key(value)
        default:
            guard value.entries == nil else { return textMatcher(value, "content", masksByDefault: false).map(FileClause.content) }
            return regex(value, "content").map { regex in
                .content(
                    TextMatcher(patterns: [TextMatcher.Pattern(regex: regex, kind: nil, capture: 0, leastEntropy: 0)], masks: false))
            }
        }
    }

    private mutating func parts(_ node: YAMLNode, _ what: String) -> [FileClause] {
        guard let items = node.items, !items.isEmpty else {
            fail(node, "`\(what)` is a list of conditions, not \(node.describedKind)")
            return []
        }
        return items.map { clauses($0, what) }
    }

    private mutating func mode(_ node: YAMLNode) -> ModeTest {
        var test = ModeTest()
        for (key, _, value) in entries(node, "mode", ["any-of", "all-of", "none-of"]) {
            let bits = octal(value, key, most: 0o7777).map { UInt16($0) }
            switch key {
            case "any-of": test.anyOf = bits
            case "all-of": test.allOf = bits
            default: test.noneOf = bits
            }
        }
        return test
    }

    private mutating func size(_ node: YAMLNode) -> ClosedRange<Int>? {
        var range = (min: 0, max: Int.max)
        for (key, _, value) in entries(node, "size", ["min", "max"]) {
            guard let number = count(value, key) else { continue }
            if key == "min" { range.min = number } else { range.max = number }
        }
        guard range.min <= range.max else {
            fail(node, "no file has at least \(range.min) and at most \(range.max) bytes")
            return nil
        }
        return range.min...range.max
    }

    private mutating func owner(_ node: YAMLNode) -> FileClause? {
        if node.entries != nil {
            guard let inner = entries(node, "owner", ["not"]).first?.value, case .owner(let test, _)? = owner(inner) else { return nil }
            return .owner(test, negated: true)
        }
        if node.string == "current-user" { return .owner(.currentUser, negated: false) }
        if let user = node.int.flatMap({ UInt32(exactly: $0) }) { return .owner(.user(user), negated: false) }
        fail(node, "`owner` is current-user, a user id, or {not: …} of these, not \(node.describedKind)")
        return nil
    }

    private mutating func tags(_ node: YAMLNode) -> TagTest? {
        var test = TagTest(anyOf: [], noneOf: [])
        if node.entries == nil {
            test.anyOf = list(node).compactMap { tag($0) }
        } else {
            for (key, _, value) in entries(node, "yaml-tag", ["any-of", "none-of"]) {
                let globs = list(value).compactMap { tag($0) }
                if key == "any-of" { test.anyOf = globs } else { test.noneOf = globs }
            }
        }
        return test
    }

    /// `!!` is short for what YAML says it is.
    private mutating func tag(_ node: YAMLNode) -> Glob? {
        guard let text = string(node, "yaml-tag") else { return nil }
        let whole = text.hasPrefix("!!") ? YAMLTags.core + text.dropFirst(2) : text
        do throws(FileError) { return try Glob(whole) } catch {
            fail(node, error.description)
            return nil
        }
    }

    private mutating func key(_ node: YAMLNode) -> FileClause? {
        var path: String?
        var value: LinearRegex?
        for (key, _, inner) in entries(node, "key", ["path", "value"]) {
            if key == "path" { path = string(inner, "path") } else { value = regex(inner, "value") }
        }
        guard let path else {
            if node.entries?.isEmpty == false { fail(node, "`key` needs `path`: `scripts.*`") }
            return nil
        }
        return .key(KeyPattern(path), value: value)
    }
}
