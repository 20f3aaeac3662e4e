import ArgumentParser
import Findings
import Reporting

/// What is reported, how, and when it fails the run.
struct OutputOptions: ParsableArguments {
    @Option(help: "How the report is written; docs/output.md shows each.")
    var format: ReportFormat = .text

    @Option(help: "standard, or github: within the limits of GitHub code scanning, without suppressed findings.")
    var sarifProfile: SARIFProfile?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to this file, whole or not at all.", valueName: "file"))
    var output: String?

    @Option(help: "Report findings of this severity and above: error, warning, info or hint.")
    var severity: Severity = .hint

    @Option(help: "Report findings of this confidence and above: low, medium or high. (default: low)")
    var minConfidence: Confidence?

    @Option(help: "Exit with 1 at findings of this severity and above: error, warning, info, hint, or never. (default: warning)")
    var failOn: FailureThreshold?

    @Option(help: "auto, always or never.")
    var color: Terminal.Color = .auto

    @Flag(help: "Print the rules' counts and the run's figures, also where a format has no place for them.")
    var stats = false

    @Flag(name: .shortAndLong, help: "Print findings only: no summary, no progress.")
    var quiet = false

    private static let widthOfPipes = 100

    func validate() throws {
        if sarifProfile != nil, format != .sarif { throw ValidationError("--sarif-profile goes with --format sarif") }
    }

    /// Keeps what was asked for; suppressed findings stay, for the formats that tell of them.
    func narrow(_ report: ScanReport) -> ScanReport {
        var report = report
        report.findings.removeAll { $0.severity < severity || $0.confidence < minConfidence ?? .low }
        return report
    }

    /// The severity from which on findings fail the run; nil when none does.
    /// - Parameter otherwise: what holds where `--fail-on` is not given.
    func threshold(otherwise: Severity?) -> Severity? {
        guard let failOn else { return otherwise }
        return failOn.severity
    }

    func fails(_ report: ScanReport, otherwise: Severity?) -> Bool {
        guard let threshold = threshold(otherwise: otherwise) else { return false }
        return report.findings.contains { $0.isReported && $0.severity >= threshold }
    }

    func write(_ report: ScanReport) throws(Stop) {
        let usesColor = output == nil ? Terminal.usesColor(color, descriptor: 1) : color == .always
        let rendered = format.rendered(
            report,
            options: Reporting.ReportOptions(
                color: usesColor, width: Terminal.width(1) ?? Self.widthOfPipes, notes: !quiet, summary: !quiet, sarifProfile: sarifProfile ?? .standard))
        if let output {
            try OutputFile.write(rendered.bytes, to: output)
        } else {
            try Terminal.show(rendered.bytes)
        }
        for notice in rendered.notices { Terminal.complain(notice) }
        if stats { Terminal.write(Statistics.text(report), to: 2) }
    }
}

/// `--fail-on`.
enum FailureThreshold: String, CaseIterable, ExpressibleByArgument {
    case error, warning, info, hint, never

    var severity: Severity? { self == .never ? nil : Severity(rawValue: rawValue) }
}

extension Severity: ExpressibleByArgument {
    /// `off` is for rules, not for a threshold.
    public init?(argument: String) {
        guard let severity = Severity(rawValue: argument), severity != .off else { return nil }
        self = severity
    }

    public static var allValueStrings: [String] { ["error", "warning", "info", "hint"] }
}

extension Confidence: ExpressibleByArgument {}
extension SARIFProfile: ExpressibleByArgument {}
extension Terminal.Color: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {
    public var defaultValueDescription: String { rawValue }
    public static var allValueDescriptions: [String: String] { Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.purpose) }) }
}
