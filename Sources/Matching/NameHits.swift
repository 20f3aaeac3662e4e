import Rules
import Semantics

/// Which wanted names each name of the file is: looked up once a name, however many rules and places ask.
struct NameHits {
    /// Where the answer about a name stands in `ids`, its length first; -1 when it was not asked. Indexed by `Name`.
    private var starts: [Int32] = []
    private var ids: [Int32] = []
    private var asked: [Int] = []

    /// Forgets all answers: names are numbered anew in each file.
    mutating func removeAll() {
        for name in asked { starts[name] = -1 }
        asked.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }

    /// The ids of the wanted names that `name` is, as a range for `isIn`.
    mutating func hits(of name: Name, in table: borrowing NameTable, _ semantics: FileSemantics) -> Range<Int> {
        guard name != 0 else { return 0..<0 }
        let index = Int(name)
        while starts.count <= index { starts.append(-1) }
        if starts[index] < 0 {
            starts[index] = Int32(ids.count)
            asked.append(index)
            ids.append(0)
            let start = ids.count
            table.forEachMatch(semantics.text(of: name)) { ids.append($0) }
            ids[start - 1] = Int32(ids.count - start)
        }
        let start = Int(starts[index]) + 1
        return start..<(start + Int(ids[start - 1]))
    }

    /// Whether one of the hits is among the wanted ids.
    func contains(_ hits: Range<Int>, anyOf wanted: UnsafeMutableBufferPointer<Int32>.SubSequence) -> Bool {
        for hit in hits { for id in wanted where ids[hit] == id { return true } }
        return false
    }
}
