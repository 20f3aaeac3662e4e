internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call makes is completed exactly once on every way, by whoever comes to have it: a continuation, a promise, a stream.
struct Completed: Analysis {
    private let rule: CompletionRule
    /// The part of what the candidate gives that is to be completed; nil for all of it.
    private let part: Int?
    /// Only asks whether anything completes it at all.
    private let isAbandoned: Bool
    /// Members of it which, once set, let its user end it.
    private let endings: KnowledgeID
    /// Calls on the other part of what the candidate gives that ask for some of what it has only.
    private let samples: KnowledgeID

    init(_ rule: AnalysisRule) {
        self.rule = CompletionRule(rule)
        part = rule.number("part")
        isAbandoned = rule.number("abandoned") == 1
        endings = rule.calls("endings")
        samples = rule.calls("samples")
    }

    /// How many calls down a thing is followed.
    private static let depth = 5

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        guard let made = made(by: candidate.call, summary, context) else {
            context.doubt("where it goes is not known")
            return none
        }
        let rule = rule
        let thing = Completable(file: candidate.call.file, summary: summary, root: made.root, variable: made.variable) {
            CompletionRule.isMatch($0, rule.views, summary, context)
        }
        let name = summary.text(summary.variables[Int(made.variable)].name)
        guard !thing.isBox(made.variable) else {
            context.doubt("`\(name)` may hold another one later")
            return none
        }
        var reader = CompletionReader(thing, start: made.step, rule: rule, context: context, depth: Self.depth)
        if isAbandoned {
            guard reader.isAbandoned() else {
                context.doubt("something may complete `\(name)`")
                return none
            }
            let reading = reading(of: candidate.call, besides: made.variable, summary, context)
            guard name != "_", reading != .sampled else {
                context.dismiss("nobody waits for its end")
                return none
            }
            context.explain("nothing ever completes `\(name)`")
            var verdict = Verdict(isFinding: true)
            verdict.variables = ["NAME": name, "HOW": "never completed"]
            if reading == .lent {
                context.explain("whoever it is lent to may stop by itself")
                verdict.severity = .info
            }
            if thing.hasMember(stored: { CompletionRule.isMatch($0, endings, summary, context) }) {
                context.explain("whoever uses `\(name)` may end it")
                verdict.severity = .info
            }
            return verdict
        }
        let course = reader.read()
        guard let fault = course.fault else {
            if course.ends.contains(.away) { context.doubt("`\(name)` is handed on") } else { context.explain("`\(name)` is completed on every way") }
            return none
        }
        context.explain("`\(name)` is \(fault.how)")
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["NAME": name, "HOW": fault.how]
        verdict.flow = fault.flow
        if fault.isUnseen { verdict.severity = .info }
        if fault.file == candidate.call.file, fault.line > 0 { verdict.line = fault.line }
        return verdict
    }

    private enum Reading { case unknown, sampled, lent }

    /// What becomes of the other part of what the candidate gives: it is only asked for some of what it has, or lent to calls.
    private func reading(of candidate: CallRef, besides variable: UInt32, _ summary: FileSummary, _ context: AnalysisContext) -> Reading {
        guard part != nil, let function = context.function(around: candidate) else { return .unknown }
        let other = summary.steps[summary.stepRange(of: function.function)].first { step in
            step.kind == .bind && step.target.kind == .local && step.target.index != variable && summary.mentions(step.value) { $0.kind == .call && $0.index == candidate.call }
        }
        guard let stream = other?.target else { return .unknown }
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && $0.index == stream.index }
        let bodies = [function.function] + summary.functions.indices.map(UInt32.init).filter { summary.isNested($0, in: function.function) }
        let uses = bodies.flatMap { summary.steps[summary.stepRange(of: $0)] }.filter { summary.reads($0, isIt) }
        guard !uses.isEmpty, uses.allSatisfy({ $0.kind == .call && $0.value.kind == .call }) else { return .unknown }
        let isSampled = uses.allSatisfy { step in
            isIt(summary.calls[Int(step.value.index)].receiver) && CompletionRule.isMatch(CallRef(file: candidate.file, call: step.value.index), samples, summary, context)
        }
        return isSampled ? .sampled : .lent
    }

    /// The variable that holds what a candidate makes: the parameter of the closure it is given, or the local its result is bound to.
    private func made(by candidate: CallRef, _ summary: FileSummary, _ context: AnalysisContext) -> (root: UInt32, variable: UInt32, step: Int?)? {
        let call = summary.calls[Int(candidate.call)]
        if let body = summary.arguments(of: call).last.flatMap({ context.program.function(for: $0.value, in: candidate.file) }), body.file == candidate.file,
            let variable = summary.firstParameter(of: body.function)
        {
            return (body.function, variable, nil)
        }
        guard call.step > 0, call.function > 0 else { return nil }
        let function = call.function - 1
        for at in Int(call.step)..<max(summary.stepRange(of: function).upperBound, Int(call.step)) {
            let step = summary.steps[at]
            guard summary.reads(step, { $0.kind == .call && $0.index == candidate.call }) else { continue }
            if step.kind == .await { continue }
            guard step.kind == .bind, step.target.kind == .local, summary.isLocal(step.target.index, to: function) else { return nil }
            if let part {
                guard let expression = summary.expression(step.value), expression.kind == .part else { return nil }
                if Int(expression.number) != part { continue }
            } else if step.value.kind != .call {
                return nil
            }
            return (function, step.target.index, at)
        }
        return nil
    }
}

extension FileSummary {
    /// The variable of a function's only or first parameter, `$0` included.
    fileprivate func firstParameter(of function: UInt32) -> UInt32? {
        let record = functions[Int(function)]
        let name: StringID? = record.parameterCount > 0 ? parameters[Int(record.firstParameter)].name : nil
        return variables.indices.first { at in
            let variable = variables[at]
            guard variable.scope == record.scope, variable.flags.contains(.isParameter) else { return false }
            return name.map { $0 == variable.name } ?? (text(variable.name) == "$0")
        }.map(UInt32.init)
    }
}
