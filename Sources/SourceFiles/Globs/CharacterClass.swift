/// A `[…]` of a glob, read as git's wildmatch reads it: `!` or `^` negates, a first `]` is literal, `\` escapes, `a-z` ranges,
/// `[:alpha:]` names.
enum CharacterClass {
    /// Reads the class whose `[` stands at `index` and leaves `index` after its `]`. Nil when it is not closed or names an unknown
    /// class. A class never accepts `/`.
    static func parse(_ pattern: ArraySlice<UInt8>, at index: inout Int, foldsCase: Bool) -> ByteSet? {
        var set = ByteSet()
        var at = index + 1
        let end = pattern.endIndex
        var isNegated = false
        if at < end, pattern[at] == UInt8(ascii: "!") || pattern[at] == UInt8(ascii: "^") {
            isNegated = true
            at += 1
        }
        /// The start of a range, if the byte before can be one.
        var previous: UInt8?
        var isFirst = true
        while true {
            guard at < end else { return nil }
            let byte = pattern[at]
            if byte == UInt8(ascii: "]"), !isFirst { break }
            isFirst = false
            switch byte {
            case UInt8(ascii: "\\"):
                at += 1
                guard at < end else { return nil }
                set.insert(pattern[at])
                previous = pattern[at]
            case UInt8(ascii: "-") where previous != nil && at + 1 < end && pattern[at + 1] != UInt8(ascii: "]"):
                at += 1
                if pattern[at] == UInt8(ascii: "\\") {
                    at += 1
                    guard at < end else { return nil }
                }
                if let first = previous, first <= pattern[at] {
                    for member in first...pattern[at] { set.insert(member) }
                }
                previous = nil
            case UInt8(ascii: "[") where at + 1 < end && pattern[at + 1] == UInt8(ascii: ":"):
                guard let close = pattern[(at + 2)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
                guard close - 1 >= at + 2, pattern[close - 1] == UInt8(ascii: ":") else {
                    // Not a class name after all: the bracket stands for itself.
                    set.insert(byte)
                    previous = byte
                    break
                }
                guard let members = Self.named(String(decoding: pattern[(at + 2)..<(close - 1)], as: UTF8.self)) else { return nil }
                for member in UInt8.min...0x7F where members(member) { set.insert(member) }
                at = close
                previous = nil
            default:
                set.insert(byte)
                previous = byte
            }
            at += 1
        }
        if foldsCase { addOtherCase(to: &set) }
        if isNegated { set.invert() }
        set.remove(UInt8(ascii: "/"))
        index = at + 1
        return set
    }

    private static func addOtherCase(to set: inout ByteSet) {
        for lower in UInt8(ascii: "a")...UInt8(ascii: "z") {
            let upper = lower - 32
            if set.contains(lower) { set.insert(upper) }
            if set.contains(upper) { set.insert(lower) }
        }
    }

    private static func named(_ name: String) -> ((UInt8) -> Bool)? {
        func isLower(_ b: UInt8) -> Bool { b >= 0x61 && b <= 0x7A }
        func isUpper(_ b: UInt8) -> Bool { b >= 0x41 && b <= 0x5A }
        func isDigit(_ b: UInt8) -> Bool { b >= 0x30 && b <= 0x39 }
        func isGraph(_ b: UInt8) -> Bool { b > 0x20 && b < 0x7F }
        func isAlnum(_ b: UInt8) -> Bool { isLower(b) || isUpper(b) || isDigit(b) }
        switch name {
        case "alnum": return isAlnum
        case "alpha": return { isLower($0) || isUpper($0) }
        case "blank": return { $0 == 0x20 || $0 == 0x09 }
        case "cntrl": return { $0 < 0x20 || $0 == 0x7F }
        case "digit": return isDigit
        case "graph": return isGraph
        case "lower": return isLower
        case "print": return { $0 >= 0x20 && $0 < 0x7F }
        case "punct": return { isGraph($0) && !isAlnum($0) }
        case "space": return { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
        case "upper": return isUpper
        case "xdigit": return { isDigit($0) || ($0 >= 0x61 && $0 <= 0x66) || ($0 >= 0x41 && $0 <= 0x46) }
        default: return nil
        }
    }
}
