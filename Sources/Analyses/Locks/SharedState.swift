internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether shared state is changed by several threads, and no lock is held.
struct SharedState: Analysis {
    private let rules: LockRules
    private let starts: KnowledgeID
    private let unchecked: UncheckedState.Lists
    /// Of the file asked about last.
    private var known: UncheckedState?

    init(_ rule: AnalysisRule) {
        rules = LockRules(rule)
        starts = rule.calls("starts")
        unchecked = UncheckedState.Lists(
            protection: StateProtection.Lists(
                locks: rules, starts: starts, guards: rule.calls("guards"), heldNames: rule.calls("held-names"), inline: rule.calls("inline")),
            mutators: rule.calls("mutators"), confined: rule.calls("confined-types"))
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), let site = context.site(of: candidate) else { return none }
        if summary.language == .python { return threaded(site, summary, context) ?? none }
        if known?.file != candidate.call.file { known = UncheckedState(candidate.call.file, unchecked, context) }
        return known?.settle(site) ?? none
    }

    // MARK: Python: threads started in the same file

    private func threaded(_ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict? {
        let step = summary.steps[site.step], file = site.function.file
        guard let (place, _) = context.writtenPlace(step, in: site.function, summary) else {
            context.dismiss("it belongs to the call")
            return nil
        }
        guard let entry = context.threadEntry(of: site.function, starts: starts) else {
            context.dismiss("nothing in this file starts it on another thread")
            return nil
        }
        guard entry.isRepeated else {
            context.explain("one thread runs it")
            return nil
        }
        guard isOneObject(place, entry, summary, context) else {
            context.doubt("each thread may have an object of its own")
            return nil
        }
        let steps = [(site.function, site.step)] + entry.calls.map { call in
            (context.function(around: call) ?? site.function, Int(summary.calls[Int(call.call)].step) - 1)
        }
        if steps.contains(where: { isLocked($0.1, $0.0, context) }) {
            context.explain("a lock is held")
            return nil
        }
        var verdict = Verdict(isFinding: true)
        let line = summary.calls[Int(entry.start.call)].site.line, root = context.title(of: entry.path[0])
        verdict.variables = ["STATE": context.title(of: place), "ENTRY": root, "LINE": String(line)]
        verdict.flow = [context.program.location(of: entry.start).map { FlowStep(location: $0, message: "starts \(root) on several threads") }].compactMap { $0 }
        for call in entry.calls { if let location = context.program.location(of: call) { verdict.flow.append(FlowStep(location: location, message: "calls \(context.title(of: call))")) } }
        if let last = context.flowStep(site.step, in: file, "changes \(context.title(of: place)) without a lock") { verdict.flow.append(last) }
        return verdict
    }

    /// Whether all threads change the same object: a module's variable, that of a function around what is
    /// started, or that of the one object whose method starts them.
    private func isOneObject(_ place: SharedPlace, _ entry: ThreadEntry, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        // A variable of what is started is another one in each thread.
        if case .local(_, let variable) = place.root {
            return !entry.path.contains { $0.function + 1 == summary.variables[Int(variable)].scope }
        }
        guard place.root == .object else { return true }
        let isOwn: (SummaryValue) -> Bool = { context.place(of: $0, in: entry.start.file, summary)?.root == .object }
        if entry.target.kind != .closure, summary.expression(entry.target)?.kind == .attribute, !isOwn(entry.target) {
            guard let base = summary.operands(of: entry.target).first, let place = context.place(of: base, in: entry.start.file, summary), place.isShared else { return false }
        }
        return entry.calls.allSatisfy { call in
            let receiver = summary.calls[Int(call.call)].receiver
            return receiver.kind == .unknown || isOwn(receiver)
        }
    }

    /// Whether something that is, or may be, a lock is held at a step.
    private func isLocked(_ step: Int, _ function: FunctionRef, _ context: AnalysisContext) -> Bool {
        (context.heldLocks(in: function, rules)?.held(at: step) ?? 0) != 0
    }
}
