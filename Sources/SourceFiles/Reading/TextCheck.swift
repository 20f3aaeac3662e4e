/// Whether bytes are text: UTF-8 without NUL.
enum TextCheck: Equatable {
    case ascii
    case utf8
    /// The first byte that does not fit.
    case notText(at: Int)

    /// Eight bytes at a time over ASCII, one scalar at a time elsewhere. Accepts what RFC 3629 accepts: no overlong forms, no surrogates,
    /// nothing above U+10FFFF.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> TextCheck {
        guard let base = bytes.baseAddress else { return .ascii }
        let raw = UnsafeRawPointer(base)
        let count = bytes.count
        var isASCII = true
        var i = 0
        while i < count {
            while i + 8 <= count {
                let word = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                // The high bit of a byte is set if the byte is not ASCII, or (by the subtraction) if it is zero.
                if (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 != 0 { break }
                i += 8
            }
            // The rest of the word that stopped the loop, or of the text.
            var left = min(8, count - i)
            while left > 0, i < count {
                let length = scalarLength(base + i, count - i)
                if length == 0 { return .notText(at: i) }
                if length > 1 { isASCII = false }
                i += length
                left -= length
            }
        }
        return isASCII ? .ascii : .utf8
    }

    /// The length of the scalar at `p`, or 0 when there is none.
    @inline(__always)
    private static func scalarLength(_ p: UnsafePointer<UInt8>, _ left: Int) -> Int {
        let first = p[0]
        switch first {
        case 0x01..<0x80: return 1
        case 0xC2..<0xE0: return left >= 2 && isContinuation(p[1]) ? 2 : 0
        case 0xE0..<0xF0:
            guard left >= 3, isContinuation(p[1]), isContinuation(p[2]) else { return 0 }
            if first == 0xE0, p[1] < 0xA0 { return 0 }
            if first == 0xED, p[1] > 0x9F { return 0 }
            return 3
        case 0xF0..<0xF5:
            guard left >= 4, isContinuation(p[1]), isContinuation(p[2]), isContinuation(p[3]) else { return 0 }
            if first == 0xF0, p[1] < 0x90 { return 0 }
            if first == 0xF4, p[1] > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// In words, why these bytes are not text.
    static func reason(_ bytes: UnsafeBufferPointer<UInt8>, badByteAt offset: Int) -> String {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32; only UTF-8 is read" }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16; only UTF-8 is read" }
        var line = 1
        var lineStart = 0
        for i in 0..<offset where bytes[i] == UInt8(ascii: "\n") {
            line += 1
            lineStart = i + 1
        }
        let place = "line \(line), byte \(offset - lineStart + 1)"
        if bytes[offset] == 0 {
            let isWide = bytes.prefix(64).count { $0 == 0 } >= min(bytes.count, 64) / 3
            return isWide ? "holds NUL bytes from \(place) on: binary, or UTF-16 without a mark; only UTF-8 is read" : "holds a NUL byte (\(place))"
        }
        let digits = String(bytes[offset], radix: 16, uppercase: true)
        return "not UTF-8: byte 0x\(digits) at \(place)"
    }
}
