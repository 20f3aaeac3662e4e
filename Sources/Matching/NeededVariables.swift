import Rules

/// For each clause of a program a variable it needs: bound already, its text must stand in a node, or below it, for the clause to hold there.
struct NeededVariables {
    /// The slots, by clause; -1 for none.
    let slots: [Int32]

    init(_ program: MatchProgram) {
        var survey = Survey(program)
        slots = program.clauses.indices.map { survey.needs(of: Int32($0)).min() ?? -1 }
    }

    /// Works out clause after clause; each is asked once.
    private struct Survey {
        private let program: MatchProgram
        private var known: [Set<Int32>?]
        private var isOpen: [Bool]

        init(_ program: MatchProgram) {
            self.program = program
            known = Array(repeating: nil, count: program.clauses.count)
            isOpen = Array(repeating: false, count: program.clauses.count)
        }

        mutating func needs(of index: Int32) -> Set<Int32> {
            let at = Int(index)
            // A utility that comes back to itself needs what the rest of it does.
            guard program.clauses.indices.contains(at), !isOpen[at] else { return [] }
            if let known = known[at] { return known }
            isOpen[at] = true
            let found = needs(of: program.clauses[at])
            isOpen[at] = false
            known[at] = found
            return found
        }

        private mutating func needs(of clause: Clause) -> Set<Int32> {
            switch clause.operation {
            case .all: return parts(of: clause).reduce(into: []) { $0.formUnion(needs(of: $1)) }
            case .any:
                let all = parts(of: clause).map { needs(of: $0) }
                return all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }
            case .reference, .constrained, .has: return needs(of: clause.a)
            case .pattern: return variables(clause.a)
            // Of these one part may hold far away, or must not hold. A call's arguments may stand where a `partial` was made.
            case .not, .inside, .precedes, .follows, .nthChild, .call: return []
            case .kind, .kindIn, .regex, .range, .name, .type, .within, .awaited, .resultUsed, .never: return []
            }
        }

        private func parts(of clause: Clause) -> ArraySlice<Int32> { program.lists[Int(clause.a)..<Int(clause.a + clause.b)] }

        /// Those that every match binds: named nodes are never passed over.
        private func variables(_ pattern: Int32) -> Set<Int32> {
            let end = Int(program.patternNodes[Int(pattern)].next)
            guard end > Int(pattern) else { return [] }
            return Set(program.patternNodes[Int(pattern)..<end].filter { $0.form == .capture && $0.named }.map(\.slot))
        }
    }
}
