/// What can be said under `analysis:` beside `kind`. The reader, the schema and the rule pages are made from these lists.
package struct AnalysisParameter: Sendable {
    package enum Form: Sendable {
        /// A list of calls, by name or as rule objects; may be empty.
        case calls
        /// A number from 0.
        case number
    }

    package var name: String
    package var form: Form
    /// Without it the analysis has nothing to look for.
    package var isRequired = false
    /// For schemas and editors, one line.
    package var meaning: String
}

extension AnalysisKind {
    /// docs/analyses.md says what each is for.
    package var parameters: [AnalysisParameter] {
        switch self {
        case .reaches:
            [
                AnalysisParameter(name: "to", form: .calls, isRequired: true, meaning: "the forbidden calls"),
                AnalysisParameter(name: "barriers", form: .calls, meaning: "calls that run what they are given elsewhere"),
                AnalysisParameter(name: "near", form: .number, meaning: "number of calls up to which it is as bad as a direct call"),
            ]
        case .bounded:
            [
                AnalysisParameter(name: "limiters", form: .calls, meaning: "what limits how much runs at once"),
                AnalysisParameter(name: "bounded-iterables", form: .calls, meaning: "calls that give few things however much they are given"),
                AnalysisParameter(name: "drains", form: .calls, meaning: "calls that wait until some of the work is done"),
                AnalysisParameter(name: "approved", form: .calls, meaning: "the team's own helpers, which count as limits"),
                AnalysisParameter(name: "small", form: .number, meaning: "the count up to which a constant fan-out is fine"),
            ]
        case .unused: [AnalysisParameter(name: "keepers", form: .calls, meaning: "calls that keep what they are given")]
        case .recursive: [AnalysisParameter(name: "spawns", form: .calls, meaning: "calls that start what they are given")]
        case .paired: [AnalysisParameter(name: "release", form: .calls, isRequired: true, meaning: "the calls that give back what was acquired")]
        case .confined: []
        case .fed: [AnalysisParameter(name: "puts", form: .calls, isRequired: true, meaning: "the calls that put something into the channel")]
        }
    }
}
