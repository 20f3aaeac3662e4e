internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a function makes for itself alone is made again for each of many: the candidate stands where that is plain, or a loop of the same
/// file calls the function.
struct Repeated: Analysis {
    private let direct: KnowledgeID, counts: KnowledgeID

    init(_ rule: AnalysisRule) { (direct, counts) = (rule.calls("direct"), rule.calls("counts")) }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.variables["HOW"] = "for each turn or request"
        if context.isMatch(candidate.call, direct) { return verdict }
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file) else {
            return Verdict(isFinding: false)
        }
        let record = summary.functions[Int(function.function)]
        guard record.name != 0, !isOfTheCaller(summary.calls[Int(candidate.call.call)], summary) else {
            context.doubt("whoever calls the function decides how it is made")
            return Verdict(isFinding: false)
        }
        for number in context.fileCalls(of: candidate.call.file, summary).calls(of: function, named: summary.text(record.name), context) {
            let reference = CallRef(file: candidate.call.file, call: number), call = summary.calls[Int(number)]
            guard call.method == record.name, call.step > 0, call.function != function.function + 1, isInLoop(call, candidate.call.file, summary, context) else { continue }
            verdict.variables["HOW"] = "for each turn of a loop: line \(call.site.line) calls `\(context.title(of: function))` in one"
            verdict.flow = context.program.location(of: reference).map { [FlowStep(location: $0, message: "called in a loop here")] } ?? []
            return verdict
        }
        context.doubt("no loop of the file calls \(context.title(of: function))", at: context.program.location(of: function))
        return Verdict(isFinding: false)
    }

    /// Whether it is made with something the function was given: it may be another for each call. How long it may take is not that.
    private func isOfTheCaller(_ call: SummaryCall, _ summary: FileSummary) -> Bool {
        summary.arguments(of: call).contains { argument in
            guard !summary.text(argument.label).contains("timeout") else { return false }
            return summary.mentions(argument.value) { $0.kind == .local && summary.variables[Int($0.index)].flags.contains(.isParameter) && summary.text($0.string) != "self" }
        }
    }

    /// Whether a call stands in a loop over things, not in one that tries again or goes on for ever.
    private func isInLoop(_ call: SummaryCall, _ file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        let range = summary.stepRange(of: call.function == 0 ? nil : call.function - 1), at = Int(call.step) - 1
        guard range.contains(at) else { return false }
        let tree = call.function == 0 ? StepTree(range, in: summary.steps) : context.body(of: FunctionRef(file: file, function: call.function - 1), summary).tree
        return tree.structures(around: at).contains { opener in
            let step = summary.steps[opener]
            guard step.kind == .loop, !step.flags.contains(.isWhile) else { return false }
            return step.value.kind != .call || !context.isMatch(CallRef(file: file, call: step.value.index), counts)
        }
    }
}
