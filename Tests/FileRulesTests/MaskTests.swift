import FileRules
import Testing

@Suite struct MaskTests {
    private func masked(_ text: String, _ secrets: [Range<Int>], line: Range<Int>? = nil) -> String {
        Array(text.utf8).withUnsafeBytes { Mask.text($0, line ?? 0..<$0.count, secrets: secrets) }
    }

    @Test func aQuarterIsLeftAndFourAtMost() {
        #expect(masked("k=abcdefghijklmnopqrstuvwxyz!", [2..<28]) == "k=abcd" + String(repeating: "*", count: 22) + "!")
        #expect(masked("k=hunter22;", [2..<10]) == "k=hu******;")
        #expect(masked("k=abc", [2..<5]) == "k=***")
    }

    @Test func columnsStayTrueAndLinesStayLines() {
        #expect(masked("é=🧵é🧵é🧵é🧵é;", [3..<27]) == "é=🧵é******;")
        #expect(masked("a\nbcdefgh\r\nij", [0..<13]) == "a\nb******\r\n**")
    }

    @Test func onlyTheLineIsShown() {
        let text = "x=1\npassword=abcdefgh\ny=2"
        #expect(masked(text, [13..<21], line: 4..<21) == "password=ab******")
        #expect(masked(text, [13..<21], line: 0..<3) == "x=1")
        #expect(masked(text, [13..<21, 2..<3, 24..<25], line: 0..<25) == "x=*\npassword=ab******\ny=*")
        // A secret over several lines of which only the second is printed.
        #expect(masked(text, [0..<25], line: 4..<21) == "*****************")
        #expect(masked(text, [90..<99], line: 0..<3) == "x=1")
    }
}
