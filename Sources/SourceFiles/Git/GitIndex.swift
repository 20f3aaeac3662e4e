/// The modes git keeps of the files it tracks, out of a `.git/index` file.
///
/// Format: https://git-scm.com/docs/index-format, versions 2, 3 and 4, with SHA-1 or SHA-256 names.
package struct GitIndex: Sendable {
    /// All paths, one after the other, in the index's own order: by bytes.
    private var names: [UInt8] = []
    private var entries: [Entry] = []

    private struct Entry {
        var start: Int
        var end: Int
        var mode: UInt32
    }

    /// Nil for what is no index, is damaged, or shares its entries with another file (a split index).
    package init?(_ bytes: UnsafeRawBufferPointer) {
        // The header does not say how long names are; only the right length ends where the extensions begin.
        for hash in [20, 32] {
            if let index = Self.read(bytes, hash: hash) {
                self = index
                return
            }
        }
        return nil
    }

    package var count: Int { entries.count }

    /// The whole mode (`0o100644`, `0o100755`, `0o120000` for a link) of a path relative to the top of the working tree; nil when it is not
    /// tracked.
    package func mode(of path: String) -> UInt32? {
        var path = path, start = 0
        return path.withUTF8 { mode(of: $0, from: &start) }
    }

    /// - Parameter next: where to look first, and then where the path after this one stands: quick for paths that come in order.
    package func mode(of path: UnsafeBufferPointer<UInt8>, from next: inout Int) -> UInt32? {
        names.withUnsafeBufferPointer { names in
            func order(_ at: Int) -> Int {
                let entry = entries[at], shared = min(entry.end - entry.start, path.count)
                for offset in 0..<shared where names[entry.start + offset] != path[offset] { return names[entry.start + offset] < path[offset] ? -1 : 1 }
                return entry.end - entry.start - path.count
            }
            if next < entries.count, order(next) == 0 {
                next += 1
                return entries[next - 1].mode
            }
            var low = 0
            var high = entries.count
            while low < high {
                let middle = (low + high) / 2
                if order(middle) < 0 { low = middle + 1 } else { high = middle }
            }
            guard low < entries.count, order(low) == 0 else { return nil }
            next = low + 1
            return entries[low].mode
        }
    }

    /// Calls `body` with every path and its whole mode, in the order of the paths' bytes.
    package func forEach(_ body: (_ path: UnsafeBufferPointer<UInt8>, _ mode: UInt32) -> Void) {
        names.withUnsafeBufferPointer { names in
            for entry in entries { body(UnsafeBufferPointer(rebasing: names[entry.start..<entry.end]), entry.mode) }
        }
    }

    private init() {}

    private static func read(_ bytes: UnsafeRawBufferPointer, hash: Int) -> GitIndex? {
        guard bytes.starts(with: "DIRC".utf8), let version = number(bytes, 4), (2...4).contains(version), let count = number(bytes, 8),
            bytes.count >= 12 + hash
        else { return nil }
        var index = GitIndex()
        var at = 12
        let end = bytes.count - hash
        for _ in 0..<count {
            guard let next = index.readEntry(bytes, at, end: end, hash: hash, version: version) else { return nil }
            at = next
        }
        // Extensions: a name of four bytes, a length, the content.
        while at < end {
            guard at + 8 <= end, let length = number(bytes, at + 4), length <= end - at - 8 else { return nil }
            if bytes[at..<at + 4].elementsEqual("link".utf8) { return nil }
            at += 8 + length
        }
        return at == end ? index : nil
    }

    /// Returns where the next entry starts.
    private mutating func readEntry(_ bytes: UnsafeRawBufferPointer, _ start: Int, end: Int, hash: Int, version: Int) -> Int? {
        // Two times of 8 bytes, device, inode, mode, uid, gid, size, the object's name, flags.
        guard start + 40 + hash + 2 <= end, let mode = Self.number(bytes, start + 24) else { return nil }
        var at = start + 40 + hash
        let isExtended = bytes[at] & 0x40 != 0
        at += isExtended && version >= 3 ? 4 : 2
        var kept: Range<Int>?
        if version == 4 {
            guard let strip = Self.offset(bytes, &at, end: end) else { return nil }
            let previous = entries.last.map { $0.start..<$0.end } ?? 0..<0
            guard strip <= previous.count else { return nil }
            kept = previous.lowerBound..<previous.upperBound - strip
        }
        guard at < end, let zero = bytes[at..<end].firstIndex(of: 0) else { return nil }
        let nameStart = names.count
        if let kept { names += Array(names[kept]) }
        names += bytes[at..<zero]
        guard names.count > nameStart else { return nil }
        entries.append(Entry(start: nameStart, end: names.count, mode: UInt32(mode)))
        // Versions 2 and 3 fill up with 1 to 8 zeros to a multiple of eight.
        return version == 4 ? zero + 1 : start + (zero - start + 8) / 8 * 8
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        guard at + 4 <= bytes.count else { return nil }
        return Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
    }

    /// A number of variable length, as in pack files' offsets: seven bits a byte, each further byte adding one to what came before.
    private static func offset(_ bytes: UnsafeRawBufferPointer, _ at: inout Int, end: Int) -> Int? {
        var value = 0
        for round in 0..<5 {
            guard at < end else { return nil }
            let byte = bytes[at]
            at += 1
            value = (round == 0 ? 0 : (value + 1) << 7) | Int(byte & 0x7F)
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
