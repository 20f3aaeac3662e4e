internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether what a call gives is released: on every way out of the function that has it, or by the class that keeps it.
struct Released: Analysis {
    private let lists: ReleaseLists
    private let plain: KnowledgeID
    private let rule: AnalysisRule
    /// Whether a variable is released in the function asked about last.
    private var releasedMakers: (function: FunctionRef, known: [UInt32: Bool])?

    init(_ rule: AnalysisRule) {
        self.rule = rule
        lists = ReleaseLists(rule)
        plain = rule.calls("plain")
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        if context.isMatch(candidate.call, plain) { return finding("as it has to be", context) }
        let call = summary.calls[Int(candidate.call.call)]
        if !context.isEmpty(lists.makes), !Factories(context: context, lists: lists).isMaker(candidate.call) {
            context.dismiss("it makes nothing that has to be released")
            return none
        }
        if rule.number("endless") == 1, !isEndless(candidate.call, summary, context) {
            context.dismiss("the work it starts is not known to go on for ever")
            return none
        }
        let isCall: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == candidate.call.call }
        guard call.step > 0 else {
            guard let duty = ClassDuty(ofDefault: isCall, made: candidate.call, lists, in: summary, context) else { return none }
            return verdict(of: duty, madeBy: candidate.call, context)
        }
        guard call.function > 0 else {
            context.explain("it is made once, at the top of the file, and lives as long as the program")
            return none
        }
        guard rule.number("parts") == 1, let count = parts(of: isCall, summary, call.function - 1) else {
            return settle(candidate.call, isOrigin: isCall, summary, context)
        }
        for part in 0..<count {
            let verdict = settle(candidate.call, isOrigin: { summary.isPart(part, of: isCall, $0) }, summary, context)
            if verdict.isFinding { return verdict }
        }
        return none
    }

    /// How many parts a value is taken apart into; nil when it is not.
    private func parts(of isCall: (SummaryValue) -> Bool, _ summary: FileSummary, _ function: UInt32) -> UInt32? {
        summary.steps[summary.stepRange(of: function)].compactMap { step in
            guard step.kind == .bind || step.kind == .store, let expression = summary.expression(step.value), expression.kind == .part,
                summary.isPart(expression.number, of: isCall, step.value)
            else { return nil }
            return expression.number + 1
        }.max()
    }

    /// Whether the work a call is given has a loop without an end.
    private func isEndless(_ call: CallRef, _ summary: FileSummary, _ context: AnalysisContext) -> Bool {
        WorkGiven(call, all: false, in: summary, context.program).functions.contains { function in
            guard let home = context.program.summary(of: function.file) else { return false }
            return home.loopsForEver(function.function)
        }
    }

    // MARK: One function

    private mutating func settle(_ call: CallRef, isOrigin: @escaping (SummaryValue) -> Bool, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: call), let graph = context.flowGraph(of: function) else { return none }
        let dealings = ParameterDealings(context: context, lists: lists)
        let custody = Custody(
            of: function, lists, in: context, summary, isUnclosedByWith: context.isMatch(call, lists.unclosed), roots: [.call(call.call)], isOneOfMany: true,
            isOrigin: isOrigin
        ) { dealings.dealing(of: $0, parameter: $1) }
        if let duty = ClassDuty(keptBy: custody, from: start(of: call, summary), made: call, in: function) { return verdict(of: duty, madeBy: call, context) }
        if rule.number("kept") == 1 {
            context.dismiss("no object keeps it")
            return none
        }
        if custody.isCaptured {
            context.doubt("a function defined in it has it, too")
            return none
        }
        if isReleasedByMaker(of: call, custody, summary) {
            context.explain("what it comes from is released here, and releases it")
            return none
        }
        if isChosenByCompiler(call, custody, summary) {
            context.doubt("which of the alternatives is compiled is not known")
            return none
        }
        var best = custody.dealings
        if best.best == .closes, context.isContextManager(function) {
            // What stands in the `with` has it for that long, and its errors come back here.
            best = best.lessening { summary.steps[$0].kind == .yield }
        }
        if best.best >= .hands, custody.isPerhapsBound {
            context.doubt("it is one of several alternatives, and released or handed on at one place")
            return none
        }
        let way = WayOfRelease(custody, graph, from: start(of: call, summary), dealings: best)
        guard let found = way.unreleased(errors: rule.number("errors") ?? 2) else {
            if best.best == .closes {
                context.explain("it is released, or handed on, on every way out")
            } else {
                context.doubt("it is handed on, and to be released by whoever gets it")
            }
            return none
        }
        var verdict = finding(found.words, context)
        if found.isNote { verdict.severity = .info }
        return verdict
    }

    /// Whether it is bound in one part of an `#if`, where nothing reads it: what comes behind `#endif` has that of another part.
    private func isChosenByCompiler(_ call: CallRef, _ custody: Custody, _ summary: FileSummary) -> Bool {
        guard summary.language == .swift, !custody.variables.isEmpty else { return false }
        let start = Int(summary.calls[Int(call.call)].step) - 1, tree = custody.body.tree
        let isInDirective = tree.structures(around: start).contains { summary.steps[$0].kind == .branch && summary.steps[$0].value.kind == .unknown }
        let uses = custody.body.uses(in: summary)
        return isInDirective && custody.variables.allSatisfy { uses.steps(reading: .local($0)).isEmpty }
    }

    /// The step from which on there is something to release.
    private func start(of call: CallRef, _ summary: FileSummary) -> Int {
        let at = Int(summary.calls[Int(call.call)].step) - 1
        guard at + 1 < summary.steps.count, summary.steps[at + 1].kind == .await, case let value = summary.steps[at + 1].value, value.kind == .call,
            value.index == call.call
        else { return at }
        return at + 1
    }

    /// Whether what the candidate is called on is released in the same function, and takes it along.
    private mutating func isReleasedByMaker(of call: CallRef, _ custody: Custody, _ summary: FileSummary) -> Bool {
        guard rule.number("by-maker") == 1 else { return false }
        let maker = summary.calls[Int(call.call)].receiver
        guard maker.kind == .local else { return false }
        let function = FunctionRef(file: call.file, function: custody.body.function)
        if releasedMakers?.function != function { releasedMakers = (function, [:]) }
        if let known = releasedMakers?.known[maker.index] { return known }
        let found = isReleased(maker, in: custody, call.file, summary)
        releasedMakers?.known[maker.index] = found
        return found
    }

    private func isReleased(_ maker: SummaryValue, in custody: Custody, _ file: Int32, _ summary: FileSummary) -> Bool {
        let uses = custody.body.uses(in: summary)
        return (uses.steps(reading: .local(maker.index)) + uses.binds(of: maker.index)).contains { at in
            let step = summary.steps[Int(at)]
            switch step.kind {
            case .bind where step.target.kind == .local && step.target.index == maker.index: return summary.expression(step.value)?.kind == .entered
            case .with: return step.value.kind == .local && step.value.index == maker.index
            case .call where step.value.kind == .call:
                let other = summary.calls[Int(step.value.index)]
                return other.receiver.kind == .local && other.receiver.index == maker.index
                    && context(custody).isMatchByMethod(CallRef(file: file, call: step.value.index), lists.closes)
            default: return false
            }
        }
    }

    private func context(_ custody: Custody) -> AnalysisContext { custody.context }

    // MARK: Verdicts

    private func verdict(of duty: ClassDuty, madeBy call: CallRef, _ context: AnalysisContext) -> Verdict {
        switch duty.answer() {
        case .discharged(let who):
            context.explain(who)
            return Verdict(isFinding: false)
        case .handed(let whom):
            context.doubt(whom)
            return Verdict(isFinding: false)
        case .asked(let line):
            context.dismiss("it is the same duty as that of line \(line)")
            return Verdict(isFinding: false)
        case .open(let words, let remark):
            let worth = context.isMatch(call, lists.collected) ? min(rule.number("objects") ?? 2, 1) : rule.number("objects") ?? 2
            guard worth > 0 else {
                context.doubt("an object keeps it")
                return Verdict(isFinding: false)
            }
            var verdict = finding(words, context)
            verdict.variables["WHAT"] = duty.title
            if worth == 1 { verdict.severity = .info }
            if let remark {
                verdict.isLowered = true
                verdict.remark = remark
            }
            return verdict
        }
    }

    private func finding(_ how: String, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["HOW": how, "WHAT": ""]
        context.explain("it is not released \(how)")
        return verdict
    }
}
