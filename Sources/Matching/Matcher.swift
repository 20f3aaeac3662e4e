package import CSyntax
package import Rules
package import Semantics
package import Syntax
import TextMatching

/// Runs a program over files, one after another, on one thread. All of its memory is reused.
package final class Matcher {
    package let program: MatchProgram
    let semantics: FileSemantics

    // The program's arrays and the file's, as plain buffers: what every step reads.
    let clauses: UnsafeMutableBufferPointer<Clause>
    let lists: UnsafeMutableBufferPointer<Int32>
    let patternNodes: UnsafeMutableBufferPointer<PatternNode>
    let texts: UnsafeMutableBufferPointer<UInt8>
    let isComment: UnsafeMutableBufferPointer<Bool>
    private let dispatch: UnsafeMutableBufferPointer<Int32>
    private let dispatchStart: UnsafeMutableBufferPointer<Int32>
    private(set) var nodes = UnsafeBufferPointer<Node>(start: nil, count: 0)
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private let errorBucket: Int
    /// The program's rules and calls, without a retain for each look at them.
    private let rules: UnsafeMutableBufferPointer<ProgramRule>
    private let calls: UnsafeMutableBufferPointer<CallClause>
    /// The program's lists of wanted names, by id.
    private let nameLists: UnsafeMutableBufferPointer<UnsafeMutableBufferPointer<Int32>>

    var bindings = Bindings()
    /// Nodes the open ellipses have taken so far.
    var taken: [Int32] = []
    /// Byte ranges the program's `range` clauses mean in this file.
    private var rangeBytes: [Range<UInt32>?] = []
    /// The wanted names that the name or type asked for last is; consecutive rules ask about the same node.
    private var nameHits: [Int32] = []
    private var nameHitsOf: Name = 0
    private var resolvedNode = -1
    private var typeHits: [Int32] = []
    private var typeHitsOf: Name = 0
    private var typedNode = -1
    private var calledNode = -1
    private var calledNodesCallee: NodeIndex?

    /// `semantics` must be analysing the same tree when `run` is called.
    package init(program: MatchProgram, semantics: FileSemantics) {
        self.program = program
        self.semantics = semantics
        clauses = Self.copy(program.clauses)
        lists = Self.copy(program.lists)
        patternNodes = Self.copy(program.patternNodes)
        texts = Self.copy(program.texts)
        isComment = Self.copy(program.isComment)
        dispatch = Self.copy(program.dispatch)
        dispatchStart = Self.copy(program.dispatchStart)
        rules = Self.copy(program.rules)
        calls = Self.copy(program.calls)
        nameLists = Self.copy(program.nameLists.map { Self.copy($0) })
        errorBucket = program.dispatchStart.count - 2
    }

    deinit {
        clauses.deallocate()
        lists.deallocate()
        patternNodes.deallocate()
        texts.deallocate()
        isComment.deallocate()
        dispatch.deallocate()
        dispatchStart.deallocate()
        rules.deinitialize()
        rules.deallocate()
        calls.deinitialize()
        calls.deallocate()
        for list in nameLists { list.deallocate() }
        nameLists.deallocate()
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }

    /// Asks every rule in `active` (by index in the program) at every node it could match, in pre-order, and hands each match to `found`.
    /// While `found` runs, `text(of:)` answers for the metavariables of that match.
    package func run(_ tree: FlatTree, active: borrowing ActiveRules, found: (Match) -> Void) {
        open(tree)
        for index in nodes.indices {
            let bucket = bucket(nodes[index].symbol)
            guard active.isWanted(bucket) else { continue }
            for entry in Int(dispatchStart[bucket])..<Int(dispatchStart[bucket + 1]) {
                let rule = Int(dispatch[entry])
                if active.contains(rule), matches(rule, at: index) { found(Match(rule: rule, node: index)) }
            }
        }
    }

    /// Whether one rule matches at one node.
    package func matches(_ rule: Int, at node: NodeIndex) -> Bool {
        bindings.reset(singles: rules[rule].singles.count, multiples: rules[rule].multiples.count)
        guard holds(rules[rule].root, node) else { return false }
        if rules[rule].constraints.isEmpty { return true }
        for (slot, clause) in rules[rule].constraints {
            if let held = bindings.single(slot), !holds(clause, held) { return false }
        }
        return true
    }

    /// Makes `tree` the file that is matched.
    package func open(_ tree: FlatTree) {
        nodes = tree.nodes
        bytes = tree.bytes
        resolvedNode = -1
        typedNode = -1
        calledNode = -1
        // Names are numbered anew in each file.
        nameHitsOf = 0
        nameHits.removeAll(keepingCapacity: true)
        typeHitsOf = 0
        typeHits.removeAll(keepingCapacity: true)
        if !program.ranges.isEmpty { rangeBytes = program.ranges.map { $0.byteRange(in: tree.bytes) } }
    }

    @inline(__always) func bucket(_ kind: Kind) -> Int { kind == Grammar.errorKind ? errorBucket : Int(kind) }
    @inline(__always) func next(_ node: NodeIndex) -> NodeIndex { Int(nodes[node].next) }
    @inline(__always) func isNamed(_ node: NodeIndex) -> Bool { nodes[node].flags & UInt16(SL_NAMED) != 0 }

    // MARK: clauses

    /// Whether a clause holds for a node. What it binds stays bound only when it does.
    package func holds(_ index: Int32, _ node: NodeIndex) -> Bool {
        let clause = clauses[Int(index)]
        switch clause.operation {
        case .kind: return nodes[node].symbol == clause.field
        case .kindIn: return program.kindLists[Int(clause.a)].contains(nodes[node].symbol)
        case .pattern:
            if clause.b >= 0 && nodes[node].symbol != Kind(clause.b) { return false }
            return matchesPattern(clause.a, node, Self.strictness[Int(clause.flag)])
        case .all:
            let mark = bindings.mark
            for part in Int(clause.a)..<Int(clause.a + clause.b) where !holds(lists[part], node) {
                bindings.undo(to: mark)
                return false
            }
            return true
        case .any:
            for part in Int(clause.a)..<Int(clause.a + clause.b) where holds(lists[part], node) { return true }
            return false
        case .not:
            let mark = bindings.mark
            let inner = holds(clause.a, node)
            bindings.undo(to: mark)
            return !inner
        case .reference: return holds(clause.a, node)
        case .constrained: return holdsConstrained(clause, node)
        case .regex: return program.regexes[Int(clause.a)].matches(text(node))
        case .nthChild: return isNthChild(clause, node)
        case .range:
            guard let range = rangeBytes[Int(clause.a)] else { return false }
            return nodes[node].start == range.lowerBound && nodes[node].end == range.upperBound
        case .inside: return isInside(clause, node)
        case .has: return has(clause, node)
        case .precedes: return precedes(clause, node)
        case .follows: return follows(clause, node)
        case .call: return isCall(clause, node)
        case .name:
            resolve(node)
            return shares(clause.a, nameHits)
        case .type:
            resolveType(node)
            return shares(clause.a, typeHits)
        case .within: return isWithin(clause.a, node)
        case .awaited: return semantics.isAwaited(node) == (clause.flag == 1)
        case .resultUsed: return semantics.isResultUsed(node) == (clause.flag == 1)
        case .never: return false
        }
    }

    private static let strictness = Strictness.allCases

    func text(_ node: NodeIndex) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(nodes[node].start)..<Int(nodes[node].end)])
    }

    private func holdsConstrained(_ clause: Clause, _ node: NodeIndex) -> Bool {
        let mark = bindings.mark
        guard holds(clause.a, node) else { return false }
        for pair in 0..<Int(clause.c) {
            let at = Int(clause.b) + 2 * pair
            if let held = bindings.single(lists[at]), !holds(lists[at + 1], held) {
                bindings.undo(to: mark)
                return false
            }
        }
        return true
    }

    // MARK: names

    private func isCall(_ clause: Clause, _ node: NodeIndex) -> Bool {
        if calledNode != node {
            calledNode = node
            calledNodesCallee = semantics.callee(of: node)
        }
        guard let callee = calledNodesCallee else { return false }
        resolve(callee)
        guard !nameHits.isEmpty, shares(calls[Int(clause.a)].names, nameHits) else { return false }
        return argumentsHold(calls[Int(clause.a)], node)
    }

    private func argumentsHold(_ call: CallClause, _ node: NodeIndex) -> Bool {
        if call.arguments.isEmpty && call.absent.isEmpty && call.count == nil { return true }
        var count = 0, hasSplat = false
        for argument in semantics.arguments(of: node) {
            count += 1
            if argument.splat != .none { hasSplat = true }
            for absent in call.absent where argument.splat != .none || names(absent, argument) { return false }
        }
        if let wanted = call.count, hasSplat || !wanted.contains(count) { return false }
        for (name, clause) in call.arguments {
            // Asked anew each time: the clause may ask about arguments itself.
            guard let argument = semantics.arguments(of: node).first(where: { $0.splat == .none && names(name, $0) }) else { return false }
            guard holds(clause, argument.value) else { return false }
        }
        return true
    }

    private func names(_ name: ArgumentBytes, _ argument: Argument) -> Bool {
        switch name {
        case .position(let index): return Int(argument.position) == index
        case .keyword(let bytes):
            guard let label = argument.label else { return false }
            return text(label).elementsEqual(bytes)
        }
    }

    /// The ids of the wanted names that an expression resolves to, in `nameHits`.
    private func resolve(_ node: NodeIndex) {
        guard node != resolvedNode else { return }
        resolvedNode = node
        let name = semantics.qualifiedName(of: node)
        guard name != nameHitsOf else { return }
        nameHitsOf = name
        nameHits.removeAll(keepingCapacity: true)
        if name != 0 { program.names.forEachMatch(semantics.text(of: name)) { nameHits.append($0) } }
    }

    private func resolveType(_ node: NodeIndex) {
        guard node != typedNode else { return }
        typedNode = node
        let name = semantics.typeName(of: node)
        guard name != typeHitsOf else { return }
        typeHitsOf = name
        typeHits.removeAll(keepingCapacity: true)
        if name != 0 { program.names.forEachMatch(semantics.text(of: name)) { typeHits.append($0) } }
    }

    /// Whether one of `hits` is in a name list.
    private func shares(_ list: Int32, _ hits: [Int32]) -> Bool {
        for hit in hits where nameLists[Int(list)].contains(hit) { return true }
        return false
    }

    private func isWithin(_ contexts: Int32, _ node: NodeIndex) -> Bool {
        // The compiler numbers contexts as `Context` does.
        Int32(semantics.contexts(of: node).rawValue) & contexts != 0
    }

    // MARK: after a match

    /// The text a metavariable of the match just found holds, or nil: `$A` one node's, `$$$A` from its first node to its last.
    package func text(of variable: String, rule: Int) -> String? {
        let entry = program.rules[rule]
        if let slot = entry.singles.firstIndex(of: variable), let node = bindings.single(Int32(slot)) {
            return String(decoding: text(node), as: UTF8.self)
        }
        if let slot = entry.multiples.firstIndex(of: variable), let held = bindings.multiple(Int32(slot)), let first = held.first, let last = held.last {
            return String(decoding: bytes[Int(nodes[Int(first)].start)..<Int(nodes[Int(last)].end)], as: UTF8.self)
        }
        return nil
    }
}

/// A rule (by index in its program) matched at a node.
package struct Match: Sendable {
    package var rule: Int
    package var node: NodeIndex
}
