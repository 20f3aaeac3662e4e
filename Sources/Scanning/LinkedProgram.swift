import Analyses
import Findings
import Linking
import Rules
import SourceFiles

/// Files that are one program, and what is to be settled about them.
///
/// Files in which nothing starts were not summarised; the analyses say which of them they come to, those are read, and the analyses are asked
/// again, until nothing is missing. So it does not matter for any verdict which files were there at first.
final class LinkedProgram {
    private let plan: ScanPlan
    private let program: Program
    /// Index of each file in the run's list, by its number in the program.
    private let indices: [Int]
    let candidates: [Candidate]
    /// What is to be explained: a candidate and where it stands.
    private let explained: [(candidate: Candidate, location: Location)]
    private var tags: [TaggedCall] = []
    private let analyses: [(rule: Int, analysis: CompiledAnalysis)]
    private let adoption: Adoption?
    private(set) var fanOuts: FanOuts?
    private(set) var explanations: [Explanation] = []

    init(_ plan: ScanPlan, _ files: [(index: Int, source: SourceFile, result: FileResult?)]) {
        self.plan = plan
        indices = files.map(\.index)
        program = Program(
            files: files.map { file in
                ProgramFile(
                    path: file.source.path, language: file.source.language ?? Language.allCases.first { $0.name == file.result?.language } ?? .python,
                    isTest: file.source.role == .test, summary: file.result?.summary?.summary, declared: file.result?.declared)
            })
        analyses = plan.rules.rules.enumerated().compactMap { index, rule in rule.analysis.map { (rule: index, analysis: $0) } }
        var candidates: [Candidate] = [], explained: [(Candidate, Location)] = []
        for (number, file) in files.enumerated() {
            for finding in file.result?.open?.findings ?? [] {
                guard let candidate = Candidate(finding, file: number) else { continue }
                candidates.append(candidate)
                if plan.options.explained?.contains(finding.place.location) == true { explained.append((candidate, finding.place.location)) }
            }
        }
        self.candidates = candidates
        self.explained = explained
        adoption = Adoption(plan.rules, files.enumerated().filter { $1.result?.mayCallApproved == true }.map { (Int32($0), $1.source) })
        for (number, file) in files.enumerated() { add(file.result?.summary?.tags ?? [], of: number) }
    }

    /// What each candidate is. Those missing were not settled in time.
    /// - Parameter read: summaries of files by index; nil for those that cannot be read.
    func settle(isOverdue: () -> Bool, read: ([Int]) -> [SummarisedFile?]) -> [Candidate: Verdict] {
        var round = candidates, isFull = true
        var settler = Analyses(program: program, analyses: analyses, tags: tags)
        while true {
            var verdicts: [Candidate: Verdict] = [:], missing: [Candidate] = []
            for candidate in round {
                // What was found while nothing was missing stands.
                if isOverdue() { return verdicts }
                let before = program.wantedCount
                let verdict = settler.settle(candidate, explaining: false)
                let after = program.wantedCount
                if after > before { missing.append(candidate) }
                if after == 0, isFull { verdicts[candidate] = verdict }
            }
            let fanOuts = isFull ? adoption?.count(candidates, in: program) : nil
            let wanted = program.takeWanted()
            if wanted.isEmpty {
                if isFull {
                    self.fanOuts = fanOuts
                    explain()
                    return verdicts
                }
                // Others, too, may have lacked what these were missing: what was worked out for one serves all.
                (round, isFull) = (candidates, true)
                continue
            }
            let known = tags.count
            for (number, file) in zip(wanted, read(wanted.map { indices[$0] })) {
                guard let file else {
                    program.giveUp(on: number)
                    continue
                }
                program.add(file.summary, file: number)
                add(file.tags, of: number)
            }
            settler.add(tags: Array(tags[known...]))
            (round, isFull) = missing.isEmpty ? (candidates, true) : (missing, false)
        }
    }

    private func add(_ tags: [SummarisedFile.Tag], of file: Int) {
        self.tags += tags.map { TaggedCall(clause: $0.clause, call: CallRef(file: Int32(file), call: $0.call)) }
    }

    private func explain() {
        // Anew: what is remembered is not told again.
        var settler = Analyses(program: program, analyses: analyses, tags: tags)
        for (candidate, location) in explained {
            let verdict = settler.settle(candidate, explaining: true)
            explanations.append(
                Explanation(
                    rule: plan.rules.rules[candidate.rule].metadata.id, location: location, outcome: verdict.isFinding ? "a finding" : "no finding",
                    steps: verdict.trail.map { Explanation.Step(location: $0.location, message: $0.message) }))
        }
    }
}
