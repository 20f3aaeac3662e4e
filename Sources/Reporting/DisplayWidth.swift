/// How many columns a terminal gives to scalars, and which of them it must never be given.
///
/// Widths follow Unicode Standard Annex 11 (East Asian Width) and the emoji presentation of Technical Standard 51, as most terminals do.
struct DisplayWidth {
    private var previous: Unicode.Scalar?
    private var previousWidth = 0

    /// The width of the next scalar of a text, given those before it.
    mutating func next(_ scalar: Unicode.Scalar) -> Int {
        let width = Self.width(of: scalar, after: previous, previousWidth)
        previous = scalar
        previousWidth = width
        return width
    }

    /// The width of a text as `TextPrinter` writes it.
    static func of(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        var meter = DisplayWidth()
        return text.unicodeScalars.reduce(0) { $0 + (mustEscape($1) ? escape($1).utf8.count : meter.next($1)) }
    }

    /// Control characters, and format characters that hide or reorder text ("Trojan Source", CVE-2021-42574): written as `\u{202E}`.
    static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x20 { return true }
        if scalar.value < 0x7F { return false }
        // The joiners stay: they make emoji and Indic scripts.
        if scalar.value == 0x200C || scalar.value == 0x200D { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u{" + (digits.count < 2 ? "0" : "") + digits + "}"
    }

    private static func width(of scalar: Unicode.Scalar, after previous: Unicode.Scalar?, _ previousWidth: Int) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        if value == 0xFE0F { return previousWidth == 1 && previous?.properties.isEmoji == true ? 1 : 0 }
        if value == 0x200C || value == 0x200D { return 0 }
        if previous?.value == 0x200D, scalar.properties.isEmoji { return 0 }
        if (0x1F3FB...0x1F3FF).contains(value) { return previous?.properties.isEmojiModifierBase == true ? 0 : 2 }
        if (0x1F1E6...0x1F1FF).contains(value) { return 1 }
        if (0x1160...0x11FF).contains(value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        return scalar.properties.isEmojiPresentation || isWide(value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
