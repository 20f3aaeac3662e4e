import Analyses
import Findings
import Linking
import Semantics
import SourceFiles
import Synchronization
import Syntax

/// Settles what waits for one program, on several threads: each links the files for itself and takes the candidates of one file after the other. No answer
/// depends on what was asked before, so it does not matter who takes which.
struct Settlement: Sendable {
    let plan: ScanPlan
    let files: [SourceFile]
    /// One for each file, nil where no rule was for it.
    let results: [FileResult?]
    /// The files that are the program, by index.
    let members: [Int]
    /// What files that are no code mention, where that is asked for.
    let others: [FileMentions]
    let faultyFiles: FaultyFiles
    let readings: LateReadings
    let session: CacheSession?
    let isOverdue: @Sendable () -> Bool

    struct Settled: Sendable {
        var verdicts = Verdicts()
        var candidates = 0
        var explained: [SettledPlace] = []
        var fanOuts: FanOuts?
        /// Of all threads together, with what they read.
        var time = Duration.zero
    }

    /// Analyses follow calls; however they do it, the stack must hold.
    private static let stackSize = 64 << 20
    /// Each holds tables and answers of its own: a quarter more memory.
    private static let mostThreads = 2
    private static let mostAtOnce = 32
    /// For fewer candidates no other thread links the program.
    private static let fewestCandidates = 8

    func settle() -> Settled {
        let (candidates, explained) = candidates(), batches = Self.batches(of: candidates)
        let settled = Mutex(Settled(candidates: candidates.count)), next = Atomic(0)
        let threads = max(1, min(plan.options.jobs, Self.mostThreads, candidates.count / Self.fewestCandidates))
        if !candidates.isEmpty {
            onThreads(threads, stackSize: Self.stackSize) {
                let begin = ContinuousClock.now, program = program(candidates, share: threads)
                while true {
                    let batch = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard batch < batches.count else { break }
                    let verdicts = program.settle(batches[batch], isOverdue: isOverdue)
                    settled.withLock { $0.verdicts.merge(verdicts) }
                }
                settled.withLock { $0.time += begin.duration(to: .now) }
            }
        }
        let adoption = adoption()
        if adoption != nil || !explained.isEmpty {
            onThreads(1, stackSize: Self.stackSize) {
                let program = program(candidates, share: 1), verdicts = settled.withLock { $0.verdicts }
                let fanOuts = adoption.map(program.count), places = program.explain(explained, verdicts, isOverdue: isOverdue)
                settled.withLock { ($0.fanOuts, $0.explained) = (fanOuts, places) }
            }
        }
        return settled.withLock { $0 }
    }

    /// What is to be settled, by file, and what of it is to be explained.
    private func candidates() -> ([Candidate], explained: [AskedCandidate]) {
        var candidates: [Candidate] = [], explained: [AskedCandidate] = []
        for (number, member) in members.enumerated() {
            for finding in results[member]?.open?.findings ?? [] {
                guard let candidate = Candidate(finding, file: number) else { continue }
                candidates.append(candidate)
                if plan.options.explained?.contains(finding.place.location) == true { explained.append(AskedCandidate(candidate, finding)) }
            }
        }
        return (candidates, explained)
    }

    /// What one thread takes at a time: candidates of one file, of a large one a part, lest the others wait for who has it.
    private static func batches(of candidates: [Candidate]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        for index in candidates.indices {
            if let last = batches.last, last.count < mostAtOnce, candidates[last.lowerBound].call.file == candidates[index].call.file {
                batches[batches.count - 1] = last.lowerBound..<index + 1
            } else {
                batches.append(index..<index + 1)
            }
        }
        return batches
    }

    private func program(_ candidates: [Candidate], share: Int) -> LinkedProgram {
        let reader = LateReader(plan, files, results, readings, session, isOverdue)
        return LinkedProgram(
            plan, members.map { (files[$0], results[$0]) }, candidates, share: share, others: others, faultyFiles: faultyFiles, read: { reader.read(members[$0]) },
            words: { reader.words(members[$0]) })
    }

    private func adoption() -> Adoption? {
        Adoption(plan.rules, members.enumerated().filter { results[$1]?.mayCallApproved == true }.map { (Int32($0), files[$1]) })
    }
}
