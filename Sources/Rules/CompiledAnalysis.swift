/// The whole-program analyses a rule can ask for with `analysis: {kind: …}`. docs/analyses.md says what each decides.
package enum AnalysisKind: String, Sendable, CaseIterable {
    /// A context can arrive at a forbidden call through plain calls.
    case reaches
    /// A fan-out has no limit.
    case bounded
    /// A value that must be kept is not, on some path.
    case unused
    /// A function starts itself again for each of many, with nothing that ends it.
    case recursive
    /// What is acquired is not given back on some path.
    case paired
    /// A value that only makes sense when it is shared never leaves the call that made it.
    case confined
    /// What a call asks for is made nowhere in the program.
    case prepared
    /// A channel without a size is filled without an end.
    case fed
    /// A value that must be completed exactly once is not, on some way.
    case completed
    /// What a call gives has to be released, and is not on some way out, nor by the class that keeps it.
    case released
    /// What is acquired is still held where the function waits.
    case spanned
    /// A handler ends being cancelled, and the task goes on.
    case swallowed
    /// A loop tries again after an error, at once or for ever.
    case retried
    /// A loop has a turn in which it neither waits nor changes anything.
    case spins
    /// A loop waits for one thing after the other that do not depend on each other.
    case serial
    /// A call that waits for a peer has no deadline, its own or one around it.
    case deadline
    /// A loop over a generator that has something to clean up is left early.
    case abandoned
    /// A call is given the coroutine of a function.
    case coroutine
    /// What a function makes for itself alone is made again for each of many.
    case repeated
    /// Something is done while a lock is held that must not be.
    case held
    /// What was asked about shared state may have changed when the answer is acted on.
    case interleaved
    /// Shared state is reached by several threads, and no lock is held.
    case shared
    /// A call is made on another thread than the one it belongs to.
    case elsewhere
    /// A value that must not get there arrives at a call.
    case taint
    /// A function that nothing which runs mentions.
    case unreached
}

extension AnalysisKind {
    /// Whether nothing is found in a Python file that does not make one of the calls in `starts` itself.
    package var needsStartInFile: Bool { self == .shared || self == .elsewhere }

    /// Whether a verdict may name the line within the match at which the finding is to stand.
    package var namesLines: Bool { self == .completed }

    /// Whether a candidate is the place that was matched (a handler, a loop, a setting), not a call.
    package var startsAtPlaces: Bool {
        switch self {
        case .swallowed, .retried, .spins, .held, .interleaved, .shared, .deadline, .taint, .unreached: true
        default: false
        }
    }
}

/// A rule's `analysis:`, compiled.
package struct CompiledAnalysis: Sendable {
    package var kind: AnalysisKind
    /// What the rule file says under each parameter that lists calls (`to`, `barriers`, `limiters` …).
    package var knowledge: [String: Knowledge]
    /// Parameters that are numbers.
    package var numbers: [String: Int]
    /// What names say, under each parameter that is a vocabulary.
    package var vocabularies: [String: Vocabulary]

    package init(
        kind: AnalysisKind, knowledge: [String: Knowledge] = [:], numbers: [String: Int] = [:], vocabularies: [String: Vocabulary] = [:]
    ) {
        self.kind = kind
        self.knowledge = knowledge
        self.numbers = numbers
        self.vocabularies = vocabularies
    }
}

/// A list of calls a rule speaks of, by name or by what they look like.
package struct Knowledge: Sendable {
    /// Qualified names, with wildcards; what the project declares goes by its module's path (`app.pools.bounded_gather`).
    package var names: NameTable
    /// Rule objects in the list: each is a rule of its language's program, that no finding is made of. While a file is matched, the calls they
    /// match are noted under these numbers (`TaggedCall`).
    package var clauses: [Int32]

    package init(names: NameTable = NameTable(), clauses: [Int32] = []) {
        self.names = names
        self.clauses = clauses
    }

    package var isEmpty: Bool { names.count == 0 && clauses.isEmpty }

    package func matches(name: UnsafeRawBufferPointer) -> Bool {
        var isMatch = false
        names.forEachMatch(name) { _ in isMatch = true }
        return isMatch
    }
}
