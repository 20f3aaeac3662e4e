import Rules
import Semantics

/// Which wanted names each name of the file is: looked up once a name, however many rules and places ask.
struct NameHits {
    /// What is known of a name of the file.
    struct Hits {
        /// The wanted names it is, as a range for `contains`.
        var ids = 0..<0
        /// Where the bits of the rules that ask for one of these begin in `askers`; meaningless where it is none.
        var askers = 0
        static let none = Hits()
    }

    /// By `Name`, the place in `known`; -1 when it was not asked.
    private var places: [Int32] = []
    private var known: [Hits] = []
    private var ids: [Int32] = []
    private var askers: [UInt64] = []
    private var asked: [Int] = []

    /// Forgets all answers: names are numbered anew in each file.
    mutating func removeAll() {
        for name in asked { places[name] = -1 }
        asked.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
        askers.removeAll(keepingCapacity: true)
    }

    /// The wanted names that `name` is.
    mutating func hits(of name: Name, in table: borrowing NameTable, _ dispatch: RuleDispatch, _ semantics: FileSemantics) -> Hits {
        guard name != 0 else { return .none }
        let index = Int(name)
        while places.count <= index { places.append(-1) }
        if places[index] < 0 { lookUp(index, in: table, dispatch, semantics.text(of: name)) }
        return known[Int(places[index])]
    }

    private mutating func lookUp(_ index: Int, in table: borrowing NameTable, _ dispatch: RuleDispatch, _ text: UnsafeRawBufferPointer) {
        let start = ids.count
        table.forEachMatch(text) { ids.append($0) }
        places[index] = Int32(known.count)
        asked.append(index)
        known.append(Hits(ids: start..<ids.count, askers: askers.count))
        guard start < ids.count else { return }
        for word in 0..<dispatch.wordCount { askers.append(ids[start...].reduce(0) { $0 | dispatch.asking(for: $1, word) }) }
    }

    /// Whether one of the hits is among the wanted ids.
    func contains(_ hits: Hits, anyOf wanted: UnsafeMutableBufferPointer<Int32>.SubSequence) -> Bool {
        for hit in hits.ids { for id in wanted where ids[hit] == id { return true } }
        return false
    }

    /// The bits, from 64 · `word` on, of the rules that ask for one of the hits.
    @inline(__always) func asking(for hits: Hits, _ word: Int) -> UInt64 { hits.ids.isEmpty ? 0 : askers[hits.askers + word] }
}
