internal import Linking
internal import Semantics

/// What gives back a pair's half later, or under a condition that knows whether it is held: closures that release it, and conditions on a flag.
struct LaterRelease {
    private let conditional: ConditionalRelease
    private var steps: Set<Int> = []
    /// Whether a function defined inside releases it.
    private(set) var isThere = false

    init(of pair: Pair, from start: Int, in function: UInt32) {
        let summary = pair.summary, reference = FunctionRef(file: pair.file, function: function), body = pair.context.body(of: reference, summary)
        conditional = ConditionalRelease(
            from: start, in: body, summary, releasing: pair.releasing,
            asks: { pair.isSame($0, pair.receiver) || $0.kind == .call && pair.isSame(summary.calls[Int($0.index)].receiver, pair.receiver) },
            isKnown: { pair.isSame($0, $1) || summary.isWrittenSame($0, $1) }
        )
        let closures = Set(pair.context.outline(of: pair.file, summary).functions(inside: function).filter { pair.isGivenBack(by: $0) })
        guard !closures.isEmpty else { return }
        isThere = true
        settle(closures, pair, start, body.range)
    }

    func settles(_ step: Int) -> Bool { steps.contains(step) || conditional.contains(step) }

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
}
