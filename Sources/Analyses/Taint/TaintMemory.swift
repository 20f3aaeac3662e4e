import Semantics

/// What traces found out about the values of one file, for those that come to them again, by other ways or from other candidates.
final class TaintMemory {
    fileprivate(set) var origins: [TaintTrace.Question: [TaintOrigin]] = [:]
    /// What was found to be clean, or not, and what is cleared of variables.
    var clean: [TaintTrace.CleanQuestion: Bool] = [:]
    var cleared: [TaintTrace.CleanQuestion: Set<TaintPart>] = [:]

    /// Whether another should begin anew, so that there is room for all that one candidate asks.
    var isFull: Bool { origins.count > Self.most / 2 }

    func keep(_ found: [TaintOrigin], _ question: TaintTrace.Question) {
        if origins.count < Self.most { origins[question] = found }
    }

    /// Answers to be remembered; a candidate looks at 2,000 values at most.
    private static let most = 40_000
}
