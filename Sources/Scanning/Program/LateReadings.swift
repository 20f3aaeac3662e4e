import Linking
import Synchronization

/// What came of files that the analyses came to and no rule wanted: read once, whichever thread asks first.
final class LateReadings: Sendable {
    /// One file, read.
    struct Reading: Sendable {
        /// What is told of the file.
        var result: FileResult
        /// Nil when it cannot be read.
        var summary: SummarisedFile?
    }

    private struct State: Sendable {
        var files: [Int: Reading] = [:]
        var words: [Int: WordFilter?] = [:]
        var time = Duration.zero
    }

    private let state = Mutex(State())

    /// By the file's index in the run.
    func reading(of index: Int) -> Reading? { state.withLock { $0.files[index] } }

    /// Nil while nobody has looked for the words.
    func words(of index: Int) -> WordFilter?? { state.withLock { $0.words[index] } }

    func keep(_ reading: Reading, of index: Int, _ time: Duration) {
        state.withLock { state in
            state.files[index] = reading
            state.time += time
        }
    }

    func keep(_ words: WordFilter?, of index: Int, _ time: Duration) {
        state.withLock { state in
            state.words[index] = .some(words)
            state.time += time
        }
    }

    /// All files read, and how long that took, on all threads together.
    var all: (files: [Int: Reading], time: Duration) { state.withLock { ($0.files, $0.time) } }
}
