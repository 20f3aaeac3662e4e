import Findings
import Foundation
import Testing

@testable import Reporting

/// What each format for servers promises beyond the count.
@Suite struct ReviewFormatTests {
    @Test("GitLab's fingerprints are unique, and outlive lines that move") func fingerprints() throws {
        struct Issue: Decodable { var fingerprint: String }
        func fingerprints(_ report: ScanReport) throws -> [String] {
            try JSONDecoder().decode([Issue].self, from: Data(ReportFormat.gitlab.render(report))).map(\.fingerprint)
        }
        let hostile = try fingerprints(HostileReport.report)
        #expect(Set(hostile).count == hostile.count && hostile.allSatisfy { $0.count == 32 })
        var moved = SampleReport.full
        for i in moved.findings.indices { moved.findings[i].location.start.line += 7 }
        #expect(try fingerprints(moved) == fingerprints(SampleReport.full))
    }

    @Test("Reviewdog's columns count bytes; a region longer than the lines at hand is given by its lines") func byteColumns() throws {
        struct Diagnostic: Decodable {
            struct Position: Decodable, Equatable { var line: Int, column: Int? }
            struct Range: Decodable { var start, end: Position }
            struct Location: Decodable { var range: Range }
            var location: Location
        }
        func range(_ finding: Finding) throws -> Diagnostic.Range {
            var report = SampleReport.empty
            report.findings = [finding]
            return try JSONDecoder().decode(Diagnostic.self, from: Data(ReportFormat.rdjsonl.render(report))).location.range
        }
        var finding = try #require(SampleReport.full.findings.first { $0.location.path == SampleReport.wide.path })
        let line = try #require(finding.sourceLines.first)
        let found = try range(finding)
        let start = try #require(found.start.column), end = try #require(found.end.column)
        #expect(start > finding.location.start.column)
        #expect(String(decoding: Array(line.utf8)[(start - 1)..<(end - 1)], as: UTF8.self) == "time.sleep(3)")
        finding.location.end = Position(line: 9, column: 4)
        let long = try range(finding)
        #expect(long.start == .init(line: 1, column: nil) && long.end == .init(line: 9, column: nil))
    }

    @Test("JUnit has a test where nothing was found, and an error where the run is not whole") func junit() {
        #expect(String(decoding: ReportFormat.junit.render(SampleReport.empty), as: UTF8.self).contains(#"tests="1" failures="0" errors="0""#))
        var cut = SampleReport.empty
        cut.summary.partial = true
        let text = String(decoding: ReportFormat.junit.render(cut), as: UTF8.self)
        #expect(text.contains(#"tests="1" failures="0" errors="1""#) && text.contains("<error message=\"the run was cut short"))
    }

    @Test("Two spellings of a letter are two files", arguments: [ReportFormat.junit, .checkstyle]) func spellings(format: ReportFormat) {
        var report = SampleReport.empty
        for path in ["e\u{301}.py", "\u{E9}.py"] {
            var finding = SampleReport.full.findings[0]
            finding.location.path = path
            report.findings.append(finding)
        }
        let text = String(decoding: format.render(report), as: UTF8.self)
        #expect(text.unicodeScalars.split(separator: "\n").count { $0.starts(with: "  <\(format == .junit ? "testsuite" : "file") ".unicodeScalars) } == 2)
    }
}
