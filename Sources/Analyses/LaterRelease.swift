internal import Linking
internal import Semantics

/// What gives back a pair's half later, or under a condition that knows whether it is held: closures that release it, and conditions on a flag.
struct LaterRelease {
    private var steps: Set<Int> = []
    /// Whether a function defined inside releases it.
    private(set) var isThere = false

    init(of pair: Pair, from start: Int, in function: UInt32) {
        let summary = pair.summary, range = summary.stepRange(of: function)
        let tree = StepTree(range, in: summary.steps)
        let known = tree.sections(around: start).filter { summary.steps[$0].kind == .branch }.map { summary.steps[$0].value }
        for at in range where pair.releases(summary.steps[at]) {
            for section in tree.sections(around: at) {
                guard let opener = tree.opener(of: section), summary.steps[opener].kind == .branch, opener > start else { continue }
                let condition = summary.steps[opener].value
                if known.contains(where: { pair.isSame($0, condition) }) || Self.isFlag(condition, pair, range, function) { steps.insert(opener) }
            }
        }
        let closures = Set(summary.functions.indices.map(UInt32.init).filter { inner in
            summary.isNested(inner, in: function) && pair.isGivenBack(by: inner)
        })
        guard !closures.isEmpty else { return }
        isThere = true
        settle(closures, pair, start, range)
    }

    func settles(_ step: Int) -> Bool { steps.contains(step) }

    /// The steps that mention a closure, or a name one is bound to; all of them when no mention is understood, or when what gives it back
    /// was handed out before: then this is how the function waits for it.
    private mutating func settle(_ closures: Set<UInt32>, _ pair: Pair, _ start: Int, _ range: Range<Int>) {
        let summary = pair.summary
        let around = Set(summary.functions.indices.map(UInt32.init).filter { inner in closures.contains { $0 == inner || summary.isNested($0, in: inner) } })
        let isIt: (SummaryValue) -> Bool = { value in
            if value.kind == .closure { return around.contains(value.index) }
            guard value.kind == .local || value.kind == .name, let named = pair.context.program.function(for: value, in: pair.file) else { return false }
            return named.file == pair.file && around.contains(named.function)
        }
        let mentions = range.filter { summary.steps[$0].kind != .bind && summary.reads(summary.steps[$0], isIt) }
        steps.formUnion(mentions.first.map { $0 > start } ?? false ? mentions : Array(range))
    }

    /// Whether a condition asks for what was acquired itself, or for a variable that is set to say so.
    private static func isFlag(_ condition: SummaryValue, _ pair: Pair, _ range: Range<Int>, _ function: UInt32) -> Bool {
        let summary = pair.summary
        return summary.mentions(condition) { value in
            if pair.isSame(value, pair.receiver) { return true }
            if value.kind == .call, pair.isSame(summary.calls[Int(value.index)].receiver, pair.receiver) { return true }
            guard value.kind == .local else { return false }
            return range.contains { at in
                let step = summary.steps[at]
                guard step.kind == .bind, step.target.kind == .local, step.target.index == value.index else { return false }
                if step.value.kind == .boolean || step.value.kind == .none { return true }
                return summary.mentions(step.value) { $0.kind == .call && pair.isSame(summary.calls[Int($0.index)].receiver, pair.receiver) }
            }
        }
    }
}
