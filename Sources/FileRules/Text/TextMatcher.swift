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
    }

    let patterns: [Pattern]
    /// Captures one of these matches are fine: placeholders, what is masked already.
    let allowed: [LinearRegex]
    /// So is everything on a line one of these matches.
    let allowedLines: [LinearRegex]
    /// Whether what is captured must not be shown.
    let masks: Bool
    private let gate: PatternGate

    init(patterns: [Pattern], allowed: [LinearRegex] = [], allowedLines: [LinearRegex] = [], masks: Bool) {
        self.patterns = patterns
        self.allowed = allowed
        self.allowedLines = allowedLines
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
                guard !earlier.contains(where: { $0.overlaps(range) }), let secret = capture(pattern, content, range), !isAllowed(content, range, secret),
                    pattern.leastEntropy == 0 || Entropy.bits(UnsafeRawBufferPointer(rebasing: content[secret])) >= pattern.leastEntropy
                else { continue }
                var variables = ["EXCERPT": masks ? Mask.excerpt(content, secret) : String(decoding: content[secret], as: UTF8.self)]
                variables["KIND"] = pattern.kind
                matches.append(range)
                hits.append(FileHit(bytes: secret, variables: variables, secrets: masks ? [secret] : []))
            }
        }
        return hits.sorted(by: FileHit.inOrder)
    }

    private func capture(_ pattern: Pattern, _ content: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>? {
        guard pattern.capture > 0 else { return range }
        // Asked again for its groups, which costs too much to ask for at every place.
        let groups = pattern.regex.firstMatch(in: content, from: range.lowerBound)?.groups ?? []
        return pattern.capture <= groups.count ? groups[pattern.capture - 1] : nil
    }

    private func isAllowed(_ content: UnsafeRawBufferPointer, _ range: Range<Int>, _ secret: Range<Int>) -> Bool {
        let captured = UnsafeRawBufferPointer(rebasing: content[secret])
        if allowed.contains(where: { $0.matches(captured) }) { return true }
        guard !allowedLines.isEmpty else { return false }
        let newline = UInt8(ascii: "\n")
        let start = content[..<range.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = content[range.lowerBound...].firstIndex(of: newline) ?? content.count
        let line = UnsafeRawBufferPointer(rebasing: content[start..<end])
        return allowedLines.contains { $0.matches(line) }
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
