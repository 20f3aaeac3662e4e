internal import Findings

/// Figures as people read them.
enum Figures {
    /// `1,204`
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (i, digit) in digits.enumerated() {
            if i > 0, (digits.utf8.count - i) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1 file`, `7 files`
    static func counted(_ number: Int, _ noun: String) -> String {
        grouped(number) + " " + noun + (number == 1 ? "" : "s")
    }

    /// `3 errors`, `1 warning`, `2 info`
    static func counted(_ number: Int, _ severity: Severity) -> String {
        switch severity {
        case .error, .warning, .hint: counted(number, severity.rawValue)
        case .info, .off: grouped(number) + " " + severity.rawValue
        }
    }

    /// Decimal units: `812 bytes`, `12.3 kB`, `1.0 MB`
    static func bytes(_ count: Int) -> String {
        if count < 1000 { return counted(count, "byte") }
        var value = Double(count) / 1000
        for unit in ["kB", "MB", "GB"] {
            if value < 999.95 { return fixed(value, 1) + " " + unit }
            value /= 1000
        }
        return fixed(value, 1) + " TB"
    }

    /// `99.97 %`, rounded down: only what is whole reads as 100 %.
    static func percent(_ share: Double) -> String {
        if share >= 1 { return "100 %" }
        return fixed((max(0, share) * 10000).rounded(.down) / 100, 2) + " %"
    }

    /// `0.41 s`
    static func seconds(_ seconds: Double) -> String { fixed(seconds, 2) + " s" }

    /// A number with so many decimals; what is no number reads as `?`.
    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = decimals == 1 ? 10 : 100
        let scaled = (value * Double(scale)).rounded()
        guard scaled.isFinite, abs(scaled) < 1e15 else { return "?" }
        let whole = Int(scaled)
        let fraction = String(whole % scale)
        return String(whole / scale) + "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    }
}
