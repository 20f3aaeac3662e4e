internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a loop over a generator of the project is left early while the generator holds something that it has to put away.
struct Abandoned: Analysis {
    private let rule: AnalysisRule
    /// The `with`, or the `try` with a `finally`, around one of a generator's yields.
    private var held: [FunctionRef: Int?] = [:]

    init(_ rule: AnalysisRule) { self.rule = rule }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file),
            let loop = loop(over: candidate.call.call, in: context.body(of: function, summary), summary)
        else {
            context.dismiss("no loop of a function goes through what it gives")
            return none
        }
        guard case .function(let callee) = context.program.target(of: candidate.call), let record = context.record(of: callee),
            record.flags.isSuperset(of: [.isAsync, .isGenerator]), record.decoratorCount == 0
        else {
            context.dismiss("it is no asynchronous generator function of the project")
            return none
        }
        guard let home = context.program.summary(of: callee.file), let held = firstHeld(by: callee, home, context) else {
            context.explain("\(context.title(of: callee)) holds nothing while it waits to be asked for more", at: context.program.location(of: callee))
            return none
        }
        guard let exit = exit(from: loop, in: context.body(of: function, summary).tree, summary) else {
            context.explain("the loop goes on to the end of the generator")
            return none
        }
        var verdict = Verdict(isFinding: true)
        verdict.variables = [
            "GENERATOR": context.title(of: callee), "LINE": String(summary.steps[exit].line), "HELD": String(home.steps[held].line),
        ]
        return verdict
    }

    private func loop(over call: UInt32, in body: FunctionBody, _ summary: FileSummary) -> Int? {
        body.uses(in: summary).steps(reading: .call(call)).lazy.map(Int.init).first { at in
            let step = summary.steps[at]
            return step.kind == .loop && step.flags.contains(.isAsync) && step.value.kind == .call && step.value.index == call
        }
    }

    private mutating func firstHeld(by generator: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Int? {
        if let known = held[generator] { return known }
        let found = findHeld(by: generator, summary, context)
        held[generator] = .some(found)
        return found
    }

    private func findHeld(by generator: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Int? {
        let tree = context.body(of: generator, summary).tree
        for at in tree.range where summary.steps[at].kind == .yield {
            for section in tree.sections(around: at) {
                guard let opener = tree.opener(of: section) else { continue }
                switch summary.steps[opener].kind {
                case .with where !isExempt(summary.steps[opener], in: generator.file, context): return opener
                case .try where summary.steps[section].kind != .finally && putsAway(opener, tree, generator, summary, context): return opener
                default: break
                }
            }
        }
        return nil
    }

    private func isExempt(_ step: SummaryStep, in file: Int32, _ context: AnalysisContext) -> Bool {
        step.value.kind == .call && context.isMatch(CallRef(file: file, call: step.value.index), rule.calls("exempt"))
    }

    /// Whether a `try` has a `finally` that does something: calls, or waits.
    private func putsAway(_ opener: Int, _ tree: StepTree, _ generator: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        let inside = tree.inside(opener)
        guard let border = inside.first(where: { summary.steps[$0].kind == .finally && tree.opener(of: $0) == opener }) else { return false }
        return (border..<inside.upperBound).contains { at in
            let step = summary.steps[at]
            guard step.kind == .call, step.value.kind == .call else { return false }
            let name = context.program.names.intern(summary.strings[summary.calls[Int(step.value.index)].method])
            return !context.isMatch(CallRef(file: generator.file, call: step.value.index), rule.calls("exempt")) && !context.isMatch(name, rule.calls("exempt"))
        }
    }

    /// A step by which the loop is left before its end.
    private func exit(from loop: Int, in tree: StepTree, _ summary: FileSummary) -> Int? {
        let inside = tree.inside(loop)
        let body = inside.lowerBound..<(inside.first { summary.steps[$0].kind == .otherwise && tree.opener(of: $0) == loop } ?? inside.upperBound)
        return body.first { at in
            switch summary.steps[at].kind {
            case .return, .raise: true
            case .break: tree.structures(around: at).first { summary.steps[$0].kind == .loop } == loop
            default: false
            }
        }
    }
}
