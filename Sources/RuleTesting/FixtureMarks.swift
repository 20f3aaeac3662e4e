/// What a fixture file says should be found in it: comments `ruleid: <id>` and `ok: <id>` at the end of a line or on the line above.
package struct FixtureMarks: Sendable {
    package enum Expectation: String, Sendable, CaseIterable {
        /// A finding starts on this line.
        case finding = "ruleid:"
        /// No finding starts on this line: a near miss.
        case nothing = "ok:"
        /// A known gap: a finding should start here, and none does yet.
        case missing = "todoruleid:"
        /// A known false alarm: none should start here, and one does still.
        case falseAlarm = "todook:"
    }

    package struct Mark: Sendable, Hashable {
        package var line: Int
        package var rule: String
        package var expectation: Expectation
    }

    package private(set) var marks: [Mark] = []

    package init(_ lines: [Substring]) {
        var pending: [(String, Expectation)] = []
        for (index, line) in lines.enumerated() {
            if let (comment, found) = Self.read(line) {
                let isAlone = line[..<comment].allSatisfy(\.isWhitespace)
                if isAlone {
                    pending += found
                    continue
                }
                marks += found.map { Mark(line: index + 1, rule: $0.0, expectation: $0.1) }
            }
            if line.allSatisfy(\.isWhitespace) { continue }
            marks += pending.map { Mark(line: index + 1, rule: $0.0, expectation: $0.1) }
            pending = []
        }
    }

    /// Where the comment with marks begins in a line, and its marks.
    static func read(_ line: Substring) -> (start: Substring.Index, marks: [(rule: String, expectation: Expectation)])? {
        var at = line.startIndex
        while at < line.endIndex {
            let rest = line[at...]
            if rest.hasPrefix("#") || rest.hasPrefix("//") {
                let body = rest.drop { $0 == "#" || $0 == "/" || $0 == " " }
                if let kind = Expectation.allCases.first(where: { body.hasPrefix($0.rawValue) }) {
                    let rules = body.dropFirst(kind.rawValue.count).split(separator: ",").map { $0.split(separator: " ").first.map(String.init) ?? "" }
                    return (at, rules.filter { !$0.isEmpty }.map { ($0, kind) })
                }
            }
            at = line.index(after: at)
        }
        return nil
    }
}
