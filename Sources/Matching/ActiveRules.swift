package import Rules

/// Which rules of a program a file is asked for, and at which kinds any of them looks. Reused from file to file.
package struct ActiveRules: ~Copyable {
    private var rules: [Bool]
    private var wanted: [Bool]
    private let kinds: [[Int]?]
    package private(set) var isEmpty = true

    package init(program: MatchProgram) {
        let buckets = program.dispatchStart.count - 1
        rules = Array(repeating: false, count: program.rules.count)
        wanted = Array(repeating: false, count: buckets)
        kinds = program.rules.map { rule in rule.kinds?.map { Int($0) == 65535 ? buckets - 1 : Int($0) } }
    }

    package mutating func removeAll() {
        guard !isEmpty else { return }
        for index in rules.indices { rules[index] = false }
        for index in wanted.indices { wanted[index] = false }
        isEmpty = true
    }

    package mutating func insert(_ rule: Int) {
        isEmpty = false
        rules[rule] = true
        if let kinds = kinds[rule] {
            for kind in kinds { wanted[kind] = true }
        } else {
            for index in wanted.indices { wanted[index] = true }
        }
    }

    @inline(__always) func contains(_ rule: Int) -> Bool { rules[rule] }
    @inline(__always) func isWanted(_ bucket: Int) -> Bool { wanted[bucket] }
}
