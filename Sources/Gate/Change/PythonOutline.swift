/// What a Python text declares, by its logical lines and how far they are indented (Python Language Reference, 2.1).
struct PythonOutline {
    private let text: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var line = 1
    private var found: [Outline.Declaration] = []
    /// Declarations around the line at hand, with how far their heads are indented.
    private var open: [(indent: Int, index: Int)] = []
    /// Where the decorators before a definition begin.
    private var decorated: Int?

    static func declarations(in text: UnsafeBufferPointer<UInt8>) -> [Outline.Declaration] {
        var outline = PythonOutline(text: text)
        while outline.at < text.count { outline.readLine() }
        return outline.found
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// One logical line, with the line ends in its brackets and strings.
    private mutating func readLine() {
        var indent = 0
        while at < text.count, text[at] == UInt8(ascii: " ") || text[at] == UInt8(ascii: "\t") || text[at] == 0x0C {
            indent += text[at] == UInt8(ascii: "\t") ? 8 - indent % 8 : 1
            at += 1
        }
        let start = at, first = line
        skipLine()
        let statement = start..<at
        guard let head = statement.first, !isLineEnd(text[head]), text[head] != UInt8(ascii: "#") else {
            endLine()
            return
        }
        open.removeAll { $0.indent >= indent }
        declare(statement, from: first, indent)
        for (_, index) in open { found[index].lines = found[index].lines.lowerBound...max(found[index].lines.upperBound, line) }
        endLine()
    }

    private mutating func endLine() {
        guard at < text.count else { return }
        if text[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// To the end of the logical line; `line` is the last one of it then.
    private mutating func skipLine() {
        var depth = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if depth == 0 { return }
                endLine()
                continue
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: "#"):
                while at < text.count, !isLineEnd(text[at]) { at += 1 }
                continue
            case UInt8(ascii: "\\"):
                at += 1
                if at < text.count, isLineEnd(text[at]) { endLine() }
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                skipString()
                continue
            default: break
            }
            at += 1
        }
    }

    private mutating func skipString() {
        let quote = text[at]
        let isLong = at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote
        at += isLong ? 3 : 1
        while at < text.count {
            if text[at] == UInt8(ascii: "\\") {
                at += 1
                if at < text.count, isLineEnd(text[at]) { endLine() } else { at += 1 }
            } else if isLineEnd(text[at]) {
                if !isLong { return }
                endLine()
            } else if text[at] == quote, !isLong {
                at += 1
                return
            } else if text[at] == quote, at + 2 < text.count, text[at + 1] == quote, text[at + 2] == quote {
                at += 3
                return
            } else {
                at += 1
            }
        }
        at = min(at, text.count)
    }

    private mutating func declare(_ statement: Range<Int>, from first: Int, _ indent: Int) {
        var words = WordCursor(text, statement)
        if text[statement.lowerBound] == UInt8(ascii: "@") {
            decorated = decorated ?? first
            return
        }
        let start = decorated ?? first
        decorated = nil
        // A string alone is documentation.
        let isString = text[statement.lowerBound] == UInt8(ascii: "\"") || text[statement.lowerBound] == UInt8(ascii: "'")
        guard !isString, var word = words.next() else { return }
        if word == Self.async { word = words.next() ?? [] }
        switch word {
        case Self.def, Self.class:
            guard let name = words.next() else { return }
            add(name, start...line, word == Self.def ? .function : .type)
            open.append((indent, found.count - 1))
        case Self.import, Self.from: if !isInFunction { addImports(&words, isFrom: word == Self.from, first...line) }
        default: if !isInFunction, !Self.headsOfBlocks.contains(word) { addValues(statement, first...line) }
        }
    }

    private var isInFunction: Bool { open.contains { found[$0.index].kind == .function } }

    private mutating func add(_ name: [UInt8], _ lines: ClosedRange<Int>, _ kind: Outline.Kind) {
        found.append(Outline.Declaration(name: name, lines: lines, kind: kind, type: open.last { found[$0.index].kind == .type }?.index))
    }

    /// `from a.b import c, d as e` binds c and e, `import a.b` binds a.
    private mutating func addImports(_ words: inout WordCursor, isFrom: Bool, _ lines: ClosedRange<Int>) {
        if isFrom { while let word = words.next(), word != Self.import {} }
        var bound: [UInt8]?
        while let word = words.next() {
            if word == Self.as {
                bound = nil
                if let name = words.next() { add(name, lines, .renamed) }
            } else if words.isAfterDot {
                continue
            } else {
                if let bound { add(bound, lines, .imported) }
                bound = word
            }
        }
        if let bound { add(bound, lines, .imported) }
    }

    /// The names left of each `=`, or before the `:` of an annotation.
    private mutating func addValues(_ statement: Range<Int>, _ lines: ClosedRange<Int>) {
        var part = statement.lowerBound, end: Int?, depth = 0, place = statement.lowerBound
        while place < statement.upperBound {
            switch text[place] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "#"): return
            case UInt8(ascii: ":") where depth == 0: end = end ?? place
            case UInt8(ascii: "=") where depth == 0:
                let isComparison = place + 1 < statement.upperBound && text[place + 1] == UInt8(ascii: "=")
                if isComparison || place > part && Self.operators.contains(text[place - 1]) { return }
                addNames(part..<(end ?? place), lines)
                (part, end) = (place + 1, nil)
            default: break
            }
            place += 1
        }
        // An annotation alone.
        if let end, part == statement.lowerBound { addNames(part..<end, lines) }
    }

    private mutating func addNames(_ range: Range<Int>, _ lines: ClosedRange<Int>) {
        var words = WordCursor(text, range)
        while let name = words.next() { add(name, lines, .value) }
    }

    private static let async = Array("async".utf8), def = Array("def".utf8), `class` = Array("class".utf8)
    private static let `import` = Array("import".utf8), from = Array("from".utf8), `as` = Array("as".utf8)
    private static let operators = Set("=!<>+-*/%&|^@:".utf8)
    private static let headsOfBlocks: Set<[UInt8]> = Set(
        ["if", "elif", "else", "for", "while", "try", "except", "finally", "with", "match", "case", "return", "raise", "assert", "del", "lambda"].map { Array($0.utf8) })
}

/// The words of a range of a text, one after the other.
struct WordCursor {
    private let text: UnsafeBufferPointer<UInt8>
    private var rest: Range<Int>
    /// Whether a dot stands before the last word.
    private(set) var isAfterDot = false

    init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.text = text
        rest = range
    }

    mutating func next() -> [UInt8]? {
        var start = rest.lowerBound
        while start < rest.upperBound, !Words.isWord(text[start]) {
            if text[start] == UInt8(ascii: "#") { while start < rest.upperBound, text[start] != UInt8(ascii: "\n") { start += 1 } } else { start += 1 }
        }
        var end = start
        while end < rest.upperBound, Words.isWord(text[end]) { end += 1 }
        isAfterDot = start > 0 && text[start - 1] == UInt8(ascii: ".")
        rest = end..<rest.upperBound
        return start < end ? Array(text[start..<end]) : nil
    }
}
