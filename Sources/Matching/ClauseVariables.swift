import Rules

/// Which metavariables a clause has to do with. Where all of them are bound already, what it says of a node depends on nothing else.
struct ClauseVariables {
    /// The slots of single variables, in order; nil where it cannot be told: ellipses, or more than two.
    let slots: [[Int32]?]

    init(_ program: MatchProgram) {
        var told = Array(repeating: Told(), count: program.clauses.count), isChanging = true
        // What a clause asks stands mostly before it; only utilities that come back to themselves take another turn.
        while isChanging {
            isChanging = false
            for index in told.indices {
                let now = Self.tell(Int32(index), program, told)
                guard now != told[index] else { continue }
                told[index] = now
                isChanging = true
            }
        }
        slots = told.map { one in
            guard !one.isUnknown, one.slots.nonzeroBitCount <= Self.most else { return nil }
            return (0..<Int32(64)).filter { one.slots >> UInt64($0) & 1 != 0 }
        }
    }

    static let most = 2

    private struct Told: Equatable {
        /// A bit a slot.
        var slots: UInt64 = 0
        var isUnknown = false

        mutating func add(_ other: Told) {
            slots |= other.slots
            isUnknown = isUnknown || other.isUnknown
        }

        mutating func add(slot: Int32) {
            if slot < 64 { slots |= 1 << UInt64(slot) } else { isUnknown = true }
        }
    }

    private static func tell(_ index: Int32, _ program: MatchProgram, _ told: [Told]) -> Told {
        let clause = program.clauses[Int(index)]
        var found = Told()
        switch clause.operation {
        case .pattern: return variables(clause.a, program)
        case .inside, .has, .precedes, .follows:
            found.add(told[Int(clause.a)])
            // Where it stops is asked with all variables hidden.
            if clause.b >= 0, told[Int(clause.b)].isUnknown { found.isUnknown = true }
            return found
        case .constrained: for pair in 0..<Int(clause.c) { found.add(slot: program.lists[Int(clause.b) + 2 * pair]) }
        default: break
        }
        for part in program.subclauses(of: index) { found.add(told[Int(part)]) }
        return found
    }

    private static func variables(_ pattern: Int32, _ program: MatchProgram) -> Told {
        let end = Int(program.patternNodes[Int(pattern)].next)
        var found = Told()
        guard end > Int(pattern) else { return Told(isUnknown: true) }
        for node in program.patternNodes[Int(pattern)..<end] {
            switch node.form {
            case .capture: found.add(slot: node.slot)
            case .ellipsisCapture: found.isUnknown = true
            case .terminal, .internal_, .dropped, .ellipsis: break
            }
        }
        return found
    }
}
