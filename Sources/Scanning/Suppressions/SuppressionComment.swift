/// `sluice: ignore[rule-id, CODE] reason until=2027-03-31`, read from one comment's text.
struct SuppressionComment: Hashable, Sendable {
    enum Reach: Hashable, Sendable { case statement, file }

    var reach: Reach
    /// Rule ids or codes; empty when the brackets are missing or empty, which is a mistake.
    var rules: [String] = []
    var reason = ""
    /// The last day it holds, `2027-03-31`; nil when there is none.
    var until: String?
    /// What is wrong with how it is written, or nil. A comment with a mistake silences nothing.
    var mistake: String?

    /// The bytes a file must hold to be worth looking at.
    static let marker = "sluice:"

    /// Reads a comment, its `#` or `//` included; nil when it is none of ours. Other tools' marks may stand before and behind, each after
    /// a `#` or `//` of its own: `# noqa: B008 # sluice: ignore[BA001] reason`.
    init?(_ comment: String) {
        guard var rest = Self.afterMarker(comment) else { return nil }
        let verb = rest.prefix { $0.isLetter || $0 == "-" }
        rest = rest.dropFirst(verb.count).drop { $0.isWhitespace }
        switch verb {
        case "ignore": reach = .statement
        case "ignore-file": reach = .file
        default:
            // Prose that begins with our name is a comment like any other.
            guard rest.first == "[" else { return nil }
            reach = .statement
            mistake = "`\(verb)` is neither `ignore` nor `ignore-file`"
            return
        }
        guard rest.first == "[", let close = rest.firstIndex(of: "]") else {
            mistake = Self.nothingNamed
            return
        }
        rules = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        if rules.isEmpty { mistake = Self.nothingNamed }
        var words: [Substring] = []
        for word in rest[rest.index(after: close)...].split(whereSeparator: \.isWhitespace) {
            // Here another tool's comment begins, or this one ends.
            if ["#", "//", "*/", "-->"].contains(word) { break }
            guard word.hasPrefix("until=") else {
                words.append(word)
                continue
            }
            let date = String(word.dropFirst("until=".count))
            if Self.isDate(date) { until = date } else { mistake = "`until=` wants a date such as 2027-03-31, not `\(date)`" }
        }
        reason = words.joined(separator: " ").drop { "-—:,. ".contains($0) }.description
    }

    private static let nothingNamed = "it names no rule in brackets"
    private static let openers = "#/*;<!-"

    /// What follows the marker, where that stands at the beginning of a comment.
    private static func afterMarker(_ comment: String) -> Substring? {
        var rest = Substring(comment)
        while let marker = rest.firstRange(of: marker) {
            let before = comment[..<marker.lowerBound].reversed().drop { $0.isWhitespace }
            let opener = before.prefix { openers.contains($0) }
            let outside = before.dropFirst(opener.count).first
            rest = rest[marker.upperBound...]
            if !opener.isEmpty, outside?.isWhitespace ?? true { return rest.drop { $0.isWhitespace } }
        }
        return nil
    }

    /// `YYYY-MM-DD`, a day that is in the calendar.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }) else { return false }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]) else { return false }
        let isLeapYear = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[numbers[1] - 1]).contains(numbers[2])
    }
}

extension SuppressionComment {
    /// One that was read before.
    init(reach: Reach, rules: [String], reason: String, until: String?, mistake: String?) {
        self.reach = reach
        self.rules = rules
        self.reason = reason
        self.until = until
        self.mistake = mistake
    }
}
