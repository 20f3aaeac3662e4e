internal import Findings

/// One line a finding, as compilers write them: `path:line:column: severity: message [rule-id]`. Suppressed findings and those of the baseline are left out.
enum ConciseReport {
    static func render(_ report: ScanReport) -> [UInt8] {
        var printer = TextPrinter(color: false, capacity: 160 * report.findings.count)
        for finding in report.findings where finding.isReported {
            let start = finding.location.start
            printer.put(finding.location.path)
            printer.put(":\(start.line):\(start.column): \(finding.severity.rawValue): ")
            printer.put(finding.message)
            printer.put(" [\(finding.rule)]")
            printer.newline()
        }
        return printer.bytes
    }
}
