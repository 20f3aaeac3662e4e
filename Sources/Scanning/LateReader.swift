import Findings
import Linking
import SourceFiles

/// Holds what the files gave, and reads those that the analyses come to and no rule wanted. One thread at a time.
final class LateReader {
    private let plan: ScanPlan
    private let files: [SourceFile]
    private let isOverdue: () -> Bool
    private let isReading: Bool
    private let session: CacheSession?
    private lazy var scanner = CachedScanner(plan, files, session)
    /// One for each file, nil where no rule was for it.
    var results: [FileResult?]
    /// How many files were read here, and how long that took.
    private(set) var count = 0
    private(set) var time = Duration.zero

    init(_ plan: ScanPlan, _ files: [SourceFile], _ results: [FileResult?], _ session: CacheSession?, _ isOverdue: @escaping () -> Bool) {
        self.plan = plan
        self.files = files
        self.session = session
        self.results = results
        self.isOverdue = isOverdue
        isReading = plan.readsLate
    }

    /// Nil when the file cannot be read, or when there is no time left.
    func read(_ index: Int) -> SummarisedFile? {
        if isOverdue() { return nil }
        let begin = ContinuousClock.now
        defer { time += begin.duration(to: .now) }
        count += 1
        var result = results[index] ?? .glance(at: files[index])
        if let spare = result.spare {
            result.spare = nil
            result.apply(spare)
            results[index] = result
            return spare.summary
        }
        guard isReading else { return nil }
        let summary = scanner.summarise(index, &result)
        results[index] = result
        return summary
    }

    /// The words of a file that was not parsed; nil when it cannot be read.
    func words(_ index: Int) -> WordFilter? {
        let begin = ContinuousClock.now
        defer { time += begin.duration(to: .now) }
        return isReading ? scanner.words(index) : results[index]?.spare?.words
    }

    /// Forgets what somebody else holds now.
    func handOver(_ indices: [Int]) {
        for index in indices {
            results[index]?.summary = nil
            results[index]?.declared = nil
        }
    }

    /// What is open of a file, which is not open any more.
    func close(_ index: Int) -> OpenFile? {
        defer { results[index]?.open = nil }
        return results[index]?.open
    }
}
