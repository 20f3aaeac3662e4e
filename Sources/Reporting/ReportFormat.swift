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

    /// The whole report as UTF-8, ending in a line feed.
    package func render(_ report: ScanReport, options: ReportOptions = ReportOptions()) -> [UInt8] {
        switch self {
        case .text: TextReport(report, options: options).render()
        case .concise: ConciseReport.render(report)
        case .json: JSONReport.render(report)
        case .sarif: SARIFReport(report).render()
        }
    }
}

/// What the caller knows and a report cannot: the terminal. Only the text format asks.
package struct ReportOptions: Sendable, Hashable {
    /// Whether to colour; the caller looks at the terminal, `NO_COLOR` and its own flags.
    package var color: Bool
    /// Columns to lay out for; under 40 counts as 40.
    package var width: Int
    /// Whether each rule's note (why, fix) is printed below its first finding.
    package var notes: Bool
    /// Whether the tables and the closing line follow the findings.
    package var summary: Bool

    package init(color: Bool = false, width: Int = 100, notes: Bool = true, summary: Bool = true) {
        self.color = color
        self.width = width
        self.notes = notes
        self.summary = summary
    }
}
