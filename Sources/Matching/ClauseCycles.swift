import Rules

/// Which clauses of a program come back to themselves, through utilities, and which have such in them.
///
/// A utility that is asked about a node while it is being asked about it does not hold there; so what a clause with such utilities says depends on
/// those that are being asked.
struct ClauseCycles {
    /// By clause: whether it comes back to itself.
    private(set) var isInCycle: [Bool]
    /// By clause: whether it is, or has in it, one that does.
    private(set) var leadsToCycle: [Bool]

    init(_ program: MatchProgram) {
        isInCycle = Array(repeating: false, count: program.clauses.count)
        leadsToCycle = isInCycle
        var search = Components(program)
        for index in program.clauses.indices where search.order[index] == 0 { search.visit(Int32(index), &self) }
    }

    /// Tarjan's strongly connected components; a clause is nested no deeper than its rule's YAML.
    private struct Components {
        private let program: MatchProgram
        /// From 1, in the order of visits.
        var order: [Int32]
        private var low: [Int32]
        private var isOpen: [Bool]
        private var stack: [Int32] = []
        private var count: Int32 = 0

        init(_ program: MatchProgram) {
            self.program = program
            order = Array(repeating: 0, count: program.clauses.count)
            low = order
            isOpen = Array(repeating: false, count: program.clauses.count)
        }

        mutating func visit(_ clause: Int32, _ cycles: inout ClauseCycles) {
            let at = Int(clause), parts = program.subclauses(of: clause)
            count += 1
            (order[at], low[at], isOpen[at]) = (count, count, true)
            stack.append(clause)
            for part in parts.map(Int.init) {
                if order[part] == 0 {
                    visit(Int32(part), &cycles)
                    low[at] = min(low[at], low[part])
                } else if isOpen[part] {
                    low[at] = min(low[at], order[part])
                }
            }
            guard low[at] == order[at], let first = stack.lastIndex(of: clause) else { return }
            let members = stack[first...].map(Int.init)
            stack.removeSubrange(first...)
            let isCycle = members.count > 1 || parts.contains(clause)
            // What it leads to outside of itself is settled already.
            let leads = isCycle || parts.contains { cycles.leadsToCycle[Int($0)] }
            for member in members {
                isOpen[member] = false
                cycles.isInCycle[member] = isCycle
                cycles.leadsToCycle[member] = leads
            }
        }
    }
}

extension MatchProgram {
    /// The clauses that a clause asks.
    func subclauses(of index: Int32) -> [Int32] {
        let clause = clauses[Int(index)]
        var found: [Int32]
        switch clause.operation {
        case .all, .any: found = Array(lists[Int(clause.a)..<Int(clause.a + clause.b)])
        case .not, .reference: found = [clause.a]
        case .constrained: found = [clause.a] + (0..<Int(clause.c)).map { lists[Int(clause.b) + 2 * $0 + 1] }
        case .inside, .has, .precedes, .follows: found = [clause.a, clause.b]
        case .nthChild: found = [clause.c]
        case .call:
            let call = calls[Int(clause.a)]
            found = (0..<Int(call.argumentCount)).map { callArguments[Int(call.argumentStart) + $0].clause }
        case .pattern, .kind, .kindIn, .regex, .range, .name, .type, .within, .awaited, .resultUsed, .never: return []
        }
        found.removeAll { !clauses.indices.contains(Int($0)) }
        return found
    }
}
