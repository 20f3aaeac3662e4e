/// Breaks prose into lines of a width. A `code` span stays whole where it fits a line; a word longer than a line sticks out, so that
/// addresses can be copied.
enum ProseWrap {
    /// - Parameters:
    ///   - first: columns for the first line, where something may stand before it.
    ///   - rest: columns for the others.
    static func lines(_ text: String, first: Int, rest: Int) -> [String] {
        // Nearly every message; one blank between words is all the rest of this would see to.
        if text.utf8.count <= first, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !text.contains("  ") { return [text] }
        var lines: [String] = []
        var line = ""
        var room = first
        var used = 0
        for word in words(text, longest: rest) {
            let width = DisplayWidth.of(word)
            if used > 0 || (lines.isEmpty && first < rest && width > room) {
                if used + 1 + width > room || used == 0 {
                    lines.append(line)
                    (line, used, room) = ("", 0, rest)
                } else {
                    line += " "
                    used += 1
                }
            }
            line += word
            used += width
        }
        if used > 0 || lines.isEmpty { lines.append(line) }
        return lines
    }

    private static func words(_ text: String, longest: Int) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        var i = start
        while i < text.endIndex {
            if text[i] == "`", let close = text[text.index(after: i)...].firstIndex(of: "`"), text.distance(from: i, to: close) < longest {
                i = text.index(after: close)
            } else if text[i].isWhitespace {
                if start < i { words.append(text[start..<i]) }
                i = text.index(after: i)
                start = i
            } else {
                i = text.index(after: i)
            }
        }
        if start < i { words.append(text[start..<i]) }
        return words
    }
}
