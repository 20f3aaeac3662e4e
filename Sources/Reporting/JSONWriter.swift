/// Writes JSON (RFC 8259) into a growing buffer: keys in the order they are given, no blanks, the same bytes every time.
///
/// Control characters (C1 and DEL too) and U+2028/U+2029 are escaped, so that a report printed on a terminal or pasted into a script does no
/// harm; U+FEFF is, too, because some readers drop it where a string begins.
struct JSONWriter {
    private var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// The document, closed by a line feed.
    consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Starts a new line before the next value or bracket; only for the eye and for `grep`.
    mutating func breakLine() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }
    mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    mutating func value(_ string: String) {
        separate()
        quote(string)
    }

    mutating func value(_ number: Int) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func value(_ flag: Bool) { literal(flag ? "true" : "false") }

    mutating func null() { literal("null") }

    /// The shortest text that reads back as the same number; JSON has no word for infinities and NaN, so they become null.
    mutating func value(_ number: Double) { literal(number.isFinite ? number.description : "null") }

    mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func member(_ name: String, _ string: String) {
        key(name)
        value(string)
    }

    mutating func member(_ name: String, _ number: Int) {
        key(name)
        value(number)
    }

    mutating func member(_ name: String, _ flag: Bool) {
        key(name)
        value(flag)
    }

    mutating func member(_ name: String, orNull string: String?) {
        key(name)
        if let string { value(string) } else { null() }
    }

    mutating func member(_ name: String, ifAny string: String?) {
        if let string { member(name, string) }
    }

    mutating func member(_ name: String, object body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    mutating func member(_ name: String, array body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }

    mutating func member(_ name: String, _ strings: [String]) {
        member(name, array: { for string in strings { $0.value(string) } })
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ string: String) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { text in
            var clean = 0
            var i = 0
            while i < text.count {
                let (escape, length) = Self.escape(text, at: i)
                if let escape {
                    bytes.append(contentsOf: text[clean..<i])
                    appendEscape(escape)
                    clean = i + length
                }
                i += length
            }
            bytes.append(contentsOf: text[clean...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The UTF-16 unit to escape at `i`, if what stands there must not be written as it is, and its length in bytes.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at i: Int) -> (UInt16?, Int) {
        let byte = text[i]
        switch byte {
        case 0x20, 0x21, 0x23...0x5B, 0x5D...0x7E: return (nil, 1)
        case ..<0x80: return (UInt16(byte), 1)
        case 0xC2 where i + 1 < text.count && text[i + 1] < 0xA0: return (UInt16(text[i + 1]), 2)
        case 0xE2 where i + 2 < text.count && text[i + 1] == 0x80 && (0xA8...0xA9).contains(text[i + 2]):
            return (0x2000 + UInt16(text[i + 2] & 0x3F), 3)
        case 0xEF where i + 2 < text.count && text[i + 1] == 0xBB && text[i + 2] == 0xBF: return (0xFEFF, 3)
        default: return (nil, 1)
        }
    }

    private mutating func appendEscape(_ unit: UInt16) {
        bytes.append(UInt8(ascii: "\\"))
        switch unit {
        case 0x22, 0x5C: bytes.append(UInt8(unit))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(unit >> shift & 0xF)
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}
