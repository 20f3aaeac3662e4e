import Analyses
import Findings

/// A candidate somebody asked about.
struct AskedCandidate {
    var candidate: Candidate
    var location: Location
    /// Whether it stands where the rule matched, and not in a line behind that to which a verdict may move a finding.
    var isMain: Bool

    init(_ candidate: Candidate, _ finding: OpenFinding) {
        self.candidate = candidate
        location = finding.place.location
        isMain = if case .match = finding.pending?.place { true } else { false }
    }
}

/// What came of such a candidate, and how.
struct SettledPlace: Sendable {
    /// Index in the rule set.
    var rule: Int
    var location: Location
    /// Nil where there is a finding, unless something else keeps it from being told.
    var outcome: Explanation.Outcome?
    var steps: [Explanation.Step]

    init(_ place: AskedCandidate, _ outcome: Explanation.Outcome?, _ trail: [TrailStep] = []) {
        rule = place.candidate.rule
        location = place.location
        self.outcome = outcome
        steps = trail.map { Explanation.Step(location: $0.location, message: $0.message) }
    }
}

extension Verdict {
    /// What the last step of the trail says where there is no finding; without any, the analysis had nothing to look at.
    var outcome: Explanation.Outcome? {
        if isFinding { return nil }
        return switch trail.last?.bearing {
        case .answer: .clear
        case .unknown: .unknown
        case .beside, nil: .beside
        }
    }
}
