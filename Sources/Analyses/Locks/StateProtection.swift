internal import Linking
internal import Semantics

/// Swift: whether state is protected where a step of one file runs: by a lock, a queue or an actor, there or wherever the function is called.
final class StateProtection {
    enum Level: Comparable {
        case none
        /// In a closure of which nobody here says where it runs.
        case unknown
        case proven
    }

    /// The rule's lists of calls.
    struct Lists {
        let locks: LockRules
        let starts, guards, heldNames, inline: KnowledgeID
    }

    private let lists: Lists
    private let file: Int32
    private let summary: FileSummary
    private let context: AnalysisContext
    private let calls: FileCalls
    /// The first step of a function that is one of `guards`.
    private var firstGuards: [UInt32: Int] = [:]
    /// What is known of a function from where it is called, by how far that was followed.
    private var outside: [Question: Level] = [:]

    private struct Question: Hashable {
        var function: UInt32
        var depth: Int
    }

    init(_ lists: Lists, _ file: Int32, _ summary: FileSummary, _ context: AnalysisContext) {
        self.lists = lists
        self.file = file
        self.summary = summary
        self.context = context
        calls = context.fileCalls(of: file, summary)
    }

    /// How many callers up it is looked for.
    private static let farthest = 4

    func level(at step: Int, in function: UInt32) -> Level { level(at: step, in: function, depth: Self.farthest) }

    private func level(at step: Int, in function: UInt32, depth: Int) -> Level {
        let reference = FunctionRef(file: file, function: function)
        if let held = context.heldLocks(in: reference, lists.locks), held.held(at: step) != 0 { return .proven }
        if Isolation(of: function, in: file, context) != .none { return .proven }
        if context.isNamed(summary.text(summary.functions[Int(function)].name), lists.heldNames) { return .unknown }
        if firstGuard(of: function) < step { return .proven }
        guard depth > 0 else { return .unknown }
        let question = Question(function: function, depth: depth)
        if let known = outside[question] { return known }
        let found = level(outside: function, depth: depth)
        outside[question] = found
        return found
    }

    private func firstGuard(of function: UInt32) -> Int {
        if let known = firstGuards[function] { return known }
        let found = summary.stepRange(of: function).first { isGuard(summary.steps[$0]) } ?? .max
        firstGuards[function] = found
        return found
    }

    private func isGuard(_ step: SummaryStep) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        return context.isMatch(CallRef(file: file, call: step.value.index), lists.guards)
            || context.isMatch(method: summary.calls[Int(step.value.index)], in: summary, lists.guards)
    }

    private func level(outside function: UInt32, depth: Int) -> Level {
        let record = summary.functions[Int(function)]
        guard record.name != 0 else { return calls.call(givenClosure: function).map { level(ofClosureGivenTo: $0, depth: depth) } ?? .none }
        // A helper that is only called where it is protected.
        var least: Level?
        for number in calls.calls(of: FunctionRef(file: file, function: function), named: summary.text(record.name), context) {
            let call = summary.calls[Int(number)]
            guard call.function > 0, call.function - 1 != function, call.step > 0 else { continue }
            let caller = call.function - 1
            let level = summary.isInitialiser(caller) ? Level.unknown : level(at: Int(call.step) - 1, in: caller, depth: depth - 1)
            least = min(least ?? level, level)
        }
        return least ?? .none
    }

    private func level(ofClosureGivenTo number: UInt32, depth: Int) -> Level {
        let reference = CallRef(file: file, call: number), call = summary.calls[Int(number)]
        if context.isMatch(reference, lists.starts) { return .none }
        if context.isMatch(reference, lists.locks.scopes) || context.isMatch(method: call, in: summary, lists.locks.scopes) { return .proven }
        guard context.isMatch(method: call, in: summary, lists.inline), call.function > 0, call.step > 0 else { return .unknown }
        return level(at: Int(call.step) - 1, in: call.function - 1, depth: depth - 1)
    }
}

extension FileSummary {
    /// Swift: whether a function belongs to an initialiser or deinitialiser: nobody else has the object then.
    func isInitialiser(_ function: UInt32) -> Bool {
        var at = function + 1
        while at != 0 {
            let record = functions[Int(at - 1)]
            if record.outerFunction == 0 || record.ownerClass != 0 { return record.name == 0 && !record.flags.contains(.isClosure) || text(record.name) == "init" }
            at = record.outerFunction
        }
        return false
    }
}
