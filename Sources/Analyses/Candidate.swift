package import Findings
package import Linking

/// A place a rule's `rule:` matched, whose truth the rule's analysis is to settle.
package struct Candidate: Hashable, Sendable {
    /// Index of the rule in the rule set.
    package var rule: Int
    /// The call that was matched, or the outermost in what was matched. Its number is `noCall` where there is none, which is only so for analyses
    /// whose candidates are places.
    package var call: CallRef
    /// The bytes of what was matched, without byte order mark, for analyses whose candidates are places; for the others empty.
    package var start: UInt32, end: UInt32

    package init(rule: Int, call: CallRef, bytes: Range<UInt32> = 0..<0) {
        self.rule = rule
        self.call = call
        (start, end) = (bytes.lowerBound, bytes.upperBound)
    }

    package static let noCall = UInt32.max
}

/// What an analysis says about a candidate.
package struct Verdict: Sendable {
    /// Whether the candidate is a finding.
    package var isFinding: Bool
    /// Instead of the rule's own, when something could not be settled or weighs less here; with `isLowered` the lesser of the two.
    package var severity: Severity?
    /// Whether it weighs one step less than the rule says.
    package var isLowered = false
    /// Whether it weighs one step more, after what else is said of its severity.
    package var isRaised = false
    package var confidence: Confidence?
    /// The line within what the rule matched where it goes wrong, where the finding is to stand; nil for the match itself.
    package var line: Int?
    /// Values for the message's variables that the analysis knows (`CHAIN`, `WHAT`).
    package var variables: [String: String] = [:]
    /// What stays unresolved, in words, for the note: "unresolved: client.get".
    package var remark: String?
    /// The steps that lead to the fault, or that were looked at for a bound.
    package var flow: [FlowStep] = []
    /// For `--explain`: what was asked and answered, step by step, findings or not.
    package var trail: [TrailStep] = []

    package init(isFinding: Bool) { self.isFinding = isFinding }
}

/// One step of an explanation.
package struct TrailStep: Sendable, Hashable {
    /// What it says of the rule's question, where it is the last and there is no finding.
    package enum Bearing: Sendable {
        /// That is why there is none.
        case answer
        /// The question does not arise here: the rule asks it of places of another kind, or of everything there is.
        case beside
        /// There is none only because this is not known.
        case unknown
    }

    /// Where, when it is about a place.
    package var location: Location?
    package var message: String
    package var bearing: Bearing

    package init(_ message: String, at location: Location? = nil, bearing: Bearing = .answer) {
        self.bearing = bearing
        self.location = location
        self.message = message
    }
}
