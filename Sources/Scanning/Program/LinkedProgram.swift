import Analyses
import Findings
import Linking
import Rules
import Semantics
import SourceFiles

/// Files that are one program, as one thread asks about them.
///
/// Files in which nothing starts were not summarised; one the analyses come to is read at that moment. So it does not matter for any verdict
/// which files were summarised at first.
final class LinkedProgram {
    private let plan: ScanPlan
    private let program: Program
    private let candidates: [Candidate]
    private let tags: TaggedCalls
    private let analyses: [(rule: Int, analysis: CompiledAnalysis)]
    private let mentions: ProgramMentions
    private let faultyFiles: FaultyFiles
    private lazy var settler = makeSettler()

    /// - Parameters:
    ///   - candidates: all that are to be settled, by whomever.
    ///   - share: how many of these there are at once.
    ///   - others: what files that are no code mention, where that is asked for.
    ///   - faultyFiles: what was found in them.
    ///   - read: the summary of one of the files, by its place in `files`; nil when it cannot be read.
    ///   - words: those in it, likewise.
    init(
        _ plan: ScanPlan, _ files: [(source: SourceFile, result: FileResult?)], _ candidates: [Candidate], share: Int, others: [FileMentions], faultyFiles: FaultyFiles,
        read: @escaping (_ file: Int) -> SummarisedFile?, words: @escaping (_ file: Int) -> WordFilter?
    ) {
        self.plan = plan
        self.faultyFiles = faultyFiles
        let tags = TaggedCalls()
        program = Program(
            files: files.map { file in
                ProgramFile(
                    path: file.source.path, language: file.source.language ?? Language.allCases.first { $0.name == file.result?.language } ?? .python,
                    summary: file.result?.summary?.summary, declared: file.result?.declared)
            },
            share: share,
            read: { number in
                guard let file = read(number) else { return nil }
                tags.insert(file.tags, of: number)
                return file.summary
            }, words: words)
        analyses = plan.rules.rules.enumerated().compactMap { index, rule in rule.analysis.map { (rule: index, analysis: $0) } }
        mentions = ProgramMentions(files: files.map { ($0.source.path, $0.result?.mentions, $0.source.role == .test) }, others: others)
        for (number, file) in files.enumerated() { tags.insert(file.result?.summary?.tags ?? [], of: number) }
        self.candidates = candidates
        self.tags = tags
    }

    /// What some of the candidates are.
    func settle(_ range: Range<Int>, isOverdue: () -> Bool) -> Verdicts {
        var verdicts = Verdicts()
        for candidate in candidates[range] {
            if !verdicts.isComplete {
                verdicts.unsettled.insert(candidate)
                continue
            }
            let verdict = settler.settle(candidate)
            // What came too late may lack a file that was not read any more.
            if isOverdue() { verdicts.unsettled.insert(candidate) } else if verdict.isFinding { verdicts.findings[candidate] = verdict }
        }
        return verdicts
    }

    /// Says why each of these candidates is what it is.
    func explain(_ places: [AskedCandidate], _ verdicts: Verdicts, isOverdue: () -> Bool) -> [SettledPlace] {
        places.compactMap { place in
            guard verdicts[place.candidate] != nil, !isOverdue() else { return place.isMain ? SettledPlace(place, .unsettled) : nil }
            var verdict = settler.settle(place.candidate, explaining: true)
            if verdict.trail.isEmpty {
                // What is remembered is not told again.
                var fresh = makeSettler()
                verdict = fresh.settle(place.candidate, explaining: true)
            }
            return verdict.isFinding || place.isMain ? SettledPlace(place, verdict.outcome, verdict.trail) : nil
        }
    }

    func count(_ adoption: Adoption) -> FanOuts { adoption.count(candidates, in: program) }

    private func makeSettler() -> Analyses {
        var settler = Analyses(program: program, analyses: analyses, tags: tags, mentions: mentions, faultyFiles: faultyFiles)
        settler.prepare(candidates)
        return settler
    }
}

extension TaggedCalls {
    fileprivate func insert(_ tags: [SummarisedFile.Tag], of file: Int) {
        for tag in tags { insert(TaggedCall(clause: tag.clause, call: CallRef(file: Int32(file), call: tag.call))) }
    }
}
