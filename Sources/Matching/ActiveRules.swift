package import Rules

/// Which rules of a program a file is asked for, and at which kinds any of them looks. Reused from file to file.
package struct ActiveRules: ~Copyable {
    /// A bit for each rule.
    private var rules: [UInt64]
    private var wanted: [Bool]
    private let kinds: [[Int]?]
    package private(set) var isEmpty = true

    package init(program: MatchProgram) {
        rules = Array(repeating: 0, count: (program.rules.count + 63) / 64)
        wanted = Array(repeating: false, count: program.bucketCount)
        kinds = program.rules.map { rule in rule.kinds?.map { program.bucket(of: $0) } }
    }

    package mutating func removeAll() {
        guard !isEmpty else { return }
        for index in rules.indices { rules[index] = 0 }
        for index in wanted.indices { wanted[index] = false }
        isEmpty = true
    }

    package mutating func insert(_ rule: Int) {
        isEmpty = false
        rules[rule / 64] |= 1 << UInt64(rule % 64)
        if let kinds = kinds[rule] {
            for kind in kinds { wanted[kind] = true }
        } else {
            for index in wanted.indices { wanted[index] = true }
        }
    }

    /// The bits of the rules from 64 · `word` on.
    @inline(__always) func bits(_ word: Int) -> UInt64 { rules[word] }
    @inline(__always) func isWanted(_ bucket: Int) -> Bool { wanted[bucket] }
}
