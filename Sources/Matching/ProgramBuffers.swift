import Rules
import Syntax
import TextMatching

/// A program as plain buffers: what every step of the matcher reads, without a retain for each look.
struct ProgramBuffers {
    /// What the matcher needs of a rule.
    struct Entry {
        var root: Int32
        var constraintStart: Int32
        var constraintCount: Int32
        var singles: Int
        var multiples: Int
        /// It can only match a call of a name the program asks for: where a node is none, nothing else of it need be asked.
        var needsCall: Bool
    }

    let clauses: UnsafeMutableBufferPointer<Clause>
    let lists: UnsafeMutableBufferPointer<Int32>
    let patternNodes: UnsafeMutableBufferPointer<PatternNode>
    let texts: UnsafeMutableBufferPointer<UInt8>
    let kinds: UnsafeMutableBufferPointer<Kind>
    let calls: UnsafeMutableBufferPointer<CallClause>
    let callArguments: UnsafeMutableBufferPointer<CallArgument>
    /// Kept alive by the program; many threads share them, and counting references to them would make the threads wait for each other.
    let regexes: UnsafeMutableBufferPointer<Unmanaged<LinearRegex>>
    let rules: UnsafeMutableBufferPointer<Entry>
    let dispatch: UnsafeMutableBufferPointer<Int32>
    let dispatchStart: UnsafeMutableBufferPointer<Int32>
    /// For each clause the slots of the variables it has to do with, -1 for none; -2 where it is not known.
    let clauseSlots: UnsafeMutableBufferPointer<(Int32, Int32)>

    init(_ program: MatchProgram) {
        clauses = Self.copy(program.clauses)
        lists = Self.copy(program.lists)
        patternNodes = Self.copy(program.patternNodes)
        texts = Self.copy(program.texts)
        kinds = Self.copy(program.kinds)
        calls = Self.copy(program.calls)
        callArguments = Self.copy(program.callArguments)
        regexes = Self.copy(program.regexes.map { Unmanaged.passUnretained($0) })
        rules = Self.copy(
            program.rules.map {
                Entry(
                    root: $0.root, constraintStart: $0.constraintStart, constraintCount: $0.constraintCount, singles: $0.singles.count,
                    multiples: $0.multiples.count, needsCall: Self.needsCall($0.root, program, depth: 0))
            })
        dispatch = Self.copy(program.dispatch)
        dispatchStart = Self.copy(program.dispatchStart)
        clauseSlots = Self.copy(
            ClauseVariables(program).slots.map { slots in slots.map { ($0.first ?? -1, $0.count > 1 ? $0[1] : -1) } ?? (-2, -2) })
    }

    /// Whether a clause holds only at calls of names the program asks for.
    private static func needsCall(_ index: Int32, _ program: MatchProgram, depth: Int) -> Bool {
        // Utilities may refer to each other without end.
        guard depth < 16, program.clauses.indices.contains(Int(index)) else { return false }
        let clause = program.clauses[Int(index)]
        func parts() -> ArraySlice<Int32> { program.lists[Int(clause.a)..<Int(clause.a + clause.b)] }
        return switch clause.operation {
        case .call: true
        case .all: parts().contains { needsCall($0, program, depth: depth + 1) }
        case .any: !parts().isEmpty && parts().allSatisfy { needsCall($0, program, depth: depth + 1) }
        case .reference, .constrained: needsCall(clause.a, program, depth: depth + 1)
        default: false
        }
    }

    func deallocate() {
        clauses.deallocate()
        lists.deallocate()
        patternNodes.deallocate()
        texts.deallocate()
        kinds.deallocate()
        calls.deallocate()
        callArguments.deallocate()
        regexes.deallocate()
        rules.deallocate()
        dispatch.deallocate()
        dispatchStart.deallocate()
        clauseSlots.deallocate()
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }
}
