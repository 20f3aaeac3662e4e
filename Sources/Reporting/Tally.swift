internal import Findings

/// The findings of a report, counted. Suppressed ones are counted apart and in nothing else.
struct Tally {
    struct Row {
        var rule: String
        var code: String?
        var severity: Severity
        var count: Int
    }

    private struct Key: Hashable {
        var rule: String
        var severity: Severity
    }

    /// One row a rule and severity; most findings first, then the graver, then by id.
    private(set) var rows: [Row] = []
    private(set) var bySeverity: [Severity: Int] = [:]
    private(set) var total = 0
    private(set) var suppressed = 0
    private(set) var filesWithFindings = 0

    init(_ findings: some Sequence<Finding>) {
        var places: [Key: Int] = [:]
        // By bytes: to Swift two spellings of `é` are one string, to a file system they are two names.
        var files: Set<[UInt8]> = []
        for finding in findings {
            if finding.suppression != nil {
                suppressed += 1
                continue
            }
            total += 1
            bySeverity[finding.severity, default: 0] += 1
            files.insert(Array(finding.location.path.utf8))
            let key = Key(rule: finding.rule, severity: finding.severity)
            if let place = places[key] {
                rows[place].count += 1
            } else {
                places[key] = rows.count
                rows.append(Row(rule: finding.rule, code: finding.code, severity: finding.severity, count: 1))
            }
        }
        filesWithFindings = files.count
        rows.sort { ($1.count, $1.severity, $0.rule) < ($0.count, $0.severity, $1.rule) }
    }

    /// The severities that occur with their counts, gravest first.
    var severities: [(severity: Severity, count: Int)] {
        Severity.allCases.reversed().compactMap { severity in bySeverity[severity].map { (severity, $0) } }
    }
}
