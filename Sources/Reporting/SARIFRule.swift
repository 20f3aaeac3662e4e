internal import Findings

/// A rule as a `reportingDescriptor` (section 3.49), with the properties GitHub's code scanning reads.
struct SARIFRule {
    let rule: RuleMetadata

    init(_ rule: RuleMetadata) { self.rule = rule }

    func write(to writer: inout JSONWriter) {
        let message = Self.withoutMetavariables(rule.message.isEmpty ? rule.id : rule.message)
        let note = rule.note.map(NoteText.init)
        writer.member("id", rule.id)
        writer.member("name", name)
        writer.member("shortDescription", object: { $0.member("text", message) })
        let why = note?.plain(.why) ?? ""
        writer.member("fullDescription", object: { $0.member("text", why.isEmpty ? message : why) })
        writer.member("help", object: {
            $0.member("text", helpText(note, message))
            $0.member("markdown", helpMarkdown(message))
        })
        if let uri = ([rule.url].compactMap { $0 } + rule.references).first(where: Self.isWebAddress) { writer.member("helpUri", uri) }
        writer.member("defaultConfiguration", object: {
            if rule.severity == .off { $0.member("enabled", false) }
            $0.member("level", rule.severity.sarifLevel)
        })
        writer.member("properties", object: properties)
    }

    private func properties(_ writer: inout JSONWriter) {
        writer.member("tags", tags)
        writer.member("precision", rule.confidence.rawValue)
        writer.member("problem.severity", problemSeverity)
        writer.member("security-severity", ifAny: securitySeverity)
        writer.member("code", ifAny: rule.code)
        writer.member("review", ifAny: rule.review)
        writer.member("probe", ifAny: rule.probe)
        writer.member("since", ifAny: rule.since)
        if !rule.peers.isEmpty { writer.member("peers", rule.peers) }
    }

    /// `py-blocking-sleep-in-async` as SARIF likes names: `PyBlockingSleepInAsync`.
    private var name: String {
        rule.id.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private var tags: [String] {
        let security = rule.cwe.isEmpty ? [] : ["security"]
        let weaknesses = rule.cwe.map { number in
            let digits = String(number)
            return "external/cwe/cwe-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
        var seen: Set<String> = []
        return ([rule.family.rawValue, "concurrency", rule.language] + security + weaknesses).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    private var problemSeverity: String {
        switch rule.severity {
        case .error: "error"
        case .warning: "warning"
        case .info, .hint, .off: "recommendation"
        }
    }

    /// GitHub's scale: over 7 is high, over 4 medium, below that low. Only for rules that name a weakness: the rest is about quality.
    private var securitySeverity: String? {
        guard !rule.cwe.isEmpty else { return nil }
        switch rule.severity {
        case .error: return "7.5"
        case .warning: return "5.0"
        case .info, .hint, .off: return "3.0"
        }
    }

    private func helpText(_ note: NoteText?, _ message: String) -> String {
        var parts: [String] = []
        if let note {
            parts += [note.plain(.why), note.plain(.fix)]
        } else {
            parts.append(message)
        }
        if let review = rule.review { parts.append("Ask in review: " + review) }
        if !rule.references.isEmpty { parts.append("See: " + rule.references.joined(separator: ", ")) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func helpMarkdown(_ message: String) -> String {
        var parts = [rule.note?.trimmed ?? message]
        if let review = rule.review { parts.append("**Ask in review:** " + review) }
        if !rule.references.isEmpty {
            parts.append("**See also**\n\n" + rule.references.map { Self.isWebAddress($0) ? "- <\($0)>" : "- \($0)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private static func isWebAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    /// A rule's message names what a finding will name: `$CALL blocks` becomes `… blocks`.
    static func withoutMetavariables(_ message: String) -> String {
        message.replacing(/\$+[A-Z_][A-Z0-9_]*/, with: "…")
    }
}
