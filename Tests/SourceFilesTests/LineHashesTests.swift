import Testing

@testable import SourceFiles

/// The expected values were made by a separate program in another language, straight from the definition in LineHashes' documentation.
@Suite struct LineHashesTests {
    static let vectors: [(text: String, hashes: [String])] = [
        ("", ["c129715d7a2bc9a3:1"]),
        (" ", ["c129715d7a2bc9a3:1"]),
        ("a", ["53b5d4aabe50d64:1"]),
        ("a\n", ["243cbaa4685aab12:1", "c129715d7a2bc9a3:1"]),
        (" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        // Every line end counts as one line feed; a blank between CR and LF makes two of them.
        (
            "a\r\nb\rc\r \nd",
            ["da815e20fd1432a5:1", "7637b694ce51cabe:1", "f8ac93a55d88711a:1", "6bf49ae9d59c5bc1:1", "a23a3dc5e078b07b:1"]
        ),
        // UTF-16 code units, surrogates included; a byte order mark counts.
        ("é😀\nß\n", ["abee44b3c8079ebc:1", "e60d8edb08936cd8:1", "c129715d7a2bc9a3:1"]),
        ("\u{FEFF}import os\n", ["5aa1a8e55c93c499:1", "c129715d7a2bc9a3:1"]),
    ]

    @Test(arguments: vectors) func hashesEveryLine(_ vector: (text: String, hashes: [String])) {
        #expect(hashes(of: Array(vector.text.utf8), lines: 1...99) == vector.hashes)
    }

    @Test func countsEqualLinesFromTheFirst() {
        let found = table(Array(String(repeating: "import os\n", count: 120).utf8), lines: [1, 50, 110, 111, 120, 121, 122])
        #expect(
            found == [
                1: "5c7747493e28b8b2:1", 50: "5c7747493e28b8b2:50", 110: "5c7747493e29b848:1", 111: "d27803539f12d345:1",
                120: "cb30a0d6d5e2b68e:1", 121: "c129715d7a2bc9a3:1",
            ])
    }

    @Test func aWantedLineNeedsNoOther() {
        let text = Array(Self.vectors[4].text.utf8)
        #expect(table(text, lines: [3]) == [3: "180aee12dab6264:1"])
        #expect(table(text, lines: [9, 0, -1, 3, 3]) == [3: "180aee12dab6264:1"])
        #expect(table(text, lines: []) == [:])
    }

    private func table(_ bytes: [UInt8], lines: some Sequence<Int>) -> [Int: String] {
        bytes.withUnsafeBufferPointer { text in
            // A mark is no part of a text that was read.
            let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF]), rest = UnsafeBufferPointer(rebasing: text[(hasMark ? 3 : 0)...])
            return LineHashes(rest, lines: LineIndex(rest), hasByteOrderMark: hasMark).of(lines)
        }.mapValues(\.description)
    }

    private func hashes(of bytes: [UInt8], lines: some Sequence<Int>) -> [String] {
        table(bytes, lines: lines).sorted { $0.key < $1.key }.map(\.value)
    }
}
