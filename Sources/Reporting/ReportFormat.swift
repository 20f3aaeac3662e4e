package import Findings

/// How a report is written down. Each format is a pure function of the report: the same report gives the same bytes.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// For people at a terminal.
    case text
    /// One line a finding, for editors and `grep`.
    case concise
    /// Our own, described in docs/output.md and docs/schema/report.schema.json.
    case json
    /// SARIF 2.1.0, for code scanning services.
    case sarif
    /// The findings of our JSON, one a line.
    case jsonl
    /// Annotations of GitHub Actions.
    case github
    /// GitLab's code quality report.
    case gitlab
    case junit
    case checkstyle
    /// Reviewdog's.
    case rdjsonl
    /// For spreadsheets.
    case csv
    /// For a comment on a pull request.
    case markdown

    /// The whole report as UTF-8. What is not empty ends in a line feed.
    package func render(_ report: ScanReport, options: ReportOptions = ReportOptions()) -> [UInt8] { rendered(report, options: options).bytes }

    /// The report, and what the person should hear of it.
    package func rendered(_ report: ScanReport, options: ReportOptions = ReportOptions()) -> RenderedReport {
        switch self {
        case .text: RenderedReport(TextReport(report, options: options).render())
        case .concise: RenderedReport(ConciseReport.render(report))
        case .json: RenderedReport(JSONReport.render(report))
        case .sarif: Self.sarif(report, options.sarifProfile)
        case .jsonl: RenderedReport(JSONLinesReport.render(report))
        case .github: RenderedReport(GitHubAnnotations.render(report))
        case .gitlab: RenderedReport(GitLabReport.render(report))
        case .junit: RenderedReport(JUnitReport.render(report))
        case .checkstyle: RenderedReport(CheckstyleReport.render(report))
        case .rdjsonl: RenderedReport(ReviewdogReport.render(report))
        case .csv: RenderedReport(CSVReport.render(report))
        case .markdown: RenderedReport(MarkdownReport(report).render())
        }
    }

    /// What it is, in a few words: what `--help` says.
    package var purpose: String {
        switch self {
        case .text: "for people at a terminal: code frames, why and how to fix, figures"
        case .concise: "path:line:column: severity: message [rule], one line a finding"
        case .json: "everything, in a shape that docs/output.md promises"
        case .sarif: "SARIF 2.1.0 for code scanning services (see --sarif-profile)"
        case .jsonl: "the findings of json, one object a line"
        case .github: "annotations on a pull request, from a GitHub Actions step"
        case .gitlab: "GitLab's code quality report"
        case .junit: "JUnit XML: a failed test a finding"
        case .checkstyle: "Checkstyle XML"
        case .rdjsonl: "reviewdog's diagnostics, one object a line"
        case .csv: "a table for spreadsheets"
        case .markdown: "a comment for a pull request, within GitHub's 65,536 characters"
        }
    }

    private static func sarif(_ report: ScanReport, _ profile: SARIFProfile) -> RenderedReport {
        switch profile {
        case .standard: return RenderedReport(SARIFReport(report).render())
        case .github:
            var limited = CodeScanningReport(report)
            let bytes = limited.render()
            return RenderedReport(bytes, notices: limited.notices)
        }
    }
}

/// A report written down.
package struct RenderedReport: Sendable {
    package let bytes: [UInt8]
    /// What the format had no room for, in words for standard error.
    package let notices: [String]

    init(_ bytes: [UInt8], notices: [String] = []) {
        self.bytes = bytes
        self.notices = notices
    }
}

/// What the caller knows and a report cannot: the terminal, which only the text format asks about, and for whom SARIF is.
package struct ReportOptions: Sendable, Hashable {
    /// Whether to colour; the caller looks at the terminal, `NO_COLOR` and its own flags.
    package var color: Bool
    /// Columns to lay out for; under 40 counts as 40.
    package var width: Int
    /// Whether each rule's note (why, fix) is printed below its first finding.
    package var notes: Bool
    /// Whether the tables and the closing line follow the findings.
    package var summary: Bool
    package var sarifProfile: SARIFProfile

    package init(color: Bool = false, width: Int = 100, notes: Bool = true, summary: Bool = true, sarifProfile: SARIFProfile = .standard) {
        self.color = color
        self.width = width
        self.notes = notes
        self.summary = summary
        self.sarifProfile = sarifProfile
    }
}
