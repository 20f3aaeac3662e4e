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

    /// A rule that is asked at nodes of a kind.
    struct Dispatch {
        var rule: Int32
        /// At that kind it can only match what has, or calls, a name the program asks for: where a node does not, nothing else of it need be asked.
        var needsName: Bool
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
    let dispatch: UnsafeMutableBufferPointer<Dispatch>
    let dispatchStart: UnsafeMutableBufferPointer<Int32>
    /// Of each kind, whether its nodes are calls.
    let isCall: UnsafeMutableBufferPointer<Bool>

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
        let calls = Set(ExpressionKinds.calls(program.grammar).map { program.bucket(of: $0) })
        isCall = Self.copy((0..<program.bucketCount).map { calls.contains($0) })
        dispatch = Self.copy(Self.dispatch(program, kindGates, calls))
        dispatchStart = Self.copy(program.dispatchStart)
    }

    private static func dispatch(_ program: MatchProgram, _ gates: KindGates, _ calls: Set<Int>) -> [Dispatch] {
        (0..<program.bucketCount).flatMap { bucket in
            program.dispatch[Int(program.dispatchStart[bucket])..<Int(program.dispatchStart[bucket + 1])].map { rule in
                let root = program.rules[Int(rule)].root
                return Dispatch(rule: rule, needsName: needsName(root, at: bucket, isCall: calls.contains(bucket), program, gates, depth: 0))
            }
        }
    }

    /// Whether a clause holds at nodes of a kind only where the node calls, or where it is no call has, a name the program asks for.
    private static func needsName(_ index: Int32, at bucket: Int, isCall: Bool, _ program: MatchProgram, _ gates: KindGates, depth: Int) -> Bool {
        // Utilities may refer to each other without end.
        guard depth < 16 else { return false }
        // It does not hold there at all.
        if !gates.admits(index, bucket) { return true }
        let clause = program.clauses[Int(index)]
        func parts() -> ArraySlice<Int32> { program.lists[Int(clause.a)..<Int(clause.a + clause.b)] }
        func needsName(_ part: Int32) -> Bool { Self.needsName(part, at: bucket, isCall: isCall, program, gates, depth: depth + 1) }
        return switch clause.operation {
        case .call: isCall
        case .name: !isCall
        case .all: parts().contains(where: needsName)
        case .any: parts().allSatisfy(needsName)
        case .reference, .constrained: needsName(clause.a)
        default: false
        }
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
        dispatchStart.deallocate()
        isCall.deallocate()
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }
}
