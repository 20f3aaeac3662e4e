import Analyses
import Findings
import Linking
import SourceFiles
import Synchronization
import Syntax

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

    /// Analyses follow calls; however they do it, the stack must hold.
    private static let stackSize = 64 << 20

    /// - Parameter results: one for each of `files`.
    func run(_ results: [FileResult?]) -> Outcome {
        let outcome = Mutex(Outcome(results: results))
        guard plan.hasAnalyses else { return outcome.withLock { $0 } }
        // What is linked here is one thread's.
        onThreads(1, stackSize: Self.stackSize) {
            var done = Outcome(results: outcome.withLock { outcome in
                defer { outcome.results = [] }
                return outcome.results
            })
            settle(&done)
            let finished = done
            outcome.withLock { $0 = finished }
        }
        return outcome.withLock { $0 }
    }

    private func settle(_ outcome: inout Outcome) {
        let start = ContinuousClock.now, end = start + plan.options.programTimeout
        let isOverdue = { ContinuousClock.now > end || isCancelled() }
        let reader = LateReader(plan, files, outcome.results, session, isOverdue)
        outcome.results = []
        var candidates = 0
        let others = plan.asksForMentions ? files.indices.filter { files[$0].language == nil }.compactMap { reader.results[$0]?.mentions } : []
        var faultyFiles = FaultyFiles()
        for index in files.indices where files[index].language == nil {
            for finding in reader.results[index]?.findings ?? [] where finding.suppression == nil { faultyFiles.add(finding.rule, in: files[index].path) }
        }
        for members in programs(reader.results) {
            let program = LinkedProgram(
                plan, members.map { (files[$0], reader.results[$0]) }, others: others, faultyFiles: faultyFiles, read: { reader.read(members[$0]) },
                words: { reader.words(members[$0]) })
            reader.handOver(members)
            let verdicts = program.settle(isOverdue: isOverdue)
            candidates += program.candidates.count
            if let fanOuts = program.fanOuts { outcome.fanOuts = (outcome.fanOuts ?? FanOuts()) + fanOuts }
            outcome.explained += program.explain(verdicts, isOverdue: isOverdue)
            for (number, member) in members.enumerated() {
                guard let open = reader.close(member) else { continue }
                for candidate in open.findings.compactMap({ Candidate($0, file: number) }) where verdicts[candidate] == nil {
                    outcome.unsettled[candidate.rule, default: 0] += 1
                }
                let settled = open.settled(plan) { finding in Candidate(finding, file: number).flatMap { verdicts[$0] } }
                reader.results[member]?.close(settled, plan, profile: files[member].profile)
            }
        }
        outcome.results = reader.results
        // Parsing a file costs what it costs, whoever wants it.
        outcome.figures = ProgramFigures(candidates: candidates, filesRead: reader.count, seconds: (start.duration(to: .now) - reader.time) / .seconds(1))
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
