/// A rule's `analysis:` as it was written.
package struct AnalysisText: Sendable {
    package var kind: AnalysisKind
    /// The parameters that list calls, in the order of the file.
    package var calls: [(parameter: String, entries: [KnowledgeEntry])] = []
    package var numbers: [(parameter: String, value: Int)] = []
    /// Names of vocabularies.
    package var vocabularies: [(parameter: String, name: Marked<String>)] = []

    /// The analysis, its parameters and their values in words, for people.
    package var rows: [(name: String, value: String)] {
        [("analysis", kind.rawValue)] + calls.map { ($0.parameter, $0.entries.isEmpty ? "none" : $0.entries.map(\.words).joined(separator: ", ")) }
            + vocabularies.map { ($0.parameter, $0.name.value) } + numbers.map { ($0.parameter, String($0.value)) }
    }
}

/// One entry of a list of calls.
package enum KnowledgeEntry: Sendable {
    case name(Marked<String>)
    case object(RuleObject)

    var words: String {
        switch self {
        case .name(let name): return name.value
        case .object(let object):
            return object.clauses.map { ClauseOrigin($0, mark: object.mark).words }.joined(separator: " and ")
        }
    }
}
