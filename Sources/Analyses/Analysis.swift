package import Rules

/// Settles the candidates of one rule. It may learn about the program only through resolutions that start at the candidate, never by
/// looking at all files: which files were read must not change what is found.
package protocol Analysis {
    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict

    /// Told before the first is settled: the files that hold candidates of its rule. They are the same whatever else was read, so an analysis may
    /// look at all of each.
    mutating func prepare(files: Set<Int32>)
}

extension Analysis {
    func prepare(files: Set<Int32>) {}
}

/// What an analysis is told about the rule it works for.
package struct AnalysisRule: Sendable {
    /// Index of the rule in the rule set.
    package var rule: Int
    package var analysis: CompiledAnalysis
    /// The numbers under which the context knows the rule's lists of calls.
    var lists: [String: KnowledgeID] = [:]

    package init(rule: Int, analysis: CompiledAnalysis) {
        self.rule = rule
        self.analysis = analysis
    }

    /// A list of calls by its parameter; one that is not given matches nothing.
    package func calls(_ parameter: String) -> KnowledgeID { lists[parameter] ?? .nothing }
    package func number(_ parameter: String) -> Int? { analysis.numbers[parameter] }
}

/// A list of calls of some rule, as the context knows it.
package struct KnowledgeID: Hashable, Sendable {
    var number: Int32
    /// Matches no call.
    package static let nothing = KnowledgeID(number: -1)
}
