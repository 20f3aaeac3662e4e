internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether being cancelled ends at a handler: the task goes on, or returns as though it were done.
struct Swallowed: Analysis {
    private let rule: AnalysisRule

    init(_ rule: AnalysisRule) { self.rule = rule }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let place = StepPlace(candidate, in: context), place.record.flags.contains(.isAsync), let graph = context.flowGraph(of: place.function) else {
            context.dismiss("it stands in no coroutine function")
            return none
        }
        guard let handler = Handler(place, rule, context) else {
            context.explain("a handler before it takes being cancelled")
            return none
        }
        let waits = handler.waits
        guard !waits.isEmpty else {
            context.dismiss("nothing in the body waits, so it is not cancelled there")
            return none
        }
        let own = OwnTasks(place: place, rule: rule, context: context)
        let kinds = waits.map { own.kind(ofWaitAt: $0) }
        if !kinds.contains(.other), kinds.contains(.ended) {
            context.explain("it waits for what it has itself asked to end")
            return none
        }
        if let reason = handler.deliberate {
            context.explain(reason)
            return none
        }
        guard let end = handler.fate(in: graph) else {
            context.explain("every way out of the handler raises")
            return none
        }
        var verdict = Verdict(isFinding: true)
        switch end {
        case .turns(let line, let isEndless):
            verdict.variables["HOW"] = "the loop at line \(line) goes on"
            verdict.isLowered = !isEndless
        case .goesOn(let line): verdict.variables["HOW"] = "the task goes on at line \(line)"
        case .givesResult:
            // Often what was waited for is a future of its own, or a result that means it.
            verdict.variables["HOW"] = "whoever awaits it takes what it returns for a result"
            (verdict.severity, verdict.isLowered) = (.info, true)
        case .returns:
            verdict.variables["HOW"] = "it returns as though it were done"
            (verdict.severity, verdict.isLowered) = (.info, true)
        }
        if kinds.allSatisfy({ $0 != .other }) || handler.isHandedOn || isEnding(place, context) {
            context.explain("it may be the task waited for that was cancelled, or the function may be there to end others")
            (verdict.severity, verdict.isLowered) = (.info, true)
        }
        return verdict
    }

    /// Whether the function's name says that it ends things.
    private func isEnding(_ place: StepPlace, _ context: AnalysisContext) -> Bool {
        context.isMatch(context.program.names.intern(place.summary.strings[place.record.name]), rule.calls("enders"))
    }
}
