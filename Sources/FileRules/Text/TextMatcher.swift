internal import TextMatching

/// Finds what regexes describe, leaves out what is allowed, and knows which part is the secret.
struct TextMatcher: Sendable {
    struct Pattern: Sendable {
        var regex: LinearRegex
        /// What it finds, for the message: `GitHub token`.
        var kind: String?
        /// The group that holds the secret; 0 for the whole match.
        var capture: Int
        /// In bits a byte; 0 asks for nothing.
        var leastEntropy: Double
        /// What is fine for this pattern alone.
        var allowed = Allowance()
        /// The group that must not be shown in place of what is captured: the body of a key of which the capture is the head.
        var secret: Int?
        /// Whether what it finds is worth a note only.
        var isNote = false
    }

    /// What is found and still fine: placeholders, what is masked already.
    struct Allowance: Sendable {
        /// Captures one of these matches.
        var captures: [LinearRegex] = []
        /// Everything on a line one of these matches.
        var lines: [LinearRegex] = []
    }

    let patterns: [Pattern]
    let allowed: Allowance
    /// Whether what is captured must not be shown.
    let masks: Bool
    private let gate: PatternGate

    init(patterns: [Pattern], allowed: Allowance = Allowance(), masks: Bool) {
        self.patterns = patterns
        self.allowed = allowed
        self.masks = masks
        gate = PatternGate(patterns.map(\.regex))
    }

    /// More than this in one file is one fault, not thousands.
    private static let mostHits = 1000

    /// In order of place, each at what its pattern captures; of two matches that overlap the one of the earlier pattern.
    func hits(in content: UnsafeRawBufferPointer) -> [FileHit] {
        var hits: [FileHit] = []
        var matches: [Range<Int>] = []
        for pattern in gate.open(content).map({ patterns[$0] }) {
            let earlier = matches
            var start = 0
            while hits.count < Self.mostHits, let range = pattern.regex.firstRange(in: content, from: start) {
                start = max(range.upperBound, range.lowerBound + 1)
                guard !earlier.contains(where: { $0.overlaps(range) }), let (captured, secret) = captures(pattern, content, range),
                    !isAllowed(content, range, captured, pattern),
                    pattern.leastEntropy == 0 || Entropy.bits(UnsafeRawBufferPointer(rebasing: content[captured])) >= pattern.leastEntropy
                else { continue }
                var variables = ["EXCERPT": masks && pattern.secret == nil ? Mask.excerpt(content, captured) : String(decoding: content[captured], as: UTF8.self)]
                variables["KIND"] = pattern.kind
                matches.append(range)
                hits.append(FileHit(bytes: captured, variables: variables, secrets: masks ? [secret] : [], isNote: pattern.isNote))
            }
        }
        return hits.sorted(by: FileHit.inOrder)
    }

    /// What the pattern captures of a match, and what of it must not be shown; nil when the group took no part.
    private func captures(_ pattern: Pattern, _ content: UnsafeRawBufferPointer, _ range: Range<Int>) -> (captured: Range<Int>, secret: Range<Int>)? {
        guard pattern.capture > 0 || pattern.secret != nil else { return (range, range) }
        // Asked again for its groups, which costs too much to ask for at every place.
        let groups = [range] + (pattern.regex.firstMatch(in: content, from: range.lowerBound)?.groups ?? [])
        guard pattern.capture < groups.count, let captured = groups[pattern.capture] else { return nil }
        guard let secret = pattern.secret else { return (captured, captured) }
        return (captured, secret < groups.count ? groups[secret] ?? range : range)
    }

    private func isAllowed(_ content: UnsafeRawBufferPointer, _ range: Range<Int>, _ secret: Range<Int>, _ pattern: Pattern) -> Bool {
        let captured = UnsafeRawBufferPointer(rebasing: content[secret])
        if (pattern.allowed.captures + allowed.captures).contains(where: { $0.matches(captured) }) { return true }
        let lines = pattern.allowed.lines + allowed.lines
        guard !lines.isEmpty else { return false }
        let newline = UInt8(ascii: "\n")
        let start = content[..<secret.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = content[max(secret.lowerBound, range.lowerBound)...].firstIndex(of: newline) ?? content.count
        let line = UnsafeRawBufferPointer(rebasing: content[start..<end])
        return lines.contains { $0.matches(line) }
    }

    /// Every hit holds one of these; nil when nothing is certain.
    var requiredLiterals: [Literal]? {
        var all: [Literal] = []
        for pattern in patterns {
            guard let literals = pattern.regex.requiredLiterals else { return nil }
            all += literals
        }
        return all
    }
}
