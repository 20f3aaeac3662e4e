import Findings
import Foundation
import Testing

@testable import Reporting

/// The shape promised in docs/output.md, read back by another JSON implementation.
@Suite struct JSONReportTests {
    struct Report: Decodable {
        struct Summary: Decodable {
            struct Skipped: Decodable { var path, reason: String }
            var files, bytes, findings, suppressed, failed: Int
            var skipped: [Skipped]
            var parseCoverage: Double?
            var partial: Bool
            var bySeverity: [String: Int]
        }
        struct Position: Decodable, Equatable { var line, column: Int }
        struct Step: Decodable {
            var path, message: String
            var start, end: Position
        }
        struct Finding: Decodable {
            struct Suppression: Decodable {
                var line: Int
                var reason, until: String?
            }
            var rule, family, severity, confidence, path, message, fingerprint: String
            var code, note: String?
            var cwe: [Int]
            var start, end: Position
            var suppressed: Bool
            var suppression: Suppression?
            var flow: [Step]
        }
        var version: String
        var tool: ToolInfo
        var summary: Summary
        var findings: [Finding]
    }

    @Test func tellsEverythingOfEveryFinding() throws {
        let source = SampleReport.full
        let report = try JSONDecoder().decode(Report.self, from: Data(ReportFormat.json.render(source)))
        #expect(report.tool == source.tool)
        #expect(report.findings.count == source.findings.count)
        for (read, finding) in zip(report.findings, source.findings) {
            #expect(read.rule == finding.rule && read.code == finding.code && read.family == finding.family.rawValue)
            #expect(read.severity == finding.severity.rawValue && read.confidence == finding.confidence.rawValue && read.cwe == finding.cwe)
            #expect(read.path == finding.location.path && read.message == finding.message && read.note == finding.note)
            #expect(read.start == Report.Position(line: finding.location.start.line, column: finding.location.start.column))
            #expect(read.end == Report.Position(line: finding.location.end.line, column: finding.location.end.column))
            #expect(read.fingerprint == finding.fingerprint)
            #expect(read.suppressed == (finding.suppression != nil))
            #expect(read.suppression?.line == finding.suppression?.line && read.suppression?.reason == finding.suppression?.reason)
            #expect(read.flow.map(\.message) == finding.flow.map(\.message))
        }
        #expect(report.summary.files == 1216)
        #expect(report.summary.findings == 8 && report.summary.suppressed == 1)
        #expect(report.summary.bySeverity == ["error": 5, "warning": 2, "info": 0, "hint": 1, "off": 0])
        #expect(report.summary.skipped.count == 7 && report.summary.failed == 2)
    }

    @Test func theSchemaNamesEveryKeyWritten() throws {
        let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let schema = try object(Data(contentsOf: house.appending(path: "docs/schema/report.schema.json")))
        let report = try object(Data(ReportFormat.json.render(SampleReport.full)))
        let properties = try #require(schema["properties"] as? [String: Any])
        let summary = try #require((properties["summary"] as? [String: Any])?["properties"] as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: Any])
        let finding = try #require((definitions["finding"] as? [String: Any])?["properties"] as? [String: Any])
        #expect(Set(report.keys) == Set(properties.keys))
        #expect(Set(try #require(report["summary"] as? [String: Any]).keys) == Set(summary.keys))
        let written = try #require(report["findings"] as? [[String: Any]])
        #expect(written.reduce(into: Set<String>()) { $0.formUnion($1.keys) } == Set(finding.keys))
    }

    @Test func oneFindingALine() {
        let lines = String(decoding: ReportFormat.json.render(SampleReport.full), as: UTF8.self).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix(#"{"rule":"#) } == SampleReport.full.findings.count)
    }

    @Test func whatWasNotMeasuredIsNull() throws {
        var report = SampleReport.empty
        report.summary.parseCoverage = nil
        let summary = try #require(try object(Data(ReportFormat.json.render(report)))["summary"] as? [String: Any])
        #expect(summary["parseCoverage"] is NSNull)
    }

    private func object(_ data: Data) throws -> [String: Any] { try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]) }
}
