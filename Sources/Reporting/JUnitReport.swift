internal import Findings

/// JUnit's XML as CI servers read it: a suite a file, a failed test a finding. What made the run less than whole is an error, so that a
/// server which looks at nothing else does not show green.
enum JUnitReport {
    static func render(_ report: ScanReport) -> [UInt8] {
        let findings = report.reported
        let shortcomings = report.summary.shortcomings
        // Servers take a report without any test for a broken one.
        let speaksOfRun = findings.isEmpty || !shortcomings.isEmpty
        let errors = shortcomings.isEmpty ? "0" : "1"
        let name = report.tool.name
        var writer = XMLWriter()
        writer.element(
            "testsuites", ["name": name, "tests": String(findings.count + (speaksOfRun ? 1 : 0)), "failures": String(findings.count), "errors": errors]
        ) {
            for file in FileGroup.of(findings) { suite(file, &$0) }
            guard speaksOfRun else { return }
            $0.element("testsuite", ["name": name, "tests": "1", "failures": "0", "errors": errors]) {
                $0.element("testcase", ["classname": name, "name": "the run is whole"]) {
                    if !shortcomings.isEmpty { $0.element("error", ["message": shortcomings.joined(separator: "\n"), "type": "run"]) }
                }
            }
        }
        return writer.finish()
    }

    private static func suite(_ file: FileGroup, _ writer: inout XMLWriter) {
        let count = String(file.findings.count)
        writer.element("testsuite", ["name": file.path, "tests": count, "failures": count, "errors": "0"]) {
            for finding in file.findings {
                let start = finding.location.start
                let place = "\(start.line):\(start.column)"
                $0.element(
                    "testcase",
                    ["classname": file.path, "name": "\(finding.ruleTitle) at \(place)", "file": file.path, "line": String(start.line)]
                ) {
                    $0.element("failure", ["message": finding.message, "type": finding.severity.rawValue], text: detail(finding, place))
                }
            }
        }
    }

    private static func detail(_ finding: Finding, _ place: String) -> String {
        let head = "\(finding.location.path):\(place): \(finding.severity.rawValue): \(finding.message) [\(finding.rule)]"
        return ([head] + finding.sourceLines.map { "    " + $0 }).joined(separator: "\n")
    }
}
