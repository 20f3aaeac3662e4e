internal import Findings

/// SARIF 2.1.0 (OASIS standard, errata 01): the log, its one run, the tool and how the run went. One result a line.
///
/// Written for GitHub code scanning as much as for the schema: help text, `security-severity`, `precision`, tags and the line hash
/// stand where its documentation wants them.
struct SARIFReport {
    let report: ScanReport
    /// The report's rules, then those only findings know of, by id.
    let rules: [RuleMetadata]
    let ruleIndices: [String: Int]
    /// The standard wants `suppressions` on all results of a run or on none.
    let hasSuppressions: Bool
    /// Set where it is written for code scanning.
    let limits: CodeScanningLimits?
    /// What was left out to keep those limits.
    var leftOut: [CodeScanningReport.Kind: Int] = [:]

    static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    init(_ report: ScanReport, limits: CodeScanningLimits? = nil) {
        self.report = report
        self.limits = limits
        var rules = report.rules
        var known = Set(rules.map(\.id))
        var others: [RuleMetadata] = []
        for finding in report.findings where known.insert(finding.rule).inserted {
            others.append(
                RuleMetadata(
                    id: finding.rule, code: finding.code, family: finding.family, language: "", severity: finding.severity,
                    confidence: finding.confidence, message: finding.rule, note: finding.note, cwe: finding.cwe))
        }
        rules += others.sorted { $0.id < $1.id }
        self.rules = rules
        ruleIndices = Dictionary(zip(rules.map(\.id), rules.indices)) { first, _ in first }
        hasSuppressions = report.findings.contains { $0.suppression != nil }
    }

    func render() -> [UInt8] {
        var writer = JSONWriter(capacity: 16384 + 1536 * report.findings.count)
        writer.object {
            $0.member("$schema", Self.schema)
            $0.member("version", "2.1.0")
            $0.member("runs", array: { $0.object(run) })
        }
        return writer.finish()
    }

    private func run(_ writer: inout JSONWriter) {
        writer.breakLine()
        writer.member("tool", object: { $0.member("driver", object: driver) })
        writer.breakLine()
        writer.member("invocations", array: { $0.object(invocation) })
        writer.breakLine()
        writer.member("originalUriBaseIds", object: {
            $0.member(SARIFLocation.root, object: {
                $0.member("description", object: { $0.member("text", "The directory the scan was started in.") })
            })
        })
        writer.breakLine()
        writer.member("columnKind", "unicodeCodePoints")
        writer.breakLine()
        writer.member("results", array: { list in
            for finding in report.findings {
                list.breakLine()
                list.object { result(finding, &$0) }
            }
        })
        properties(&writer)
    }

    private func properties(_ writer: inout JSONWriter) {
        let coverage = report.summary.parseCoverage
        guard coverage != nil || limits != nil else { return }
        writer.breakLine()
        writer.member("properties", object: {
            if let coverage {
                $0.key("parseCoverage")
                $0.value(coverage)
            }
            if limits != nil {
                $0.member("profile", SARIFProfile.github.rawValue)
                $0.member("leftOut", object: { for kind in CodeScanningReport.Kind.allCases { $0.member(kind.rawValue, leftOut[kind] ?? 0) } })
            }
        })
    }

    private func driver(_ writer: inout JSONWriter) {
        writer.member("name", report.tool.name)
        writer.member("version", report.tool.version)
        writer.member("rules", array: { list in
            for rule in rules {
                list.breakLine()
                list.object { SARIFRule(rule, limits: limits).write(to: &$0) }
            }
        })
        writer.breakLine()
        writer.member("properties", object: {
            $0.member("grammars", report.tool.grammars)
            $0.member("ruleSet", report.tool.ruleSet)
        })
    }

    private func invocation(_ writer: inout JSONWriter) {
        let summary = report.summary
        writer.member("executionSuccessful", !summary.partial)
        writer.member("toolExecutionNotifications", array: { list in
            if let unsettled = summary.unsettledWords {
                notification("partial-result", level: "error", text: "Candidates are missing from this report: \(unsettled).", in: &list)
            } else if summary.partial {
                notification("partial-result", level: "error", text: "The run was cut short; files are missing from this report.", in: &list)
            }
            for problem in summary.problems { notification("rule-problem", level: "error", text: problem, in: &list) }
            for file in summary.skipped {
                notification("skipped-file", level: file.isFailure ? "warning" : "note", text: "Not scanned: \(file.reason)", path: file.path, in: &list)
            }
            for file in summary.notUnderstood {
                notification("not-understood", level: "note", text: "\(file.bytes) bytes were not understood.", path: file.path, in: &list)
            }
        })
    }

    private func notification(_ id: String, level: String, text: String, path: String? = nil, in list: inout JSONWriter) {
        list.breakLine()
        list.object {
            $0.member("descriptor", object: { $0.member("id", id) })
            $0.member("level", level)
            $0.member("message", object: { $0.member("text", text) })
            if let path {
                $0.member("locations", array: { $0.object { SARIFLocation.write(path: path, to: &$0) } })
            }
        }
    }
}
