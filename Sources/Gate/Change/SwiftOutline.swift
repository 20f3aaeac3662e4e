/// What a Swift text declares, by its keywords and braces (The Swift Programming Language, "Lexical Structure" and "Declarations").
struct SwiftOutline {
    private let text: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var line = 1
    private var found: [Outline.Declaration] = []
    /// Open braces: the declaration whose body each begins, as an index, nil for all others.
    private var braces: [Int?] = []
    /// Open parentheses and brackets.
    private var depth = 0
    /// A declaration whose body or value may come, and how many parentheses are open around it.
    private var head: (index: Int, depth: Int)?
    /// Where attributes and modifiers that stand before something begin.
    private var modified: Int?
    private var isAfterDot = false

    static func declarations(in text: UnsafeBufferPointer<UInt8>) -> [Outline.Declaration] {
        var outline = SwiftOutline(text: text)
        while outline.at < text.count { outline.readToken() }
        return outline.found
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    private mutating func readToken() {
        let byte = text[at]
        switch byte {
        case UInt8(ascii: "\n"):
            line += 1
            at += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
        case UInt8(ascii: "/") where follows("/"):
            while at < text.count, text[at] != UInt8(ascii: "\n") { at += 1 }
        case UInt8(ascii: "/") where follows("*"): skipComment()
        case UInt8(ascii: "\""): skipString(hashes: 0)
        case UInt8(ascii: "#"): skipHashes()
        case UInt8(ascii: "@"):
            // `@available(…)`: the word and its parentheses are read as they come.
            modified = modified ?? line
            at += 1
            _ = word()
        case UInt8(ascii: "{"): openBrace()
        case UInt8(ascii: "}"): closeBrace()
        case UInt8(ascii: "("), UInt8(ascii: "["):
            depth += 1
            at += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"):
            depth = max(0, depth - 1)
            at += 1
            if let head, head.depth == depth, found[head.index].kind == .value { extend(head.index) }
        case UInt8(ascii: "."):
            isAfterDot = true
            at += 1
            return
        case _ where Words.isWord(byte) || byte == UInt8(ascii: "`"): readWord()
        default: at += 1
        }
        isAfterDot = false
    }

    private func follows(_ next: Unicode.Scalar) -> Bool { at + 1 < text.count && text[at + 1] == UInt8(ascii: next) }

    private mutating func word() -> [UInt8] {
        let isQuoted = at < text.count && text[at] == UInt8(ascii: "`")
        if isQuoted { at += 1 }
        let start = at
        while at < text.count, Words.isWord(text[at]) { at += 1 }
        defer { if isQuoted, at < text.count, text[at] == UInt8(ascii: "`") { at += 1 } }
        return Array(text[start..<at])
    }

    private mutating func readWord() {
        let first = line, isMember = isAfterDot, isQuoted = text[at] == UInt8(ascii: "`"), word = word()
        if isMember || isQuoted || depth > (head?.depth ?? depth) { return }
        if Self.modifiers.contains(word) {
            modified = modified ?? first
            return
        }
        let start = modified ?? first
        modified = nil
        if Self.types.contains(word) {
            // `class func` is a method of the type; `actor = 1` is no type.
            guard let name = name() else { return }
            if word == Self.class, name == Self.func || name == Self.var || name == Self.let || name == Self.subscript {
                declare(name, from: start)
            } else {
                add(qualified(name), start, .type)
            }
        } else {
            declare(word, from: start)
        }
    }

    private mutating func declare(_ word: [UInt8], from start: Int) {
        switch word {
        case Self.func: if let name = name() ?? operatorName() { add(name, start, .function) }
        case Self.initializer, Self.subscript: if isNext("(", "?", "!", "<") { add(word, start, .function) }
        case Self.deinitializer: if isNext("{") { add(word, start, .function) }
        case Self.let, Self.var: if !isInBody, let name = name() { add(name, start, .value) }
        default: break
        }
    }

    /// The word behind blanks, read; nil where none is.
    private mutating func name() -> [UInt8]? {
        var place = at
        while place < text.count, text[place] == UInt8(ascii: " ") || text[place] == UInt8(ascii: "\t") { place += 1 }
        guard place < text.count, Words.isWord(text[place]) || text[place] == UInt8(ascii: "`") else { return nil }
        at = place
        return word()
    }

    /// `Inner` of `extension Outer.Inner`.
    private mutating func qualified(_ first: [UInt8]) -> [UInt8] {
        var name = first
        while at + 1 < text.count, text[at] == UInt8(ascii: "."), Words.isWord(text[at + 1]) {
            at += 1
            name = word()
        }
        return name
    }

    private mutating func operatorName() -> [UInt8]? {
        while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
        let start = at
        while at < text.count, text[at] > UInt8(ascii: " "), text[at] != UInt8(ascii: "("), !Words.isWord(text[at]) { at += 1 }
        return start < at ? Array(text[start..<at]) : nil
    }

    private func isNext(_ marks: Unicode.Scalar...) -> Bool {
        let place = text[at...].firstIndex { $0 != UInt8(ascii: " ") }
        return place.map { place in marks.contains { text[place] == UInt8(ascii: $0) } } ?? false
    }

    /// Whether the place is in a function, or in what works a value out.
    private var isInBody: Bool { braces.last.map { $0.map { found[$0].kind != .type } ?? true } ?? false }

    private mutating func add(_ name: [UInt8], _ start: Int, _ kind: Outline.Kind) {
        let type = braces.last { $0.map { found[$0].kind == .type } ?? false } ?? nil
        found.append(Outline.Declaration(name: name, lines: start...line, kind: kind, type: type))
        head = (found.count - 1, depth)
    }

    /// To the line at hand.
    private mutating func extend(_ index: Int) { found[index].lines = found[index].lines.lowerBound...line }

    private mutating func openBrace() {
        modified = nil
        at += 1
        if let head, head.depth == depth {
            braces.append(head.index)
            self.head = nil
        } else {
            braces.append(nil)
        }
    }

    private mutating func closeBrace() {
        modified = nil
        // That of a closure in a list of parameters ends nothing.
        if let head, head.depth >= depth { self.head = nil }
        at += 1
        if case .some(.some(let index)) = braces.popLast() { extend(index) }
    }

    /// Comments nest.
    private mutating func skipComment() {
        var level = 0
        while at < text.count {
            if text[at] == UInt8(ascii: "/"), follows("*") {
                level += 1
                at += 2
            } else if text[at] == UInt8(ascii: "*"), follows("/") {
                level -= 1
                at += 2
                if level == 0 { return }
            } else {
                if text[at] == UInt8(ascii: "\n") { line += 1 }
                at += 1
            }
        }
    }

    private mutating func skipHashes() {
        let start = at
        while at < text.count, text[at] == UInt8(ascii: "#") { at += 1 }
        if at < text.count, text[at] == UInt8(ascii: "\"") { skipString(hashes: at - start) }
    }

    /// A string with what is interpolated in it. Braces and quotes in interpolated expressions pair up.
    /// - Parameter nesting: of strings in strings; an end of it keeps the stack.
    private mutating func skipString(hashes: Int, nesting: Int = 0) {
        let isLong = at + 2 < text.count && text[at + 1] == UInt8(ascii: "\"") && text[at + 2] == UInt8(ascii: "\"")
        at += isLong ? 3 : 1
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\n"):
                if !isLong { return }
                line += 1
                at += 1
            case UInt8(ascii: "\\") where hasHashes(hashes, at + 1):
                at += 1 + hashes
                if at < text.count, text[at] == UInt8(ascii: "("), nesting < Self.deepestString {
                    skipInterpolation(nesting)
                } else if at < text.count, text[at] != UInt8(ascii: "\n") {
                    at += 1
                }
            case UInt8(ascii: "\"") where !isLong && hasHashes(hashes, at + 1):
                at += 1 + hashes
                return
            case UInt8(ascii: "\"") where isLong && at + 2 < text.count && text[at + 1] == UInt8(ascii: "\"") && text[at + 2] == UInt8(ascii: "\"") && hasHashes(hashes, at + 3):
                at += 3 + hashes
                return
            default: at += 1
            }
        }
        at = min(at, text.count)
    }

    private func hasHashes(_ count: Int, _ place: Int) -> Bool {
        place + count <= text.count && text[place..<place + count].allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private mutating func skipInterpolation(_ nesting: Int) {
        var level = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "("): level += 1
            case UInt8(ascii: ")"): level -= 1
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "\""):
                skipString(hashes: 0, nesting: nesting + 1)
                continue
            default: break
            }
            at += 1
            if level == 0 { return }
        }
    }

    private static let deepestString = 20

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static let `class` = bytes("class"), `func` = bytes("func"), `var` = bytes("var"), `let` = bytes("let"), `subscript` = bytes("subscript")
    private static let initializer = bytes("init"), deinitializer = bytes("deinit")
    private static let types: Set<[UInt8]> = Set(["class", "struct", "enum", "actor", "protocol", "extension"].map(bytes))
    private static let modifiers: Set<[UInt8]> = Set(
        ["public", "private", "fileprivate", "internal", "package", "open", "static", "final", "override", "mutating", "nonmutating", "nonisolated", "isolated",
         "lazy", "weak", "unowned", "required", "convenience", "dynamic", "optional", "indirect", "distributed", "prefix", "postfix", "infix", "consuming", "borrowing"].map(bytes))
}
