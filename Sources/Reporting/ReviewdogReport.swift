internal import Findings

/// Reviewdog's Diagnostic Format (`rdjsonl`): a `Diagnostic` message of reviewdog's proto/rdf a line.
enum ReviewdogReport {
    static func render(_ report: ScanReport) -> [UInt8] {
        let addresses = Dictionary(report.rules.map { ($0.id, $0.url) }) { first, _ in first }
        return report.reported.flatMap { finding in
            var writer = JSONWriter(capacity: 512)
            writer.object {
                $0.member("message", finding.message)
                $0.member("location", object: {
                    $0.member("path", finding.location.path)
                    $0.member("range", object: { range(finding, &$0) })
                })
                $0.member("severity", severity(finding.severity))
                $0.member("source", object: { $0.member("name", report.tool.name) })
                $0.member("code", object: {
                    $0.member("value", finding.rule)
                    $0.member("url", ifAny: addresses[finding.rule] ?? nil)
                })
            }
            return writer.finish()
        }
    }

    /// Without columns a range means its lines whole.
    private static func range(_ finding: Finding, _ writer: inout JSONWriter) {
        let columns = ByteColumns(finding)
        let location = finding.location
        position("start", location.start.line, columns?.start, &writer)
        position("end", columns == nil ? location.lastLine : location.end.line, columns?.end, &writer)
    }

    private static func position(_ name: String, _ line: Int, _ column: Int?, _ writer: inout JSONWriter) {
        writer.member(name, object: {
            $0.member("line", line)
            if let column { $0.member("column", column) }
        })
    }

    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "ERROR"
        case .warning: "WARNING"
        case .info, .hint, .off: "INFO"
        }
    }
}

/// A region's columns in bytes of UTF-8, from 1. They come from the lines a finding carries; where those do not reach, there are none.
private struct ByteColumns {
    var start: Int
    var end: Int

    init?(_ finding: Finding) {
        let (first, last) = (finding.location.start, finding.location.end)
        let lines = finding.sourceLines
        guard let start = Self.column(first.column, in: lines.first) else { return nil }
        let place = last.line - first.line
        guard place >= 0, let end = last.column == 1 && place > 0 ? 1 : Self.column(last.column, in: place < lines.count ? lines[place] : nil) else { return nil }
        self.start = start
        self.end = end
    }

    private static func column(_ scalars: Int, in line: String?) -> Int? {
        guard let before = line?.unicodeScalars.prefix(max(0, scalars - 1)), before.count == scalars - 1 else { return nil }
        return before.reduce(1) { $0 + UTF8.width($1) }
    }
}
