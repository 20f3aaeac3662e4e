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
    }

    let clauses: UnsafeMutableBufferPointer<Clause>
    let gates: UnsafeMutableBufferPointer<KindGates.Gate>
    let gateWords: UnsafeMutableBufferPointer<UInt64>
    let lists: UnsafeMutableBufferPointer<Int32>
    let patternNodes: UnsafeMutableBufferPointer<PatternNode>
    let texts: UnsafeMutableBufferPointer<UInt8>
    let kinds: UnsafeMutableBufferPointer<Kind>
    let calls: UnsafeMutableBufferPointer<CallClause>
    let callArguments: UnsafeMutableBufferPointer<CallArgument>
    /// Kept alive by the program; many threads share them, and counting references to them would make the threads wait for each other.
    let regexes: UnsafeMutableBufferPointer<Unmanaged<LinearRegex>>
    let rules: UnsafeMutableBufferPointer<Entry>
    let dispatch: RuleDispatch
    /// For each clause the slots of the variables it has to do with, -1 for none; -2 where it is not known.
    let clauseSlots: UnsafeMutableBufferPointer<(Int32, Int32)>
    /// For each clause what `ClauseCycles` says of it.
    let cycles: UnsafeMutableBufferPointer<(isIn: Bool, leadsTo: Bool)>
    /// For each clause the slot of a variable it needs, -1 for none; see `NeededVariables`.
    let neededSlots: UnsafeMutableBufferPointer<Int32>

    init(_ program: MatchProgram) {
        let kindGates = KindGates(program)
        clauses = Self.copy(program.clauses)
        gates = Self.copy(kindGates.gates)
        gateWords = Self.copy(kindGates.words)
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
                    multiples: $0.multiples.count)
            })
        dispatch = RuleDispatch(program, kindGates)
        clauseSlots = Self.copy(
            ClauseVariables(program).slots.map { slots in slots.map { ($0.first ?? -1, $0.count > 1 ? $0[1] : -1) } ?? (-2, -2) })
        let found = ClauseCycles(program)
        cycles = Self.copy(zip(found.isInCycle, found.leadsToCycle).map { ($0, $1) })
        neededSlots = Self.copy(NeededVariables(program).slots)
    }

    func deallocate() {
        clauses.deallocate()
        gates.deallocate()
        gateWords.deallocate()
        lists.deallocate()
        patternNodes.deallocate()
        texts.deallocate()
        kinds.deallocate()
        calls.deallocate()
        callArguments.deallocate()
        regexes.deallocate()
        rules.deallocate()
        dispatch.deallocate()
        clauseSlots.deallocate()
        neededSlots.deallocate()
        cycles.deallocate()
    }

    static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }
}
