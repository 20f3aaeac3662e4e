/// Bytes to look for.
package struct Literal: Sendable, Hashable {
    package var bytes: [UInt8]
    /// ASCII letters match in either case.
    package var ignoresCase: Bool
    /// Where it counts only at an edge of a word: `imp` as a whole word is not in `import`.
    package var edges: WordEdges

    package init(_ bytes: [UInt8], ignoresCase: Bool = false, edges: WordEdges = []) {
        self.bytes = bytes
        self.ignoresCase = ignoresCase
        self.edges = edges
    }

    package init(_ text: String, ignoresCase: Bool = false, edges: WordEdges = []) { self.init(Array(text.utf8), ignoresCase: ignoresCase, edges: edges) }

    /// A name, or the beginning or end of one: at `outer` sides nothing of a word goes on. (A name may begin with `$`, or a letter beyond ASCII.)
    package static func word(_ bytes: [UInt8], _ outer: WordEdges = .both) -> Literal {
        var edges: WordEdges = []
        if outer.contains(.before), bytes.first.map(WordEdges.isWord) == true { edges.insert(.before) }
        if outer.contains(.after), bytes.last.map(WordEdges.isWord) == true { edges.insert(.after) }
        return Literal(bytes, edges: edges)
    }
}

/// Where a regex would have `\b`: one of the two bytes there is a letter, a digit or `_` of ASCII, and the other is none, or the text's end.
package struct WordEdges: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let before = WordEdges(rawValue: 1)
    package static let after = WordEdges(rawValue: 2)
    package static let both: WordEdges = [.before, .after]

    /// Whether all of them are there for the bytes of a text from `start` up to `end`.
    func hold(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        (!contains(.before) || Self.isEdge(text, start)) && (!contains(.after) || Self.isEdge(text, end))
    }

    private static func isEdge(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        (at > 0 && isWord(text[at - 1])) != (at < text.count && isWord(text[at]))
    }

    fileprivate static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
