/// Which words a Python text may hold, told from its bytes alone: enough to know of most files that they cannot bind a name, without parsing
/// them. A Bloom filter with one hash (Bloom, CACM 13(7), 1970): it never denies a word that is there.
package struct WordFilter: Sendable {
    package let bits: [UInt64]
    /// Whether the text may take everything from another module: `from x import *`.
    package let mayImportAll: Bool

    /// In bits. A file of 10 KB has some 400 different words.
    private static let size = 1 << 14

    package init(_ text: UnsafeRawBufferPointer) {
        var bits = [UInt64](repeating: 0, count: Self.size / 64), mayImportAll = false, at = 0
        while at < text.count {
            guard text[at].isOfWord else {
                at += 1
                continue
            }
            let start = at
            var hash = Self.seed
            while at < text.count, text[at].isOfWord {
                hash = Self.next(hash, text[at])
                at += 1
            }
            let bit = Self.bit(hash)
            bits[bit >> 6] |= 1 << UInt64(bit & 63)
            if at - start == 6, text[start..<at].elementsEqual("import".utf8), Self.isStar(after: at, text) { mayImportAll = true }
        }
        self.bits = bits
        self.mayImportAll = mayImportAll
    }

    /// One that was made before; nil when these are not its bits.
    package init?(bits: [UInt64], mayImportAll: Bool) {
        guard bits.count == Self.size / 64 else { return nil }
        self.bits = bits
        self.mayImportAll = mayImportAll
    }

    /// Whether a name may be in the text. Names beyond ASCII may be written in several ways.
    package func mayHold(_ name: UnsafeRawBufferPointer) -> Bool {
        var hash = Self.seed
        for byte in name {
            if byte >= 0x80 { return true }
            hash = Self.next(hash, byte)
        }
        let bit = Self.bit(hash)
        return bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
    }

    private static func isStar(after end: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        var at = end
        while at < text.count, " \t\r\n\\(".utf8.contains(text[at]) { at += 1 }
        return at < text.count && text[at] == UInt8(ascii: "*")
    }

    // FNV-1a.
    private static let seed: UInt32 = 0x811C_9DC5
    private static func next(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }
    private static func bit(_ hash: UInt32) -> Int { Int((hash ^ hash >> 15) & UInt32(size - 1)) }
}
