internal import TextMatching

/// Tells at one pass over a text which of many regexes can match it, by the literals each one needs.
struct PatternGate: Sendable {
    private let scanner: LiteralScanner
    /// Which literals let each regex in; nil for one that must always be tried.
    private let literals: [Range<Int>?]

    init(_ regexes: [LinearRegex]) {
        var all: [Literal] = []
        literals = regexes.map { regex in
            guard let required = regex.requiredLiterals else { return nil }
            all += required
            return all.count - required.count..<all.count
        }
        // The few literals of a rule never pay for a database.
        scanner = LiteralScanner(all, prefer: .automaton)
    }

    /// The regexes worth trying, by index.
    func open(_ text: UnsafeRawBufferPointer) -> [Int] {
        let hits = scanner.makeHits()
        scanner.scan(text, into: hits)
        return literals.indices.filter { index in literals[index]?.contains { hits.contains($0) } ?? true }
    }
}
