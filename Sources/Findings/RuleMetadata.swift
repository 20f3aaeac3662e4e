/// What a report says of a rule; everything about it except how it matches.
package struct RuleMetadata: Sendable, Hashable, Codable {
    /// The kebab-case name, unique: `py-blocking-sleep-in-async`.
    package var id: String
    /// The short code, unique where present: `BA001`.
    package var code: String?
    package var family: Family
    /// `python`, `swift`, `file` or `text`.
    package var language: String
    package var severity: Severity
    package var confidence: Confidence
    /// One line; may hold metavariables in a rule file, never in a finding.
    package var message: String
    /// Why it matters and what to do, in Markdown.
    package var note: String?
    package var url: String?
    /// CWE numbers.
    package var cwe: [Int]
    package var references: [String]
    /// Rules of other tools that look for (nearly) the same.
    package var peers: [String]
    /// What other tools' comments call their rules for the same fault (`RUF006`): a finding whose line silences one of them is a note.
    package var equivalents: [String]
    /// The question a reviewer should ask.
    package var review: String?
    /// The runtime probe that shows the same fault live.
    package var probe: String?
    /// The version of Sluice that brought the rule.
    package var since: String?

    package init(
        id: String, code: String? = nil, family: Family = .other, language: String, severity: Severity = .hint, confidence: Confidence = .medium,
        message: String = "", note: String? = nil, url: String? = nil, cwe: [Int] = [], references: [String] = [], peers: [String] = [],
        equivalents: [String] = [],
        review: String? = nil, probe: String? = nil, since: String? = nil
    ) {
        self.id = id
        self.code = code
        self.family = family
        self.language = language
        self.severity = severity
        self.confidence = confidence
        self.message = message
        self.note = note
        self.url = url
        self.cwe = cwe
        self.references = references
        self.peers = peers
        self.equivalents = equivalents
        self.review = review
        self.probe = probe
        self.since = since
    }
}
