import Testing

@testable import Syntax

@Suite struct SwiftLexerTests {
    private func tokens(_ source: String, _ kind: SwiftToken.Kind? = nil) -> [String] {
        let bytes = Array(source.utf8)
        return bytes.withUnsafeBytes { buffer in
            SwiftLexer.tokens(of: buffer).filter { kind == nil || $0.kind == kind }.map { String(decoding: buffer[$0.range], as: UTF8.self) }
        }
    }

    @Test func wordsNumbersAndSymbols() {
        #expect(tokens("let a1 = $0 + 1_000.5...x") == ["let", "a1", "=", "$0", "+", "1_000.5", ".", ".", ".", "x"])
        #expect(tokens("@MainActor #file `in` y²") == ["@MainActor", "#file", "`in`", "y²"])
    }

    @Test func commentsAreLeftOut() {
        #expect(tokens("a // b\nc /* d /* e */ f */ g") == ["a", "c", "g"])
        #expect(tokens("a /* never closed") == ["a"])
    }

    @Test func stringsHoldTheirEnds() {
        #expect(tokens(#""a \" b" c"#, .literal) == [#""a \" b""#])
        #expect(tokens("#\"a \" b\"# c", .word) == ["c"])
        #expect(tokens("\"\"\"\n a \" b \"\" c\n\"\"\" d", .word) == ["d"])
        #expect(tokens("\"not closed\nb", .word) == ["b"])
    }

    @Test func interpolationsAreRead() {
        #expect(tokens("\"a \\(b(c) + \"d \\(e)\") f\" g", .word) == ["b", "c", "e", "g"])
        #expect(tokens("#\"a \\(b) \\#(c)\"# d", .word) == ["c", "d"])
    }

    @Test func directivesEndWithTheirLine() {
        #expect(tokens("#if os(Linux) && !DEBUG // note\na\n#elseif b\n#else\n#endif\n#warning(\"x\")", .directive) == [
            "#if os(Linux) && !DEBUG", "#elseif b", "#else", "#endif",
        ])
    }

    @Test func regularExpressionsAreNotDivisions() {
        #expect(tokens("let a = /b\"c/ ; d", .word) == ["let", "a", "d"])
        #expect(tokens("a / b / c", .word) == ["a", "b", "c"])
        #expect(tokens("#/ a \" \n b /# c", .word) == ["c"])
    }

    @Test func startsOfLinesAreKnown() {
        let bytes = Array("a b\n  c /*\n*/ d".utf8)
        let starts = bytes.withUnsafeBytes { SwiftLexer.tokens(of: $0).map(\.startsLine) }
        #expect(starts == [true, false, true, true])
    }
}
