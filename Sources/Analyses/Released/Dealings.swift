/// What is done with something that has to be released, from nothing to the best.
enum Dealing: UInt8, Comparable, Sendable {
    case nothing
    /// It is used, and left to who has it.
    case uses
    /// Somebody else has it from here on, or may: it is returned, stored, captured, given to a call of which nothing is known.
    case hands
    case closes

    static func < (a: Dealing, b: Dealing) -> Bool { a.rawValue < b.rawValue }
}

/// What the steps of a function do with something, those that do nothing left out. Plain arrays: many things of one name share all but a few steps.
struct Dealings {
    /// In order.
    private(set) var steps: [Int] = []
    private var kinds: [Dealing] = []
    /// The steps that release it or hand it on, in order.
    private(set) var handing: [Int] = []
    private(set) var best = Dealing.nothing

    subscript(step: Int) -> Dealing {
        let at = steps.partition(before: step)
        return at < steps.count && steps[at] == step ? kinds[at] : .nothing
    }

    /// - Parameter step: one that is not here yet.
    mutating func insert(_ dealing: Dealing, at step: Int) {
        guard dealing > .nothing else { return }
        let at = steps.partition(before: step)
        steps.insert(step, at: at)
        kinds.insert(dealing, at: at)
        if dealing >= .hands { handing.insert(step, at: handing.partition(before: step)) }
        best = max(best, dealing)
    }

    /// The first step after one.
    func first(after step: Int) -> Int? {
        let at = steps.partition(before: step + 1)
        return at < steps.count ? steps[at] : nil
    }

    /// The same, of the steps for which `isMeant` holds as if they only used it.
    func lessening(_ isMeant: (Int) -> Bool) -> Dealings {
        var other = Dealings()
        for (step, kind) in zip(steps, kinds) { other.insert(isMeant(step) ? min(kind, .uses) : kind, at: step) }
        return other
    }
}
