internal import Linking
internal import Semantics

extension AnalysisContext {
    /// Whether a call of a function of the project only ever ends by an error: one that turns an error into another.
    func neverReturns(_ call: CallRef) -> Bool {
        guard case .function(let callee) = program.target(of: call), let graph = flowGraph(of: callee), record(of: callee)?.stepCount ?? 0 > 0 else { return false }
        return !graph.isReached(FlowGraph.returned)
    }
}

extension StepPlace {
    /// The call that a step makes.
    func reference(_ at: Int) -> CallRef { CallRef(file: function.file, call: summary.steps[at].value.index) }

    /// Whether a step may wait for something, and so be where the task learns that it is cancelled.
    func suspends(_ at: Int, in context: AnalysisContext) -> Bool {
        let body = context.body(of: function, summary)
        if let known = body.waits[at] { return known }
        let isWait = (context.suspension(ofStep: at, of: function.function, in: function.file) ?? .never) > .never
        body.waits[at] = isWait
        return isWait
    }
}
