package import SourceFiles
import Linking
import Synchronization

/// What one run was told of files, for another of the same rules over mostly the same files: nothing is parsed twice.
package final class KnownSummaries: Sendable {
    private struct Known: Sendable {
        var file: SourceFile
        var summary: SummarisedFile?
        var words: WordFilter?
    }

    /// By path.
    private let known = Mutex([String: Known]())

    package init() {}

    /// Nil where it is not known, or the file is another one now.
    func summary(of file: SourceFile) -> SummarisedFile? { find(file)?.summary }

    func words(of file: SourceFile) -> WordFilter? { find(file)?.words }

    func keep(_ summary: SummarisedFile, of file: SourceFile) { update(file) { $0.summary = summary } }

    func keep(_ words: WordFilter, of file: SourceFile) { update(file) { $0.words = words } }

    private func find(_ file: SourceFile) -> Known? {
        known.withLock { known in known[file.path].flatMap { $0.file == file ? $0 : nil } }
    }

    private func update(_ file: SourceFile, _ change: (inout Known) -> Void) {
        known.withLock { known in
            var entry = known[file.path].flatMap { $0.file == file ? $0 : nil } ?? Known(file: file)
            change(&entry)
            known[file.path] = entry
        }
    }
}
