/// Proposes edits near errors, in groups that belong together. What was proposed once is not proposed again in the same stage,
/// whatever became of it, so the proposals end.
struct RepairProposals {
    private let source: SwiftSource
    private let matcher: RepairMatcher
    private let lastResorts: RepairMatcher
    private var isSettled: [Bool]
    private static let longestLeftover = 160

    init(source: SwiftSource) {
        self.source = source
        matcher = RepairMatcher(swiftRepairs.filter { !$0.isLastResort }, source: source)
        lastResorts = RepairMatcher(swiftRepairs.filter { $0.isLastResort }, source: source)
        isSettled = [Bool](repeating: false, count: source.tokens.count)
    }

    /// A stage may propose again where an earlier one did.
    mutating func startStage() {
        for index in isSettled.indices { isSettled[index] = false }
    }

    /// What the table says.
    mutating func tokens(near places: [Range<Int>], lastResort: Bool) -> [[SourceEdit]] {
        let matcher = lastResort ? lastResorts : matcher
        var groups: [[SourceEdit]] = []
        for place in places {
            var index = source.firstToken(from: place.lowerBound)
            while index < source.tokens.count, source.tokens[index].start < place.upperBound {
                guard !isSettled[index], let match = matcher.match(at: index) else {
                    index += 1
                    continue
                }
                groups.append(match.edits)
                for settled in index..<match.end { isSettled[settled] = true }
                index = match.end
            }
        }
        return groups
    }

    /// Hides the type arguments that begin at one of these bytes.
    func typeArguments(at places: [Int]) -> [[SourceEdit]] {
        places.compactMap { start in source.typeArgumentsEnd(start).map { [SourceEdit(start..<$0)] } }
    }

    /// Hides what the grammar gave up on, where that is short and declares nothing.
    func leftovers(_ errors: [Range<Int>]) -> [[SourceEdit]] {
        errors.filter { $0.count <= Self.longestLeftover && !source.declares(in: $0) }.map { [SourceEdit($0)] }
    }

    /// Blanks all lines of every `#if` of which one line stands there; all its branches stay.
    mutating func conditions(near places: [Range<Int>]) -> [[SourceEdit]] {
        var groups: [[SourceEdit]] = []
        for chain in chains() where chain.contains(where: { line in places.contains { $0.overlaps(source.tokens[line].range) } }) {
            let fresh = chain.filter { !isSettled[$0] }
            for line in fresh { isSettled[line] = true }
            if !fresh.isEmpty { groups.append(fresh.map { SourceEdit(source.tokens[$0].range) }) }
        }
        return groups
    }

    /// The directives that belong together, from `#if` to `#endif`, as indices of tokens.
    private func chains() -> [[Int]] {
        var chains: [[Int]] = [], open: [Int] = []
        for (index, token) in source.tokens.enumerated() where token.kind == .directive {
            if source.bytes.spells("#if", at: token.start..<min(token.end, token.start + 3)) {
                open.append(chains.count)
                chains.append([])
            }
            guard let chain = open.last else { continue }
            chains[chain].append(index)
            if source.bytes.spells("#endif", at: token.start..<min(token.end, token.start + 6)) { open.removeLast() }
        }
        return chains
    }
}
