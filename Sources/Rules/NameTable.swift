/// The dotted names rules ask for, each with an id: exact ones in a hash table, those with wildcards in a list.
///
/// A lookup takes bytes and gives ids; it allocates nothing and makes no String.
package struct NameTable: Sendable {
    private struct Glob: Sendable {
        var segments: [[UInt8]]
        var id: Int32
    }

    fileprivate var texts: [UInt8] = []
    fileprivate var ranges: [Range<Int>] = []
    private var slots: [Int32] = Array(repeating: -1, count: 16)
    private var globs: [Glob] = []
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
            globs.append(Glob(segments: bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init), id: id))
        } else {
            if (count - globs.count) * 2 > slots.count { grow() }
            insert(id)
        }
        return id
    }

    /// Calls `body` with the id of every name that `bytes` is: at most one exact name, and any wildcards.
    package func forEachMatch(_ bytes: UnsafeRawBufferPointer, _ body: (Int32) -> Void) {
        var slot = Self.hash(bytes) & (slots.count - 1)
        while slots[slot] >= 0 {
            let id = slots[slot], range = ranges[Int(id)]
            if range.count == bytes.count, texts[range].withUnsafeBytes({ $0.elementsEqual(bytes) }) {
                body(id)
                break
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        for glob in globs where Self.matches(glob.segments[...], bytes[...]) { body(glob.id) }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        let globIDs = Set(globs.map(\.id))
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

    /// `*` inside a segment stands for any bytes of it, a segment `**` for any number of segments.
    private static func matches(_ segments: ArraySlice<[UInt8]>, _ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let first = segments.first else { return bytes.isEmpty }
        let dot = UInt8(ascii: ".")
        if first.elementsEqual([UInt8(ascii: "*"), UInt8(ascii: "*")]) {
            if segments.count == 1 { return true }
            var rest = bytes
            while true {
                if matches(segments.dropFirst(), rest) { return true }
                guard let next = rest.firstIndex(of: dot) else { return false }
                rest = rest[(next + 1)...]
            }
        }
        let end = bytes.firstIndex(of: dot) ?? bytes.endIndex
        guard matchesSegment(first[...], bytes[..<end]) else { return false }
        if end == bytes.endIndex { return segments.count == 1 }
        return segments.count > 1 && matches(segments.dropFirst(), bytes[(end + 1)...])
    }

    private static func matchesSegment(_ pattern: ArraySlice<UInt8>, _ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        let parts = pattern.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard parts.count > 1, let head = parts.first, let tail = parts.last else { return pattern.elementsEqual(bytes) }
        guard bytes.count >= head.count + tail.count, bytes.starts(with: head), bytes.reversed().starts(with: tail.reversed()) else { return false }
        var rest = bytes.dropFirst(head.count).dropLast(tail.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let at = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
            rest = rest[(at + part.count)...]
        }
        return true
    }
}

extension NameTable {
    /// The name with that id, as the rule wrote it.
    package func text(of id: Int32) -> String { String(decoding: texts[ranges[Int(id)]], as: UTF8.self) }
}
