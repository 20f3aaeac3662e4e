import Testing

@testable import Reporting

@Suite struct CodeLineTests {
    @Test func aShortLineStaysAsItIs() {
        let line = CodeLine("x = f(y)", from: 4, to: 8, room: 40)
        #expect(line.text == "x = f(y)" && line.region == 4..<8)
    }

    @Test(arguments: [("\tf()", 1, 4, "    f()", 4..<7), ("ab\tf()", 3, 6, "ab  f()", 4..<7), ("a\tb", 1, 2, "a   b", 1..<4)])
    func tabsReachTheNextStop(text: String, from: Int, to: Int, shown: String, region: Range<Int>) {
        let line = CodeLine(text, from: from, to: to, room: 40)
        #expect(line.text == shown && line.region == region)
    }

    @Test(arguments: [
        ("待って f()", 4, 7, 7..<10), ("👩‍💻 f()", 4, 7, 3..<6), ("e\u{301} f()", 3, 6, 2..<5), ("🇩🇪 f()", 3, 6, 3..<6), ("✔️ f()", 3, 6, 3..<6),
        ("👍🏽 f()", 3, 6, 3..<6), ("ｆ f()", 2, 5, 3..<6), ("“é” f()", 4, 7, 4..<7),
    ])
    func theMarkStandsBelowWideCharacters(text: String, from: Int, to: Int, region: Range<Int>) {
        let line = CodeLine(text, from: from, to: to, room: 40)
        #expect(line.text == text && line.region == region)
    }

    @Test func whatATerminalWouldObeyIsSpelledOut() {
        let line = CodeLine("\u{1B}[31m\u{202E}\r\u{7F} f()", from: 9, to: 12, room: 60)
        #expect(line.text == "\\u{1B}[31m\\u{202E}\\u{0D}\\u{7F} f()")
        #expect(line.region == 31..<34)
    }

    @Test func anEmptyRegionStillHasAMark() {
        #expect(CodeLine("abc", from: 3, to: 3, room: 40).region == 3..<4)
        #expect(CodeLine("", from: 0, to: nil, room: 40).region == 0..<1)
    }

    @Test func anOpenRegionRunsToTheLinesEnd() {
        #expect(CodeLine("x = [", from: 4, to: nil, room: 40).region == 4..<5)
        #expect(CodeLine("é = [", from: 0, to: nil, room: 40).region == 0..<5)
    }

    @Test func aLongLineKeepsItsBeginningWhereTheRegionIsInIt() {
        let line = CodeLine("f(" + String(repeating: "a", count: 100) + ")", from: 0, to: 1, room: 20)
        #expect(line.text == "f(aaaaaaaaaaaaaaaaa…" && line.region == 0..<1)
    }

    @Test func aLongLineIsCutAroundTheRegion() {
        let filler = String(repeating: "a", count: 100)
        let line = CodeLine(filler + "f()" + filler, from: 100, to: 103, room: 21)
        #expect(line.text.first == "…" && line.text.last == "…" && DisplayWidth.of(line.text) == 21)
        #expect(shown(line) == "f()")
    }

    @Test func aRegionAtTheEndNeedsNoDots() {
        let line = CodeLine(String(repeating: "a", count: 100) + "f()", from: 100, to: 103, room: 21)
        #expect(line.text.hasSuffix("f()") && shown(line) == "f()")
    }

    @Test func aRegionWiderThanTheRoomIsMarkedToTheEdge() {
        let line = CodeLine(String(repeating: "a", count: 300), from: 100, to: 250, room: 20)
        #expect(DisplayWidth.of(line.text) <= 20 && line.region.upperBound == 20 && line.region.lowerBound < 10)
    }

    /// Whatever the line: the text fits, and the mark stands below it.
    @Test func anyLineFits() {
        var generator = Generator(state: 7)
        let alphabet: [Unicode.Scalar] = ["a", " ", "\t", "待", "👩", "\u{200D}", "\u{301}", "\u{1B}", "é", "\u{202E}", "🇩", "\u{FE0F}"]
        for _ in 0..<3000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<generator.next(below: 120) { scalars.append(alphabet[generator.next(below: alphabet.count)]) }
            let room = 10 + generator.next(below: 40)
            let from = generator.next(below: scalars.count + 2)
            let to = generator.next(below: 3) == 0 ? nil : from + generator.next(below: 60)
            let line = CodeLine(String(scalars), from: from, to: to, room: room)
            #expect(DisplayWidth.of(line.text) <= room, "\(scalars.debugDescription) \(from) \(String(describing: to)) \(room)")
            #expect(!line.text.unicodeScalars.contains { $0 == "\t" || DisplayWidth.mustEscape($0) })
            #expect(line.region.lowerBound <= room && line.region.upperBound <= room + 1)
        }
    }

    /// One cursor for many regions of many lines, in any order: each comes out as if it were the only one.
    @Test func aCursorThatGoesOnChangesNothing() {
        var generator = Generator(state: 11), cursor = LineCursor()
        let pieces = ["time.sleep(1); ", "é待", "\t", "👩‍💻", "e\u{301}", "\u{1B}", "x"]
        let lines = (0..<4).map { _ in (0..<3000).map { _ in pieces[generator.next(below: pieces.count)] }.joined() }
        for step in 0..<2000 {
            let number = step / 500, line = lines[number], count = line.unicodeScalars.count
            // Mostly forward as in a report, now and then back, and beyond the end.
            let from = step % 7 == 0 ? generator.next(below: count + 50) : step % 500 * count / 500
            let to = from + generator.next(below: 20)
            let one = CodeLine(line, from: from, to: to, room: 60)
            let many = CodeLine(line, number: number + 1, from: from, to: to, room: 60, cursor: &cursor)
            #expect(one.text == many.text && one.region == many.region, "\(number) \(from)")
        }
    }

    private func shown(_ line: CodeLine) -> String {
        let scalars = Array(line.text.unicodeScalars)[line.region]
        return String(String.UnicodeScalarView(scalars))
    }
}

/// A repeatable source of numbers (xorshift).
struct Generator {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, limit)))
    }
}
