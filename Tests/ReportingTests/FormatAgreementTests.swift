import Findings
import Testing

@testable import Reporting

/// Every format is read back by a parser that is not ours and tells of the same findings.
@Suite struct FormatAgreementTests {
    @Test("Every format tells of every finding that is not suppressed, and of no other", arguments: ReportFormat.allCases, ["full", "empty", "hostile"])
    func count(format: ReportFormat, name: String) throws {
        let report = Self.report(name)
        let read = try ReadBack.findings(format.render(report), format)
        #expect(read.count == report.findings.count { $0.suppression == nil })
        #expect(read.map(\.line).sorted() == report.reported.map(\.location.start.line).sorted())
    }

    @Test("Only JSON and SARIF know of suppressed findings", arguments: ReportFormat.allCases)
    func suppressed(format: ReportFormat) {
        var report = SampleReport.full
        report.findings = report.findings.filter { $0.suppression != nil }
        report.findings[0].message = "nobody should read this"
        let text = String(decoding: format.render(report), as: UTF8.self)
        #expect(text.contains("nobody should read this") == (format == .json || format == .sarif))
    }

    @Test("Names and messages come back as they were, where the format has a way to write them", arguments: [ReportFormat.json, .jsonl, .sarif, .gitlab, .rdjsonl])
    func exact(format: ReportFormat) throws {
        let report = HostileReport.report
        let read = try ReadBack.findings(format.render(report), format)
        for (one, finding) in zip(read, report.reported) {
            #expect(one.path.map { Array($0.utf8) } == Array(finding.location.path.utf8))
            #expect(one.message.map { Array($0.utf8) } == Array(finding.message.utf8))
        }
    }

    @Test("XML keeps all XML can hold, and spells out the rest", arguments: [ReportFormat.junit, .checkstyle])
    func xml(format: ReportFormat) throws {
        for text in HostileReport.texts {
            var report = Self.single(text)
            report.findings[0].location.path = text
            let read = try ReadBack.findings(format.render(report), format)
            let wanted = text.unicodeScalars.map { scalar in
                let isAbsent = scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar) || [0xFFFE, 0xFFFF].contains(scalar.value)
                return isAbsent ? DisplayWidth.escape(scalar) : String(scalar)
            }.joined()
            #expect(read.first?.message.map { Array($0.utf8) } == Array(wanted.utf8))
            #expect(read.first?.path.map { Array($0.utf8) } == Array(wanted.utf8))
        }
    }

    @Test("A line stays a line: nothing in a name or a message starts a workflow command or a record", arguments: [ReportFormat.github, .concise, .rdjsonl, .jsonl])
    func lines(format: ReportFormat) {
        for text in HostileReport.texts {
            var report = Self.single(text)
            report.findings[0].location.path = text
            let bytes = format.render(report)
            #expect(bytes.count { $0 == 0x0A } == 1 && bytes.last == 0x0A && !bytes.contains(0x0D))
            #expect(!bytes.contains(0x1B) && !bytes.contains(0))
        }
    }

    @Test("The same report gives the same bytes", arguments: ReportFormat.allCases) func stable(format: ReportFormat) {
        #expect(format.render(HostileReport.report) == format.render(HostileReport.report))
    }

    static func report(_ name: String) -> ScanReport {
        switch name {
        case "full": SampleReport.full
        case "empty": SampleReport.empty
        default: HostileReport.report
        }
    }

    static func single(_ message: String) -> ScanReport {
        var report = SampleReport.full
        report.findings = [report.reported[0]]
        report.findings[0].message = message
        return report
    }
}
