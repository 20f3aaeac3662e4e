internal import Findings
internal import Linking

/// How often something that must be completed exactly once has been, on the ways that come to a place: one bit for each answer some way gives.
struct Completions: OptionSet, Hashable {
    let rawValue: UInt8
    static let never = Completions(rawValue: 1), once = Completions(rawValue: 2), more = Completions(rawValue: 4)
    /// Somebody else has it, who may complete it.
    static let away = Completions(rawValue: 8)

    /// What it comes to when one thing happens after another.
    func then(_ next: Completions) -> Completions {
        var result: Completions = []
        for first in Self.all where contains(first) {
            for second in Self.all where next.contains(second) { result.insert(Self.sum(first, second)) }
        }
        return result
    }

    private static let all = [never, once, more, away]

    /// What is done for sure is told from what somebody else may do.
    private static func sum(_ first: Completions, _ second: Completions) -> Completions {
        switch (first, second) {
        case (.never, let other), (let other, .never): other
        case (.more, _), (_, .more), (.once, .once): .more
        case (.once, .away), (.away, .once): first
        default: .away
        }
    }

    /// Whether it is completed on every way.
    var isCertain: Bool { !isEmpty && isSubset(of: [.once, .more]) }
}

/// A way on which it is completed never or more than once.
struct CompletionFault: Equatable {
    var file: Int32
    /// Where it goes wrong, from 1.
    var line: Int
    /// In words that stand behind "is completed".
    var how: String
    /// What leads there, from the outside in.
    var flow: [FlowStep] = []
    /// Nobody has seen anything of it when it goes wrong: no task, no future waits for it.
    var isUnseen = false
    /// It only happens when a loop has no turn at all.
    var isEmptyLoop = false
}

/// What a function or closure does with something that must be completed.
struct CompletionCourse: Equatable {
    /// When it has returned.
    var ends: Completions = .away
    var missed: CompletionFault?
    var repeated: CompletionFault?

    /// The one to tell people of.
    var fault: CompletionFault? { missed?.isEmptyLoop ?? true ? repeated ?? missed : missed }
}

/// Of the functions something is given to, by parameter.
struct CompletionKey: Hashable {
    var rule: KnowledgeID
    var function: FunctionRef
    var parameter: Int
    /// How many calls further down are still looked at.
    var depth: Int
}
