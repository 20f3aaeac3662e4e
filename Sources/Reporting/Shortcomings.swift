internal import Findings

extension ScanSummary {
    /// What keeps the report from being the whole truth, in words: the reasons for which a run ends with an exit code of its own.
    var shortcomings: [String] {
        var reasons: [String] = []
        if let unsettledWords {
            reasons.append(unsettledWords)
        } else if partial {
            reasons.append("the run was cut short; files are missing from this report")
        }
        return reasons + missingRoots.map { "\($0): no such file or folder" } + problems
    }
}
