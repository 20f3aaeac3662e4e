/// What the metavariables of the rule being matched hold. Binding is undone by going back to a mark, so that a branch that fails leaves
/// nothing behind.
///
/// Slots are those the rule compiler gave out; all memory is reused from match to match.
struct Bindings {
    private struct Change {
        var slot: Int32
        var isMultiple: Bool
        var single: Int32
        var range: Range<Int32>
    }
    struct Mark {
        fileprivate var changes: Int
        fileprivate var nodes: Int
    }

    private var singles: [Int32] = []
    private var multiples: [Range<Int32>] = []
    /// The nodes ellipses hold; a multiple slot is a range of it.
    private var nodes: [Int32] = []
    private var changes: [Change] = []
    private static let unbound: Range<Int32> = 0..<0
    private static let none: Int32 = -1
    /// A bound, empty ellipsis must differ from an unbound one.
    private var isBound: [Bool] = []

    /// Forgets everything and makes room for a rule's slots. What no change was made to is unbound already.
    mutating func reset(singles singleCount: Int, multiples multipleCount: Int) {
        if !changes.isEmpty { undo(to: Mark(changes: 0, nodes: 0)) }
        while singles.count < singleCount { singles.append(Self.none) }
        while multiples.count < multipleCount {
            multiples.append(Self.unbound)
            isBound.append(false)
        }
    }

    var mark: Mark { Mark(changes: changes.count, nodes: nodes.count) }

    mutating func undo(to mark: Mark) {
        while changes.count > mark.changes, let change = changes.popLast() {
            if change.isMultiple {
                multiples[Int(change.slot)] = change.range
                isBound[Int(change.slot)] = change.single != 0
            } else {
                singles[Int(change.slot)] = change.single
            }
        }
        if nodes.count > mark.nodes { nodes.removeLast(nodes.count - mark.nodes) }
    }

    /// The node a single variable holds, or nil.
    func single(_ slot: Int32) -> Int? { singles[Int(slot)] == Self.none ? nil : Int(singles[Int(slot)]) }

    mutating func bind(_ slot: Int32, to node: Int) {
        changes.append(Change(slot: slot, isMultiple: false, single: singles[Int(slot)], range: Self.unbound))
        singles[Int(slot)] = Int32(node)
    }

    /// The nodes an ellipsis holds, as indices for `node`, or nil when it is unbound.
    func multiple(_ slot: Int32) -> Range<Int>? {
        guard isBound[Int(slot)] else { return nil }
        let range = multiples[Int(slot)]
        return Int(range.lowerBound)..<Int(range.upperBound)
    }

    func node(_ index: Int) -> Int { Int(nodes[index]) }

    mutating func bind(_ slot: Int32, to range: Range<Int>, of taken: borrowing [Int32]) {
        changes.append(Change(slot: slot, isMultiple: true, single: isBound[Int(slot)] ? 1 : 0, range: multiples[Int(slot)]))
        let start = Int32(nodes.count)
        for index in range { nodes.append(taken[index]) }
        multiples[Int(slot)] = start..<Int32(nodes.count)
        isBound[Int(slot)] = true
    }

    /// Hides all bindings (a `stopBy` rule is asked with none); `undo` brings them back.
    mutating func hideAll() {
        for slot in singles.indices where singles[slot] != Self.none {
            changes.append(Change(slot: Int32(slot), isMultiple: false, single: singles[slot], range: Self.unbound))
            singles[slot] = Self.none
        }
        for slot in isBound.indices where isBound[slot] {
            changes.append(Change(slot: Int32(slot), isMultiple: true, single: 1, range: multiples[slot]))
            isBound[slot] = false
        }
    }
}
