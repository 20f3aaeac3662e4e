internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call gives is kept: returned, awaited, stored, or handed on, on every way through the function.
struct Unused: Analysis {
    let rule: AnalysisRule
    private let isCoroutine: Bool
    private let coroutines: KnowledgeID

    init(_ rule: AnalysisRule) {
        self.rule = rule
        isCoroutine = rule.number("coroutine") == 1
        coroutines = rule.calls("coroutines")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        let call = summary.calls[Int(candidate.call.call)]
        guard call.step > 0 else { return none }
        if isCoroutine {
            if !givesCoroutine(candidate.call, call, in: context) { return none }
        } else if case .function(let own) = context.program.target(of: candidate.call) {
            context.doubt("\(context.title(of: own)) is the project's own, and may keep what it makes", at: context.program.location(of: own))
            return none
        }
        let trace = UseTrace(call: candidate.call, rule: rule, summary: summary, context: context)
        if let exempting = trace.exempting {
            context.explain("nothing need be kept after \(context.title(of: exempting))", at: context.program.location(of: exempting))
            return none
        }
        var isUnresolved = false
        if rule.number("handled") == 1 {
            let given = WorkGiven(candidate.call, all: rule.number("inspect") == 1, in: summary, context.program)
            if given.isComplete, let first = given.functions.first, given.functions.allSatisfy({ context.handlesErrors($0) }) {
                context.explain("\(context.title(of: first)) handles all of its errors itself", at: context.program.location(of: first))
                return none
            }
            // What is done is known only while it runs, or looks after some of its errors.
            isUnresolved = rule.number("inspect") != 1 && (given.functions.isEmpty || given.functions.contains(where: context.mayHandleErrors))
        }
        var verdict = settle(trace, context)
        if isUnresolved, verdict.isFinding {
            verdict.severity = .info
            verdict.confidence = .low
            verdict.remark = "unresolved: whether what it is given to do handles its errors"
        }
        return verdict
    }

    private func settle(_ trace: UseTrace, _ context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        switch trace.fate() {
        case .kept(let why):
            clear("it is kept: \(why)", context)
            return none
        case .unknown(let what):
            context.doubt(what)
            return none
        case .dropped(let how):
            if rule.number("inspect") == 1, trace.isLookedAtElsewhere {
                context.doubt("what was given to the call is looked at elsewhere")
                return none
            }
            return finding(how, context)
        case .condition:
            return isCoroutine ? finding("is taken as a condition, which always holds", context) : none
        case .held(let variable, let step):
            return settle(heldBy: variable, from: step, trace, context)
        }
    }

    /// Whether the call makes a coroutine, of the project's own or of a function the rule knows, that only runs when it is awaited.
    private func givesCoroutine(_ ref: CallRef, _ call: SummaryCall, in context: AnalysisContext) -> Bool {
        if !call.flags.contains(.isAwaited), context.isMatch(ref, coroutines) { return true }
        guard !call.flags.contains(.isAwaited), case .function(let function) = context.program.target(of: ref), let record = context.record(of: function) else {
            context.dismiss("the call arrives at no function of the project")
            return false
        }
        guard record.flags.contains(.isAsync), !record.flags.contains(.isGenerator) else {
            context.dismiss("\(context.title(of: function)) is no coroutine function", at: context.program.location(of: function))
            return false
        }
        if record.ownerClass != 0, let home = context.program.summary(of: function.file), home.functions.contains(where: {
            $0.name == record.name && $0.ownerClass != 0 && $0.ownerClass != record.ownerClass && !$0.flags.contains(.isAsync)
        }) {
            context.dismiss("\(context.title(of: function)) has a namesake beside it that is no coroutine function", at: context.program.location(of: function))
            return false
        }
        let decorators = context.decorators(of: function).map { context.program.names.text($0) }
        guard decorators.allSatisfy(Self.isTransparent) else {
            context.dismiss("\(context.title(of: function)) is decorated, so calling it may do anything")
            return false
        }
        return true
    }

    private static func isTransparent(_ decorator: String) -> Bool {
        ["staticmethod", "classmethod", "abc.abstractmethod", "abstractmethod", "typing.override", "override", "functools.wraps", "typing.final", "final"]
            .contains(decorator)
    }

    /// Coroutines are awaited all over a program: only one that is not is worth a word.
    private func clear(_ why: String, _ context: AnalysisContext) { context.explain(why, bearing: isCoroutine ? .beside : .answer) }

    private func finding(_ how: String, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.variables["HOW"] = how
        context.explain("it \(how)")
        return verdict
    }

    private func settle(heldBy variable: UInt32, from step: Int, _ trace: UseTrace, _ context: AnalysisContext) -> Verdict {
        let summary = trace.summary
        let name = summary.text(summary.variables[Int(variable)].name)
        guard let function = trace.function, summary.isLocal(variable, to: function) else {
            clear("\(name) outlives the call of the function", context)
            return Verdict(isFinding: false)
        }
        let reference = FunctionRef(file: trace.call.file, function: function)
        if context.isCaptured(variable, outOf: reference, summary) {
            context.doubt("a function defined in it uses \(name)")
            return Verdict(isFinding: false)
        }
        if trace.isGivenFromElsewhere || trace.areOthersRead(after: step, but: variable) {
            context.doubt("what was given to the call is still held elsewhere")
            return Verdict(isFinding: false)
        }
        guard let graph = context.flowGraph(of: reference) else { return Verdict(isFinding: false) }
        let way = graph.way(from: step, along: { $0.kind != .exception && $0.kind != .cancelled }) { at in
            let step = summary.steps[at]
            if trace.reads(step, [variable]) { return .settles }
            if step.kind == .bind || step.kind == .delete, step.target.kind == .local, step.target.index == variable { return .loses }
            return .none
        }
        guard let way else {
            clear("\(name) is read on every way", context)
            return Verdict(isFinding: false)
        }
        let readers = context.body(of: reference, summary).uses(in: summary).steps(reading: .local(variable)).map(Int.init)
        let isNeverRead = !readers.contains { $0 != step && trace.reads(summary.steps[$0], [variable]) }
        if isNeverRead {
            var verdict = finding(name == "_" || name.isEmpty ? "is thrown away" : "is bound to `\(name)`, which nothing reads", context)
            if !name.hasPrefix("_"), !isCoroutine, rule.number("inspect") != 1, rule.number("part") == nil, trace.waits(after: step) {
                context.explain("\(name) holds it while the function waits")
                verdict.severity = .info
                verdict.confidence = .low
            }
            return verdict
        }
        var verdict = finding("is bound to `\(name)`, which is not read on every way", context)
        // Which ways can be gone together is not known.
        verdict.severity = .info
        verdict.confidence = .low
        if let loser = way.loser { verdict.variables["LINE"] = String(summary.steps[loser].line) }
        return verdict
    }
}
