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

    /// Who holds it reads the file; others wait, which costs less than to read it again.
    private final class Gate: Sendable {
        let lock = Mutex(())
    }

    private struct State: Sendable {
        var files: [Int: Reading] = [:]
        var gates: [Int: Gate] = [:]
        var words: [Int: WordFilter?] = [:]
        var time = Duration.zero
    }

    private let state = Mutex(State())

    /// By the file's index in the run.
    func reading(of index: Int) -> Reading? { state.withLock { $0.files[index] } }

    /// What is known of a file, or what `read` gives, which only one thread at a time is asked for. It must come to no other file.
    func reading(of index: Int, else read: () -> Reading?) -> Reading? {
        let gate = state.withLock { state in
            let gate = state.gates[index] ?? Gate()
            state.gates[index] = gate
            return gate
        }
        return gate.lock.withLock { _ in
            if let known = reading(of: index) { return known }
            let begin = ContinuousClock.now
            guard let reading = read() else { return nil }
            keep(reading, of: index, begin.duration(to: .now))
            return reading
        }
    }

    /// Nil while nobody has looked for the words.
    func words(of index: Int) -> WordFilter?? { state.withLock { $0.words[index] } }

    private func keep(_ reading: Reading, of index: Int, _ time: Duration) {
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
