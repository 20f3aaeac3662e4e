/// UTF-8 to UTF-16 code units, a byte at a time, bad bytes replaced by U+FFFD as the WHATWG encoding standard says (section
/// "UTF-8 decoder"); a byte order mark is kept. The line hash is defined over these units.
struct LineHashDecoder: Sendable {
    /// Up to three units: a replaced beginning, and what the byte itself gave.
    struct Units: Sendable {
        private(set) var count = 0
        private var units: (UInt16, UInt16, UInt16) = (0, 0, 0)

        subscript(i: Int) -> UInt16 { i == 0 ? units.0 : i == 1 ? units.1 : units.2 }

        fileprivate mutating func append(_ unit: UInt16) {
            switch count {
            case 0: units.0 = unit
            case 1: units.1 = unit
            default: units.2 = unit
            }
            count += 1
        }

        fileprivate mutating func append(codePoint: UInt32) {
            if codePoint < 0x10000 {
                append(UInt16(codePoint))
            } else {
                append(UInt16(0xD7C0 + (codePoint >> 10)))
                append(UInt16(0xDC00 + (codePoint & 0x3FF)))
            }
        }
    }

    private var codePoint: UInt32 = 0
    private var needed = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    var isBetweenCharacters: Bool { needed == 0 }

    mutating func decode(_ byte: UInt8) -> Units {
        var units = Units()
        if needed > 0 {
            if allowed.contains(byte) {
                codePoint = codePoint << 6 | UInt32(byte & 0x3F)
                allowed = 0x80...0xBF
                needed -= 1
                if needed == 0 { units.append(codePoint: codePoint) }
                return units
            }
            units.append(0xFFFD)
        }
        begin(byte, &units)
        return units
    }

    /// What a character cut off by the end of the file gives.
    mutating func finish() -> Units {
        var units = Units()
        if needed > 0 { units.append(0xFFFD) }
        needed = 0
        return units
    }

    private mutating func begin(_ byte: UInt8, _ units: inout Units) {
        needed = 0
        allowed = 0x80...0xBF
        switch byte {
        case 0x00...0x7F: units.append(UInt16(byte))
        case 0xC2...0xDF: (needed, codePoint) = (1, UInt32(byte & 0x1F))
        case 0xE0...0xEF:
            (needed, codePoint) = (2, UInt32(byte & 0x0F))
            if byte == 0xE0 { allowed = 0xA0...0xBF }
            if byte == 0xED { allowed = 0x80...0x9F }
        case 0xF0...0xF4:
            (needed, codePoint) = (3, UInt32(byte & 0x07))
            if byte == 0xF0 { allowed = 0x90...0xBF }
            if byte == 0xF4 { allowed = 0x80...0x8F }
        default: units.append(0xFFFD)
        }
    }
}
