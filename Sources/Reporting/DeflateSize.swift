/// How large a text is once gzip has packed it (RFC 1951, RFC 1952), from above and without packing it.
enum DeflateSize {
    /// The length of a stream one could write with the fixed codes and the last place of every four bytes. A packer that looks longer and
    /// makes its own codes, as gzip does, needs less.
    static func bound(_ bytes: [UInt8]) -> Int {
        var last = [Int32](repeating: -1, count: 1 << hashBits)
        var bits = 0
        bytes.withUnsafeBufferPointer { text in
            var i = 0
            while i + 4 <= text.count {
                let word = UInt32(text[i]) | UInt32(text[i + 1]) << 8 | UInt32(text[i + 2]) << 16 | UInt32(text[i + 3]) << 24
                let slot = Int((word &* 2_654_435_761) >> (32 - hashBits))
                let before = Int(last[slot])
                last[slot] = Int32(truncatingIfNeeded: i)
                var length = 0
                if before >= 0, before < i, i - before <= window {
                    while length < longest, i + length < text.count, text[before + length] == text[i + length] { length += 1 }
                }
                if length >= 4 {
                    bits += lengthBits(length) + distanceBits(i - before)
                    i += length
                } else {
                    bits += text[i] < 144 ? 8 : 9
                    i += 1
                }
            }
            while i < text.count {
                bits += text[i] < 144 ? 8 : 9
                i += 1
            }
        }
        return min(bits / 8, bytes.count) + bytes.count / 10_000 + frame
    }

    private static let hashBits = 15
    private static let window = 32_768
    private static let longest = 258
    /// gzip's header and trailer, the end of the stream.
    private static let frame = 32

    /// A length code of the fixed table takes 7 or 8 bits, and up to 5 more.
    private static func lengthBits(_ length: Int) -> Int {
        let extra = length < 11 || length == longest ? 0 : max(0, Int.bitWidth - (length - 3).leadingZeroBitCount - 3)
        return (length < 115 ? 7 : 8) + extra
    }

    private static func distanceBits(_ distance: Int) -> Int {
        5 + (distance < 5 ? 0 : Int.bitWidth - (distance - 1).leadingZeroBitCount - 2)
    }
}
