internal import Findings

/// The findings of the JSON report, one object a line and nothing around them: for `jq`, log collectors and streams.
enum JSONLinesReport {
    static func render(_ report: ScanReport) -> [UInt8] {
        report.reported.flatMap { finding in
            var writer = JSONWriter(capacity: 1024)
            JSONReport.finding(finding, &writer)
            return writer.finish()
        }
    }
}
