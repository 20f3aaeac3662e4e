/// A set of byte values: what a character class in a glob accepts.
struct ByteSet: Sendable, Hashable {
    private var low: (UInt64, UInt64) = (0, 0)
    private var high: (UInt64, UInt64) = (0, 0)

    init() {}

    func contains(_ byte: UInt8) -> Bool {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: return low.0 & bit != 0
        case 1: return low.1 & bit != 0
        case 2: return high.0 & bit != 0
        default: return high.1 & bit != 0
        }
    }

    mutating func insert(_ byte: UInt8) { apply(byte) { $0 |= $1 } }

    mutating func remove(_ byte: UInt8) { apply(byte) { $0 &= ~$1 } }

    mutating func invert() {
        low = (~low.0, ~low.1)
        high = (~high.0, ~high.1)
    }

    private mutating func apply(_ byte: UInt8, _ change: (inout UInt64, UInt64) -> Void) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: change(&low.0, bit)
        case 1: change(&low.1, bit)
        case 2: change(&high.0, bit)
        default: change(&high.1, bit)
        }
    }

    static func == (a: ByteSet, b: ByteSet) -> Bool { a.low == b.low && a.high == b.high }

    func hash(into hasher: inout Hasher) {
        hasher.combine(low.0)
        hasher.combine(low.1)
        hasher.combine(high.0)
        hasher.combine(high.1)
    }
}
