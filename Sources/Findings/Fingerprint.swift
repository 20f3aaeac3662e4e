/// The name of a finding that lasts: the same fault keeps it when lines move, when code is indented or spaced anew, and when
/// its file is renamed. Written `1:<32 hex digits>:<occurrence>`; the leading number is the version of the recipe.
///
/// What enters: the rule's id and the place's `FingerprintContext`. What does not: line numbers and the path (a baseline adds the
/// path where it wants it). `occurrence` tells findings with the same content in one file apart, in report order, from 1.
package struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The part without the occurrence: `1:<32 hex digits>`.
    package let content: String
    package let occurrence: Int

    package var description: String { content + ":" + String(occurrence) }
}

/// What of a place in a file enters the fingerprints of findings there, whatever the rule: the text of the lines the region
/// touches, without any white space, and the name of the declaration around it.
///
/// Neighbouring lines are left out on purpose: an edit beside a known finding must not make it a new one.
package struct FingerprintContext: Sendable, Hashable, Codable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameters:
    ///   - region: bytes of `file`; clamped to it.
    ///   - declaration: the path of the declaration around the region as written (`Client.fetch`), empty at file level.
    ///
    /// Bounded work on any input: of a line, at most 200 bytes before the region count; of the region and what follows it, eight lines and
    /// 2,000 bytes. The limits count bytes that are not white space, so that they too stand still when indentation changes.
    package init(region: Range<Int>, in file: UnsafeRawBufferPointer, declaration: some Sequence<UInt8>) {
        var hash = FingerprintHash()
        hash.combine(declaration)
        hash.endPart()

        let start = min(max(region.lowerBound, 0), file.count)
        let end = min(max(region.upperBound, start), file.count)
        var first = start
        var before = 0
        while first > 0, before < Self.bytesBefore, file[first - 1] != 0x0A {
            first -= 1
            if !Self.isSpace(file[first]) { before += 1 }
        }
        var lines = 1
        var count = 0
        for i in first..<file.count {
            let byte = file[i]
            if byte == 0x0A {
                lines += 1
                if i + 1 >= end || lines > Self.mostLines { break }
            } else if !Self.isSpace(byte) {
                if count == before + Self.bytesAfter { break }
                count += 1
                hash.combine(byte)
            }
        }
        self.init(hash.value)
    }

    /// The context of a finding about a file as a whole: its text does not matter.
    package static var wholeFile: FingerprintContext { FingerprintContext(FingerprintHash().value) }

    private init(_ value: UInt128) {
        high = UInt64(truncatingIfNeeded: value >> 64)
        low = UInt64(truncatingIfNeeded: value)
    }

    private static let bytesBefore = 200
    private static let bytesAfter = 2000
    private static let mostLines = 8

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// Gives out the fingerprints of one file's findings and counts those that look alike. Ask in report order.
package struct FingerprintSequence: Sendable {
    private var counts: [String: Int] = [:]

    package init() {}

    package mutating func next(rule: String, at context: FingerprintContext) -> Fingerprint {
        var hash = FingerprintHash()
        hash.combine(rule.utf8)
        hash.endPart()
        for word in [context.high, context.low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) { hash.combine(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        let digits = String(hash.value, radix: 16)
        let content = "1:" + String(repeating: "0", count: 32 - digits.count) + digits
        let occurrence = (counts[content] ?? 0) + 1
        counts[content] = occurrence
        return Fingerprint(content: content, occurrence: occurrence)
    }
}
