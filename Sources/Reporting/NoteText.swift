/// A rule's note, Markdown made plain, in two parts: why it is a fault, and what to do.
///
/// A block that begins with `Fix:` or `Why:` (or stands below such a heading) says where it belongs. In a note without such labels the
/// first block is the why and everything after it the fix.
struct NoteText {
    enum Part { case why, fix }

    enum Block: Equatable {
        case paragraph(String)
        case item(marker: String, String)
        case code([String])
    }

    private(set) var why: [Block] = []
    private(set) var fix: [Block] = []

    init(_ markdown: String) {
        var parser = NoteParser()
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) { parser.take(line.trimmedEnd) }
        let blocks = parser.finish()
        if blocks.contains(where: { $0.part == .fix }) || parser.sawLabel {
            why = blocks.filter { $0.part == .why }.map(\.block)
            fix = blocks.filter { $0.part == .fix }.map(\.block)
        } else {
            why = blocks.prefix(1).map(\.block)
            fix = blocks.dropFirst().map(\.block)
        }
    }

    func blocks(_ part: Part) -> [Block] { part == .why ? why : fix }

    /// The part as plain text: a blank line between blocks, code indented by four.
    func plain(_ part: Part) -> String {
        var text = ""
        var afterItem = false
        for block in blocks(part) {
            let isItem = if case .item = block { true } else { false }
            if !text.isEmpty { text += afterItem && isItem ? "\n" : "\n\n" }
            afterItem = isItem
            switch block {
            case .paragraph(let words): text += words
            case .item(let marker, let words): text += marker + " " + words
            case .code(let lines): text += lines.map { "    " + $0 }.joined(separator: "\n")
            }
        }
        return text
    }
}

/// Cuts Markdown into blocks, a line at a time. Knows what notes are written with: paragraphs, lists, fences, headings.
private struct NoteParser {
    private(set) var sawLabel = false
    private var blocks: [(part: NoteText.Part, block: NoteText.Block)] = []
    private var part = NoteText.Part.why
    private var words = ""
    private var marker: String?
    private var code: [String]?
    private var fence = ""

    mutating func take(_ line: Substring) {
        let text = line.drop { $0 == " " || $0 == "\t" }
        if code != nil {
            if text.hasPrefix(fence) { closeCode() } else { code?.append(String(line)) }
        } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
            closeWords()
            fence = String(text.prefix(3))
            code = []
        } else if text.isEmpty {
            closeWords()
        } else if text.hasPrefix("#") {
            closeWords()
            let title = text.drop { $0 == "#" || $0 == " " }
            if let (part, rest) = Self.label(title + ":"), rest.isEmpty { begin(part) } else { blocks.append((part, .paragraph(Self.inline(title)))) }
        } else if let (marker, rest) = Self.listItem(text) {
            closeWords()
            self.marker = marker
            words = String(rest)
        } else if words.isEmpty, let (part, rest) = Self.label(text) {
            begin(part)
            words = String(rest)
        } else {
            words += (words.isEmpty ? "" : " ") + text
        }
    }

    mutating func finish() -> [(part: NoteText.Part, block: NoteText.Block)] {
        closeCode()
        closeWords()
        return blocks
    }

    private mutating func begin(_ part: NoteText.Part) {
        self.part = part
        sawLabel = true
    }

    private mutating func closeCode() {
        guard let lines = code else { return }
        let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        blocks.append((part, .code(lines.map { String($0.dropFirst(min(indent, $0.count))) })))
        code = nil
    }

    private mutating func closeWords() {
        defer { (words, marker) = ("", nil) }
        guard !words.isEmpty else { return }
        let plain = Self.inline(words[...])
        blocks.append((part, marker.map { .item(marker: $0, plain) } ?? .paragraph(plain)))
    }

    private static func listItem(_ text: Substring) -> (marker: String, rest: Substring)? {
        if let bullet = text.first, "-*+".contains(bullet), text.dropFirst().hasPrefix(" ") { return ("-", text.dropFirst(2)) }
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard (1...3).contains(digits.count), text.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return (digits + ".", text.dropFirst(digits.count + 2))
    }

    private static func label(_ text: Substring) -> (NoteText.Part, rest: Substring)? {
        let bare = text.drop { $0 == "*" || $0 == "_" }
        for (word, part) in [("why", NoteText.Part.why), ("fix", .fix), ("how to fix", .fix)] where bare.lowercased().hasPrefix(word) {
            let after = bare.dropFirst(word.count).drop { $0 == "*" || $0 == "_" }
            if after.hasPrefix(":") { return (part, after.dropFirst().drop { $0 == "*" || $0 == "_" || $0 == " " }) }
        }
        return nil
    }

    /// Emphasis marks dropped, links as `text (address)`; code spans keep their backticks and everything in them.
    private static func inline(_ text: Substring) -> String {
        var plain = ""
        var open: [String] = []
        var rest = text
        while let character = rest.first {
            rest = rest.dropFirst()
            switch character {
            case "`":
                let end = rest.firstIndex(of: "`").map { rest.index(after: $0) } ?? rest.endIndex
                plain += "`" + rest[..<end]
                rest = rest[end...]
            case "\\" where rest.first.map { "*_`[]()<>#\\".contains($0) } ?? false:
                plain.append(rest.removeFirst())
            case "*":
                let marks = "*" + rest.prefix { $0 == "*" }
                rest = rest.dropFirst(marks.count - 1)
                let opens = rest.first.map { !$0.isWhitespace } ?? false
                let closes = plain.last.map { !$0.isWhitespace } ?? false
                if closes, open.last == marks {
                    open.removeLast()
                } else if opens, rest.contains(marks) {
                    open.append(marks)
                } else {
                    plain += marks
                }
            case "[":
                if let link = rest.prefixMatch(of: /([^\[\]]+)\]\(([^()\s]*[\/#.][^()\s]*)\)/) {
                    plain += link.1 == link.2 ? "\(link.2)" : "\(link.1) (\(link.2))"
                    rest = rest[link.range.upperBound...]
                } else {
                    plain.append("[")
                }
            case "<":
                if let link = rest.prefixMatch(of: /(https?:[^<>\s]+)>/) {
                    plain += link.1
                    rest = rest[link.range.upperBound...]
                } else {
                    plain.append("<")
                }
            default: plain.append(character)
            }
        }
        return plain
    }
}

extension Substring {
    fileprivate var trimmedEnd: Substring { self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)] }
}

extension String {
    /// Without white space at either end.
    var trimmed: String { String(self[...].drop { $0.isWhitespace }.trimmedEnd) }
}
