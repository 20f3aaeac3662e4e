/// The scalars of a JSON text (RFC 8259), with comments and trailing commas let through, as editors' settings files have them.
///
/// Not libyaml, which takes no `\ud83d\ude00` and no long keys.
struct JSONValues {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    private var stack = KeyStack()

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func forEach(_ body: ([String], String, Range<Int>) -> Void) {
        while let byte = skipBlanks() {
            let start = at
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                at += 1
                if stack.expectsKey { return }
                stack.open(isMapping: byte == UInt8(ascii: "{"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                at += 1
                stack.close()
            case UInt8(ascii: ","), UInt8(ascii: ":"): at += 1
            case UInt8(ascii: "\""):
                guard let text = string() else { return }
                if stack.expectsKey { stack.key(text) } else { stack.value { body($0, text, start..<at) } }
            default:
                while at < bytes.count, !Self.endsWord(bytes[at]) { at += 1 }
                guard at > start, !stack.expectsKey else { return }
                stack.value { body($0, String(decoding: bytes[start..<at], as: UTF8.self), start..<at) }
            }
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") || ",:{}[]\"/".utf8.contains(byte) }

    /// The next byte that means something, at which `at` stands then.
    private mutating func skipBlanks() -> UInt8? {
        while at < bytes.count {
            if bytes[at] <= UInt8(ascii: " ") {
                at += 1
            } else if bytes[at] == UInt8(ascii: "/"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "/") {
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
            } else if bytes[at] == UInt8(ascii: "/"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "*") {
                at += 2
                while at + 1 < bytes.count, bytes[at] != UInt8(ascii: "*") || bytes[at + 1] != UInt8(ascii: "/") { at += 1 }
                at = min(at + 2, bytes.count)
            } else {
                return bytes[at]
            }
        }
        return nil
    }

    /// At a quote; nil when it is not closed.
    private mutating func string() -> String? {
        at += 1
        var units: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else { units.append(byte); continue }
            guard at < bytes.count else { return nil }
            let escape = bytes[at]
            at += 1
            switch escape {
            case UInt8(ascii: "n"): units.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "t"): units.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "r"): units.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "b"): units.append(8)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "u"): units += Array(String(decoding: codeUnits(), as: UTF16.self).utf8)
            default: units.append(escape)
            }
        }
        return nil
    }

    /// After `\u`: as many UTF-16 code units as follow each other, so that surrogates find their halves.
    private mutating func codeUnits() -> [UInt16] {
        var units: [UInt16] = []
        while at + 4 <= bytes.count, let unit = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) {
            units.append(unit)
            at += 4
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { break }
            at += 2
        }
        return units
    }
}
