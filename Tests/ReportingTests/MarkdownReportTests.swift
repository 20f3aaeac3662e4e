import Findings
import Testing

@testable import Reporting

@Suite struct MarkdownReportTests {
    @Test("However much there is to say, it fits, and the last line says what is missing") func limit() throws {
        var report = SampleReport.full
        let one = report.reported[0]
        report.findings = (0..<3000).map { i in
            var finding = one
            finding.location.path = "app/module\(i / 10).py"
            finding.location.start.line = i
            finding.severity = i == 2999 ? .error : .hint
            return finding
        }
        let bytes = ReportFormat.markdown.render(report)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.count <= 65_536 && bytes.count > 60_000)
        let rows = text.split(separator: "\n").count { $0.hasPrefix("| ") && $0.contains("<sub>") }
        let last = try #require(text.split(separator: "\n").last)
        #expect(last.contains("Left out") && last.contains("\(Figures.grouped(3000 - rows)) findings"))
        #expect(text.hasPrefix("<!-- sluice-report -->\n### Sluice: 1 error, 2,999 hints in 300 files\n"))
        let firstRow = try #require(text.split(separator: "\n").first { $0.hasPrefix("| 2999 ") || $0.hasPrefix("| 0 ") })
        #expect(firstRow.hasPrefix("| 2999 "), "the gravest comes first")
    }

    @Test("Hostile texts fit, too, and leave every fold closed") func hostile() {
        let bytes = ReportFormat.markdown.render(HostileReport.report)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.count <= 65_536)
        #expect(text.components(of: "<details") == text.components(of: "</details>"))
        #expect(!text.contains("<script>alert(1)</script> <sub>"))
    }

    @Test("Text of strangers shows and does nothing", arguments: [
        ("a|b", "a&#124;b"), ("`a|b`", "<code>a&#124;b</code>"), ("`f(*x)` is *x*", "`f(*x)` is &#42;x&#42;"), ("<b>", "&#60;b&#62;"),
        ("@octocat", "&#64;<!-- -->octocat"), ("#12", "&#35;<!-- -->12"), ("one ` tick", "one &#96; tick"), ("a\nb", "a&#92;u{0A}b"), ("", ""),
    ])
    func cell(text: String, wanted: String) { #expect(MarkdownText.cell(text) == wanted) }

    @Test("Few findings stand open, many are folded; nothing is said in a line") func folds() {
        let few = String(decoding: ReportFormat.markdown.render(SampleReport.full), as: UTF8.self)
        #expect(few.contains("<details open>\n<summary><code>app/poller/worker.py</code>: 2 errors, 1 warning</summary>"))
        var report = SampleReport.full
        report.findings += report.findings
        #expect(!String(decoding: ReportFormat.markdown.render(report), as: UTF8.self).contains("<details open>"))
        #expect(String(decoding: ReportFormat.markdown.render(SampleReport.empty), as: UTF8.self) == "<!-- sluice-report -->\n### Sluice: no findings\n\n")
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
