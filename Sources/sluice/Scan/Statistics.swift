import Findings

/// The run in figures, for `--stats`: one figure a line, on standard error.
enum Statistics {
    static func text(_ report: ScanReport) -> String {
        let summary = report.summary
        let megabytes = Double(summary.bytes) / 1_000_000
        var lines = [
            "files: \(summary.files.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))",
            "parsed: \(summary.parsed)",
            "bytes: \(summary.bytes)",
            "seconds: \(rounded(summary.seconds, 3))",
            "megabytes a second: \(rounded(summary.seconds > 0 ? megabytes / summary.seconds : 0, 1))",
            "skipped: \(summary.skipped.count { !$0.isFolder }) files, \(summary.skipped.count { $0.isFolder }) folders; of these unreadable: \(summary.skipped.count { $0.isFailure })",
        ]
        if let program = summary.program {
            lines.append("whole program: \(program.candidates) candidates, \(program.filesRead) files read for them, \(rounded(program.seconds, 3)) seconds")
        }
        if let recalled = summary.recalled { lines.append("cache: \(recalled) files known from before") }
        if let coverage = summary.parseCoverage { lines.append("parse coverage: \(rounded(coverage * 100, 3)) %") }
        let counts = Dictionary(grouping: report.findings.filter(\.isReported), by: \.rule).mapValues(\.count)
        for (rule, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { lines.append("\(rule): \(count)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rounded(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
