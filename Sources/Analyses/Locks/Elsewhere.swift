internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a call is made on another thread than the one it belongs to.
struct Elsewhere: Analysis {
    private let starts: KnowledgeID, guards: KnowledgeID
    /// By the function that runs on the thread.
    private var guardedBy: [FunctionRef: CallRef?] = [:]

    init(_ rule: AnalysisRule) {
        starts = rule.calls("starts")
        guards = rule.calls("guards")
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file) else { return none }
        guard let entry = context.threadEntry(of: function, starts: starts) else {
            context.dismiss("nothing in this file starts it on another thread")
            return none
        }
        if let guarded = knownGuard(of: function, entry, summary, context) {
            context.explain("the thread has what it takes: \(context.title(of: guarded))", at: context.program.location(of: guarded))
            return none
        }
        if isMadeThere(candidate.call, entry, summary, context) {
            context.explain("the thread has made it itself")
            return none
        }
        var verdict = Verdict(isFinding: true)
        let line = summary.calls[Int(entry.start.call)].site.line
        let root = context.title(of: entry.path[0])
        verdict.variables = ["ENTRY": root, "LINE": String(line), "START": context.title(of: entry.start)]
        verdict.flow = [context.program.location(of: entry.start).map { FlowStep(location: $0, message: "starts \(root) on another thread") }].compactMap { $0 }
        for call in entry.calls { if let location = context.program.location(of: call) { verdict.flow.append(FlowStep(location: location, message: "calls \(context.title(of: call))")) } }
        if let location = context.program.location(of: candidate.call) { verdict.flow.append(FlowStep(location: location, message: "calls \(context.title(of: candidate.call)) there")) }
        return verdict
    }

    private mutating func knownGuard(of function: FunctionRef, _ entry: ThreadEntry, _ summary: FileSummary, _ context: AnalysisContext) -> CallRef? {
        if let known = guardedBy[function] { return known }
        let found = guarded(entry, summary, context)
        guardedBy[function] = .some(found)
        return found
    }

    /// A call on the way that makes the thread's own loop, or sees to it that it is the right thread.
    private func guarded(_ entry: ThreadEntry, _ summary: FileSummary, _ context: AnalysisContext) -> CallRef? {
        entry.path.lazy.flatMap { context.calls(of: $0) }.first { call in
            context.isMatch(call, guards) || context.isMatch(method: summary.calls[Int(call.call)], in: summary, guards)
        }
    }

    /// Whether what the call is made on is a local of a function that runs on the thread.
    private func isMadeThere(_ call: CallRef, _ entry: ThreadEntry, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        var value = summary.calls[Int(call.call)].receiver
        while let base = summary.operands(of: value).first { value = base }
        guard value.kind == .local else { return false }
        return entry.path.contains { summary.isLocal(value.index, to: $0.function) } && !summary.variables[Int(value.index)].flags.contains(.isParameter)
    }
}
