internal import CSyntax

/// Where a tree went wrong, and how badly.
struct ErrorSites {
    /// Stretches of the source around the errors, sorted and apart; the cause of an error stands in one, as a rule.
    private(set) var surroundings: [Range<Int>] = []
    /// What may be hidden so that the rest heals: ERROR nodes and stray closing brackets. Any other token that is stray under an ERROR
    /// root is most often the head of a declaration whose body went wrong; hiding it would hide the declaration.
    private(set) var leftovers: [Range<Int>] = []
    /// Where a `<` that touches what stands on both sides is taken for a comparison; it may begin type arguments.
    private(set) var tightComparisons: [Int] = []
    /// Lower is better; 0 is a sound tree. An error that is short still spoils what stands around it, an ERROR root its whole file.
    private(set) var weight = 0

    /// What an error weighs beside its length: the tree around it is seldom whole. An imagined brace closes what goes on, in truth.
    private static let costOfError = 32
    private static let costOfMissing = 256
    /// What it weighs when a comparison may be type arguments: the call they belong to is not seen as one.
    private static let costOfComparison = 256

    private static let comparison = Grammar.swift.kind("comparison_expression")
    private static let less = Grammar.swift.kind("<", named: false)
    private static let declaring: [Kind] = [
        "function_declaration", "init_declaration", "deinit_declaration", "subscript_declaration", "class_declaration", "protocol_declaration",
        "protocol_function_declaration",
    ].compactMap { Grammar.swift.kind($0) }

    init(of nodes: UnsafeBufferPointer<Node>, in bytes: UnsafeRawBufferPointer) {
        forEachError(in: nodes) { index in
            let range = Int(nodes[index].start)..<Int(nodes[index].end)
            weight += range.count + (nodes[index].isMissing ? Self.costOfMissing : Self.costOfError)
            let isBracket = range.count == 1 && ")]}".utf8.contains(bytes[range.lowerBound])
            if index > 0, nodes[index].isError ? !range.isEmpty : isBracket { leftovers.append(range) }
            add(range, in: bytes)
        }
        if let root = nodes.first, root.isError {
            weight += bytes.count / 8
            surroundings = [0..<bytes.count]
        }
        findTightComparisons(in: nodes, bytes)
        weight += tightComparisons.count * Self.costOfComparison
    }

    /// How many functions and types stand in a tree.
    static func declarations(in nodes: UnsafeBufferPointer<Node>) -> Int {
        let kinds = declaring
        return nodes.reduce(0) { $0 + ($1.isNamed && kinds.contains($1.symbol) ? 1 : 0) }
    }

    private mutating func findTightComparisons(in nodes: UnsafeBufferPointer<Node>, _ bytes: UnsafeRawBufferPointer) {
        guard let comparison = Self.comparison, let less = Self.less else { return }
        for index in nodes.indices where nodes[index].symbol == comparison {
            var child = index + 1
            while child < Int(nodes[index].next) {
                let start = Int(nodes[child].start), end = Int(nodes[child].end)
                if nodes[child].symbol == less, start > 0, end < bytes.count, bytes[start - 1] > 0x20, bytes[end] > 0x20 {
                    tightComparisons.append(start)
                }
                child = Int(nodes[child].next)
            }
        }
    }

    /// Two lines before to two lines after: a declaration is often spread over a few.
    private mutating func add(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        var start = range.lowerBound, end = range.upperBound, lines = 0
        while start > 0, lines < 3 {
            start -= 1
            if bytes[start] == UInt8(ascii: "\n") { lines += 1 }
        }
        lines = 0
        while end < bytes.count, lines < 3 {
            if bytes[end] == UInt8(ascii: "\n") { lines += 1 }
            end += 1
        }
        if let last = surroundings.last, start <= last.upperBound {
            surroundings[surroundings.count - 1] = last.lowerBound..<max(last.upperBound, end)
        } else {
            surroundings.append(start..<end)
        }
    }
}
