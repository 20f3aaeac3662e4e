import Findings
import Foundation
import Testing

@testable import Reporting

@Suite struct ChecklistTests {
    @Test("Faults first, then open questions, then what is proved, folded; a question once a file, with the lines of each answer") func boxes() {
        let text = markdown(Self.checklist)
        let wanted = """
            <!-- sluice-checklist -->
            ### Review checklist: 2 faults, 3 open, 3 proved

            #### Faults

            <code>app/poller/worker.py</code>

            - [ ] **Lines 5, 14:** `time.sleep` stops the event loop: no other task runs until it returns <sub>BA001 error</sub>

            #### Open questions

            <code>app/poller/worker.py</code>

            - [ ] the task made by `asyncio.create_task` is kept nowhere: it may be collected before it ends **Line 16:** silenced in line 16: held by the registry <sub>FT001</sub>
            - [ ] What is the largest number at once? <sub>UC001</sub>
              - **Line 40:** `jobs` is given from outside
              - **Line 50:** time ran out before this was looked at; --program-timeout gives more

            <details>
            <summary>Proved: 3 places where nothing is left to ask</summary>

            <code>app/poller/worker.py</code>

            - [x] What is the largest number at once? <sub>UC001</sub>
              - **Lines 6, 30:** `slots` is held around each call (line 3)
              - **Line 35:** a few are written out

            </details>

            #### By hand

            """
        #expect(text.hasPrefix(wanted), "\(text)")
        #expect(text.hasSuffix("\n<!-- /sluice-checklist -->\n"))
        #expect(text.components(separatedBy: "\n- [ ] ").count - 1 == 3 + Checklist.byHand.count)
    }

    @Test("JSON has an item a place, in the same order, and the counts the comment has") func json() throws {
        struct Read: Decodable {
            struct Item: Decodable { var path, rule, question, state, reason: String, line: Int, code, severity: String? }
            var version: String, counts: [String: Int], items: [Item], byHand: [String]
        }
        let read = try JSONDecoder().decode(Read.self, from: Data(ChecklistFormat.json.render(Self.checklist)))
        #expect(read.items.map(\.line) == [5, 6, 14, 16, 30, 35, 40, 50])
        #expect(read.items.map(\.state) == ["fault", "proved", "fault", "open", "proved", "proved", "open", "open"])
        #expect(read.items.map(\.severity) == ["error", nil, "error", "warning", nil, nil, nil, nil])
        #expect(read.counts == ["fault": 2, "note": 0, "open": 3, "known": 0, "proved": 3])
        #expect(read.byHand == Checklist.byHand)
    }

    @Test("The order in which places were come upon does not matter") func order() {
        var other = Self.report
        other.explanations.reverse()
        #expect(Checklist(Self.report) == Checklist(other))
    }

    @Test("A question is asked once a line, by whichever rules; the gravest answer counts, and faults that differ are two") func repeats() {
        var report = SampleReport.empty
        for i in report.rules.indices { report.rules[i].review = "What ends it?" }
        let (gather, task) = ("py-unbounded-gather", "py-task-result-dropped")
        report.explanations = [
            Self.place(gather, 7, .clear, "it ends"), Self.place(task, 7, .unknown, "it may end"), Self.place(gather, 8, .clear, "it ends"),
            Self.place(task, 8, .clear, "it is ended"), Self.place(task, 9, .beside, "no task"),
        ]
        #expect(Checklist(report).items.map(\.answer) == [.open("it may end"), .proved("it is ended")])
        var first = SampleReport.full.findings[0]
        first.location = report.explanations[0].location
        var second = first
        second.message = "another"
        report.findings = [first, first, second]
        #expect(Checklist(report).items.map(\.answer.state) == [.fault, .fault, .proved])
        report.findings[2].severity = .info
        #expect(Checklist(report).items.map(\.answer.state) == [.fault, .proved])
        report.findings.removeFirst(2)
        #expect(Checklist(report).items.map(\.answer) == [.note("another"), .proved("it is ended")])
    }

    @Test("In a comment that is full the proved ones go first, and it is said") func limit() throws {
        let text = String(decoding: ChecklistComment(Self.checklist, mostBytes: 2150).render(), as: UTF8.self)
        #expect(text.utf8.count <= 2150)
        #expect(text.contains("BA001 error") && !text.contains("- [x]") && text.contains("Left out for want of room: 1 question, proved ones first."), "\(text)")
        var report = HostileReport.report
        report.explanations = HostileReport.texts.map { text in
            Explanation(rule: text, location: report.findings[0].location, outcome: .unknown, steps: [Explanation.Step(location: nil, message: text)])
        }
        let hostile = Checklist(report)
        #expect(ChecklistFormat.md.render(hostile).count <= MarkdownReport.mostBytes)
        let starts = ["- [", "  - **Line", "#", "<!-- ", "Left", "<code>", "<details>", "</details>", "<summary>", "Files as a whole"]
        #expect(markdown(hostile).split(separator: "\n").allSatisfy { line in starts.contains { line.hasPrefix($0) } })
    }

    @Test("A change that touches nothing leaves what is asked of every change") func nothing() {
        let text = markdown(Checklist(SampleReport.empty))
        #expect(text.contains("nothing to ask") && text.contains("#### By hand") && !text.contains("[x]") && !text.contains("<details>"))
    }

    private func markdown(_ checklist: Checklist) -> String { String(decoding: ChecklistFormat.md.render(checklist), as: UTF8.self) }

    private static func place(_ rule: String, _ line: Int, _ outcome: Explanation.Outcome, _ reason: String, at other: Int? = nil) -> Explanation {
        func location(_ line: Int) -> Location {
            Location(path: SampleReport.worker.path, bytes: 0..<1, start: Position(line: line, column: 1), end: Position(line: line, column: 2))
        }
        return Explanation(
            rule: rule, location: location(line), outcome: outcome,
            steps: [Explanation.Step(location: nil, message: "it is looked at"), Explanation.Step(location: other.map(location), message: reason)])
    }

    private static var report: ScanReport {
        var report = SampleReport.full
        report.findings = report.findings.filter { $0.location.path == SampleReport.worker.path && $0.rule != "py-unbounded-gather" }
        for i in report.rules.indices where report.rules[i].id == "py-unbounded-gather" { report.rules[i].review = "What is the largest number at once?" }
        let rule = "py-unbounded-gather"
        report.explanations = [
            place(rule, 6, .clear, "`slots` is held around each call", at: 3), place(rule, 30, .clear, "`slots` is held around each call", at: 3),
            place(rule, 35, .clear, "a few are written out"), place(rule, 40, .unknown, "`jobs` is given from outside"), place(rule, 45, .beside, "no fan-out"),
            place(rule, 50, .unsettled, ""), place("py-blocking-sleep-in-async", 5, .finding("told already"), ""),
        ]
        return report
    }

    private static var checklist: Checklist { Checklist(report) }
}
