import Analyses
import Findings
import Linking
import SourceFiles

/// The end of a run: what waits for the whole program is settled, and every file's findings are closed.
struct ProgramPhase: Sendable {
    let plan: ScanPlan
    let files: [SourceFile]
    let session: CacheSession?
    let isCancelled: @Sendable () -> Bool

    struct Outcome: Sendable {
        /// One for each file, nil where no rule was for it.
        var results: [FileResult?]
        var fanOuts: FanOuts?
        /// Candidates that nobody came to settle, by rule.
        var unsettled: [Int: Int] = [:]
        var explained: [SettledPlace] = []
        var figures: ProgramFigures?
    }

    /// - Parameter results: one for each of `files`.
    func run(_ results: [FileResult?]) -> Outcome {
        var outcome = Outcome(results: results)
        guard plan.hasAnalyses else { return outcome }
        let start = ContinuousClock.now, end = start + plan.options.programTimeout, isCancelled = isCancelled
        let isOverdue: @Sendable () -> Bool = { ContinuousClock.now > end || isCancelled() }
        let readings = LateReadings()
        var settling = Duration.zero, candidates = 0, verdicts: [(members: [Int], verdicts: Verdicts)] = []
        let others = plan.asksForMentions ? files.indices.filter { files[$0].language == nil }.compactMap { results[$0]?.mentions } : []
        var faultyFiles = FaultyFiles()
        for index in files.indices where files[index].language == nil {
            for finding in results[index]?.findings ?? [] where finding.suppression == nil { faultyFiles.add(finding.rule, in: files[index].path) }
        }
        for members in programs(results) {
            let settlement = Settlement(
                plan: plan, files: files, results: results, members: members, others: others, faultyFiles: faultyFiles, readings: readings, session: session,
                isOverdue: isOverdue)
            let settled = settlement.settle()
            candidates += settled.candidates
            settling += settled.time
            if let fanOuts = settled.fanOuts { outcome.fanOuts = (outcome.fanOuts ?? FanOuts()) + fanOuts }
            outcome.explained += settled.explained
            verdicts.append((members, settled.verdicts))
        }
        let late = readings.all
        for (index, reading) in late.files { outcome.results[index] = reading.result }
        for (members, verdicts) in verdicts { close(members, verdicts, &outcome) }
        for index in outcome.results.indices { outcome.results[index]?.forgetProgram() }
        // Parsing a file costs what it costs, whoever wants it.
        outcome.figures = ProgramFigures(candidates: candidates, filesRead: late.files.count, seconds: (settling - late.time) / .seconds(1))
        return outcome
    }

    private func close(_ members: [Int], _ verdicts: Verdicts, _ outcome: inout Outcome) {
        for (number, member) in members.enumerated() {
            guard let open = outcome.results[member]?.open else { continue }
            outcome.results[member]?.open = nil
            for candidate in open.findings.compactMap({ Candidate($0, file: number) }) where verdicts[candidate] == nil {
                outcome.unsettled[candidate.rule, default: 0] += 1
            }
            let settled = open.settled(plan) { finding in Candidate(finding, file: number).flatMap { verdicts[$0] } }
            outcome.results[member]?.close(settled, plan, profile: files[member].profile)
        }
    }

    /// The files that are one program each, by index; those alone that hold something to settle.
    private func programs(_ results: [FileResult?]) -> [[Int]] {
        let code = files.indices.filter { files[$0].language != nil || results[$0]?.summary != nil }.sorted { (files[$0].path, $0) < (files[$1].path, $1) }
        let programs = plan.options.isEachFileAProgram ? code.map { [$0] } : [code]
        return programs.filter { $0.contains { results[$0]?.open != nil || results[$0]?.mayCallApproved == true } }
    }
}

extension Candidate {
    /// Nil when the finding stands already.
    init?(_ finding: OpenFinding, file: Int) {
        guard let pending = finding.pending else { return nil }
        self.init(rule: finding.rule, call: CallRef(file: Int32(file), call: pending.call), bytes: pending.bytes)
    }
}

extension FileResult {
    /// What only the program asked for.
    fileprivate mutating func forgetProgram() {
        summary = nil
        declared = nil
    }
}
