internal import Findings

/// GitLab's code quality report (docs.gitlab.com, "Code Quality report format"): an array of issues, one a line.
enum GitLabReport {
    static func render(_ report: ScanReport) -> [UInt8] {
        let findings = report.reported
        var fingerprints = UniqueFingerprints()
        var writer = JSONWriter(capacity: 64 + 400 * findings.count)
        writer.array { list in
            for finding in findings {
                list.breakLine()
                list.object {
                    $0.member("description", finding.message)
                    $0.member("check_name", finding.rule)
                    $0.member("fingerprint", fingerprints.next(finding))
                    $0.member("severity", severity(finding.severity))
                    $0.member("location", object: {
                        $0.member("path", finding.location.path)
                        $0.member("lines", object: {
                            $0.member("begin", finding.location.start.line)
                            $0.member("end", finding.location.lastLine)
                        })
                    })
                }
            }
        }
        return writer.finish()
    }

    /// `blocker` is left to people: no static finding alone should say that nothing may go on.
    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "major"
        case .info: "minor"
        case .hint, .off: "info"
        }
    }
}

/// GitLab keeps one issue a fingerprint. Ours leaves the path out, so that it outlives a rename; here the path enters, and what is still
/// the same is counted.
private struct UniqueFingerprints {
    private var seen: [UInt128: Int] = [:]

    mutating func next(_ finding: Finding) -> String {
        var hash = FingerprintHash()
        for part in [finding.location.path, finding.rule, finding.fingerprint] {
            hash.combine(part.utf8)
            hash.endPart()
        }
        let count = seen[hash.value, default: 0]
        seen[hash.value] = count + 1
        if count > 0 { hash.combine(String(count).utf8) }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
