internal import Findings

/// Our own JSON. Its shape is a promise: docs/output.md says it in words, docs/schema/report.schema.json in a schema.
///
/// One finding a line, so that `grep` and `head` work on it. No clock time and no duration stands in it: two runs over the same input
/// give the same bytes.
enum JSONReport {
    /// The version of the shape: the second number grows when a key is added, the first when one changes or goes.
    static let version = "1.1"

    static func render(_ report: ScanReport) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096 + 1024 * report.findings.count)
        writer.object {
            $0.breakLine()
            $0.member("version", version)
            $0.breakLine()
            tool(report.tool, &$0)
            $0.breakLine()
            summary(report, &$0)
            $0.breakLine()
            $0.member("findings", array: { list in
                for one in report.findings {
                    list.breakLine()
                    finding(one, &list)
                }
            })
        }
        return writer.finish()
    }

    private static func tool(_ tool: ToolInfo, _ writer: inout JSONWriter) {
        writer.member("tool", object: {
            $0.member("name", tool.name)
            $0.member("version", tool.version)
            $0.member("grammars", tool.grammars)
            $0.member("ruleSet", tool.ruleSet)
        })
    }

    private static func summary(_ report: ScanReport, _ writer: inout JSONWriter) {
        let summary = report.summary
        let tally = Tally(report.findings)
        writer.member("summary", object: {
            $0.member("files", summary.files.values.reduce(0, +))
            $0.member("filesByLanguage", object: {
                for (language, count) in summary.files.sorted(by: { $0.key < $1.key }) { $0.member(language, count) }
            })
            $0.member("parsed", summary.parsed)
            $0.member("bytes", summary.bytes)
            $0.key("parseCoverage")
            if let coverage = summary.parseCoverage { $0.value(coverage) } else { $0.null() }
            $0.member("notUnderstood", array: { list in
                for file in summary.notUnderstood {
                    list.object {
                        $0.member("path", file.path)
                        $0.member("bytes", file.bytes)
                    }
                }
            })
            $0.member("skipped", array: { list in
                for file in summary.skipped {
                    list.object {
                        $0.member("path", file.path)
                        $0.member("reason", file.reason)
                    }
                }
            })
            $0.member("failed", summary.skipped.count(where: \.isFailure))
            $0.member("problems", summary.problems)
            $0.member("partial", summary.partial)
            $0.member("unsettled", object: { for entry in summary.unsettled { $0.member(entry.rule, entry.count) } })
            if let fanOuts = summary.fanOuts {
                $0.member("fanOuts", object: {
                    $0.member("approved", fanOuts.approved)
                    $0.member("total", fanOuts.total)
                })
            } else {
                $0.key("fanOuts")
                $0.null()
            }
            $0.member("findings", tally.total)
            $0.member("suppressed", tally.suppressed)
            $0.member("bySeverity", object: {
                for severity in Severity.allCases.reversed() { $0.member(severity.rawValue, tally.bySeverity[severity] ?? 0) }
            })
        })
    }

    /// One finding as an object.
    static func finding(_ finding: Finding, _ writer: inout JSONWriter) {
        writer.object {
            $0.member("rule", finding.rule)
            $0.member("code", orNull: finding.code)
            $0.member("family", finding.family.rawValue)
            $0.member("severity", finding.severity.rawValue)
            $0.member("confidence", finding.confidence.rawValue)
            $0.member("cwe", array: { for number in finding.cwe { $0.value(number) } })
            place(finding.location, &$0)
            $0.member("message", finding.message)
            $0.member("note", orNull: finding.note)
            $0.member("fingerprint", finding.fingerprint)
            $0.member("suppressed", finding.suppression != nil)
            if let suppression = finding.suppression {
                $0.member("suppression", object: {
                    $0.member("line", suppression.line)
                    $0.member("reason", orNull: suppression.reason)
                    $0.member("until", orNull: suppression.until)
                })
            }
            $0.member("flow", array: { steps in
                for step in finding.flow {
                    steps.object {
                        place(step.location, &$0)
                        $0.member("message", step.message)
                    }
                }
            })
        }
    }

    private static func place(_ location: Location, _ writer: inout JSONWriter) {
        writer.member("path", location.path)
        position("start", location.start, &writer)
        position("end", location.end, &writer)
    }

    private static func position(_ name: String, _ position: Position, _ writer: inout JSONWriter) {
        writer.member(name, object: {
            $0.member("line", position.line)
            $0.member("column", position.column)
        })
    }
}
