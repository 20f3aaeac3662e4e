import Linking
import SourceFiles

/// Reads files that the analyses come to and no rule wanted, for one thread.
final class LateReader {
    private let plan: ScanPlan
    private let files: [SourceFile]
    private let results: [FileResult?]
    private let readings: LateReadings
    private let session: CacheSession?
    private let isOverdue: () -> Bool
    private lazy var scanner = CachedScanner(plan, files, session)

    /// - Parameters:
    ///   - results: one for each of `files`, nil where no rule was for it.
    ///   - readings: what other threads have read.
    init(_ plan: ScanPlan, _ files: [SourceFile], _ results: [FileResult?], _ readings: LateReadings, _ session: CacheSession?, _ isOverdue: @escaping () -> Bool) {
        self.plan = plan
        self.files = files
        self.results = results
        self.readings = readings
        self.session = session
        self.isOverdue = isOverdue
    }

    /// Nil when the file cannot be read, or when there is no time left.
    func read(_ index: Int) -> SummarisedFile? {
        if let known = readings.reading(of: index) { return known.summary }
        return readings.reading(of: index) { isOverdue() ? nil : readNew(index) }?.summary
    }

    private func readNew(_ index: Int) -> LateReadings.Reading {
        var result = results[index] ?? .glance(at: files[index]), summary: SummarisedFile?
        if let spare = result.spare {
            result.spare = nil
            result.apply(spare)
            summary = spare.summary
        } else if let known = plan.options.summaries?.summary(of: files[index]) {
            summary = known
        } else if plan.readsLate {
            summary = scanner.summarise(index, &result)
            if let summary { plan.options.summaries?.keep(summary, of: files[index]) }
        }
        return LateReadings.Reading(result: result, summary: summary)
    }

    /// The words of a file that was not parsed; nil when it cannot be read.
    func words(_ index: Int) -> WordFilter? {
        if let known = readings.words(of: index) { return known }
        let begin = ContinuousClock.now
        var words = plan.options.summaries?.words(of: files[index])
        if words == nil {
            words = plan.readsLate ? scanner.words(index) : results[index]?.spare?.words
            if let words { plan.options.summaries?.keep(words, of: files[index]) }
        }
        readings.keep(words, of: index, begin.duration(to: .now))
        return words
    }
}
