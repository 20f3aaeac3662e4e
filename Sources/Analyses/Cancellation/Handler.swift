internal import Linking
internal import Rules
internal import Semantics

/// A handler that takes being cancelled (an `except`, or a `with` that suppresses), and what the body it is for waits for.
struct Handler {
    private let place: StepPlace
    private let rule: AnalysisRule
    private let context: AnalysisContext
    private let opener: Int
    private let body: Range<Int>
    /// Its own steps; empty for a `with`.
    private let steps: Range<Int>
    private var summary: FileSummary { place.summary }

    /// Nil when an earlier handler takes it.
    init?(_ place: StepPlace, _ rule: AnalysisRule, _ context: AnalysisContext) {
        (self.place, self.rule, self.context) = (place, rule, context)
        guard place.summary.steps[place.step].kind == .except, let opener = place.tree.opener(of: place.step) else {
            opener = place.step
            body = place.tree.inside(place.step)
            steps = body.upperBound..<body.upperBound
            return
        }
        self.opener = opener
        let borders = place.borders(of: opener)
        body = place.tree.inside(opener).lowerBound..<(borders.first ?? place.step)
        steps = place.part(place.step, of: opener)
        for border in borders where border < place.step && place.summary.steps[border].kind == .except {
            if place.summary.takesCancellation(place.summary.steps[border]) { return nil }
        }
    }

    /// The steps of the body that wait, and whose being cancelled is not taken further inside.
    var waits: [Int] {
        let takers = body.filter { place.range.contains($0) && isTaking(try: $0) }.map { place.tree.inside($0).lowerBound..<(place.borders(of: $0).first ?? $0) }
        return body.filter { at in place.suspends(at, in: context) && !takers.contains { $0.contains(at) } }
    }

    private func isTaking(try at: Int) -> Bool {
        guard summary.steps[at].kind == .try else { return false }
        return place.borders(of: at).contains { border in
            border < place.range.upperBound && summary.steps[border].kind == .except && summary.takesCancellation(summary.steps[border])
                && !place.part(border, of: at).contains { summary.steps[$0].kind == .raise }
        }
    }

    /// Why the handler knows what it does; nil when nothing says so. One that raises under a condition has thought of it, and so has one
    /// that asks how often the task was cancelled, or cancels it again.
    var deliberate: String? {
        if steps.contains(where: { summary.steps[$0].kind == .raise && place.tree.section(of: $0) != place.step }) { return "it raises again on a condition" }
        if isFlagged { return "it raises again behind the handler, where a flag says so" }
        for at in steps where place.call(at) != nil {
            if isNamed(at, "raises") || context.neverReturns(place.reference(at)) { return "\(title(at)) may raise it again" }
            if isNamed(at, "asks") { return "it asks whether the task was cancelled" }
        }
        return nil
    }

    /// `except CancelledError: is_cancelled = True`, and later `if is_cancelled: raise CancelledError`.
    private var isFlagged: Bool {
        let flags = steps.compactMap { at -> UInt32? in
            let step = summary.steps[at]
            guard step.kind == .bind, step.target.kind == .local, step.value.kind == .boolean, summary.text(step.value.string) == "True" else { return nil }
            return step.target.index
        }
        return !flags.isEmpty && place.range.contains { at in
            guard at >= steps.upperBound, summary.steps[at].kind == .raise, let section = place.tree.section(of: at), summary.steps[section].kind == .branch else { return false }
            return summary.mentions(summary.steps[section].value) { $0.kind == .local && flags.contains($0.index) }
        }
    }

    private func title(_ at: Int) -> String { place.call(at).map { summary.text($0.method) } ?? "" }

    private func isNamed(_ at: Int, _ list: String) -> Bool {
        guard let call = place.call(at) else { return false }
        return context.isMatch(place.reference(at), rule.calls(list)) || context.isMatch(context.program.names.intern(summary.strings[call.method]), rule.calls(list))
    }

    /// Whether what was raised is handed to somebody: returned, stored, or given to a call that does not only write it down.
    var isHandedOn: Bool {
        let target = summary.steps[place.step].target
        guard target.kind == .local else { return false }
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && $0.index == target.index }
        return steps.contains { at in
            let step = summary.steps[at]
            switch step.kind {
            case .store, .return, .yield: return summary.mentions(step.value, isIt)
            case .bind: return summary.mentions(step.value, isIt)
            case .call: return !isNamed(at, "logs") && summary.reads(step, isIt)
            default: return false
            }
        }
    }

    /// What the handler does about other errors it takes: `if isinstance(error, ClientError) and …: continue`.
    private var forOthers: [Range<Int>] {
        steps.filter { summary.steps[$0].kind == .branch && asksForOther(summary.steps[$0].value) }.map { place.tree.part($0) }
    }

    private func asksForOther(_ condition: SummaryValue) -> Bool {
        if let expression = summary.expression(condition), expression.kind == .choice, summary.text(expression.string) == "and" {
            return summary.operands(of: condition).contains(where: asksForOther)
        }
        guard condition.kind == .call, case let call = summary.calls[Int(condition.index)], summary.text(call.callee) == "isinstance",
            let kind = summary.arguments(of: call).dropFirst().first?.value
        else { return false }
        return !summary.mentions(kind) { value in
            let name = summary.endName(of: value)
            return name == "CancelledError" || name == "BaseException" || value.kind == .local
        }
    }

    /// What becomes of the task behind the handler.
    enum Fate {
        /// A loop has another turn.
        case turns(line: Int, isEndless: Bool)
        /// It waits for something else.
        case goesOn(line: Int)
        /// It returns, and its result is for somebody.
        case givesResult
        case returns
    }

    /// Nil when every way out of the handler raises.
    func fate(in graph: FlowGraph) -> Fate? {
        let isSuppressing = steps.isEmpty && opener == place.step
        let starts = isSuppressing ? graph.starts(atExitOf: opener) : graph.starts(behind: place.step)
        let others = forOthers
        let leaving = graph.arrive(from: starts, onlyFirst: true) { at in
            if others.contains(where: { $0.contains(at) }) { return false }
            if steps.contains(at) || place.isInFinally(at) { return nil }
            return true
        }
        guard leaving.step != nil || leaving.returns else { return nil }
        let next = graph.arrive(from: starts, onlyFirst: true) { at in
            if others.contains(where: { $0.contains(at) }) { return false }
            guard !steps.contains(at), !place.isInFinally(at), place.suspends(at, in: context) else { return nil }
            return isCleanup(at) ? nil : true
        }
        if let wait = next.step {
            let loops = place.tree.structures(around: opener).filter { summary.steps[$0].kind == .loop }
            if let loop = loops.first(where: { place.tree.inside($0).contains(wait) && wait < steps.upperBound }) {
                return .turns(line: Int(summary.steps[loop].line), isEndless: summary.steps[loop].flags.contains(.isEndless))
            }
            // The task's own loop is over, and what follows says good-bye.
            let isLeft = body.contains { summary.steps[$0].kind == .loop } || steps.contains { summary.steps[$0].kind == .break }
            let isOver = isLeft && !place.tree.structures(around: wait).contains { summary.steps[$0].kind == .loop }
            if !isOver { return .goesOn(line: Int(summary.steps[wait].line)) }
        }
        return givesResult ? .givesResult : .returns
    }

    /// Whether an await only puts things away.
    private func isCleanup(_ at: Int) -> Bool {
        let step = summary.steps[at]
        guard step.kind == .await, step.value.kind == .call else { return false }
        let call = summary.calls[Int(step.value.index)]
        return context.isMatch(CallRef(file: place.function.file, call: step.value.index), rule.calls("cleanups"))
            || context.isMatch(context.program.names.intern(summary.strings[call.method]), rule.calls("cleanups"))
    }

    /// Whether the function returns values, and a coroutine of its file makes use of them.
    private var givesResult: Bool {
        let known = context.body(of: place.function, summary)
        if let found = known.givesResult { return found }
        let found = isResultUsed
        known.givesResult = found
        return found
    }

    private var isResultUsed: Bool {
        let name = place.record.name
        let isUsed = summary.calls.indices.contains { number in
            let call = summary.calls[number]
            return name != 0 && call.method == name && call.flags.isSuperset(of: [.isAwaited, .isResultUsed])
                && context.callee(of: CallRef(file: place.function.file, call: UInt32(number))) == place.function
        }
        return isUsed && place.range.contains { at in
            let step = summary.steps[at]
            guard step.kind == .return else { return false }
            return step.value.kind != .none && !(step.value.kind == .unknown && step.value.string == 0)
        }
    }
}
