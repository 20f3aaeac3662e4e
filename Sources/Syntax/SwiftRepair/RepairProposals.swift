/// Proposes edits near errors. What was proposed once is not proposed again, whatever became of it, so the proposals end.
struct RepairProposals {
    private let tokens: [SwiftToken]
    private let bytes: UnsafeRawBufferPointer
    private let matcher: RepairMatcher
    private let lastResorts: RepairMatcher
    private var isSettled: [Bool]

    init(tokens: [SwiftToken], bytes: UnsafeRawBufferPointer) {
        self.tokens = tokens
        self.bytes = bytes
        matcher = RepairMatcher(swiftRepairs.filter { !$0.isLastResort }, tokens: tokens, bytes: bytes)
        lastResorts = RepairMatcher(swiftRepairs.filter { $0.isLastResort }, tokens: tokens, bytes: bytes)
        isSettled = [Bool](repeating: false, count: tokens.count)
    }

    /// What the table says. The edits of one group belong together.
    mutating func tokens(near places: [Range<Int>], lastResort: Bool) -> [[SourceEdit]] {
        let matcher = lastResort ? lastResorts : matcher
        var groups: [[SourceEdit]] = []
        for place in places {
            var index = firstToken(from: place.lowerBound)
            while index < tokens.count, tokens[index].start < place.upperBound {
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

    /// All lines of every `#if` of which one line stands there.
    mutating func conditions(near places: [Range<Int>]) -> [[SourceEdit]] {
        var groups: [[SourceEdit]] = []
        for chain in chains() where chain.contains(where: { line in places.contains { $0.overlaps(tokens[line].range) } }) {
            let fresh = chain.filter { !isSettled[$0] }
            for line in fresh { isSettled[line] = true }
            if !fresh.isEmpty { groups.append(fresh.map { SourceEdit(tokens[$0].range) }) }
        }
        return groups
    }

    /// The directives that belong together, from `#if` to `#endif`, as indices of tokens.
    private func chains() -> [[Int]] {
        var chains: [[Int]] = [], open: [Int] = []
        for (index, token) in tokens.enumerated() where token.kind == .directive {
            if bytes.spells("#if", at: token.start..<min(token.end, token.start + 3)) {
                open.append(chains.count)
                chains.append([])
            }
            guard let chain = open.last else { continue }
            chains[chain].append(index)
            if bytes.spells("#endif", at: token.start..<min(token.end, token.start + 6)) { open.removeLast() }
        }
        return chains
    }

    /// The first token that starts at or after a byte.
    private func firstToken(from byte: Int) -> Int {
        var low = 0, high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
