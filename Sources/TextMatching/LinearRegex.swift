internal import CRE2
import Synchronization

/// How a pattern is read, beside the flags it sets itself.
package struct RegexOptions: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let ignoresCase = RegexOptions(rawValue: 1)
    /// `^` and `$` match at line ends.
    package static let multiLine = RegexOptions(rawValue: 2)
    /// The pattern is known to be good (a test says so): RE2 builds it at its first use, since building costs a thousand times what reading
    /// it does and most patterns of a rule set never meet a text.
    package static let trusted = RegexOptions(rawValue: 4)
}

/// A match: where it is and where its groups are, in bytes.
package struct RegexMatch: Sendable, Hashable {
    package var range: Range<Int>
    /// Group 1 first; nil for a group that took no part.
    package var groups: [Range<Int>?]

    package init(range: Range<Int>, groups: [Range<Int>?]) {
        self.range = range
        self.groups = groups
    }
}

/// A pattern in Rust's syntax, matched by RE2 in time linear in the text.
///
/// Takes what ast-grep's rules are written in (https://docs.rs/regex#syntax); what RE2 lacks is refused. Differs from Rust in three points:
/// `\b` knows ASCII letters only, `\W` inside brackets leaves out unassigned scalars, and a repetition counts to 1000 at most.
/// The text is UTF-8; no part of a pattern matches a byte that is not.
// RE2 objects are safe for use by many threads at once (re2.h).
package final class LinearRegex: Sendable {
    package let pattern: String
    package let groupCount: Int
    /// Every match holds at least one of these; nil when nothing useful is certain.
    package let requiredLiterals: [Literal]?
    /// The pattern and how it is read, and the address of what RE2 made of it: 0 before its first use.
    private let tree: RegexNode
    private let options: RegexOptions
    private let built: Atomic<UInt>

    /// For program and caches of one pattern, in bytes: enough for about a hundred Unicode `\w`.
    private static let memory: Int64 = 32 << 20

    package init(_ pattern: String, options: RegexOptions = []) throws(RegexError) {
        let tree = try RegexParser.parse(pattern, ignoresCase: options.contains(.ignoresCase))
        self.pattern = pattern
        self.tree = tree
        self.options = options
        groupCount = tree.groupCount
        requiredLiterals = RequiredLiterals.of(tree)
        built = Atomic(0)
        if options.contains(.trusted) { return }
        guard let regex else { throw RegexError(pattern: pattern, offset: 0, message: "not enough memory for this pattern") }
        if let message = cre2_error(regex) {
            throw Self.error(pattern, String(cString: message), about: String(cString: cre2_error_part(regex)))
        }
    }

    deinit {
        if let regex = OpaquePointer(bitPattern: built.load(ordering: .acquiring)) { cre2_free(regex) }
    }

    /// Nil only when memory has run out.
    private var regex: OpaquePointer? {
        if let regex = OpaquePointer(bitPattern: built.load(ordering: .acquiring)) { return regex }
        let flags = (options.contains(.ignoresCase) ? "i" : "") + (options.contains(.multiLine) ? "m" : "")
        var text = (flags.isEmpty ? "" : "(?\(flags))") + tree.re2
        let made = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, Self.memory) }
        }
        guard let made else { return nil }
        let (isFirst, other) = built.compareExchange(expected: 0, desired: UInt(bitPattern: made), ordering: .acquiringAndReleasing)
        if isFirst { return made }
        // Another thread was quicker; its work serves as well.
        cre2_free(made)
        return OpaquePointer(bitPattern: other)
    }

    /// The number of a named group, nil where there is none.
    package func group(named name: String) -> Int? {
        var count = 0
        return tree.group(named: name, &count)
    }

    /// Whether the pattern matches anywhere in the text.
    package func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let regex else { return false }
        return cre2_match(regex, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, 0, text.count, nil, 0) == 1
    }

    /// Where the leftmost match at or after `from` is. What stands before `from` is seen by `^` and `\b`. Allocates nothing.
    package func firstRange(in text: UnsafeRawBufferPointer, from: Int = 0) -> Range<Int>? {
        guard from >= 0, from <= text.count, let regex else { return nil }
        var span = cre2_span()
        let found = cre2_match(regex, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, from, text.count, &span, 1)
        return found == 1 ? span.start..<span.end : nil
    }

    /// The leftmost match at or after `from` with its groups.
    package func firstMatch(in text: UnsafeRawBufferPointer, from: Int = 0) -> RegexMatch? {
        guard from >= 0, from <= text.count, let regex else { return nil }
        return withUnsafeTemporaryAllocation(of: cre2_span.self, capacity: groupCount + 1) { spans in
            let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard cre2_match(regex, start, text.count, from, text.count, spans.baseAddress, Int32(spans.count)) == 1 else { return nil }
            let ranges = spans.map { $0.start < 0 ? nil : $0.start..<$0.end }
            guard let whole = ranges[0] else { return nil }
            return RegexMatch(range: whole, groups: Array(ranges.dropFirst()))
        }
    }

    /// RE2's message, placed where the part it names stands in what was written.
    private static func error(_ pattern: String, _ message: String, about part: String) -> RegexError {
        var offset = 0
        if !part.isEmpty, let found = pattern.firstRange(of: part) {
            offset = pattern.unicodeScalars.distance(from: pattern.startIndex, to: found.lowerBound)
        }
        let advice = message.hasPrefix("pattern too large") ? "; repeat fewer times, or use `(?-u)` where ASCII is enough" : ""
        return RegexError(pattern: pattern, offset: offset, message: "RE2 does not take this: \(message)\(advice)")
    }
}
