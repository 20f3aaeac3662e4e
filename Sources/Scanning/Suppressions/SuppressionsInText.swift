import SourceFiles

extension SuppressionIndex {
    /// Reads the suppressions of a file that has no syntax tree, line by line: a comment begins at `#`, `//`, `;` or `<!--`, at the line's
    /// start or after white space, outside of quotes.
    init(_ text: UnsafeBufferPointer<UInt8>, lines: LineIndex) {
        var entries: [Entry] = []
        // Comments alone on their lines, waiting for the line they speak for.
        var waiting: [Int] = []
        for line in 1...max(1, lines.lineCount) {
            let range = lines.bytes(ofLine: line, in: text)
            let content = text[range]
            guard let first = content.firstIndex(where: { !Self.isSpace($0) }) else { continue }
            let start = Self.startOfComment(in: content)
            if start != first {
                for index in waiting { entries[index].target = line }
                waiting = []
            }
            guard let start, let comment = SuppressionComment(String(decoding: text[start..<range.upperBound], as: UTF8.self)) else { continue }
            if start == first { waiting.append(entries.count) }
            entries.append(Entry(comment: comment, bytes: start..<range.upperBound, line: line, target: start == first ? nil : line))
        }
        self.init(entries: entries)
    }

    private static let openers = ["#", "//", ";", "<!--"].map { Array($0.utf8) }

    private static func startOfComment(in line: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var at = line.startIndex, before: UInt8 = UInt8(ascii: " ")
        while at < line.endIndex {
            let byte = line[at]
            if isSpace(before), openers.contains(where: { line[at...].starts(with: $0) }) { return at }
            // A quote opens a string where a value can begin; in the middle of a word it is an apostrophe.
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), !isWord(before), let end = endOfString(in: line, from: at) { at = end }
            before = line[at]
            at += 1
        }
        return nil
    }

    /// The closing quote of the string that opens at `start`; nil when it does not end on this line.
    private static func endOfString(in line: Slice<UnsafeBufferPointer<UInt8>>, from start: Int) -> Int? {
        let quote = line[start]
        var at = start + 1
        while at < line.endIndex {
            if line[at] == quote { return at }
            at += line[at] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
