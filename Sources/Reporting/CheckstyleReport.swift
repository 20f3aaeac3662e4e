internal import Findings

/// Checkstyle's XML: files and the `error` elements in them, which many CI servers and review tools read.
enum CheckstyleReport {
    /// The version of Checkstyle whose shape this is; readers look for one.
    private static let version = "4.3"

    static func render(_ report: ScanReport) -> [UInt8] {
        var writer = XMLWriter()
        writer.element("checkstyle", ["version": version]) {
            for file in FileGroup.of(report.reported) {
                $0.element("file", ["name": file.path]) {
                    for finding in file.findings {
                        $0.element(
                            "error",
                            [
                                "line": String(finding.location.start.line), "column": String(finding.location.start.column),
                                "severity": severity(finding.severity), "message": finding.message, "source": "\(report.tool.name).\(finding.rule)",
                            ])
                    }
                }
            }
        }
        return writer.finish()
    }

    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info, .hint, .off: "info"
        }
    }
}
