internal import Linking
internal import Semantics

/// What gives back a pair's half later, or under a condition that knows whether it is held: closures that release it, and conditions on a flag.
struct LaterRelease {
    private let conditional: ConditionalRelease
    /// The steps that mention what releases it, in order.
    private let mentions: [Int]
    /// Whether a function defined inside releases it.
    let isThere: Bool
    /// Whether all of the function's steps count: no mention is understood, or what gives it back was handed out before; then this is how
    /// the function waits for it.
    private let isEverywhere: Bool

    init(of pair: Pair, from start: Int, in function: UInt32) {
        let summary = pair.summary, body = pair.context.body(of: FunctionRef(file: pair.file, function: function), summary)
        conditional = ConditionalRelease(
            from: start, in: body, summary, releasing: pair.releasing,
            asks: { pair.isSame($0, pair.receiver) || $0.kind == .call && pair.isSame(summary.calls[Int($0.index)].receiver, pair.receiver) },
            isKnown: { pair.isSame($0, $1) || summary.isWrittenSame($0, $1) }
        )
        let found = pair.releasedLater(in: function)
        isThere = found != nil
        mentions = found ?? []
        isEverywhere = found.map { $0.first.map { $0 <= start } ?? true } ?? false
    }

    func settles(_ step: Int) -> Bool { isEverywhere || mentions.hasSorted(step) || conditional.contains(step) }
}

extension Pair {
    /// The steps of a function that mention a function inside of it that gives it back, in order; nil when none does.
    fileprivate func releasedLater(in function: UInt32) -> [Int]? {
        body.laterSteps(of: receiver, acquire, release, in: summary) {
            let able = context.releases(in: file, summary, release).functions(givingBack: key(of: receiver))
            let closures = able.filter { $0 > 0 && summary.isNested($0 - 1, in: function) && isGivenBack(by: $0 - 1) }.map { $0 - 1 }
            guard !closures.isEmpty else { return nil }
            let outline = context.outline(of: file, summary)
            let around = Set(closures + closures.flatMap { outline.functions(inside: $0) })
            return body.mentions(of: around, in: summary) { value in
                context.program.function(for: value, in: file).flatMap { $0.file == file ? $0.function : nil }
            }
        }
    }
}
