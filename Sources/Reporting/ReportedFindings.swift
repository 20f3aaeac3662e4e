internal import Findings

extension ScanReport {
    /// What every format tells of; only JSON and SARIF have a place for findings that a comment silences.
    var reported: [Finding] { findings.filter(\.isReported) }
}

extension Finding {
    /// `BA001 py-blocking-sleep-in-async`
    var ruleTitle: String { code.map { $0 + " " + rule } ?? rule }

    /// Whether it comes before `other` where room is short: the graver, then the surer. Nil when both weigh the same.
    func outweighs(_ other: Finding) -> Bool? {
        if severity != other.severity { return severity > other.severity }
        if confidence != other.confidence { return confidence > other.confidence }
        return nil
    }
}

extension [Finding] {
    /// The gravest first, then the surest; those that weigh the same stay in their order.
    var byWeight: [Finding] {
        enumerated().sorted { a, b in a.element.outweighs(b.element) ?? (a.offset < b.offset) }.map(\.element)
    }
}

extension Location {
    /// The last line the region touches; it may end at the start of the next one.
    var lastLine: Int { end.column == 1 && end.line > start.line ? end.line - 1 : max(start.line, end.line) }
}
