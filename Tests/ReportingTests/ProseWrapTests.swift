import Testing

@testable import Reporting

@Suite struct ProseWrapTests {
    @Test(arguments: [
        ("one two three", 9, 9, ["one two", "three"]), ("one two three", 3, 9, ["one", "two three"]), ("one two", 2, 9, ["", "one two"]), ("", 5, 5, [""]),
        ("  many   blanks\nhere ", 30, 30, ["many blanks here"]), ("see https://a.very.long/address now", 10, 10, ["see", "https://a.very.long/address", "now"]),
        ("a `b c d` e", 7, 7, ["a", "`b c d`", "e"]), ("`a b c d e f g`", 7, 7, ["`a b c", "d e f", "g`"]), ("待って 待って", 9, 9, ["待って", "待って"]),
    ])
    func breaks(text: String, first: Int, rest: Int, lines: [String]) {
        #expect(ProseWrap.lines(text, first: first, rest: rest) == lines)
    }

    @Test(arguments: ["`", "``", "a ` b", "` `", "   "]) func oddTextEnds(text: String) {
        #expect(ProseWrap.lines(text, first: 1, rest: 1).joined().utf8.count <= text.utf8.count)
    }
}
