/// A parsed pattern, as far as rewriting it for RE2 and finding its required literals need it.
indirect enum RegexNode: Sendable {
    case literal(Unicode.Scalar, ignoresCase: Bool)
    /// Letters and digits of ASCII that stand for themselves, case counted: most of what most patterns are.
    case text([UInt8])
    /// Matches one scalar: a class or the dot, as RE2 writes it. Of a class whose case counts, its members can be told.
    case oneOf(String, ignoresCase: Bool = true)
    /// Matches no text: an assertion, a change of flags or nothing at all, as RE2 writes it.
    case empty(String)
    /// `\b`
    case wordEdge
    case group(open: String, RegexNode)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    /// `suffix` as written: `*`, `+?`, `{2,5}`.
    case repeated(RegexNode, min: Int, max: Int?, suffix: String)

    /// The pattern in RE2's syntax (https://github.com/google/re2/wiki/Syntax).
    var re2: String {
        switch self {
        case .literal(let scalar, _): Self.escaped(scalar)
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .oneOf(let text, _), .empty(let text): text
        case .wordEdge: #"\b"#
        case .group(let open, let inner): open + inner.re2 + ")"
        case .sequence(let nodes): nodes.map(\.re2).joined()
        case .alternatives(let nodes): nodes.map(\.re2).joined(separator: "|")
        // Two repetitions in a row (`a**`, `a{2}{3}`) are fine in Rust and refused by RE2.
        case .repeated(.repeated(let inner, let min, let max, let first), _, _, let suffix):
            "(?:" + RegexNode.repeated(inner, min: min, max: max, suffix: first).re2 + ")" + suffix
        case .repeated(let inner, _, _, let suffix): inner.re2 + suffix
        }
    }

    /// Whether it is an assertion or a change of flags, which cannot be repeated.
    var isEmpty: Bool {
        switch self {
        case .empty, .wordEdge: true
        default: false
        }
    }

    /// How many groups capture: `(` and `(?P<name>` do, `(?:` and `(?i:` do not.
    var groupCount: Int {
        switch self {
        case .literal, .text, .oneOf, .empty, .wordEdge: 0
        case .group(let open, let inner): (open == "(" || open.hasPrefix("(?P<") ? 1 : 0) + inner.groupCount
        case .sequence(let nodes), .alternatives(let nodes): nodes.reduce(0) { $0 + $1.groupCount }
        case .repeated(let inner, _, _, _): inner.groupCount
        }
    }

    /// The number of a named group.
    ///
    /// - Parameter count: of the groups that capture and open before this part, then before its end.
    func group(named name: String, _ count: inout Int) -> Int? {
        switch self {
        case .literal, .text, .oneOf, .empty, .wordEdge: return nil
        case .group(let open, let inner):
            if open == "(" || open.hasPrefix("(?P<") { count += 1 }
            return open == "(?P<\(name)>" ? count : inner.group(named: name, &count)
        case .sequence(let nodes), .alternatives(let nodes):
            for node in nodes { if let number = node.group(named: name, &count) { return number } }
            return nil
        case .repeated(let inner, _, _, _): return inner.group(named: name, &count)
        }
    }

    /// A scalar that stands for itself, in a class or outside.
    static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\", ".", "+", "*", "?", "(", ")", "|", "[", "]", "{", "}", "^", "$", "-", "&", "~", "#": "\\\(scalar)"
        case _ where scalar.value < 0x20 || scalar.value == 0x7F: "\\x{\(String(scalar.value, radix: 16))}"
        default: String(Character(scalar))
        }
    }
}
