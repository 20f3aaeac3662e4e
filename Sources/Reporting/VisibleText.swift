/// Text for formats that have no escape of their own: what a terminal would obey, and what hides or reorders text, is spelled out (`\u{1B}`).
enum VisibleText {
    /// - Parameter kept: control characters the format can hold.
    static func of(_ text: String, keeping kept: Set<Unicode.Scalar> = []) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var visible = ""
        for scalar in text.unicodeScalars {
            if DisplayWidth.mustEscape(scalar), !kept.contains(scalar) {
                visible += DisplayWidth.escape(scalar)
            } else {
                visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }

    /// At most so many scalars, the last of them `…` where some were cut.
    static func cut(_ text: String, to most: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > most else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(max(0, most - 1)))) + "…"
    }
}
