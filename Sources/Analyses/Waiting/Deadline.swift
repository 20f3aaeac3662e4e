internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a call that waits for a peer has a deadline around it: a scope or a call that ends it, here or in all callers that the file shows.
struct Deadline: Analysis {
    private let scopes: KnowledgeID, wrappers: KnowledgeID, settings: KnowledgeID

    init(_ rule: AnalysisRule) {
        (scopes, wrappers, settings) = (rule.calls("scopes"), rule.calls("wrappers"), rule.calls("settings"))
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        let file = candidate.call.file
        if !context.isEmpty(settings), let setting = summary.calls.indices.first(where: { context.isMatch(CallRef(file: file, call: UInt32($0)), settings) }) {
            context.explain("a deadline for all is set", at: context.program.location(of: CallRef(file: file, call: UInt32(setting))))
            return none
        }
        let call = summary.calls[Int(candidate.call.call)]
        if let reason = bound(around: candidate.call, in: summary, context) {
            context.explain(reason)
            return none
        }
        // Only what is waited for can be ended from outside.
        guard call.function > 0, summary.functions[Int(call.function - 1)].flags.contains(.isAsync) else { return Verdict(isFinding: true) }
        if isBoundByCallers(call.function - 1, in: file, summary, context) {
            context.explain("all callers that the file shows have a deadline")
            return none
        }
        return Verdict(isFinding: true)
    }

    /// In words, what ends a call from the same function; nil for nothing.
    private func bound(around call: CallRef, in summary: FileSummary, _ context: AnalysisContext) -> String? {
        let record = summary.calls[Int(call.call)]
        guard record.step > 0 else { return nil }
        let at = Int(record.step) - 1, function = record.function > 0 ? record.function - 1 : nil
        let range = summary.stepRange(of: function)
        guard range.contains(at) else { return nil }
        let tree = StepTree(range, in: summary.steps)
        for opener in tree.structures(around: at) {
            let step = summary.steps[opener]
            guard step.kind == .with, step.value.kind == .call, context.isMatch(CallRef(file: call.file, call: step.value.index), scopes) else { continue }
            if let first = summary.arguments(of: summary.calls[Int(step.value.index)]).first, first.value.kind == .none { continue }
            return "a scope at line \(step.line) ends it"
        }
        // Given to a call that ends it, itself or as a task made before.
        let isIt: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == call.call }
        var holders: Set<UInt32> = []
        for step in summary.steps[range] {
            if step.kind == .bind, step.target.kind == .local, summary.mentions(step.value, isIt) { holders.insert(step.target.index) }
            guard step.kind == .call, step.value.kind == .call, step.value.index != call.call else { continue }
            let other = summary.calls[Int(step.value.index)]
            let isGiven = summary.arguments(of: other).contains { argument in
                summary.mentions(argument.value) { isIt($0) || $0.kind == .local && holders.contains($0.index) }
            }
            guard isGiven else { continue }
            if context.isMatch(CallRef(file: call.file, call: step.value.index), wrappers) {
                let limit = summary.arguments(of: other).first { $0.label != 0 } ?? summary.arguments(of: other).dropFirst().first
                if limit?.value.kind != SummaryValue.Kind.none { return "\(summary.text(other.method)) at line \(step.line) ends it" }
            }
        }
        return nil
    }

    /// Whether a coroutine function is only run, as far as its file shows, where a deadline is around.
    private func isBoundByCallers(_ function: UInt32, in file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        var open = [(function, 0)], isSeen: Set<UInt32> = [function]
        while let (function, depth) = open.popLast() {
            let name = summary.functions[Int(function)].name
            var isCalled = false
            for (number, call) in summary.calls.enumerated() where call.method == name && name != 0 {
                let reference = CallRef(file: file, call: UInt32(number))
                guard context.callee(of: reference) == FunctionRef(file: file, function: function) else { continue }
                isCalled = true
                if bound(around: reference, in: summary, context) != nil { continue }
                guard depth < Self.highest, call.function > 0, summary.functions[Int(call.function - 1)].flags.contains(.isAsync) else { return false }
                if isSeen.insert(call.function - 1).inserted { open.append((call.function - 1, depth + 1)) }
            }
            if !isCalled { return false }
        }
        return true
    }

    /// Callers above callers.
    private static let highest = 8
}
