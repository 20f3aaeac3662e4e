import CSyntax
package import Rules
package import Semantics
package import Syntax
import TextMatching

/// Runs a program over files, one after another, on one thread. All of its memory is reused.
package final class Matcher {
    package let program: MatchProgram
    let semantics: FileSemantics
    let code: ProgramBuffers
    private(set) var nodes = UnsafeBufferPointer<Node>(start: nil, count: 0)
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private let errorBucket: Int

    var bindings = Bindings()
    /// Nodes the open ellipses have taken so far.
    var taken: [Int32] = []
    /// Byte ranges the program's `range` clauses mean in this file.
    private var rangeBytes: [Range<UInt32>?] = []
    var nameHits = NameHits()
    /// The call that was asked about last, with its callee; consecutive rules ask about the same node.
    var lastCall = (node: -1, callee: 0, hits: NameHits.Hits.none)
    /// The arguments of the call asked about last.
    var arguments: [Argument] = []
    /// What regexes said of long nodes: by regex in the upper half, and node.
    private var longAnswers: [UInt64: Bool] = [:]
    /// What long searches found.
    private var searches = SearchMemory()
    /// Where texts stand in the file, once searches looked at many nodes.
    private var textPlaces: TextPlaces?
    /// Nodes of this file that searches looked at, each time they did.
    var searched = 0
    /// The utilities being asked, and at which node.
    private var open: [(clause: Int32, node: NodeIndex)] = []
    /// How many of them come back to themselves.
    private var openCycles = 0
    var recursions = 0

    /// `semantics` must be analysing the same tree when `run` is called.
    package init(program: MatchProgram, semantics: FileSemantics) {
        self.program = program
        self.semantics = semantics
        code = ProgramBuffers(program)
        errorBucket = program.bucketCount - 1
    }

    deinit { code.deallocate() }

    /// Asks every rule in `active` (by index in the program) at every node it could match, in pre-order, and hands each match to `found`.
    /// While `found` runs, `text(of:)` answers for the metavariables of that match.
    ///
    /// - Parameter isOverdue: asked now and then; once true the run ends. `inside` up a nest as deep as the file is long costs the square of it.
    /// - Returns: whether the run reached the end.
    @discardableResult
    package func run(_ tree: FlatTree, active: borrowing ActiveRules, isOverdue: () -> Bool = { false }, found: (Match) -> Void) -> Bool {
        open(tree)
        var asked = 0
        for index in nodes.indices {
            let bucket = bucket(nodes[index].symbol)
            guard active.isWanted(bucket) else { continue }
            asked += 1
            if asked % Self.nodesBetweenLooks == 0, isOverdue() { return false }
            ask(active, bucket, index, found)
        }
        return true
    }

    /// Asks the rules that may match at a node, in their order.
    @inline(__always) private func ask(_ active: borrowing ActiveRules, _ bucket: Int, _ node: NodeIndex, _ found: (Match) -> Void) {
        let dispatch = code.dispatch
        var names: NameHits.Hits?
        for word in 0..<dispatch.wordCount {
            var rules = dispatch.always(bucket, word) & active.bits(word)
            let named = dispatch.named(bucket, word) & active.bits(word)
            if named != 0 {
                let wanted = names ?? wantedNames(node, bucket)
                names = wanted
                rules |= named & nameHits.asking(for: wanted, word)
            }
            while rules != 0 {
                let rule = word * 64 + rules.trailingZeroBitCount
                rules &= rules - 1
                if matches(rule, at: node) { found(Match(rule: rule, node: node)) }
            }
        }
    }

    /// Looking at a clock costs as much as asking a rule; the slowest node takes about a millisecond.
    private static let nodesBetweenLooks = 256

    /// Whether one rule matches at one node.
    package func matches(_ rule: Int, at node: NodeIndex) -> Bool {
        let entry = code.rules[rule]
        recursions = 0
        bindings.reset(singles: entry.singles, multiples: entry.multiples)
        return holds(entry.root, node) && constraintsHold(entry.constraintStart, entry.constraintCount)
    }

    /// Whether the match just found is a note.
    package func isMinor(_ match: Match) -> Bool {
        let clause = program.rules[match.rule].minor
        return clause >= 0 && holds(clause, match.node)
    }

    /// Whether what the variables hold matches the clauses `constraints` has for them.
    private func constraintsHold(_ start: Int32, _ count: Int32) -> Bool {
        for pair in 0..<Int(count) {
            let at = Int(start) + 2 * pair
            if let held = bindings.single(code.lists[at]), !holds(code.lists[at + 1], held) { return false }
        }
        return true
    }

    /// Makes `tree` the file that is matched.
    package func open(_ tree: FlatTree) {
        nodes = tree.nodes
        bytes = tree.bytes
        nameHits.removeAll()
        longAnswers.removeAll(keepingCapacity: true)
        searches.removeAll()
        (textPlaces, searched) = (nil, 0)
        lastCall = (-1, 0, .none)
        if !program.ranges.isEmpty { rangeBytes = program.ranges.map { $0.byteRange(in: tree.bytes) } }
    }

    @inline(__always) func bucket(_ kind: Kind) -> Int { kind == Grammar.errorKind ? errorBucket : Int(kind) }
    @inline(__always) func next(_ node: NodeIndex) -> NodeIndex { Int(nodes[node].next) }
    @inline(__always) func isNamed(_ node: NodeIndex) -> Bool { nodes[node].flags & UInt16(SL_NAMED) != 0 }

    // MARK: clauses

    /// Whether a clause holds for a node. What it binds stays bound only when it does.
    @inline(__always) package func holds(_ index: Int32, _ node: NodeIndex) -> Bool {
        switch gate(index, node) {
        case .closed: false
        case .decides: true
        case .open: holdsPastGate(index, node)
        }
    }

    /// What a node's kind alone says of a clause.
    enum GateAnswer { case closed, decides, open }

    @inline(__always) func gate(_ index: Int32, _ node: NodeIndex) -> GateAnswer {
        let gate = code.gates[Int(index)]
        guard gate.start >= 0 else { return .open }
        let bucket = bucket(nodes[node].symbol)
        guard code.gateWords[Int(gate.start) + bucket >> 6] >> UInt64(bucket & 63) & 1 != 0 else { return .closed }
        return gate.isExact ? .decides : .open
    }

    private func holdsPastGate(_ index: Int32, _ node: NodeIndex) -> Bool {
        let clause = code.clauses[Int(index)]
        switch clause.operation {
        case .kind: return nodes[node].symbol == clause.field
        case .kindIn:
            for kind in Int(clause.a)..<Int(clause.a + clause.b) where code.kinds[kind] == nodes[node].symbol { return true }
            return false
        case .pattern:
            if clause.b >= 0 && nodes[node].symbol != Kind(clause.b) { return false }
            return matchesPattern(clause.a, node, Self.strictness[Int(clause.flag)])
        case .all:
            let mark = bindings.mark
            for part in Int(clause.a)..<Int(clause.a + clause.b) where !holds(code.lists[part], node) {
                bindings.undo(to: mark)
                return false
            }
            return true
        case .any:
            for part in Int(clause.a)..<Int(clause.a + clause.b) where holds(code.lists[part], node) { return true }
            return false
        case .not:
            let mark = bindings.mark
            let inner = holds(clause.a, node)
            bindings.undo(to: mark)
            return !inner
        case .reference: return holdsReference(index, clause.a, node)
        case .constrained: return holdsConstrained(clause, node)
        case .regex:
            return matchesRegex(clause.a, node)
        case .nthChild: return isNthChild(clause, node)
        case .range:
            guard let range = rangeBytes[Int(clause.a)] else { return false }
            return nodes[node].start == range.lowerBound && nodes[node].end == range.upperBound
        case .inside: return isInside(index, clause, node)
        case .has: return has(index, clause, node)
        case .precedes: return precedes(index, clause, node)
        case .follows: return follows(index, clause, node)
        case .call: return isCall(clause, node)
        case .name: return isName(semantics.qualifiedName(of: node), clause)
        case .type: return isName(semantics.typeName(of: node), clause)
        // The compiler numbers contexts as `Context` does.
        case .within: return Int32(semantics.contexts(of: node).rawValue) & clause.a != 0
        case .awaited: return semantics.isAwaited(node) == (clause.flag == 1)
        case .resultUsed: return semantics.isResultUsed(node) == (clause.flag == 1)
        case .never: return false
        }
    }

    /// Rules ask about the function or the file around each of many nodes: what a long text said once it need not be asked again.
    private func matchesRegex(_ regex: Int32, _ node: NodeIndex) -> Bool {
        let text = text(node)
        guard text.count >= Self.longText else { return code.regexes[Int(regex)]._withUnsafeGuaranteedRef { $0.matches(text) } }
        let key = UInt64(UInt32(regex)) << 32 | UInt64(node)
        if let known = longAnswers[key] { return known }
        let answer = code.regexes[Int(regex)]._withUnsafeGuaranteedRef { $0.matches(text) }
        longAnswers[key] = answer
        return answer
    }

    /// In bytes. Below this, asking is about as fast as looking up.
    private static let longText = 256

    /// What an answer of a clause about a node goes by; nil where it may not be remembered: a variable is open, or holds more than a word, a limit
    /// is near, or utilities that are being asked may be asked again.
    func searchKey(_ clause: Int32, _ node: NodeIndex) -> SearchMemory.Key? {
        let slots = code.clauseSlots[Int(clause)]
        guard slots.0 > -2, open.count < Self.deepest / 2, recursions < Self.mostRecursions else { return nil }
        guard openCycles == 0 || !code.cycles[Int(clause)].leadsTo else { return nil }
        var key = SearchMemory.Key(clause: clause, node: Int32(node))
        if slots.0 >= 0 {
            guard let number = textNumber(slots.0) else { return nil }
            key.first = number
        }
        if slots.1 >= 0 {
            guard let number = textNumber(slots.1) else { return nil }
            key.second = number
        }
        return key
    }

    private func textNumber(_ slot: Int32) -> Int32? {
        guard let held = bindings.single(slot), isNamedLeaf(held) else { return nil }
        return searches.number(of: held, text(held))
    }

    func remembered(_ key: SearchMemory.Key) -> Bool? { searches[key] }

    /// Where there are variables, only that it does not hold: else they hold other nodes of the same text afterwards.
    func remember(_ answer: Bool, _ key: SearchMemory.Key) {
        if (!answer || key.first == 0) && recursions < Self.mostRecursions { searches.keep(answer, key) }
    }

    /// Made when it costs less than what was searched already.
    func knownPlaces() -> TextPlaces? {
        if let textPlaces { return textPlaces }
        guard searched > Self.searchesPerNode * nodes.count else { return nil }
        let made = TextPlaces(nodes, bytes)
        textPlaces = made
        return made
    }

    private static let searchesPerNode = 8

    private static let strictness = Strictness.allCases

    func text(_ node: NodeIndex) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(nodes[node].start)..<Int(nodes[node].end)])
    }

    private func holdsConstrained(_ clause: Clause, _ node: NodeIndex) -> Bool {
        let mark = bindings.mark
        if holds(clause.a, node), constraintsHold(clause.b, clause.c) { return true }
        bindings.undo(to: mark)
        return false
    }

    /// How many utilities may be open at once. One that refers to itself through a relation goes as deep as the file is nested; no
    /// sensible question needs more, and the stack must hold.
    private static let deepest = 200
    /// How often utilities may ask themselves while one rule is asked at one node: one that goes up and down at once would try every way
    /// through the file.
    private static let mostRecursions = 1000

    /// A utility that comes back to a node it is being asked at has nothing new to say there: it does not hold.
    private func holdsReference(_ index: Int32, _ body: Int32, _ node: NodeIndex) -> Bool {
        guard open.count < Self.deepest, open.isEmpty || recursions < Self.mostRecursions else { return false }
        var isRecursive = false
        for entry in open where entry.clause == index {
            if !isRecursive { recursions += 1 }
            isRecursive = true
            if entry.node == node { return false }
        }
        let isCycle = code.cycles[Int(index)].isIn
        open.append((index, node))
        if isCycle { openCycles += 1 }
        defer {
            open.removeLast()
            if isCycle { openCycles -= 1 }
        }
        return holds(body, node)
    }

    // MARK: after a match

    /// The text a metavariable of the match just found holds, or nil: `$A` one node's, `$$$A` from its first node to its last. No more than
    /// its first 1,000 bytes, which is more than a message shows: matches nest, and whole texts would add up to the square of the file.
    package func text(of variable: String, rule: Int) -> String? {
        let entry = program.rules[rule]
        if let slot = entry.singles.firstIndex(of: variable), let node = bindings.single(Int32(slot)) {
            return Self.beginning(text(node)[...])
        }
        if let slot = entry.multiples.firstIndex(of: variable), let held = bindings.multiple(Int32(slot)), !held.isEmpty {
            let first = bindings.node(held.lowerBound), last = bindings.node(held.upperBound - 1)
            return Self.beginning(bytes[Int(nodes[first].start)..<Int(nodes[last].end)])
        }
        return nil
    }

    private static func beginning(_ text: Slice<UnsafeRawBufferPointer>) -> String {
        var shown = text.prefix(1000)
        // Cut between scalars.
        while shown.endIndex < text.endIndex, text[shown.endIndex] & 0xC0 == 0x80 { shown = shown.dropLast() }
        return String(decoding: shown, as: UTF8.self)
    }
}

/// A rule (by index in its program) matched at a node.
package struct Match: Sendable {
    package var rule: Int
    package var node: NodeIndex
}
