internal import Findings

/// Comma-separated values (RFC 4180) for spreadsheets: a header, then a record a finding.
///
/// A spreadsheet runs a cell that begins like a formula, and file names and code come from strangers: such a cell gets an apostrophe in
/// front, which spreadsheets take for "this is text" (OWASP, "CSV Injection").
enum CSVReport {
    private static let header = [
        "path", "line", "column", "end_line", "end_column", "severity", "confidence", "rule", "code", "family", "cwe", "message", "fingerprint",
    ]

    static func render(_ report: ScanReport) -> [UInt8] {
        var text = record(header)
        for finding in report.reported {
            let (start, end) = (finding.location.start, finding.location.end)
            text += record([
                finding.location.path, String(start.line), String(start.column), String(end.line), String(end.column), finding.severity.rawValue,
                finding.confidence.rawValue, finding.rule, finding.code ?? "", finding.family.rawValue, finding.cwe.map(String.init).joined(separator: " "),
                finding.message, finding.fingerprint,
            ])
        }
        return Array(text.utf8)
    }

    private static func record(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    private static func field(_ value: String) -> String {
        let text = (isFormula(value) ? "'" : "") + VisibleText.of(value, keeping: ["\t", "\n", "\r"])
        let scalars = text.unicodeScalars
        guard scalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) || scalars.first == " " || scalars.last == " " else { return text }
        // Scalar by scalar: a quote with a combining accent is another Character, and a quote all the same.
        var quoted = "\""
        for scalar in scalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        quoted.unicodeScalars.append("\"")
        return quoted
    }

    /// Also behind white space, which some programs drop, and with the wide forms of the signs, which some take for them.
    private static func isFormula(_ value: String) -> Bool {
        guard let first = value.unicodeScalars.first else { return false }
        if first == "\t" || first == "\r" || first == "\n" { return true }
        guard let sign = value.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else { return false }
        return "=+-@＝＋－＠".unicodeScalars.contains(sign)
    }
}
