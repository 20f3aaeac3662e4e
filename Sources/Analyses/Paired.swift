internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call acquires is given back on every way out of the function, by errors and cancellation too.
struct Paired: Analysis {
    private let release: KnowledgeID, harmless: KnowledgeID

    init(_ rule: AnalysisRule) {
        release = rule.calls("release")
        harmless = rule.calls("harmless")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file),
            let graph = context.flowGraph(of: function)
        else { return none }
        let call = summary.calls[Int(candidate.call.call)]
        guard call.step > 0, call.receiver.kind != .unknown else {
            context.explain("what it acquires is not known")
            return none
        }
        let pair = Pair(receiver: call.receiver, release: release, file: candidate.call.file, summary: summary, context: context)
        let range = summary.stepRange(of: function.function)
        guard let start = start(of: candidate.call.call, range, summary) else {
            context.explain("whether it was acquired is told by its result")
            return none
        }
        if let elsewhere = pair.releaser(outside: function, hasOwn: range.contains { pair.releases(summary.steps[$0]) }) {
            context.explain(elsewhere)
            return none
        }
        let way = graph.way(from: start.step) { edge in
            if let only = start.only, graph.blocks[Int(edge.from)].steps.last == start.step { return edge.kind == only }
            guard edge.kind == .exception, let last = graph.blocks[Int(edge.from)].steps.last else { return true }
            return !isHarmless(summary.steps[last], candidate.call.file, summary, context)
        } _: { pair.releases(summary.steps[$0]) || pair.handsOn(summary.steps[$0]) ? .settles : .none }
        guard let way else {
            context.explain("it is given back on every way out")
            return none
        }
        return finding(way, graph, summary, candidate, context)
    }

    /// The step from which on it is acquired; nil when the result, kept for later, tells. A condition made of the result tells at once.
    private func start(of call: UInt32, _ range: Range<Int>, _ summary: FileSummary) -> (step: Int, only: FlowGraph.Edge.Kind?)? {
        var at = Int(summary.calls[Int(call)].step) - 1
        let isIt: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == call }
        if range.contains(at + 1), summary.steps[at + 1].kind == .await, isIt(summary.steps[at + 1].value) { at += 1 }
        guard let user = range.first(where: { $0 > at && summary.reads(summary.steps[$0], isIt) }) else { return (at, nil) }
        switch summary.steps[user].kind {
        case .drop: return (at, nil)
        case .branch, .check: return (user, summary.expression(summary.steps[user].value)?.kind == .unary ? .no : .yes)
        default: return nil
        }
    }

    private func isHarmless(_ step: SummaryStep, _ file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        return context.isMatch(CallRef(file: file, call: step.value.index), harmless)
    }

    private func finding(_ way: FlowGraph.Way, _ graph: FlowGraph, _ summary: FileSummary, _ candidate: Candidate, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        let how =
            switch way.end {
            case FlowGraph.raised: "an error"
            case FlowGraph.cancelled: "being cancelled"
            default: "a way out"
            }
        // The last block before the exit that has steps is where the way is decided.
        let last = way.blocks.dropLast().last { graph.blocks[Int($0)].count > 0 }.flatMap { graph.blocks[Int($0)].steps.last }
        let line = last.map { Int(summary.steps[$0].line) } ?? 0
        verdict.variables = ["HOW": how, "LINE": String(line)]
        context.explain("\(how) at line \(line) leaves the function before it is given back")
        return verdict
    }
}
