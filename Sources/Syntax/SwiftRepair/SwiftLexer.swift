/// Cuts Swift source into tokens: strings with their interpolations, nested comments and `#if` lines as Swift means them.
///
/// It never fails; what it cannot read it hands out byte by byte. Comments and white space are left out.
struct SwiftLexer {
    /// A string literal whose interpolation is being read.
    private struct OpenString {
        let hashes: Int
        let isMultiline: Bool
        /// Parentheses open outside the interpolation.
        let depth: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    private var startsLine = true
    private var depth = 0
    private var open: [OpenString] = []
    private var tokens: [SwiftToken] = []

    static func tokens(of bytes: UnsafeRawBufferPointer) -> [SwiftToken] {
        var lexer = SwiftLexer(bytes: bytes)
        lexer.run()
        return lexer.tokens
    }

    private init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        tokens.reserveCapacity(bytes.count / 4)
    }

    private func peek(_ ahead: Int = 0) -> UInt8 {
        let index = at + ahead
        return index < bytes.count ? bytes[index] : 0
    }

    private mutating func emit(_ kind: SwiftToken.Kind, from start: Int) {
        tokens.append(SwiftToken(kind: kind, startsLine: startsLine, start: start, end: at))
        startsLine = false
    }

    private mutating func run() {
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                startsLine = true
                at += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0: at += 1
            case UInt8(ascii: "/"): slash()
            case UInt8(ascii: "\""): openString(hashes: 0, from: at)
            case UInt8(ascii: "#"): hash()
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
            case UInt8(ascii: "`"): backticks()
            case UInt8(ascii: "@") where peek(1).startsWord: word(from: at, skipping: 1)
            case _ where byte.startsWord: word(from: at, skipping: 0)
            case UInt8(ascii: ")"):
                if depth == 0, let string = open.popLast() {
                    at += 1
                    depth = string.depth
                    readString(hashes: string.hashes, isMultiline: string.isMultiline, from: at)
                } else {
                    depth = max(0, depth - 1)
                    symbol()
                }
            case UInt8(ascii: "("):
                depth += 1
                symbol()
            default: symbol()
            }
        }
    }

    private mutating func symbol() {
        at += 1
        emit(.symbol, from: at - 1)
    }

    private mutating func word(from start: Int, skipping: Int) {
        at = start + skipping
        while at < bytes.count, bytes[at].continuesWord { at += 1 }
        emit(.word, from: start)
    }

    private mutating func number() {
        let start = at
        while peek().continuesWord || (peek() == UInt8(ascii: ".") && peek(1).isDigit) { at += 1 }
        emit(.number, from: start)
    }

    private mutating func backticks() {
        let start = at
        var end = at + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "`"), bytes[end] != UInt8(ascii: "\n") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "`") else { return symbol() }
        at = end + 1
        emit(.word, from: start)
    }

    // MARK: - What begins with a number sign

    private mutating func hash() {
        let start = at
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if peek(hashes) == UInt8(ascii: "\"") {
            at += hashes
            openString(hashes: hashes, from: start)
        } else if peek(hashes) == UInt8(ascii: "/") {
            extendedRegex(hashes: hashes)
        } else if hashes == 1, peek(1).startsWord {
            at += 1
            while peek().continuesWord { at += 1 }
            let isDirective = isDirective(start..<at)
            if isDirective { readDirective() }
            emit(isDirective ? .directive : .word, from: start)
        } else {
            symbol()
        }
    }

    private func isDirective(_ range: Range<Int>) -> Bool {
        ["#if", "#elseif", "#else", "#endif"].contains { (name: StaticString) in bytes.spells(name, at: range) }
    }

    private mutating func readDirective() {
        while at < bytes.count, peek() != UInt8(ascii: "\n") {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") || peek(1) == UInt8(ascii: "*") { break }
            at += 1
        }
        while bytes[at - 1] == UInt8(ascii: " ") || bytes[at - 1] == UInt8(ascii: "\r") { at -= 1 }
    }

    // MARK: - What begins with a slash

    private mutating func slash() {
        switch peek(1) {
        case UInt8(ascii: "/"): while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        case UInt8(ascii: "*"): blockComment()
        default: if !plainRegex() { symbol() }
        }
    }

    private mutating func blockComment() {
        var nesting = 0
        while at < bytes.count {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                nesting += 1
                at += 2
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                nesting -= 1
                at += 2
                if nesting == 0 { return }
            } else {
                if peek() == UInt8(ascii: "\n") { startsLine = true }
                at += 1
            }
        }
    }

    /// A bare regular expression stands where an operand may, does not begin or end with a blank, and closes on its line.
    private mutating func plainRegex() -> Bool {
        if let last = tokens.last, !startsLine {
            let isOperator = last.kind == .symbol && !")]}".utf8.contains(bytes[last.start])
            let isKeyword = last.kind == .word && (bytes.spells("return", at: last.range) || bytes.spells("in", at: last.range))
            if !isOperator && !isKeyword { return false }
        }
        if peek(1) == UInt8(ascii: " ") || peek(1) == UInt8(ascii: "=") { return false }
        var end = at + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "/") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "/"), bytes[end - 1] != UInt8(ascii: " ") else { return false }
        let start = at
        at = end + 1
        emit(.literal, from: start)
        return true
    }

    private mutating func extendedRegex(hashes: Int) {
        let start = at
        var end = at + hashes + 1
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "/"), (1...hashes).allSatisfy({ end + $0 < bytes.count && bytes[end + $0] == UInt8(ascii: "#") }) {
                at = end + 1 + hashes
                return emit(.literal, from: start)
            }
            end += 1
        }
        symbol()
    }

    // MARK: - Strings

    private mutating func openString(hashes: Int, from start: Int) {
        let isMultiline = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
        at += isMultiline ? 3 : 1
        readString(hashes: hashes, isMultiline: isMultiline, from: start)
    }

    /// Reads to the string's end, to the end of the line of one that is not closed, or to its next interpolation.
    private mutating func readString(hashes: Int, isMultiline: Bool, from start: Int) {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\n") where !isMultiline: return emit(.literal, from: start)
            case UInt8(ascii: "\\") where hasHashes(hashes, after: at):
                let next = peek(1 + hashes)
                at = min(bytes.count, at + 2 + hashes)
                if next == UInt8(ascii: "(") {
                    open.append(OpenString(hashes: hashes, isMultiline: isMultiline, depth: depth))
                    depth = 0
                    return emit(.literal, from: start)
                }
            case UInt8(ascii: "\""):
                let quotes = isMultiline ? 3 : 1
                if (0..<quotes).allSatisfy({ peek($0) == UInt8(ascii: "\"") }), hasHashes(hashes, after: at + quotes - 1) {
                    at += quotes + hashes
                    return emit(.literal, from: start)
                }
                at += 1
            default: at += 1
            }
        }
        emit(.literal, from: start)
    }

    private func hasHashes(_ count: Int, after index: Int) -> Bool {
        var found = 0
        while found < count, index + 1 + found < bytes.count, bytes[index + 1 + found] == UInt8(ascii: "#") { found += 1 }
        return found == count
    }
}

extension UInt8 {
    /// Any byte beyond ASCII counts as part of a word: Swift allows most of Unicode in names.
    fileprivate var startsWord: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") || self == UInt8(ascii: "_") || self == UInt8(ascii: "$") || self >= 0x80
    }
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    fileprivate var continuesWord: Bool { startsWord || isDigit }
}
