import Findings

/// A rule explained, as plain text.
enum RuleText {
    /// - Parameter analysis: what its analysis goes by, in words.
    static func render(_ rule: RuleMetadata, analysis: [(name: String, value: String)] = []) -> String {
        var text = "\(rule.code.map { "\($0)  " } ?? "")\(rule.id)\n\n  \(rule.message)\n\n"
        text += "  \(rule.language) · \(rule.family.rawValue) · \(rule.severity.rawValue) · confidence \(rule.confidence.rawValue)"
        text += rule.cwe.isEmpty ? "\n" : " · \(rule.cwe.map { "CWE-\($0)" }.joined(separator: ", "))\n"
        for row in analysis { text += "  \(row.name): \(row.value)\n" }
        if let note = rule.note { text += "\n" + indented(note) }
        if let review = rule.review { text += "\n  Ask in review:\n" + indented(review) }
        if let probe = rule.probe { text += "\n  Shown live by the probe: \(probe)\n" }
        if !rule.peers.isEmpty { text += "\n  Elsewhere: \(rule.peers.joined(separator: ", "))\n" }
        if !rule.references.isEmpty { text += "\n  Read on:\n" + rule.references.map { "    \($0)\n" }.joined() }
        return text
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    }
}
