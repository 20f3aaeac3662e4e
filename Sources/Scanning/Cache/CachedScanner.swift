import Findings
import Linking
import Rules
import SourceFiles

/// Scans the files of a run one after another on one thread, as far as the cache does not know what comes of them.
final class CachedScanner {
    private let plan: ScanPlan
    private let files: [SourceFile]
    private let scanner: FileScanner
    private let session: CacheSession?
    private var circumstances: FileCircumstances

    /// - Parameter session: nil where there is no cache.
    init(_ plan: ScanPlan, _ files: [SourceFile], _ session: CacheSession?) {
        self.plan = plan
        self.files = files
        self.session = session
        scanner = FileScanner(plan)
        circumstances = plan.circumstances
    }

    /// Nil when no rule is for the file.
    func scan(_ index: Int) -> FileResult? {
        let file = files[index], focus = plan.options.focus?[file.path] ?? .all
        guard let session, file.isOnDisk else { return scanner.scan(file, focus) }
        let circumstances = circumstances.of(file)
        if let row = row(index), row.circumstances == circumstances {
            if row.isNothing { return nil }
            if let result = recalled(row, session) {
                session.countRecalled()
                return result
            }
        }
        // What is asked about some of a file says nothing of the rest.
        guard focus.isWhole else { return scanner.scan(file, focus) }
        var result = scanner.scan(file, .all)
        keep(result, index, circumstances, session)
        if result?.summary != nil { result?.declared = nil }
        return result
    }

    /// See `FileScanner.glance`.
    func glance(_ index: Int) -> FileResult? {
        let file = files[index]
        guard plan.hasAnalyses, file.language == .swift else { return nil }
        if let session, let row = row(index), let declared = declared(row, session) {
            var result = FileResult.glance(at: file)
            result.declared = declared
            return result
        }
        let result = scanner.glance(file)
        if let declared = result?.declared {
            session?.keep(index, content: result?.content) { row, add in row.declared = add(RecordWriter.declared(declared)) }
        }
        return result
    }

    /// Reads a file for the rest of the program only.
    func summarise(_ index: Int, _ result: inout FileResult) -> SummarisedFile? {
        guard let session, files[index].isOnDisk else { return scanner.summarise(files[index], &result) }
        if let row = row(index), let bytes = session.bytes(row.summary) {
            var reader = RecordReader(bytes)
            if let reading = try? reader.cachedSummary() {
                result.apply(reading)
                return reading.summary
            }
        }
        var read = FileResult(path: result.path, language: result.language)
        let summary = scanner.summarise(files[index], &read)
        let reading = SpareReading(summary: summary, notUnderstood: read.isParsed ? read.notUnderstood : nil, skipped: read.skipped)
        result.apply(reading)
        if let bytes = RecordWriter.summary(reading) {
            session.keep(index, content: read.content) { row, add in row.summary = add(bytes) }
        }
        return summary
    }

    /// The words of a file; nil when it cannot be read.
    func words(_ index: Int) -> WordFilter? {
        guard let session, files[index].isOnDisk else { return scanner.words(files[index])?.words }
        if let row = row(index), let bytes = session.bytes(row.words) {
            var reader = RecordReader(bytes)
            if let words = try? reader.words() { return words }
        }
        guard let read = scanner.words(files[index]) else { return nil }
        session.keep(index, content: read.content) { row, add in row.words = add(RecordWriter.words(read.words)) }
        return read.words
    }

    /// See `FileScanner.addSpare`.
    func addSpare(to result: inout FileResult, _ index: Int) { scanner.addSpare(to: &result, files[index]) }

    private func row(_ index: Int) -> CacheRow? { session?.row(index) { scanner.content(of: files[index]) } }

    private func declared(_ row: CacheRow, _ session: CacheSession) -> DeclaredNames? {
        guard let bytes = session.bytes(row.declared) else { return nil }
        var reader = RecordReader(bytes)
        return try? reader.declared()
    }

    private func recalled(_ row: CacheRow, _ session: CacheSession) -> FileResult? {
        guard let bytes = session.bytes(row.result) else { return nil }
        var reader = RecordReader(bytes)
        guard var result = try? reader.cachedResult(rules: plan.rules.rules.count), !result.missed.contains(where: plan.projectNames.contains) else { return nil }
        result.content = row.hasContent ? row.content : nil
        result.declared = declared(row, session)
        return result
    }

    private func keep(_ result: FileResult?, _ index: Int, _ circumstances: UInt64, _ session: CacheSession) {
        guard let result else {
            return session.keep(index, content: nil) { row, _ in
                row.isNothing = true
                row.circumstances = circumstances
            }
        }
        // What failed may not fail the next time.
        if result.skipped?.isFailure == true { return }
        let summary = RecordWriter.summary(
            SpareReading(summary: result.summary, notUnderstood: result.isParsed ? result.notUnderstood : nil)), own = RecordWriter.result(result)
        session.keep(index, content: result.content) { row, add in
            row.isNothing = false
            row.circumstances = circumstances
            row.result = add(own)
            if let summary { row.summary = add(summary) }
            if let declared = result.declared { row.declared = add(RecordWriter.declared(declared)) }
        }
    }
}
