internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a loop asks a peer about one thing after the other, where no turn needs what another one got.
struct Serial: Analysis {
    private let rule: AnalysisRule
    /// Of the loop asked about last: its candidates come one after the other.
    private var turn: Turn?

    init(_ rule: AnalysisRule) { self.rule = rule }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let function = context.function(around: candidate.call), let summary = context.program.summary(of: candidate.call.file) else { return none }
        let flags = summary.functions[Int(function.function)].flags, call = summary.calls[Int(candidate.call.call)]
        guard flags.contains(.isAsync), !flags.contains(.isGenerator), call.step > 0 else {
            context.dismiss("it stands in no plain coroutine function")
            return none
        }
        let tree = context.body(of: function, summary).tree, wait = Int(call.step) - 1
        let around = tree.structures(around: wait).first { [.loop, .comprehension].contains(summary.steps[$0].kind) }
        guard let loop = around, summary.steps[loop].kind == .loop, summary.steps[loop].flags.isDisjoint(with: [.isWhile, .isAsync]) else {
            context.dismiss("no loop over things that are there beforehand is around it")
            return none
        }
        let turn = self.turn.flatMap { $0.isAbout(loop, of: function) ? $0 : nil } ?? Turn(StepPlace(step: loop, function: function, summary: summary, tree: tree), rule, context)
        self.turn = turn
        guard turn.isAbout(call) else {
            context.dismiss("it is not given the thing at hand")
            return none
        }
        if let reason = turn.reasonForOrder(of: wait) {
            context.explain(reason)
            return none
        }
        var verdict = Verdict(isFinding: true)
        verdict.variables["WHAT"] = context.title(of: candidate.call)
        return verdict
    }
}

/// What a loop over a collection does for each thing.
private final class Turn {
    let place: StepPlace
    let rule: AnalysisRule
    let context: AnalysisContext
    let inside: Range<Int>
    private var steps: [SummaryStep] { place.summary.steps }
    private var summary: FileSummary { place.summary }

    init(_ place: StepPlace, _ rule: AnalysisRule, _ context: AnalysisContext) {
        (self.place, self.rule, self.context) = (place, rule, context)
        inside = place.tree.inside(place.step)
    }

    /// The loop's own variables.
    private lazy var own: [SummaryValue] = inside.prefix { steps[$0].kind == .bind }.map { steps[$0].target }

    func isAbout(_ loop: Int, of function: FunctionRef) -> Bool { place.step == loop && place.function == function }

    /// Whether a call is given the thing at hand.
    func isAbout(_ call: SummaryCall) -> Bool {
        let items = derived
        return summary.arguments(of: call).contains { argument in
            summary.mentions(argument.value) { value in items.contains { summary.isSame($0, value) } }
        }
    }

    /// The loop's variables, and what is worked out from them.
    private lazy var derived: [SummaryValue] = {
        var all = own
        for at in inside where steps[at].kind == .bind && steps[at].target.kind == .local {
            if summary.mentions(steps[at].value, { value in all.contains { summary.isSame($0, value) } }) { all.append(steps[at].target) }
        }
        return all
    }()

    private func isNamed(_ at: Int, _ list: String) -> Bool {
        guard let call = place.call(at) else { return false }
        return isNamed(call: steps[at].value.index, call, list)
    }

    private func isNamed(call number: UInt32, _ call: SummaryCall, _ list: String) -> Bool {
        context.isMatch(CallRef(file: place.function.file, call: number), rule.calls(list))
            || context.isMatch(context.program.names.intern(summary.strings[call.method]), rule.calls(list))
    }

    /// In words, why the turns have to come one after the other; nil when nothing says so.
    func reasonForOrder(of wait: Int) -> String? {
        if let reason { return reason }
        if let carried = carried(into: wait) { return "\(carried) comes from the turn before" }
        return nil
    }

    /// The same, as far as it does not depend on what is waited for.
    private lazy var reason: String? = {
        for at in inside {
            let step = steps[at]
            switch step.kind {
            case .break, .return, .raise, .yield: return "line \(step.line) ends the loop early"
            case .try: return "errors are handled one by one at line \(step.line)"
            case .with where step.flags.contains(.isAsync) && !isOpen(step): return "line \(step.line) holds something meanwhile"
            case .call where isNamed(at, "pauses"): return "line \(step.line) paces it"
            default: break
            }
        }
        for opener in place.tree.structures(around: place.step) where steps[opener].kind == .with && !isOpen(steps[opener]) {
            return "the scope at line \(steps[opener].line) is held meanwhile"
        }
        return nil
    }()

    /// Whether a `with` only opens a client.
    private func isOpen(_ step: SummaryStep) -> Bool {
        guard step.value.kind == .call else { return false }
        return isNamed(call: step.value.index, summary.calls[Int(step.value.index)], "clients")
    }

    /// The steps of the loop that bind a local, its own variables left aside.
    private lazy var binds: [UInt32: [Int]] = Dictionary(
        grouping: inside.filter { steps[$0].kind == .bind && steps[$0].target.kind == .local && !own.contains(steps[$0].target) }, by: { steps[$0].target.index })

    private lazy var conditions: [SummaryValue] = inside.filter { steps[$0].kind == .branch || steps[$0].kind == .match }.map { steps[$0].value }

    /// Whether a local has something put into it in the loop.
    private lazy var filled: Set<UInt32> = {
        var found: Set<UInt32> = []
        for at in inside {
            if let call = place.call(at), call.receiver.kind == .local, isNamed(at, "fills") { found.insert(call.receiver.index) }
            if steps[at].kind == .store, let base = summary.operands(of: steps[at].target).first, base.kind == .local { found.insert(base.index) }
        }
        return found
    }()

    /// A variable that what is awaited depends on, and that an earlier turn has changed.
    private func carried(into wait: Int) -> String? {
        guard let call = place.call(wait) else { return nil }
        var needed = [call.receiver] + summary.arguments(of: call).map(\.value), seen: Set<UInt32> = []
        // Conditions in the loop decide whether it is asked at all.
        needed += conditions
        while let value = needed.popLast() {
            for local in locals(in: value) where seen.insert(local.index).inserted && !own.contains(where: { summary.isSame($0, local) }) {
                let binds = binds[local.index] ?? []
                guard let first = binds.first else {
                    // What is put into a container in the loop and read from it there.
                    if filled.contains(local.index), local.index != receiverLocal(call) { return name(of: local) }
                    continue
                }
                let isReadFirst = (inside.lowerBound..<first).contains { summary.reads(steps[$0]) { $0.kind == .local && $0.index == local.index } }
                if isReadFirst || steps[first].flags.contains(.isAugmented) || first > wait { return name(of: local) }
                needed += binds.map { steps[$0].value }
            }
        }
        return nil
    }

    private func receiverLocal(_ call: SummaryCall) -> UInt32? { call.receiver.kind == .local ? call.receiver.index : nil }

    private func name(of local: SummaryValue) -> String { summary.text(summary.variables[Int(local.index)].name) }

    private func locals(in value: SummaryValue) -> [SummaryValue] {
        var open = [value], found: [SummaryValue] = []
        while let next = open.popLast() {
            switch next.kind {
            case .local: found.append(next)
            case .expression: open += summary.operands(of: next)
            case .call:
                let call = summary.calls[Int(next.index)]
                open.append(call.receiver)
                if found.count < 64 { open += summary.arguments(of: call).map(\.value) }
            default: break
            }
        }
        return found
    }
}
