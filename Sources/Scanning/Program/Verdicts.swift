import Analyses

/// What came of candidates. Nearly all of very many are no findings, so those are not kept one by one.
struct Verdicts: Sendable {
    var findings: [Candidate: Verdict] = [:]
    /// Those nobody came to settle in time.
    var unsettled: Set<Candidate> = []

    var isComplete: Bool { unsettled.isEmpty }

    /// Nil when it was not settled.
    subscript(candidate: Candidate) -> Verdict? { unsettled.contains(candidate) ? nil : findings[candidate] ?? Verdict(isFinding: false) }

    /// Adds verdicts about other candidates.
    mutating func merge(_ other: Verdicts) {
        findings.merge(other.findings) { first, _ in first }
        unsettled.formUnion(other.unsettled)
    }
}
