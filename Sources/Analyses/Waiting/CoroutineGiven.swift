internal import Linking
internal import Rules
internal import Semantics

/// Whether the first argument of a call is the coroutine that a call of a coroutine function makes.
struct CoroutineGiven: Analysis {
    private let coroutines: KnowledgeID

    init(_ rule: AnalysisRule) { coroutines = rule.calls("coroutines") }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        let arguments = summary.arguments(of: summary.calls[Int(candidate.call.call)])
        guard let first = arguments.first(where: { $0.label == 0 && $0.splat == 0 })?.value, first.kind == .call else {
            context.dismiss("what it is given is made elsewhere")
            return none
        }
        let made = CallRef(file: candidate.call.file, call: first.index)
        if context.isMatch(made, coroutines) { return Verdict(isFinding: true) }
        guard case .function(let function) = context.program.target(of: made), let record = context.record(of: function) else {
            context.dismiss("\(context.title(of: made)) is no function of the project")
            return none
        }
        let isCoroutine = record.flags.contains(.isAsync) && !record.flags.contains(.isGenerator) && record.decoratorCount == 0
        context.explain(
            "\(context.title(of: function)) is \(isCoroutine ? "a" : "no") coroutine function", at: context.program.location(of: function), bearing: isCoroutine ? .answer : .beside)
        return Verdict(isFinding: isCoroutine)
    }
}
