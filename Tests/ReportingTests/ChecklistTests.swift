import Findings
import Foundation
import Testing

@testable import Reporting

@Suite struct ChecklistTests {
    @Test("A box a question: ticked where it is proved, open where a person must look, with the lines it is about") func boxes() {
        let text = markdown(Self.checklist)
        let wanted = """
            <!-- sluice-checklist -->
            ### Review checklist: 2 of 5 places proved

            #### <code>app/poller/worker.py</code>

            - [ ] Lines 5, 14: Does any coroutine pause with `time.sleep`? → **fault:** `time.sleep` stops the event loop: no other task runs until it returns <sub>BA001</sub>
            - [x] Lines 6, 30: `asyncio.gather` with no limit → proved: `slots` is held around each call <sub>UC001</sub>
            - [ ] Line 16: the task made by `asyncio.create_task` is kept nowhere: it may be collected before it ends → open: silenced in line 16: held by the registry <sub>FT001</sub>

            #### By hand

            """
        #expect(text.hasPrefix(wanted), "\(text)")
        #expect(text.components(separatedBy: "- [ ] ").count - 1 == 2 + Checklist.byHand.count)
    }

    @Test("JSON has an item a place, in the same order") func json() throws {
        struct Read: Decodable {
            struct Item: Decodable { var path, rule, question, state, reason: String, line: Int, code: String? }
            var version: String, items: [Item], byHand: [String]
        }
        let read = try JSONDecoder().decode(Read.self, from: Data(ChecklistFormat.json.render(Self.checklist)))
        #expect(read.items.map(\.line) == [5, 6, 14, 16, 30])
        #expect(read.items.map(\.state) == ["fault", "proved", "fault", "open", "proved"])
        #expect(read.byHand == Checklist.byHand)
    }

    @Test("The order in which places were come upon does not matter") func order() {
        let report = Self.report
        #expect(Checklist(report, touches: Self.touches) == Checklist(report, touches: Self.touches.reversed()))
    }

    @Test("In a comment that is full the proved ones go first, and it is said") func limit() throws {
        let text = String(decoding: ChecklistComment(Self.checklist, mostBytes: 1980).render(), as: UTF8.self)
        #expect(text.utf8.count <= 1980)
        #expect(text.contains("**fault:**") && !text.contains("- [x]") && text.contains("Left out for want of room: 1 question, proved ones first."))
        let hostile = Checklist(HostileReport.report, touches: HostileReport.texts.map { text in
            Checklist.Touch(rule: text, location: HostileReport.report.findings[0].location, isSettled: false, reason: text)
        })
        #expect(ChecklistFormat.md.render(hostile).count <= MarkdownReport.mostBytes)
        #expect(markdown(hostile).split(separator: "\n").allSatisfy { $0.hasPrefix("- [") || $0.hasPrefix("#") || $0.hasPrefix("<!-- s") || $0.hasPrefix("Left") })
    }

    @Test("A change that touches nothing leaves what is asked of every change") func nothing() {
        let text = markdown(Checklist(SampleReport.empty, touches: []))
        #expect(text.contains("nothing to ask") && text.contains("#### By hand") && !text.contains("[x]"))
    }

    private func markdown(_ checklist: Checklist) -> String { String(decoding: ChecklistFormat.md.render(checklist), as: UTF8.self) }

    private static var report: ScanReport {
        var report = SampleReport.full
        report.findings = report.findings.filter { $0.location.path == SampleReport.worker.path && $0.rule != "py-unbounded-gather" }
        for i in report.rules.indices where report.rules[i].id == "py-blocking-sleep-in-async" { report.rules[i].review = "Does any coroutine pause with `time.sleep`?" }
        return report
    }

    private static var touches: [Checklist.Touch] {
        [6, 30].map { line in
            Checklist.Touch(
                rule: "py-unbounded-gather",
                location: Location(path: SampleReport.worker.path, bytes: 0..<1, start: Position(line: line, column: 1), end: Position(line: line, column: 2)),
                isSettled: true, reason: "`slots` is held around each call")
        }
    }

    private static var checklist: Checklist { Checklist(report, touches: touches) }
}
