import Analyses
import Findings
import Linking
import SourceFiles
import Synchronization

/// The end of a run: what waits for the whole program is settled, and every file's findings are closed.
struct ProgramPhase: Sendable {
    let plan: ScanPlan
    let files: [SourceFile]
    let isCancelled: @Sendable () -> Bool

    struct Outcome: Sendable {
        /// One for each file, nil where no rule was for it.
        var results: [FileResult?]
        var fanOuts: FanOuts?
        /// Candidates that nobody came to settle, by rule.
        var unsettled: [Int: Int] = [:]
        var explanations: [Explanation] = []
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
        var figures = ProgramFigures(), reading = Duration.zero
        for members in programs(outcome.results) {
            let program = LinkedProgram(plan, members.map { ($0, files[$0], outcome.results[$0]) })
            for member in members {
                outcome.results[member]?.summary = nil
                outcome.results[member]?.declared = nil
            }
            let verdicts = program.settle(isOverdue: { ContinuousClock.now > end || isCancelled() }) { wanted in
                figures.filesRead += wanted.count
                let begin = ContinuousClock.now
                defer { reading += begin.duration(to: .now) }
                return read(wanted, &outcome.results)
            }
            figures.candidates += program.candidates.count
            if let fanOuts = program.fanOuts { outcome.fanOuts = (outcome.fanOuts ?? FanOuts()) + fanOuts }
            outcome.explanations += program.explanations
            for (number, member) in members.enumerated() {
                guard let open = outcome.results[member]?.open else { continue }
                for candidate in open.findings.compactMap({ Candidate($0, file: number) }) where verdicts[candidate] == nil {
                    outcome.unsettled[candidate.rule, default: 0] += 1
                }
                outcome.results[member]?.open = nil
                outcome.results[member]?.findings = open.close(plan) { finding in Candidate(finding, file: number).flatMap { verdicts[$0] } }
            }
        }
        // Parsing a file costs what it costs, whoever wants it.
        figures.seconds = (start.duration(to: .now) - reading) / .seconds(1)
        outcome.figures = figures
    }

    /// The files that are one program each, by index; those alone that hold something to settle.
    private func programs(_ results: [FileResult?]) -> [[Int]] {
        let code = files.indices.filter { files[$0].language != nil || results[$0]?.summary != nil }.sorted { (files[$0].path, $0) < (files[$1].path, $1) }
        let programs = plan.options.isEachFileAProgram ? code.map { [$0] } : [code]
        return programs.filter { $0.contains { results[$0]?.open != nil || results[$0]?.mayCallApproved == true } }
    }

    /// Reads files the analyses came to; nil for those that cannot be read.
    private func read(_ wanted: [Int], _ results: inout [FileResult?]) -> [SummarisedFile?] {
        let read = Mutex<[Int: (FileResult, SummarisedFile?)]>([:]), next = Atomic(0), before = wanted.map { results[$0] }
        onThreads(min(plan.options.jobs, wanted.count), stackSize: Scanner.stackSize) {
            let scanner = FileScanner(plan)
            while !isCancelled() {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < wanted.count else { break }
                let file = files[wanted[position]]
                var result = before[position] ?? FileResult(path: file.path, language: file.language?.name ?? "other")
                let summary = scanner.summarise(file, &result)
                read.withLock { [result] in $0[wanted[position]] = (result, summary) }
            }
        }
        let done = read.withLock { $0 }
        return wanted.map { index in
            guard let (result, summary) = done[index] else { return nil }
            results[index] = result
            return summary
        }
    }
}

extension Candidate {
    /// Nil when the finding stands already.
    init?(_ finding: OpenFinding, file: Int) {
        guard let pending = finding.pending else { return nil }
        let call = CallRef(file: Int32(file), call: pending.call)
        self.init(rule: finding.rule, call: call, start: pending.bytes.lowerBound, end: pending.bytes.upperBound)
    }
}
