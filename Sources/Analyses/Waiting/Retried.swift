internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a loop that tries the same again after an error does so at once, for ever, or as all others do.
///
/// A retry is a loop around a `try` whose success leaves the loop and whose handler goes on with the next turn, with nothing changed of what is tried.
struct Retried: Analysis {
    private let rule: AnalysisRule

    init(_ rule: AnalysisRule) { self.rule = rule }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        guard let summary = context.program.summary(of: candidate.call.file) else { return Verdict(isFinding: false) }
        let places = context.places(in: candidate.call.file, summary)
        guard places.hasStep(at: candidate.start) else { return declared() }
        guard let place = StepPlace(candidate, in: context), summary.steps[place.step].kind == .loop, let graph = context.flowGraph(of: place.function) else {
            context.dismiss("it is no loop of a function")
            return Verdict(isFinding: false)
        }
        guard let retry = Retry(place, graph, rule, context) else { return Verdict(isFinding: false) }
        var verdict = Verdict(isFinding: true)
        switch retry.fault {
        case nil:
            context.explain("it waits between the tries, and not as long as all others")
            return Verdict(isFinding: false)
        case .noDelay(let isEndless):
            verdict.variables["HOW"] = isEndless ? "at once and for ever" : "at once"
            verdict.isLowered = !isEndless
        case .sameDelay(let line, let isEndless):
            verdict.variables["HOW"] = "after the same pause as all others (line \(line))" + (isEndless ? ", for ever" : "")
            verdict.severity = .info
        }
        return verdict
    }

    /// A decorator that was matched as one that says too little.
    private func declared() -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.variables["HOW"] = "at once and for ever, unless it is told when to wait and when to stop"
        return verdict
    }
}

/// A loop that tries again what failed.
struct Retry {
    enum Fault {
        case noDelay(isEndless: Bool)
        /// The pause is the same for everybody who failed at the same time.
        case sameDelay(line: Int, isEndless: Bool)
    }
    private(set) var fault: Fault?

    private let place: StepPlace
    private let rule: AnalysisRule
    private let context: AnalysisContext
    private var summary: FileSummary { place.summary }
    private var steps: [SummaryStep] { place.summary.steps }

    /// Nil when the loop is no retry.
    init?(_ place: StepPlace, _ graph: FlowGraph, _ rule: AnalysisRule, _ context: AnalysisContext) {
        (self.place, self.rule, self.context) = (place, rule, context)
        let loop = steps[place.step], inside = place.tree.inside(place.step)
        guard loop.flags.contains(.isWhile) || isCount(loop.value) else {
            context.dismiss("each turn is about something else")
            return nil
        }
        var tries = 0
        for opener in inside where steps[opener].kind == .try {
            tries += 1
            if tries > Self.mostTries { break }
            guard place.tree.structures(around: opener).first(where: { steps[$0].kind == .loop }) == place.step else { continue }
            let borders = place.borders(of: opener)
            guard let first = borders.first, first < inside.upperBound else { continue }
            let body = place.tree.inside(opener).lowerBound..<first
            guard let remote = body.first(where: isRemote), isLeft(after: body, graph) else { continue }
            for border in borders where border < inside.upperBound && steps[border].kind == .except && isFailure(steps[border]) {
                if let fault = fault(of: border, opener, body, remote, graph) {
                    self.fault = fault
                    return
                }
            }
            if fault == nil, borders.contains(where: { $0 < inside.upperBound && steps[$0].kind == .except }) { return }
        }
        context.dismiss("nothing is tried again in it")
        return nil
    }

    /// What has more of them in it tries nothing again as a whole.
    private static let mostTries = 100

    /// Whether a loop counts its turns: `range(3)`, `0..<3`, `itertools.count()`.
    private func isCount(_ value: SummaryValue) -> Bool {
        switch value.kind {
        case .call: return isNamed(value.index, "counts")
        case .expression:
            guard let expression = summary.expression(value), expression.kind == .binary else { return false }
            return ["..<", "..."].contains(summary.text(expression.string))
        default: return false
        }
    }

    private func isNamed(_ call: UInt32, _ list: String) -> Bool {
        guard call < summary.calls.count else { return false }
        return context.isMatch(CallRef(file: place.function.file, call: call), rule.calls(list))
            || context.isMatch(context.program.names.intern(summary.strings[summary.calls[Int(call)].method]), rule.calls(list))
    }

    /// Whether a step calls something far away: it is awaited, or known to be.
    private func isRemote(_ at: Int) -> Bool {
        let step = steps[at]
        guard step.kind == .call, step.value.kind == .call else { return false }
        if isNamed(step.value.index, "near") { return false }
        return summary.calls[Int(step.value.index)].flags.contains(.isAwaited) || isNamed(step.value.index, "remote")
    }

    /// Whether what succeeds leaves the loop: no way leads from the end of the body back to it without an error.
    private func isLeft(after body: Range<Int>, _ graph: FlowGraph) -> Bool {
        let inside = place.tree.inside(place.step)
        var leaves = false
        let arrival = graph.arrive(from: graph.starts(behind: body.lowerBound), onlyFirst: true) { at in
            if !inside.contains(at) {
                leaves = true
                return false
            }
            return at == body.lowerBound ? true : nil
        }
        return arrival.step == nil && (leaves || arrival.returns)
    }

    /// Whether a handler is for what peers and networks do.
    private func isFailure(_ step: SummaryStep) -> Bool {
        if summary.takesErrors(step) || step.flags.contains(.coversAll) { return true }
        let types = summary.expression(step.value)?.kind == .collection ? Array(summary.operands(of: step.value)) : [step.value]
        return types.contains { type in
            let name = context.program.names.intern(summary.strings[type.string])
            return type.string != 0 && context.isMatch(name, rule.calls("failures"))
        }
    }

    /// What is wrong with how a handler goes on; nil when it does not, or when nothing is.
    private func fault(of handler: Int, _ opener: Int, _ body: Range<Int>, _ remote: Int, _ graph: FlowGraph) -> Fault? {
        let part = place.part(handler, of: opener), inside = place.tree.inside(place.step)
        if let slow = body.first(where: { pausesBelow($0) }) {
            context.explain("\(context.title(of: place.reference(slow))) waits by itself")
            return nil
        }
        if let pause = inside.first(where: { !body.contains($0) && !part.contains($0) && isPause($0) }) {
            context.explain("line \(steps[pause].line) waits in some turns")
            return nil
        }
        if changes(part, whatIsReadIn: body) {
            context.explain("the handler at line \(steps[handler].line) changes what is tried")
            return nil
        }
        var isDelayed = false, pauses: [Int] = [], goesOn = false, ends = false
        let again = graph.arrive(from: graph.starts(behind: handler)) { at in
            if !inside.contains(at) {
                ends = true
                return false
            }
            if at == body.lowerBound {
                goesOn = true
                return true
            }
            if place.call(at) != nil, context.neverReturns(place.reference(at)) {
                ends = true
                return false
            }
            if isPause(at) {
                isDelayed = true
                pauses.append(at)
                return false
            }
            return nil
        }
        // A handler that raises, or leaves, on a condition counts the tries.
        ends = ends || again.returns || part.contains { [.raise, .return, .break].contains(steps[$0].kind) }
        let isEndless = isEndlessLoop && !ends
        // Tries that are counted need no pause after the last: `if n < tries - 1: sleep`.
        if goesOn, !steps[place.step].flags.contains(.isWhile), let pause = part.first(where: isPause) {
            (goesOn, isDelayed) = (false, true)
            pauses.append(pause)
        }
        if goesOn { return .noDelay(isEndless: isEndless) }
        guard isDelayed, let pause = pauses.first, isSame(pause) else { return nil }
        return .sameDelay(line: Int(steps[pause].line), isEndless: isEndless)
    }

    /// Whether what is tried waits by itself: a function of the project that pauses, or one that calls such a one.
    private func pausesBelow(_ at: Int, depth: Int = 2) -> Bool {
        guard place.call(at) != nil, let callee = context.callee(of: place.reference(at)) else { return false }
        var open = [(callee, depth)], isSeen: Set<FunctionRef> = [callee]
        while let (function, depth) = open.popLast() {
            guard let home = context.program.summary(of: function.file) else { continue }
            for call in context.calls(of: function) {
                if context.isMatch(call, rule.calls("pauses")) || home.text(home.calls[Int(call.call)].method).hasSuffix("sleep") { return true }
                if depth > 1, let next = context.callee(of: call), isSeen.insert(next).inserted { open.append((next, depth - 1)) }
            }
        }
        return false
    }

    private var isEndlessLoop: Bool {
        let loop = steps[place.step]
        if loop.flags.contains(.isEndless) { return true }
        return loop.value.kind == .call && !loop.flags.contains(.isWhile) && summary.calls[Int(loop.value.index)].argumentCount == 0
    }

    /// Whether a handler binds or stores something that what is tried reads.
    private func changes(_ part: Range<Int>, whatIsReadIn body: Range<Int>) -> Bool {
        let loop = place.tree.inside(place.step)
        // The loop's own variable, read by what is tried: another thing at each turn.
        let variables = loop.prefix(while: { steps[$0].kind == .bind }).map { steps[$0].target }
        // What is tried goes on to the next itself: `turn = (turn + 1) % len(proxies)`.
        let advanced = body.compactMap { at -> SummaryValue? in
            let step = steps[at]
            return step.kind == .bind && summary.mentions(step.value) { summary.isSame($0, step.target) } ? step.target : nil
        }
        let changed = advanced + part.compactMap { at -> SummaryValue? in
            let step = steps[at]
            return step.kind == .bind || step.kind == .store || step.kind == .delete ? step.target : nil
        } + (steps[place.step].flags.contains(.isWhile) ? [] : variables)
        return changed.contains { target in
            body.contains { at in
                guard place.call(at) != nil, !isPause(at), !isNamed(steps[at].value.index, "near") else { return false }
                return summary.reads(steps[at]) { summary.isSame($0, target) }
            }
        }
    }

    private func isPause(_ at: Int) -> Bool {
        let step = steps[at]
        if step.kind == .call, step.value.kind == .call { return isNamed(step.value.index, "delays") }
        return false
    }

    /// Whether a pause is as long for everybody: made of numbers and counters alone.
    private func isSame(_ pause: Int) -> Bool {
        guard let call = place.call(pause), isNamed(steps[pause].value.index, "pauses"), let length = summary.arguments(of: call).first?.value else { return false }
        var open = [length], seen: Set<UInt32> = []
        while let value = open.popLast() {
            switch value.kind {
            case .number, .none, .string, .boolean: continue
            case .local:
                guard summary.isLocal(value.index, to: place.function.function), !summary.variables[Int(value.index)].flags.contains(.isParameter) else { return false }
                guard seen.insert(value.index).inserted else { continue }
                for step in steps[place.range] where step.kind == .bind && step.target.kind == .local && step.target.index == value.index { open.append(step.value) }
            case .call:
                guard isNamed(value.index, "arithmetic") || isNamed(value.index, "counts") else { return false }
                open += summary.arguments(of: summary.calls[Int(value.index)]).map(\.value)
            case .expression:
                switch summary.expression(value)?.kind {
                case .binary, .unary, .item, .conditional, .choice: open += summary.operands(of: value)
                default: return false
                }
            default: return false
            }
        }
        return true
    }
}
