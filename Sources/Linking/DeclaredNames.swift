/// The names a Swift file may declare at its top or extend, told from its bytes alone in one pass. Never too few: a name that is not here
/// is no type, extension, function or variable of the file's own scope, whatever the parser would make of it. Some too many: comments and
/// strings are read like code, locals like globals.
package struct DeclaredNames: Sendable {
    /// Sorted, each once.
    package private(set) var hashes: [UInt32] = []
    /// Something is declared in a form that is not looked into.
    package private(set) var mayBeAny = false

    package init(_ text: UnsafeRawBufferPointer) {
        var scan = Scan(text: text)
        scan.run()
        mayBeAny = scan.mayBeAny
        scan.found.sort()
        hashes.reserveCapacity(scan.found.count)
        for hash in scan.found where hash != hashes.last { hashes.append(hash) }
    }

    /// Names that were told before.
    package init(mayBeAny: Bool, hashes: [UInt32]) {
        self.mayBeAny = mayBeAny
        self.hashes = hashes
    }

    /// FNV-1a.
    static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in name { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash
    }
}

private struct Scan {
    let text: UnsafeRawBufferPointer
    var found: [UInt32] = []
    var mayBeAny = false

    /// What the words to come are.
    private enum Expecting { case nothing, type, function, pattern }
    private var expecting = Expecting.nothing
    /// Of a pattern: brackets that are open, and whether a name was seen.
    private var depth = 0, hasName = false
    private var isExtension = false

    init(text: UnsafeRawBufferPointer) { self.text = text }

    mutating func run() {
        var at = 0, before: UInt8 = 0
        while at < text.count {
            let byte = text[at]
            if byte.isOfWord {
                let start = at
                // The last eight bytes of the word.
                var packed: UInt64 = 0
                while at < text.count, text[at].isOfWord {
                    packed = packed << 8 | UInt64(text[at])
                    at += 1
                }
                word(start..<at, packed, before: before)
                before = text[at - 1]
                continue
            }
            at += 1
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") { continue }
            if expecting != .nothing { punctuation(byte, next: at < text.count ? text[at] : 0) }
            if byte != UInt8(ascii: "\n") {
                before = byte
            } else if before == UInt8(ascii: ".") {
                // The end of a sentence in a comment, mostly; what follows is no member.
                before = 0
            }
        }
    }

    /// - Parameter before: the last byte before the word that is no blank.
    private mutating func word(_ range: Range<Int>, _ packed: UInt64, before: UInt8) {
        let isMember = before == UInt8(ascii: "."), wasExpecting = expecting
        if !isMember, let next = Self.keyword(packed, range.count) {
            // `case let`, `class func`: the later one counts. A name in backquotes may be a keyword.
            if before == UInt8(ascii: "`") { add(range) }
            isExtension = packed == Keyword.extension_ && next == .type
            (expecting, depth, hasName) = (next, 0, false)
            return
        }
        switch wasExpecting {
        case .type:
            add(range)
            hasName = true
        case .function:
            add(range)
            expecting = .nothing
        case .pattern:
            add(range)
            hasName = true
        case .nothing:
            if isInitial(packed, range.count), !isMember {
                add(range)
            } else if isAssigned(range.upperBound, isListed: before == UInt8(ascii: ",")) {
                add(range)
            }
        }
    }

    private mutating func punctuation(_ byte: UInt8, next: UInt8) {
        let isComment = byte == UInt8(ascii: "/") && (next == UInt8(ascii: "/") || next == UInt8(ascii: "*"))
        switch (expecting, byte) {
        case (_, UInt8(ascii: "`")): return
        case (_, UInt8(ascii: "/")) where isComment && !hasName: mayBeAny = true
        case (.type, UInt8(ascii: "\n")) where !hasName, (.function, UInt8(ascii: "\n")): return
        case (.type, UInt8(ascii: ".")) where hasName: return
        case (.type, UInt8(ascii: "<")) where isExtension, (.type, UInt8(ascii: "[")) where isExtension, (.type, UInt8(ascii: "(")) where isExtension,
            (.type, UInt8(ascii: "@")) where !hasName, (.type, UInt8(ascii: "#")) where !hasName:
            mayBeAny = true
        case (.pattern, UInt8(ascii: "(")):
            depth += 1
            return
        case (.pattern, UInt8(ascii: ")")) where depth > 0:
            depth -= 1
            return
        case (.pattern, UInt8(ascii: "\n")) where !hasName || depth > 0: return
        case (.pattern, UInt8(ascii: ",")), (.pattern, UInt8(ascii: ".")), (.pattern, UInt8(ascii: "?")): return
        case (.pattern, _) where depth > 0: return
        default: break
        }
        expecting = .nothing
    }

    private mutating func add(_ range: Range<Int>) { found.append(DeclaredNames.hash(UnsafeRawBufferPointer(rebasing: text[range]))) }

    /// `x =`; in a list also `, x:`, which may be the next variable of a declaration.
    private func isAssigned(_ end: Int, isListed: Bool) -> Bool {
        var at = end
        while at < text.count, text[at] == UInt8(ascii: " ") || text[at] == UInt8(ascii: "\t") || text[at] == UInt8(ascii: "`") { at += 1 }
        guard at < text.count else { return false }
        if text[at] == UInt8(ascii: "=") { return at + 1 == text.count || text[at + 1] != UInt8(ascii: "=") }
        return isListed && text[at] == UInt8(ascii: ":")
    }

    private enum Keyword {
        static let class_ = pack("class"), struct_ = pack("struct"), enum_ = pack("enum"), actor = pack("actor"), protocol_ = pack("protocol")
        static let extension_ = pack("extension"), typealias_ = pack("typealias"), func_ = pack("func"), var_ = pack("var"), let_ = pack("let")
        static let for_ = pack("for"), init_ = pack("init")

        static func pack(_ word: StaticString) -> UInt64 {
            word.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt64($1) } }
        }
    }

    private func isInitial(_ packed: UInt64, _ count: Int) -> Bool { count == 4 && packed == Keyword.init_ }

    private static func keyword(_ packed: UInt64, _ count: Int) -> Expecting? {
        switch count {
        case 3: packed == Keyword.var_ || packed == Keyword.let_ || packed == Keyword.for_ ? .pattern : nil
        case 4: packed == Keyword.func_ ? .function : packed == Keyword.enum_ ? .type : nil
        case 5: packed == Keyword.class_ || packed == Keyword.actor ? .type : nil
        case 6: packed == Keyword.struct_ ? .type : nil
        case 8: packed == Keyword.protocol_ ? .type : nil
        case 9: packed == Keyword.extension_ || packed == Keyword.typealias_ ? .type : nil
        default: nil
        }
    }
}
