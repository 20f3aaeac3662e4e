import Findings
import SourceFiles

/// The suppressions of one file: which line each comment speaks for, and whether anything used it.
///
/// A comment behind code speaks for its own line; one on a line of its own for the next line that holds code. It silences
/// - findings that start on that line,
/// - and, where the line is the first or the last of a statement's head, findings anywhere in that head: a call of several lines, a
///   decorated definition. (`StatementHeads` says what a head is. A comment in the middle of a statement speaks for its line only.)
///
/// `ignore-file` silences its rules in the whole file, and is the only form that reaches a finding about the file as a whole.
struct SuppressionIndex {
    struct Entry {
        var comment: SuppressionComment
        /// Where the comment stands.
        var bytes: Range<Int>
        var line: Int
        /// The line it speaks for; nil when no code follows.
        var target: Int?
        /// Those of its rules that silenced something, or would have before it expired.
        var used: Set<String> = []
    }

    private(set) var entries: [Entry] = []

    static let none = SuppressionIndex(entries: [])

    init(entries: [Entry]) { self.entries = entries }

    /// Where a finding stands, in lines: its first, and the first and last of the head of the statement it is in.
    struct Place {
        var line: Int
        var statement: ClosedRange<Int>
    }

    /// The comment that silences a rule at a place (nil: the whole file); every comment that does is marked as used. An expired one
    /// silences nothing.
    mutating func silence(_ rule: RuleMetadata, at place: Place?, today: String) -> Suppression? {
        var result: Suppression?
        for index in entries.indices where entries[index].comment.mistake == nil && covers(entries[index], place) {
            let comment = entries[index].comment
            guard let name = comment.rules.first(where: { $0 == rule.id || $0 == rule.code }) else { continue }
            entries[index].used.insert(name)
            if let until = comment.until, until < today { continue }
            if result == nil { result = Suppression(line: entries[index].line, reason: comment.reason.isEmpty ? nil : comment.reason, until: comment.until) }
        }
        return result
    }

    private func covers(_ entry: Entry, _ place: Place?) -> Bool {
        if entry.comment.reach == .file { return true }
        guard let place, let target = entry.target else { return false }
        return target == place.line || target == place.statement.lowerBound || target == place.statement.upperBound
    }
}
