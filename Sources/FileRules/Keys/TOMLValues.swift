/// The scalars of a TOML file (https://toml.io/en/v1.0.0), as far as a scan of its lines tells them: tables, arrays of tables, dotted and
/// quoted keys, strings of all four kinds. An array or inline table is given as one value, the text as written.
struct TOMLValues {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    private var table: [String] = []
    private var arrayCounts: [[String]: Int] = [:]

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func forEach(_ body: ([String], String, Range<Int>) -> Void) {
        while at < bytes.count {
            skip { $0 <= UInt8(ascii: " ") }
            guard at < bytes.count else { return }
            if bytes[at] == UInt8(ascii: "[") {
                header()
            } else if bytes[at] != UInt8(ascii: "#") {
                let keys = dottedKey()
                skipBlanks()
                if !keys.isEmpty, peek("=") {
                    at += 1
                    skipBlanks()
                    let start = at
                    let text = value()
                    body(table + keys, text, start..<max(start, at))
                }
            }
            skip { $0 != UInt8(ascii: "\n") }
        }
    }

    private func peek(_ character: Unicode.Scalar) -> Bool { at < bytes.count && bytes[at] == UInt8(ascii: character) }

    private mutating func skip(while test: (UInt8) -> Bool) { while at < bytes.count, test(bytes[at]) { at += 1 } }

    private mutating func skipBlanks() { skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// `[a.b]`, or `[[a.b]]`, whose tables are numbered.
    private mutating func header() {
        at += 1
        let isArray = peek("[")
        if isArray { at += 1 }
        table = dottedKey()
        guard isArray else { return }
        let count = arrayCounts[table, default: 0]
        arrayCounts[table] = count + 1
        table.append(String(count))
    }

    private mutating func dottedKey() -> [String] {
        var keys: [String] = []
        while true {
            skipBlanks()
            if peek("\"") || peek("'") {
                keys.append(string())
            } else {
                let start = at
                skip { Self.isBare($0) }
                guard at > start else { return keys }
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipBlanks()
            guard peek(".") else { return keys }
            at += 1
        }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private mutating func value() -> String {
        let start = at
        if peek("\"") || peek("'") { return string() }
        if peek("[") || peek("{") {
            skipNested()
        } else {
            skip { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "#") }
            while at > start, bytes[at - 1] <= UInt8(ascii: " ") { at -= 1 }
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func skipNested() {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                _ = string()
                continue
            case UInt8(ascii: "#"):
                skip { $0 != UInt8(ascii: "\n") }
                continue
            default: break
            }
            at += 1
            if depth == 0 { return }
        }
    }

    /// At a quote. Of the escapes only those of one character are undone; `\u` stays as written.
    private mutating func string() -> String {
        let quote = bytes[at]
        let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        at += isLong ? 3 : 1
        var units: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            if byte == quote, !isLong || (at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote) {
                at += isLong ? 3 : 1
                break
            }
            if byte == UInt8(ascii: "\n"), !isLong { break }
            at += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), at < bytes.count {
                units.append(bytes[at] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : bytes[at] == UInt8(ascii: "t") ? UInt8(ascii: "\t") : bytes[at])
                at += 1
            } else {
                units.append(byte)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }
}
