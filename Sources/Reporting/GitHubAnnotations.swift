internal import Findings

/// Workflow commands of GitHub Actions, one line a finding: the runner makes annotations of them, on the lines of a pull request.
///
/// Escaped as the runner undoes it (`ActionCommand` in actions/runner): `%`, CR and LF everywhere, `:` and `,` in properties too.
enum GitHubAnnotations {
    static func render(_ report: ScanReport) -> [UInt8] {
        var text = ""
        for finding in report.reported {
            let location = finding.location
            text += "::\(command(finding.severity)) file=\(property(location.path)),line=\(location.start.line),endLine=\(location.lastLine)"
            // The runner takes columns only where both ends stand in one line.
            if location.lastLine == location.start.line { text += ",col=\(location.start.column)" }
            text += ",title=\(property(finding.ruleTitle))::\(data(finding.message))\n"
        }
        return Array(text.utf8)
    }

    private static func command(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info, .hint, .off: "notice"
        }
    }

    private static func data(_ text: String) -> String { escape(text, also: [:]) }

    private static func property(_ text: String) -> String { escape(text, also: [":": "%3A", ",": "%2C"]) }

    private static func escape(_ text: String, also more: [Unicode.Scalar: String]) -> String {
        var escaped = ""
        for scalar in VisibleText.of(text, keeping: ["\r", "\n"]).unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            default:
                if let code = more[scalar] { escaped += code } else { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }
}
