internal import Linking
internal import Semantics

/// What a rule says of the thing that is to be completed.
struct CompletionRule {
    let completes: KnowledgeID, views: KnowledgeID, starts: KnowledgeID, runs: KnowledgeID, repeats: KnowledgeID, phases: KnowledgeID
    /// Completing it twice is a fault as well.
    let isOnce: Bool

    init(_ rule: AnalysisRule) {
        completes = rule.calls("completes")
        views = rule.calls("views")
        starts = rule.calls("starts")
        runs = rule.calls("runs")
        repeats = rule.calls("repeats")
        phases = rule.calls("phases")
        isOnce = rule.number("once") == 1
    }

    /// Whether a list has the call, by its full name or by the method's own.
    static func isMatch(_ call: CallRef, _ list: KnowledgeID, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        guard list != .nothing else { return false }
        return isMatch(summary.calls[Int(call.call)].method, list, summary, context) || context.isMatch(call, list)
    }

    static func isMatch(_ name: StringID, _ list: KnowledgeID, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        name != 0 && context.isMatch(context.program.names.intern(summary.strings[name]), list)
    }
}
