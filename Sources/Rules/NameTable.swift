/// The dotted names rules ask for, each with an id: exact ones in a hash table, those with wildcards by a segment without one.
///
/// A lookup takes bytes and gives ids; it allocates nothing and makes no String.
package struct NameTable: Sendable {

    fileprivate var texts: [UInt8] = []
    fileprivate var ranges: [Range<Int>] = []
    private var slots: [Int32] = Array(repeating: -1, count: 16)
    private var globs = NameGlobs()
    private var globIDs: Set<Int32> = []
    private var ids: [String: Int32] = [:]
    package private(set) var count = 0

    package init() {}

    /// The id of `name`, a new one if it has none yet.
    package mutating func add(_ name: String) -> Int32 {
        if let id = ids[name] { return id }
        let id = Int32(count)
        count += 1
        ids[name] = id
        let bytes = Array(name.utf8)
        ranges.append(texts.count..<(texts.count + bytes.count))
        texts += bytes
        if bytes.contains(UInt8(ascii: "*")) {
            globs.add(bytes, id: id)
            globIDs.insert(id)
        } else {
            if (count - globIDs.count) * 2 > slots.count { grow() }
            insert(id)
        }
        return id
    }

    /// Calls `body` with the id of every name that `bytes` is: at most one exact name, and any wildcards.
    package func forEachMatch(_ bytes: UnsafeRawBufferPointer, _ body: (Int32) -> Void) {
        var slot = Self.hash(bytes) & (slots.count - 1)
        while slots[slot] >= 0 {
            let id = slots[slot], range = ranges[Int(id)]
            if range.count == bytes.count, isEqual(from: range.lowerBound, bytes) {
                body(id)
                break
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        globs.forEachMatch(bytes, body)
    }

    private func isEqual(from start: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        for offset in bytes.indices where texts[start + offset] != bytes[offset] { return false }
        return true
    }

    /// Doubles the slots and puts every exact name in again; the one being added follows.
    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for id in 0..<Int32(count - 1) where !globIDs.contains(id) { insert(id) }
    }

    private mutating func insert(_ id: Int32) {
        var slot = texts[ranges[Int(id)]].withUnsafeBytes { Self.hash($0) } & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = id
    }

    /// FNV-1a, 64 bit.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & Int.max
    }
}

extension NameTable {
    /// The name with that id, as the rule wrote it.
    package func text(of id: Int32) -> String { String(decoding: bytes(of: id), as: UTF8.self) }

    func bytes(of id: Int32) -> ArraySlice<UInt8> { texts[ranges[Int(id)]] }
}
