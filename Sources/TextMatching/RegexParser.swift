/// Reads a pattern in the syntax of Rust's `regex` crate, which is what ast-grep's rules are written in (https://docs.rs/regex#syntax).
///
/// What RE2 cannot do is refused here, with the reason: look-around, backreferences, class set operations, `\<` and `\b{start}`.
/// `\w`, `\d` and `\s` are Unicode's, as in Rust; `\b` is ASCII's, because RE2 has no other.
struct RegexParser {
    struct Flags {
        var ignoresCase = false
        var extended = false
        var unicode = true
    }

    let pattern: String
    let scalars: [Unicode.Scalar]
    var index = 0
    var flags: Flags
    private var depth = 0
    private var names: Set<String> = []
    /// Of classes within classes.
    var nesting = 0

    /// RE2 and our own recursion both stand this much.
    private static let maximumDepth = 100

    static func parse(_ pattern: String, ignoresCase: Bool) throws(RegexError) -> RegexNode {
        var parser = RegexParser(pattern: pattern, flags: Flags(ignoresCase: ignoresCase))
        let node = try parser.alternatives()
        if parser.index < parser.scalars.count { throw parser.error("this `)` closes no group; write `\\)` for the character") }
        return node
    }

    private init(pattern: String, flags: Flags) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
        self.flags = flags
    }

    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    func peek(_ distance: Int) -> Unicode.Scalar? { index + distance < scalars.count ? scalars[index + distance] : nil }

    func error(_ message: String, at offset: Int? = nil) -> RegexError {
        RegexError(pattern: pattern, offset: offset ?? index, message: message)
    }

    private mutating func alternatives() throws(RegexError) -> RegexNode {
        var branches = [try sequence()]
        while next == "|" {
            index += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(RegexError) -> RegexNode {
        var nodes: [RegexNode] = []
        skipBlanks()
        while let scalar = next, scalar != "|", scalar != ")" {
            if let text = plainText() {
                nodes.append(.text(text))
                continue
            }
            var node = try atom(scalar)
            skipBlanks()
            while let (min, max, suffix) = try repetition() {
                if node.isEmpty { throw error("this repeats nothing; put what to repeat before it", at: index - suffix.unicodeScalars.count) }
                node = .repeated(node, min: min, max: max, suffix: suffix)
                skipBlanks()
            }
            nodes.append(node)
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    /// Takes two or more letters and digits, without one that is repeated.
    private mutating func plainText() -> [UInt8]? {
        if flags.ignoresCase || flags.extended { return nil }
        var end = index
        while end < scalars.count, Self.isPlain(scalars[end]) { end += 1 }
        if end < scalars.count, "*+?{".unicodeScalars.contains(scalars[end]) { end -= 1 }
        guard end - index >= 2 else { return nil }
        defer { index = end }
        return scalars[index..<end].map { UInt8($0.value) }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(RegexError) -> RegexNode {
        switch scalar {
        case "(": return try group()
        case "[": return .oneOf("[" + (try bracketed()) + "]", ignoresCase: flags.ignoresCase)
        case "\\": return try escape()
        case "*", "+", "?": throw error("`\(scalar)` repeats nothing; write `\\\(scalar)` for the character")
        case "{": throw error("`{` repeats nothing; write `\\{` for the character")
        default: break
        }
        index += 1
        switch scalar {
        case ".": return .oneOf(".")
        case "^", "$": return .empty(String(Character(scalar)))
        default: return .literal(scalar, ignoresCase: flags.ignoresCase)
        }
    }

    private mutating func group() throws(RegexError) -> RegexNode {
        let start = index
        let outer = flags
        index += 1
        var open = "("
        if next == "?" {
            index += 1
            guard let opening = try groupKind(start) else { return .empty(try inlineFlags(start)) }
            open = opening
        }
        depth += 1
        guard depth <= Self.maximumDepth else { throw error("groups are nested more than \(Self.maximumDepth) deep", at: start) }
        let inner = try alternatives()
        depth -= 1
        guard next == ")" else { throw error("this group is not closed; put `)`, or write `\\(` for the character", at: start) }
        index += 1
        flags = outer
        return .group(open: open, inner)
    }

    /// After `(?`: how RE2 opens this group, nil when it is `(?flags)`, which opens none.
    private mutating func groupKind(_ start: Int) throws(RegexError) -> String? {
        switch (next, peek(1)) {
        case ("=", _), ("!", _), ("<", "="), ("<", "!"):
            throw error("RE2 has no look-around; match the surroundings too, or say it with `not`, `inside` or `has`", at: start)
        case (">", _): throw error("RE2 has no atomic groups, nor any need for them; write `(?:…)`", at: start)
        case ("P", "="), ("P", ">"): throw error("RE2 has no backreferences; use two equal metavariables instead", at: start)
        case ("P", "<"):
            index += 2
            return "(?P<" + (try groupName(start)) + ">"
        case ("<", _):
            index += 1
            return "(?P<" + (try groupName(start)) + ">"
        default:
            var end = index
            while end < scalars.count, scalars[end] != ":", scalars[end] != ")" { end += 1 }
            guard end < scalars.count else { throw error("this group is not closed; put `)`", at: start) }
            guard scalars[end] == ":" else { return nil }
            let text = try takeFlags(upTo: end, start)
            index += 1
            return "(?\(text):"
        }
    }

    private mutating func groupName(_ start: Int) throws(RegexError) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar != ">" {
            name.append(scalar)
            index += 1
        }
        guard next == ">", let first = name.first, !("0"..."9").contains(first),
            name.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || $0 == "_" })
        else { throw error("a group's name is made of letters, digits and `_` and ends with `>`", at: start) }
        index += 1
        guard names.insert(String(name)).inserted else { throw error("the group's name `\(String(name))` stands twice", at: start) }
        return String(name)
    }

    /// `(?i)`: holds to the end of the enclosing group.
    private mutating func inlineFlags(_ start: Int) throws(RegexError) -> String {
        var end = index
        while scalars[end] != ")" { end += 1 }
        let text = try takeFlags(upTo: end, start)
        index += 1
        return text.isEmpty ? "" : "(?\(text))"
    }

    /// Takes in `i-x` and returns what of it is left for RE2: `x` and `u` are dealt with here.
    private mutating func takeFlags(upTo end: Int, _ start: Int) throws(RegexError) -> String {
        var on = ""
        var off = ""
        var negated = false
        while index < end {
            let scalar = scalars[index]
            switch scalar {
            case "-" where !negated: negated = true
            case "i", "m", "s", "U":
                if scalar == "i" { flags.ignoresCase = !negated }
                if negated { off.unicodeScalars.append(scalar) } else { on.unicodeScalars.append(scalar) }
            case "x": flags.extended = !negated
            case "u": flags.unicode = !negated
            case "R": throw error("RE2 has no CRLF mode; write `\\r?$`")
            default: throw error("`\(scalar)` is no flag; there are i, m, s, U, x and u", at: index)
            }
            index += 1
        }
        return off.isEmpty ? on : "\(on)-\(off)"
    }

    private mutating func repetition() throws(RegexError) -> (min: Int, max: Int?, suffix: String)? {
        let start = index
        let bounds: (min: Int, max: Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            guard let close = scalars[index...].firstIndex(of: "}") else { throw error("this `{` is not closed; write `\\{` for the character") }
            bounds = try counted(String(String.UnicodeScalarView(scalars[(index + 1)..<close])))
            index = close
        default: return nil
        }
        index += 1
        if next == "?" { index += 1 }
        return (bounds.min, bounds.max, String(String.UnicodeScalarView(scalars[start..<index])))
    }

    private func counted(_ text: String) throws(RegexError) -> (min: Int, max: Int?) {
        let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map { part in
            part.allSatisfy { ("0"..."9").contains($0) } ? Int(part) : nil
        }
        // RE2 would take `{,5}` for five characters of text.
        guard let first = parts[0] else { throw error("a repetition is `{n}`, `{n,}` or `{n,m}`; write `\\{` for the character") }
        let isOpen = parts.count == 2 && text.hasSuffix(",")
        guard parts.count == 1 || isOpen || parts[1] != nil else { throw error("a repetition is `{n}`, `{n,}` or `{n,m}`") }
        let max = parts.count == 1 ? first : isOpen ? nil : parts[1]
        guard first <= 1000, max ?? 0 <= 1000 else { throw error("RE2 repeats at most 1000 times; use `*` or `+`") }
        if let max, max < first { throw error("the smaller number comes first: `{\(max),\(first)}`") }
        return (first, max)
    }

    /// In extended mode (`(?x)`) white space and comments mean nothing.
    mutating func skipBlanks() {
        guard flags.extended else { return }
        while let scalar = next {
            if scalar.properties.isWhitespace {
                index += 1
            } else if scalar == "#" {
                while let inside = next, inside != "\n" {
                    _ = inside
                    index += 1
                }
            } else {
                return
            }
        }
    }
}
