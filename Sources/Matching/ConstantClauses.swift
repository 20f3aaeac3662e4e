import Rules

/// Which clauses of a program always say the same of one node: they bind no metavariables, read none, and no utility in them comes back to itself.
struct ConstantClauses {
    private(set) var isConstant: [Bool]
    private var state: [State]
    private let program: MatchProgram

    private enum State { case unknown, asked, told }

    init(_ program: MatchProgram) {
        self.program = program
        isConstant = Array(repeating: false, count: program.clauses.count)
        state = Array(repeating: .unknown, count: program.clauses.count)
        for index in program.clauses.indices { _ = tell(Int32(index)) }
    }

    private mutating func tell(_ index: Int32) -> Bool {
        let at = Int(index)
        guard program.clauses.indices.contains(at) else { return false }
        switch state[at] {
        case .told: return isConstant[at]
        // A utility in itself. What was asked on the way here is none, either: it is asked for the first time, so nothing was told too early.
        case .asked: return false
        case .unknown: break
        }
        state[at] = .asked
        let answer = parts(program.clauses[at])?.reduce(true) { $0 && tell($1) } ?? false
        state[at] = .told
        isConstant[at] = answer
        return answer
    }

    /// The clauses that one asks; nil where it has to do with variables.
    private func parts(_ clause: Clause) -> [Int32]? {
        switch clause.operation {
        case .all, .any: Array(program.lists[Int(clause.a)..<Int(clause.a + clause.b)])
        case .not, .reference: [clause.a]
        case .constrained: nil
        case .inside, .has, .precedes, .follows: clause.b >= 0 ? [clause.a, clause.b] : [clause.a]
        case .nthChild: clause.c >= 0 ? [clause.c] : []
        case .pattern: hasVariables(clause.a) ? nil : []
        case .call: arguments(program.calls[Int(clause.a)])
        case .kind, .kindIn, .regex, .range, .name, .type, .within, .awaited, .resultUsed, .never: []
        }
    }

    private func arguments(_ call: CallClause) -> [Int32] {
        (0..<Int(call.argumentCount)).map { program.callArguments[Int(call.argumentStart) + $0].clause }
    }

    private func hasVariables(_ pattern: Int32) -> Bool {
        let end = Int(program.patternNodes[Int(pattern)].next)
        guard end > Int(pattern) else { return true }
        return program.patternNodes[Int(pattern)..<end].contains { $0.form == .capture || $0.form == .ellipsisCapture }
    }
}
