/// `sluice: ignore[rule-id, CODE] reason until=2027-03-31`, read from one comment's text.
struct SuppressionComment: Hashable, Sendable {
    enum Reach: Hashable, Sendable { case statement, file }

    var reach: Reach
    /// Rule ids or codes; empty when the brackets are missing or empty, which is a mistake.
    var rules: [String]
    var reason: String
    /// `2027-03-31`; nil when there is none.
    var until: String?
    /// What is wrong with how it is written, or nil.
    var mistake: String?

    /// The bytes a file must hold to be worth looking at.
    static let marker = "sluice:"

    /// Reads a comment (with its `#` or `//`); nil when it is none of ours.
    init?(_ comment: String) {
        let body = comment.drop { $0 == "#" || $0 == "/" || $0 == "*" || $0.isWhitespace }
        guard body.hasPrefix(Self.marker) else { return nil }
        var rest = body.dropFirst(Self.marker.count).drop { $0.isWhitespace }
        if rest.hasPrefix("ignore-file") {
            reach = .file
            rest = rest.dropFirst("ignore-file".count)
        } else if rest.hasPrefix("ignore") {
            reach = .statement
            rest = rest.dropFirst("ignore".count)
        } else {
            return nil
        }
        rules = []
        reason = ""
        rest = rest.drop { $0.isWhitespace }
        guard rest.first == "[", let close = rest.firstIndex(of: "]") else {
            mistake = "say which rules: sluice: ignore[rule-id] reason"
            return
        }
        rules = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        if rules.isEmpty { mistake = "say which rules: sluice: ignore[rule-id] reason" }
        var words: [Substring] = []
        for word in rest[rest.index(after: close)...].split(whereSeparator: \.isWhitespace) where word != "*/" {
            guard word.hasPrefix("until=") else {
                words.append(word)
                continue
            }
            let date = String(word.dropFirst("until=".count))
            if Self.isDate(date) { until = date } else { mistake = "`until=` wants a date such as 2027-03-31, not `\(date)`" }
        }
        reason = words.joined(separator: " ").drop { "-—:,. ".contains($0) }.description
    }

    /// `YYYY-MM-DD` with a month and day that can be.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 && (1...12).contains(numbers[1]) && (1...31).contains(numbers[2])
    }
}
