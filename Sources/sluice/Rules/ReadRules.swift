import Findings
import Rules
import Synchronization
import Syntax

/// What rule files hold: rules, shared utilities, and the mistakes of those that could not be read.
struct ReadRules: Sendable {
    private(set) var rules: [RuleFile] = []
    private(set) var utilities: [(Utility, Language)] = []
    private(set) var vocabularies: [Vocabulary] = []
    private(set) var errors: [RuleError] = []

    /// Each by itself, on as many threads as have something to do: every run begins with this.
    init(_ sources: [RuleSource.File]) {
        if sources.isEmpty { return }
        let parts = Mutex([ReadRules?](repeating: nil, count: sources.count)), next = Atomic(0)
        onThreads(min(Self.mostThreads, max(1, sources.count / Self.leastFiles)), stackSize: 8 << 20) {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < sources.count else { return }
                let part = ReadRules(sources[index])
                parts.withLock { $0[index] = part }
            }
        }
        for case let part? in parts.withLock({ $0 }) { add(part) }
    }

    mutating func add(_ more: ReadRules) {
        rules += more.rules
        utilities += more.utilities
        vocabularies += more.vocabularies
        errors += more.errors
    }

    private static let mostThreads = 4
    private static let leastFiles = 16

    private init(_ source: RuleSource.File) {
        if source.isUtility {
            let read = RuleFileReader.readUtilities(source.text, file: source.path)
            (utilities, errors) = (read.utilities, read.errors)
        } else {
            let words = VocabularyReader.read(source.text, file: source.path)
            let read = RuleFileReader.read(source.text, file: source.path, isTrusted: source.isBuiltin, isOfProject: source.isOfProject)
            (rules, vocabularies, errors) = (read.rules, words.vocabularies, words.errors + read.errors)
        }
    }
}
