/// Following names to what they mean, each asked once: what keeps circles, long chains and hierarchies cheap, and the answers the same
/// whatever was asked before.
///
/// A meaning that depends on itself, or on a chain of more than `Meaning.limit` names, is poisoned: everything that depends on it is
/// unknown. How long the chain below a meaning is, is remembered with it.
struct Evaluation {
    /// Names being followed right now.
    var depth = 0
    /// The longest chain below what is being asked.
    var reached = 0
    /// Something poisoned was met: the question's answer is unknown.
    var isPoisoned = false
    /// The chain is too long from here, though perhaps not from further down: nothing on the way is remembered.
    var gaveUp = false

    var isLost: Bool { isPoisoned || gaveUp }
}

extension FileModel {
    /// What was found before; nil when it was not asked yet.
    mutating func recall(_ known: Meaning) -> Meaning? {
        switch known.kind {
        case .unasked: return nil
        case .pending, .poisoned:
            evaluation.isPoisoned = true
            return .unknown
        default:
            evaluation.reached = max(evaluation.reached, Int(known.hops))
            return known
        }
    }

    /// Goes one name further; nil when that is too far. What it returns is for `leave`.
    mutating func enter() -> Int? {
        guard evaluation.depth < Meaning.limit else {
            evaluation.gaveUp = true
            return nil
        }
        evaluation.depth += 1
        defer { evaluation.reached = 0 }
        return evaluation.reached
    }

    /// Comes back with a meaning; returns what is to be remembered.
    mutating func leave(_ saved: Int, with meaning: Meaning) -> Meaning {
        evaluation.depth -= 1
        let length = evaluation.reached + 1
        evaluation.reached = max(saved, length)
        if evaluation.gaveUp { return .unasked }
        if length > Meaning.limit { evaluation.isPoisoned = true }
        if evaluation.isPoisoned { return Meaning(kind: .poisoned) }
        var meaning = meaning
        meaning.hops = UInt8(length)
        return meaning
    }
}
