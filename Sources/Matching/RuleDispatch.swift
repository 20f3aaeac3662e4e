import Rules

/// Which rules are asked at a node: of its kind those that always are, and those that are only where a name stands that they ask for. Most
/// rules are about calls, and most calls are of something no rule or few ask for.
///
/// Rules are bits, so many words of 64 for each kind and each name.
struct RuleDispatch {
    let wordCount: Int
    private let always: UnsafeMutableBufferPointer<UInt64>
    private let named: UnsafeMutableBufferPointer<UInt64>
    /// By name of the program.
    private let askers: UnsafeMutableBufferPointer<UInt64>
    private let isCallBucket: UnsafeMutableBufferPointer<Bool>

    init(_ program: MatchProgram, _ gates: KindGates) {
        var survey = NameNeeds(program, gates)
        let words = (program.rules.count + 63) / 64
        var always = [UInt64](repeating: 0, count: words * program.bucketCount), named = always
        var askers = [UInt64](repeating: 0, count: words * program.names.count)
        for bucket in 0..<program.bucketCount {
            for entry in program.dispatchStart[bucket]..<program.dispatchStart[bucket + 1] {
                let rule = Int(program.dispatch[Int(entry)]), bit: UInt64 = 1 << UInt64(rule % 64)
                guard let names = survey.names(of: program.rules[rule].root, at: bucket) else {
                    always[bucket * words + rule / 64] |= bit
                    continue
                }
                named[bucket * words + rule / 64] |= bit
                for name in names { askers[Int(name) * words + rule / 64] |= bit }
            }
        }
        wordCount = words
        isCallBucket = ProgramBuffers.copy((0..<program.bucketCount).map(survey.isCall))
        self.always = ProgramBuffers.copy(always)
        self.named = ProgramBuffers.copy(named)
        self.askers = ProgramBuffers.copy(askers)
    }

    func deallocate() {
        always.deallocate()
        named.deallocate()
        askers.deallocate()
        isCallBucket.deallocate()
    }

    @inline(__always) func always(_ bucket: Int, _ word: Int) -> UInt64 { always[bucket * wordCount + word] }
    @inline(__always) func named(_ bucket: Int, _ word: Int) -> UInt64 { named[bucket * wordCount + word] }
    @inline(__always) func asking(for name: Int32, _ word: Int) -> UInt64 { askers[Int(name) * wordCount + word] }
    /// Whether nodes of the kind are calls: there the callee's name counts, elsewhere the node's own.
    @inline(__always) func isCall(_ bucket: Int) -> Bool { isCallBucket[bucket] }
}

/// The names without which a rule holds at no node of a kind.
private struct NameNeeds {
    private let program: MatchProgram
    private let gates: KindGates
    private let calls: Set<Int>

    init(_ program: MatchProgram, _ gates: KindGates) {
        self.program = program
        self.gates = gates
        calls = Set(ExpressionKinds.calls(program.grammar).map { program.bucket(of: $0) })
    }

    func isCall(_ bucket: Int) -> Bool { calls.contains(bucket) }

    /// Those one of which the node must call, or have where it is no call, for the clause to hold; nil where it may hold without.
    mutating func names(of index: Int32, at bucket: Int, depth: Int = 0) -> Set<Int32>? {
        // Utilities may refer to each other without end.
        guard depth < 16 else { return nil }
        if !gates.admits(index, bucket) { return [] }
        let clause = program.clauses[Int(index)]
        func list(_ start: Int32, _ count: Int32) -> ArraySlice<Int32> { program.lists[Int(start)..<Int(start + count)] }
        switch clause.operation {
        case .call:
            let call = program.calls[Int(clause.a)]
            return isCall(bucket) ? Set(list(call.nameStart, call.nameCount)) : nil
        case .name: return isCall(bucket) ? nil : Set(list(clause.a, clause.b))
        case .all:
            for part in list(clause.a, clause.b) { if let names = names(of: part, at: bucket, depth: depth + 1) { return names } }
            return nil
        case .any:
            var union: Set<Int32> = []
            for part in list(clause.a, clause.b) {
                guard let names = names(of: part, at: bucket, depth: depth + 1) else { return nil }
                union.formUnion(names)
            }
            return union
        case .reference, .constrained: return names(of: clause.a, at: bucket, depth: depth + 1)
        default: return nil
        }
    }
}
