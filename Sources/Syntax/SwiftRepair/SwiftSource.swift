/// Swift source as bytes and tokens, and the questions the repairs ask about a place in it.
struct SwiftSource {
    let bytes: UnsafeRawBufferPointer
    let tokens: [SwiftToken]

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        tokens = SwiftLexer.tokens(of: bytes)
    }

    /// Whether the token at `index` is exactly `text`.
    func spells(_ text: StaticString, _ index: Int) -> Bool { bytes.spells(text, at: tokens[index].range) }

    func spells(_ words: [StaticString], _ index: Int) -> Bool { words.contains { spells($0, index) } }

    /// The first token that starts at or after a byte.
    func firstToken(from byte: Int) -> Int {
        var low = 0, high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a token in the range introduces a function or a type.
    func declares(in range: Range<Int>) -> Bool {
        let words: [StaticString] = ["func", "init", "deinit", "subscript", "class", "struct", "enum", "actor", "extension", "protocol"]
        var index = firstToken(from: range.lowerBound)
        while index < tokens.count, tokens[index].start < range.upperBound {
            if tokens[index].kind == .word, spells(words, index) { return true }
            index += 1
        }
        return false
    }

    /// The token after the bracket that closes the one at `index`, or nil when that is not `open` or is never closed.
    func groupEnd(_ open: StaticString, _ index: Int) -> Int? {
        guard spells(open, index) else { return nil }
        let opening = open.utf8Start[0]
        let closing: UInt8 = opening == UInt8(ascii: "(") ? UInt8(ascii: ")") : opening + 2
        var depth = 0
        for at in index..<tokens.count where tokens[at].kind == .symbol {
            let byte = bytes[tokens[at].start]
            if byte == opening { depth += 1 }
            if byte == closing, !isArrow(at) { depth -= 1 }
            if depth == 0 { return at + 1 }
        }
        return nil
    }

    /// The byte after the type arguments whose `<` stands at byte `start`, or nil when that is a comparison. As in Swift, what follows
    /// the closing `>` decides: here a member, or a closure on the same line. They do not go over lines here.
    func typeArgumentsEnd(_ start: Int) -> Int? {
        let open = firstToken(from: start)
        guard open < tokens.count, spells("<", open) else { return nil }
        var depth = 0
        for at in open..<tokens.count {
            let token = tokens[at]
            if token.startsLine || token.kind == .literal || token.kind == .directive { return nil }
            guard token.kind == .symbol else { continue }
            switch bytes[token.start] {
            case UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: ">") where !isArrow(at): depth -= 1
            case let byte where !".,:?!()[]&-@~>".utf8.contains(byte): return nil
            default: break
            }
            guard depth == 0 else { continue }
            guard at + 1 < tokens.count, !tokens[at + 1].startsLine else { return nil }
            let isMember = spells(".", at + 1) && tokens[at + 1].start == token.end
            return isMember || spells("{", at + 1) ? token.end : nil
        }
        return nil
    }

    /// Whether the token is the end of `->`.
    func isArrow(_ index: Int) -> Bool {
        let start = tokens[index].start
        return bytes[start] == UInt8(ascii: ">") && start > 0 && bytes[start - 1] == UInt8(ascii: "-")
    }

    /// Whether an operand begins at `index` that `if`, `while`, `for` or `switch` asks about: looks back within the line, or over
    /// lines that end in one of these words, in a comma or in an equals sign.
    func isInCondition(_ index: Int) -> Bool {
        let heads: [StaticString] = ["if", "while", "for", "switch"]
        guard index > 0 else { return false }
        if tokens[index - 1].kind == .word, !spells(["in", "if", "while", "switch"], index - 1) { return false }
        // What `try?` and `try!` are put before is no operand of its own: two repairs would tear the one apart.
        if index > 1, spells(["?", "!"], index - 1), spells("try", index - 2) { return false }
        var at = index
        while at > 0 {
            if tokens[at].startsLine, !spells([",", "="], at - 1), !spells(heads, at - 1) { return false }
            at -= 1
            if spells(["{", "}", ";"], at) { return false }
            if tokens[at].kind == .word, spells(heads, at) { return true }
        }
        return false
    }

    /// `(` and `)` in place of the blanks around the operand that starts at `index` and ends before the body of its condition. A line
    /// that begins with an operator, a dot or the body's brace goes on.
    func parentheses(from index: Int) -> [SourceEdit]? {
        var depth = 0
        for at in index..<tokens.count {
            let token = tokens[at]
            if depth == 0, (at > index && token.startsLine && token.kind != .symbol) || spells("where", at) { return nil }
            guard token.kind == .symbol else { continue }
            switch bytes[token.start] {
            case UInt8(ascii: "{") where depth == 0:
                let before = tokens[index].start - 1, after = token.start - 1
                guard before > 0, bytes[before] == UInt8(ascii: " "), bytes[after] == UInt8(ascii: " ") else { return nil }
                return [SourceEdit(before..<before + 1, text: "("), SourceEdit(after..<after + 1, text: ")")]
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0, UInt8(ascii: ";") where depth == 0: return nil
            default: break
            }
            if depth < 0 { return nil }
        }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes at `range` are exactly `text`.
    func spells(_ text: StaticString, at range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount && range.allSatisfy { self[$0] == text.utf8Start[$0 - range.lowerBound] }
    }
}
