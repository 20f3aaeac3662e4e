package import Linking
package import Rules

/// Settles candidates, each by the analysis its rule asks for.
package struct Analyses {
    package let context: AnalysisContext
    private var analyses: [Int: any Analysis] = [:]

    /// - Parameters:
    ///   - analyses: the rules that have an analysis, by their index in the rule set.
    ///   - tags: what the rules' clauses matched; to be added to before `program` gets the summary of a file.
    ///   - mentions: what all files mention, where a rule asks for that.
    ///   - faultyFiles: what was found in files that are no code.
    package init(
        program: Program, analyses: [(rule: Int, analysis: CompiledAnalysis)], tags: TaggedCalls = TaggedCalls(), mentions: ProgramMentions = ProgramMentions(),
        faultyFiles: FaultyFiles = FaultyFiles()
    ) {
        context = AnalysisContext(program: program, tags: tags, faultyFiles: faultyFiles)
        for (rule, analysis) in analyses {
            var known = AnalysisRule(rule: rule, analysis: analysis)
            for (parameter, knowledge) in analysis.knowledge.sorted(by: { $0.key < $1.key }) { known.lists[parameter] = context.add(knowledge) }
            self.analyses[rule] = Self.analysis(for: known, mentions)
        }
    }

    /// Says which candidates there are, before the first is settled.
    package mutating func prepare(_ candidates: [Candidate]) {
        var files: [Int: Set<Int32>] = [:]
        for candidate in candidates where analyses[candidate.rule] != nil { files[candidate.rule, default: []].insert(candidate.call.file) }
        for (rule, files) in files { analyses[rule]?.prepare(files: files) }
    }

    /// Settles one candidate. The program reads what files it needs.
    package mutating func settle(_ candidate: Candidate, explaining: Bool = false) -> Verdict {
        guard analyses[candidate.rule] != nil else { return Verdict(isFinding: true) }
        context.begin(explaining: explaining)
        guard var verdict = analyses[candidate.rule]?.settle(candidate, in: context) else { return Verdict(isFinding: true) }
        verdict.trail += context.trail
        return verdict
    }

    private static func analysis(for rule: AnalysisRule, _ mentions: ProgramMentions) -> (any Analysis)? {
        switch rule.analysis.kind {
        case .reaches: Reaches(rule)
        case .unused: Unused(rule)
        case .paired: Paired(rule)
        case .confined: Confined()
        case .prepared: Prepared(rule)
        case .released: Released(rule)
        case .bounded: Bounded(rule)
        case .recursive: Recursive(rule)
        case .fed: Fed(rule)
        case .completed: Completed(rule)
        case .spanned: Spanned(rule)
        case .swallowed: Swallowed(rule)
        case .retried: Retried(rule)
        case .spins: Spins(rule)
        case .serial: Serial(rule)
        case .deadline: Deadline(rule)
        case .abandoned: Abandoned(rule)
        case .coroutine: CoroutineGiven(rule)
        case .repeated: Repeated(rule)
        case .held: Held(rule)
        case .interleaved: Interleaved(rule)
        case .shared: SharedState(rule)
        case .elsewhere: Elsewhere(rule)
        case .taint: Taint(rule)
        case .unreached: Unreached(rule, mentions)
        }
    }
}
