/// FNV-1a, 128 bits: stable over machines and releases, small, and wide enough that no two places of a repository meet by
/// chance. It does not resist someone who looks for a collision, and need not: a fingerprint is no proof of anything.
///
/// Source: Fowler, Noll, Vo, Eastlake: "The FNV Non-Cryptographic Hash Algorithm" (draft-eastlake-fnv).
package struct FingerprintHash: Sendable {
    package private(set) var value: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

    package init() {}

    private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B

    package mutating func combine(_ byte: UInt8) {
        value = (value ^ UInt128(byte)) &* Self.prime
    }

    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { combine(byte) }
    }

    /// Ends a part, so that `ab` + `c` is not `a` + `bc`. The byte occurs in no UTF-8 text.
    package mutating func endPart() { combine(0xFF) }
}
