internal import Findings

/// A rule as a `reportingDescriptor` (section 3.49), with the properties GitHub's code scanning reads.
struct SARIFRule {
    let rule: RuleMetadata
    /// Set where it is written for code scanning.
    let limits: CodeScanningLimits?
    private let message: String
    private let note: NoteText?

    init(_ rule: RuleMetadata, limits: CodeScanningLimits? = nil) {
        self.rule = rule
        self.limits = limits
        message = Self.withoutMetavariables(rule.message.isEmpty ? rule.id : rule.message)
        note = rule.note.map(NoteText.init)
    }

    /// How many tags the limits cut off.
    var excessTags: Int { limits.map { max(0, tags.count - $0.tags) } ?? 0 }

    /// How many texts the limits cut short.
    var shortenedTexts: Int {
        guard let limits else { return 0 }
        return [(name, limits.name), (message, limits.description), (fullDescription, limits.description)].count { $0.0.utf16.count > $0.1 }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", rule.id)
        writer.member("name", Self.cut(name, to: limits?.name))
        writer.member("shortDescription", object: { $0.member("text", Self.cut(message, to: limits?.description)) })
        writer.member("fullDescription", object: { $0.member("text", Self.cut(fullDescription, to: limits?.description)) })
        writer.member("help", object: {
            $0.member("text", helpText)
            $0.member("markdown", helpMarkdown)
        })
        if let uri = ([rule.url].compactMap { $0 } + rule.references).first(where: Self.isWebAddress) { writer.member("helpUri", uri) }
        writer.member("defaultConfiguration", object: {
            if rule.severity == .off { $0.member("enabled", false) }
            // Code scanning knows no `none`.
            $0.member("level", (limits != nil && rule.severity == .off ? Severity.hint : rule.severity).sarifLevel)
        })
        writer.member("properties", object: properties)
    }

    private func properties(_ writer: inout JSONWriter) {
        writer.member("tags", limits.map { Array(tags.prefix($0.tags)) } ?? tags)
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

    private var fullDescription: String {
        let why = note?.plain(.why) ?? ""
        return why.isEmpty ? message : why
    }

    /// At most so many UTF-16 units, `…` for the end where some were cut.
    private static func cut(_ text: String, to most: Int?) -> String {
        guard let most, text.utf16.count > most else { return text }
        var room = most - 1
        let kept = text.unicodeScalars.prefix {
            room -= UTF16.width($0)
            return room >= 0
        }
        return String(String.UnicodeScalarView(kept)) + "…"
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

    private var helpText: String {
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

    private var helpMarkdown: String {
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
