import Rules

/// Which metavariables a clause has to do with. Where all of them are bound already, what it says of a node depends on nothing else.
struct ClauseVariables {
    /// The slots of single variables, in order; nil where it cannot be told: ellipses, more than two, a utility that comes back to itself.
    private(set) var slots: [[Int32]?]
    private var state: [State]
    private let program: MatchProgram

    private enum State { case unknown, asked, told }

    init(_ program: MatchProgram) {
        self.program = program
        slots = Array(repeating: nil, count: program.clauses.count)
        state = Array(repeating: .unknown, count: program.clauses.count)
        for index in program.clauses.indices { _ = tell(Int32(index)) }
    }

    private mutating func tell(_ index: Int32) -> [Int32]? {
        let at = Int(index)
        guard program.clauses.indices.contains(at) else { return nil }
        switch state[at] {
        case .told: return slots[at]
        case .asked: return nil
        case .unknown: break
        }
        state[at] = .asked
        slots[at] = slots(of: program.clauses[at]).flatMap { $0.count <= Self.most ? $0.sorted() : nil }
        state[at] = .told
        return slots[at]
    }

    static let most = 2

    private mutating func slots(of clause: Clause) -> Set<Int32>? {
        switch clause.operation {
        case .all, .any: return joined(program.lists[Int(clause.a)..<Int(clause.a + clause.b)])
        case .not, .reference: return joined([clause.a])
        case .constrained:
            let pairs = (0..<Int(clause.c)).map { Int(clause.b) + 2 * $0 }
            return joined([clause.a] + pairs.map { program.lists[$0 + 1] })?.union(pairs.map { program.lists[$0] })
        case .inside, .has, .precedes, .follows:
            // Where it stops is asked with all variables hidden.
            if clause.b >= 0, tell(clause.b) == nil { return nil }
            return joined([clause.a])
        case .nthChild: return joined(clause.c >= 0 ? [clause.c] : [])
        case .pattern: return variables(clause.a)
        case .call:
            let call = program.calls[Int(clause.a)]
            return joined((0..<Int(call.argumentCount)).map { program.callArguments[Int(call.argumentStart) + $0].clause })
        case .kind, .kindIn, .regex, .range, .name, .type, .within, .awaited, .resultUsed, .never: return []
        }
    }

    private mutating func joined(_ clauses: some Sequence<Int32>) -> Set<Int32>? {
        var found: Set<Int32> = []
        for clause in clauses {
            guard let slots = tell(clause) else { return nil }
            found.formUnion(slots)
        }
        return found
    }

    private func variables(_ pattern: Int32) -> Set<Int32>? {
        let end = Int(program.patternNodes[Int(pattern)].next)
        guard end > Int(pattern) else { return nil }
        let nodes = program.patternNodes[Int(pattern)..<end]
        if nodes.contains(where: { $0.form == .ellipsisCapture }) { return nil }
        return Set(nodes.filter { $0.form == .capture }.map(\.slot))
    }
}
