import Findings
import Foundation
import Testing

@testable import Reporting

/// The formats whole, compared with what stands in Snapshots/. After a wanted change: `SLUICE_RECORD=1 swift test --filter SnapshotTests`
/// writes them anew and fails, so that nobody commits a recording run; read the difference, then run again.
@Suite struct SnapshotTests {
    @Test(arguments: [80, 120]) func text(width: Int) throws {
        try expect(SampleReport.full, .text, ReportOptions(width: width), is: "text-\(width).txt")
    }

    @Test func textInColour() throws { try expect(SampleReport.full, .text, ReportOptions(color: true, width: 100), is: "text-colour.txt") }
    @Test func textOfNothing() throws { try expect(SampleReport.empty, .text, is: "text-empty.txt") }
    @Test func concise() throws { try expect(SampleReport.full, .concise, is: "concise.txt") }
    @Test func json() throws { try expect(SampleReport.full, .json, is: "report.json") }
    @Test func sarif() throws { try expect(SampleReport.full, .sarif, is: "report.sarif") }

    @Test func sarifForCodeScanning() throws {
        try expect(SampleReport.full, .sarif, ReportOptions(sarifProfile: .github), is: "report-github.sarif")
    }

    @Test(arguments: [
        (ReportFormat.jsonl, "report.jsonl"), (.github, "github.txt"), (.gitlab, "gitlab.json"), (.junit, "junit.xml"), (.checkstyle, "checkstyle.xml"),
        (.rdjsonl, "report.rdjsonl"), (.csv, "report.csv"), (.markdown, "comment.md"),
    ])
    func server(format: ReportFormat, name: String) throws { try expect(SampleReport.full, format, is: name) }

    private func expect(_ report: ScanReport, _ format: ReportFormat, _ options: ReportOptions = ReportOptions(), is name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots").appending(path: name)
        let actual = format.render(report, options: options)
        if ProcessInfo.processInfo.environment["SLUICE_RECORD"] == "1" {
            try Data(actual).write(to: file, options: .atomic)
            Issue.record("recorded \(name)")
            return
        }
        let wanted = try String(contentsOf: file, encoding: .utf8)
        #expect(String(decoding: actual, as: UTF8.self) == wanted, "Snapshots/\(name) differs; SLUICE_RECORD=1 writes it anew")
    }
}
