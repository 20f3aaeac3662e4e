package import Findings
package import Linking
package import Rules

/// Settles the candidates of all rules that have an analysis.
package struct Analyses {
    package init(program: Program, analyses: [(rule: Int, analysis: CompiledAnalysis)], tags: [TaggedCall] = []) {}

    package mutating func add(tags: [TaggedCall]) {}

    package mutating func settle(_ candidate: Candidate, explaining: Bool) -> Verdict { Verdict(isFinding: true) }
}
