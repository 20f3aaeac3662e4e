import Findings
import Testing

@testable import Reporting

@Suite struct TextReportTests {
    @Test func aRulesNoteIsToldOnce() {
        let findings = (1...200).map { finding(line: $0, rule: $0 % 2 == 0 ? "even" : "odd", note: $0 % 2 == 0 ? "Even lines." : "Odd lines.") }
        let text = text(findings)
        #expect(occurrences(of: "Even lines.", in: text) == 1 && occurrences(of: "Odd lines.", in: text) == 1)
        #expect(occurrences(of: "\na.py:", in: text) == 200)
        #expect(self.text(findings, ReportOptions(notes: false)).contains("lines.") == false)
    }

    @Test func findingsStandUnderTheirFile() {
        let text = text([finding(path: "a.py", line: 1), finding(path: "a.py", line: 2), finding(path: "b.py", line: 1)])
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("──") || $0.contains(".py:") }.map { $0.replacing(/─{3,}/, with: "…") }
        #expect(
            lines == [
                "── a.py … 2 warnings ──", "a.py:1:1: warning r", "a.py:2:1: warning r", "── b.py … 1 warning ──", "b.py:1:1: warning r", "── summary …",
            ])
    }

    @Test func suppressedFindingsAreOnlyCounted() {
        var silenced = finding(path: "quiet.py", line: 1)
        silenced.suppression = Suppression(line: 1, reason: "known")
        let text = text([silenced])
        #expect(!text.contains("quiet.py"))
        #expect(text.contains("No findings in 3 files, 1 suppressed (0.00 s)"))
        #expect(ReportFormat.concise.render(report([silenced])).isEmpty)
    }

    @Test func nothingRawReachesTheTerminal() {
        var nasty = finding(path: "a\u{1B}]0;title\u{07}\nb.py", line: 1, note: "Why \u{1B}[2J\n\n```\n\u{9B}31m\n```")
        nasty.message = "\u{1B}[31mred\u{202E} `co\u{0}de`"
        nasty.sourceLines = ["\u{1B}[2Jf()\u{08}\u{2028}"]
        nasty.rule = "r\u{0D}"
        nasty.code = "C\u{7F}"
        nasty.flow = [FlowStep(location: nasty.location, message: "\u{1B}c")]
        var report = report([nasty])
        report.summary.skipped = [SkippedFile(path: "\u{1B}x", reason: "\u{9B}y", isFailure: true)]
        report.summary.problems = ["\u{1B}z"]
        report.summary.notUnderstood = [FileBytes(path: "\u{1B}w", bytes: 1)]
        for format in [ReportFormat.text, .concise] {
            let text = String(decoding: format.render(report), as: UTF8.self)
            #expect(!text.unicodeScalars.contains { $0 != "\n" && DisplayWidth.mustEscape($0) })
        }
        // In colour only our own sequences, each ended.
        let coloured = String(decoding: ReportFormat.text.render(report, options: ReportOptions(color: true)), as: UTF8.self)
        let plain = coloured.replacing(/\u{1B}\[(?:0|[12]|1?;?3[1-6])m/, with: "")
        #expect(!plain.unicodeScalars.contains { $0 != "\n" && DisplayWidth.mustEscape($0) })
    }

    @Test func colourChangesNothingButColour() {
        let plain = ReportFormat.text.render(SampleReport.full, options: ReportOptions(color: false))
        let coloured = String(decoding: ReportFormat.text.render(SampleReport.full, options: ReportOptions(color: true)), as: UTF8.self)
        #expect(Array(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "").utf8) == plain)
        #expect(!plain.contains(0x1B))
    }

    @Test(arguments: [40, 60, 80, 132]) func staysWithinTheWidth(width: Int) {
        let text = String(decoding: ReportFormat.text.render(SampleReport.full, options: ReportOptions(width: width)), as: UTF8.self)
        // Places, paths and the closing sentence are never broken: they are made to be clicked and copied.
        let breakable = text.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.contains(".py:") && !$0.contains("https:") && !$0.contains("-in-async") }
        #expect(breakable.filter { DisplayWidth.of($0) > width } == [])
    }

    @Test func manyLinesAreCounted() {
        var long = finding(line: 10)
        long.sourceLines = (10...17).map { "line \($0)" }
        long.location.end = Position(line: 1209, column: 4)
        let text = text([long])
        #expect(text.contains("  12 ┃ line 12\n") && !text.contains("line 13"))
        #expect(text.contains("┃ … 1,197 more lines\n"))
    }

    @Test func anEndAtTheStartOfALineIsNotThatLine() {
        var one = finding(line: 3)
        one.sourceLines = ["f()"]
        one.location.end = Position(line: 4, column: 1)
        #expect(!text([one]).contains("┃") && !text([one]).contains("more"))
    }

    @Test func theTableHasMostFirst() {
        let findings = [finding(line: 1, rule: "rare", severity: .error)] + (2...12).map { finding(line: $0, rule: "often", severity: .hint) }
        let rows = text(findings).split(separator: "\n").filter { $0.hasSuffix(" rare") || $0.hasSuffix(" often") }.suffix(2)
        #expect(Array(rows) == ["  11  hint     often", "   1  error    rare"])
        #expect(text(findings).hasSuffix("1 error, 11 hints in 1 of 3 files (0.00 s)\n"))
    }

    @Test func skippedFilesStandByReasonWithExamples() {
        var report = report([])
        report.summary.skipped = (1...5).map { SkippedFile(path: "gen/\($0).py", reason: "generated", isFailure: false) }
        report.summary.skipped.append(SkippedFile(path: "secret.py", reason: "permission denied", isFailure: true))
        let lines = String(decoding: ReportFormat.text.render(report), as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("skipped") }
        #expect(lines == ["skipped   1 file, permission denied: secret.py", "skipped   5 files, generated: gen/1.py, gen/2.py, gen/3.py, …"])
        report.summary.skipped = ["a/.venv/", "node_modules/"].map { SkippedFile(path: $0, reason: "left out", isFailure: false) }
        #expect(String(decoding: ReportFormat.text.render(report), as: UTF8.self).contains("\nskipped   2 folders, left out: a/.venv/, node_modules/\n"))
    }

    @Test func aRunCutShortSaysSo() {
        var report = report([])
        report.summary.partial = true
        #expect(String(decoding: ReportFormat.text.render(report), as: UTF8.self).contains("partial   the run was cut short"))
    }

    @Test func withoutSummaryNothingFollows() {
        let text = text([finding(line: 1)], ReportOptions(notes: false, summary: false))
        #expect(text == "── a.py " + String(repeating: "─", count: 79) + " 1 warning ──\na.py:1:1: warning r\n  m\n   1 │ f()\n     │ ^\n\n")
        #expect(self.text([], ReportOptions(summary: false)).isEmpty)
    }

    @Test func oddPlacesDoNoHarm() {
        var odd = finding(line: 0)
        odd.location.start = Position(line: 5, column: 900)
        odd.location.end = Position(line: 2, column: 0)
        odd.sourceLines = ["f()"]
        #expect(text([odd], ReportOptions(width: -3)).contains("a.py:5:900: warning r"))
    }

    /// A minified file: every finding shows its own piece of the line, cut on both sides, with the mark below the call.
    @Test func findingsInOneLineOfAMegabyteShowTheirOwnPiece() {
        let calls = 400, filler = String(repeating: "é", count: 1250)
        let line = (0..<calls).map { "\(filler) f\($0)()" }.joined(separator: ";")
        var column = 1
        let findings = (0..<calls).map { number in
            column += 1251
            var one = finding(line: 7)
            one.location.start.column = column
            column += "f\(number)()".count
            one.location.end = Position(line: 7, column: column)
            one.sourceLines = [line]
            column += 1
            return one
        }
        #expect(line.utf8.count > 1_000_000)
        let lines = text(findings, ReportOptions(width: 60, summary: false)).split(separator: "\n").map(Array.init)
        let shown = lines.indices.filter { lines[$0].starts(with: "   7 │ ") }
        #expect(shown.count == calls)
        for (number, index) in shown.enumerated() {
            let code = lines[index], mark = lines[index + 1]
            let marked = String(zip(code, mark).filter { $1 == "^" }.map(\.0))
            #expect(marked == "f\(number)()" && code.count <= 60 && code[7] == "…", "\(String(code))")
            #expect((code.last == "…") == (number < calls - 1))
        }
    }

    private func finding(path: String = "a.py", line: Int, rule: String = "r", severity: Severity = .warning, note: String? = nil) -> Finding {
        Finding(
            rule: rule, code: nil, family: .other, severity: severity, confidence: .high,
            location: Location(path: path, bytes: 0..<1, start: Position(line: line, column: 1), end: Position(line: line, column: 2)), message: "m",
            note: note, sourceLines: ["f()"])
    }

    private func report(_ findings: [Finding]) -> ScanReport {
        var summary = ScanSummary()
        summary.files = ["python": 3]
        return ScanReport(tool: SampleReport.tool, summary: summary, findings: findings, rules: [])
    }

    private func text(_ findings: [Finding], _ options: ReportOptions = ReportOptions()) -> String {
        String(decoding: ReportFormat.text.render(report(findings), options: options), as: UTF8.self)
    }

    private func occurrences(of part: String, in text: String) -> Int { text.ranges(of: part).count }
}
