import YAML

/// Reads the selectors ast-grep allows in `kind:` (after ESQuery): kinds joined by `>` (child), white space (descendant), `+` (next
/// sibling), `~` (later sibling) and `,` (any of), with `:has()`, `:not()`, `:is()` and `:nth-child()`, `:nth-last-child()`.
struct KindSelector {
    struct Failure: Error { var message: String }

    private enum Token: Equatable {
        case kind(String), pseudo(String), open, close, comma, combinator(Character)
    }

    private var tokens: [Token]
    private var at = 0
    private var depth = 0
    private static let deepest = 50
    /// Selectors nest by recursion, those inside `:nth-child(… of …)` too.
    private static let longest = 1000
    private let mark: YAMLMark
    private let source: String

    static func clauses(_ kind: Marked<String>) throws(Failure) -> RuleObject {
        if kind.value.unicodeScalars.allSatisfy({ isKindScalar($0) }) { return RuleObject(mark: kind.mark, clauses: [.kind(kind)]) }
        guard kind.value.utf8.count <= longest else { throw Failure(message: "a kind selector holds \(longest) bytes at most") }
        var reader = try KindSelector(kind)
        let object = try reader.list()
        guard reader.at == reader.tokens.count else {
            throw reader.failure(reader.next == .close ? "a closing bracket too many" : "a comma or one of `>`, `+`, `~` is missing")
        }
        return object
    }

    private init(_ kind: Marked<String>) throws(Failure) {
        mark = kind.mark
        source = kind.value
        tokens = []
        var rest = Substring(kind.value)
        func trim() { rest = rest.drop { $0.isWhitespace } }
        trim()
        while let first = rest.first {
            let spaced = !tokens.isEmpty && rest.startIndex > source.startIndex && source[source.index(before: rest.startIndex)].isWhitespace
            switch first {
            case ">", "+", "~":
                tokens.append(.combinator(first))
                rest.removeFirst()
            case ",": tokens.append(.comma); rest.removeFirst()
            case "(":
                rest.removeFirst()
                if case .pseudo(let name)? = tokens.last, name.hasPrefix("nth") {
                    // An+B has a grammar of its own: take it whole.
                    guard let end = Self.closing(rest) else { throw Failure(message: "`\(source)`: a bracket is not closed") }
                    tokens.append(.kind(String(rest[..<end])))
                    rest = rest[rest.index(after: end)...]
                } else {
                    tokens.append(.open)
                }
            case ")": tokens.append(.close); rest.removeFirst()
            case ":":
                rest.removeFirst()
                let name = rest.prefix { $0.isLetter || $0 == "-" }
                rest = rest.dropFirst(name.count)
                if spaced, Self.joinsBySpace(tokens.last) { tokens.append(.combinator(" ")) }
                tokens.append(.pseudo(String(name)))
            default:
                let name = rest.prefix { $0.unicodeScalars.allSatisfy { Self.isKindScalar($0) } }
                guard !name.isEmpty else { throw Failure(message: "`\(source)`: `\(first)` has no place in a kind") }
                if spaced, Self.joinsBySpace(tokens.last) { tokens.append(.combinator(" ")) }
                tokens.append(.kind(String(name)))
                rest = rest.dropFirst(name.count)
            }
            trim()
        }
    }

    /// The bracket that closes one opened before `text`.
    private static func closing(_ text: Substring) -> Substring.Index? {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" {
                if depth == 0 { return index }
                depth -= 1
            }
        }
        return nil
    }

    private static func isKindScalar(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar == "-" || ("0"..."9").contains(scalar)
    }

    private static func joinsBySpace(_ token: Token?) -> Bool {
        switch token {
        case .kind?, .close?: true
        default: false
        }
    }

    private func failure(_ message: String) -> Failure { Failure(message: "`\(source)`: \(message)") }
    private var next: Token? { at < tokens.count ? tokens[at] : nil }

    private mutating func list() throws(Failure) -> RuleObject {
        var choices = [try complex()]
        while next == .comma {
            at += 1
            choices.append(try complex())
        }
        return choices.count == 1 ? choices[0] : RuleObject(mark: mark, clauses: [.any(choices)])
    }

    private mutating func complex() throws(Failure) -> RuleObject {
        var object = try compound()
        while case .combinator(let combinator)? = next {
            at += 1
            var right = try compound()
            let direction: Relation.Direction = combinator == ">" || combinator == " " ? .inside : .follows
            let stop: Relation.Stop = combinator == " " || combinator == "~" ? .end : .neighbor
            right.clauses.append(.relation(Relation(direction: direction, rule: object, stop: stop, field: nil)))
            object = right
        }
        return object
    }

    private mutating func compound() throws(Failure) -> RuleObject {
        var clauses: [RuleClause] = []
        if case .kind(let name)? = next {
            at += 1
            clauses.append(.kind(Marked(name, mark)))
        }
        while case .pseudo(let name)? = next {
            at += 1
            clauses.append(try pseudo(name))
        }
        guard !clauses.isEmpty else { throw failure("a kind is missing") }
        return RuleObject(mark: mark, clauses: clauses)
    }

    private mutating func pseudo(_ name: String) throws(Failure) -> RuleClause {
        if name == "nth-child" || name == "nth-last-child" {
            guard case .kind(let text)? = next else { throw failure("`:\(name)` needs a position in brackets") }
            at += 1
            let parts = text.split(separator: " of ", maxSplits: 1)
            guard let first = parts.first, let position = NthPosition(String(first)) else { throw failure("`\(text)` is no position such as 2n+1") }
            var ofRule: RuleObject?
            if parts.count == 2 { ofRule = try Self.clauses(Marked(String(parts[1]), mark)) }
            return .nthChild(NthChildText(position: position, ofRule: ofRule, reverse: name == "nth-last-child"))
        }
        guard next == .open else { throw failure("`:\(name)` needs a selector in brackets") }
        at += 1
        var direct = false
        if next == .combinator(">") {
            at += 1
            direct = true
        }
        depth += 1
        guard depth < Self.deepest else { throw failure("nested too deeply") }
        let inner = try list()
        depth -= 1
        guard next == .close else { throw failure("a bracket is not closed") }
        at += 1
        switch name {
        case "has": return .relation(Relation(direction: .has, rule: inner, stop: direct ? .neighbor : .end, field: nil))
        case "not": return .not(inner)
        case "is": return .all([inner])
        default: throw failure("unknown pseudo-class `:\(name)`; expected has, not, is, nth-child, nth-last-child")
        }
    }
}
