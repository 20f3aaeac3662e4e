/// One fault at one place. Self-contained: a reporter needs no source file to print it.
package struct Finding: Sendable, Hashable {
    /// The rule's id; its metadata stands once in the report.
    package var rule: String
    package var code: String?
    package var family: Family
    package var severity: Severity
    package var confidence: Confidence
    package var cwe: [Int]
    package var location: Location
    /// One line, metavariables filled in.
    package var message: String
    package var note: String?
    /// The source lines the region touches (at most eight), without line ends: the code frame. Empty for findings about a whole file.
    package var sourceLines: [String]
    /// Our own fingerprint, versioned ("1:…"): the same finding keeps it when lines above it move.
    package var fingerprint: String
    /// GitHub's `primaryLocationLineHash` of the start line ("<hash>:<count>"), or nil where there is no text.
    package var lineHash: String?
    /// Set when a comment in the source silences it.
    package var suppression: Suppression?
    /// What the baseline says of it; nil where there is none.
    package var baseline: BaselineState?
    /// The steps that lead to the fault, in order; empty for findings that stand alone.
    package var flow: [FlowStep]

    package init(
        rule: String, code: String?, family: Family, severity: Severity, confidence: Confidence, cwe: [Int] = [], location: Location, message: String,
        note: String? = nil, sourceLines: [String] = [], fingerprint: String = "", lineHash: String? = nil, suppression: Suppression? = nil,
        flow: [FlowStep] = []
    ) {
        self.rule = rule
        self.code = code
        self.family = family
        self.severity = severity
        self.confidence = confidence
        self.cwe = cwe
        self.location = location
        self.message = message
        self.note = note
        self.sourceLines = sourceLines
        self.fingerprint = fingerprint
        self.lineHash = lineHash
        self.suppression = suppression
        self.flow = flow
    }

    /// The order of reports: path, position, rule.
    package static func inReportOrder(_ a: Finding, _ b: Finding) -> Bool {
        (a.location.path, a.location.start, a.location.end, a.rule, a.message) < (b.location.path, b.location.start, b.location.end, b.rule, b.message)
    }
}

/// A step of a code flow.
package struct FlowStep: Sendable, Hashable {
    package var location: Location
    package var message: String

    package init(location: Location, message: String) {
        self.location = location
        self.message = message
    }
}

/// The comment that silences a finding.
package struct Suppression: Sendable, Hashable {
    package var line: Int
    package var reason: String?
    /// `2027-03-31`, when the comment bears a date.
    package var until: String?

    package init(line: Int, reason: String?, until: String? = nil) {
        self.line = line
        self.reason = reason
        self.until = until
    }
}
