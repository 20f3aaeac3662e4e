internal import Linking
internal import Semantics

/// What is asked about the body of one function for each candidate in it, worked out once. It does not keep the file's summary, which may be let go.
final class FunctionBody {
    let function: UInt32
    let range: Range<Int>
    let tree: StepTree
    /// Whether steps may wait for something, as far as it was asked.
    var waits: [Int: Bool] = [:]
    /// Whether the function returns values that a coroutine of its file makes use of; nil when nobody asked.
    var givesResult: Bool?
    private var knownPairs: [PairKey: (readers: [Int]?, releasing: [Int])] = [:]
    private var knownLater: [LaterKey: [Int]?] = [:]
    private var knownMentions: [UInt32: [Int]]?
    private var knownUses: StepUses?
    private var knownRaised: Set<FlowGraph.BlockID>?
    private var knownCaptured: Set<UInt32>?
    private var knownParameters: [StringID: [UInt32]]?

    init(_ function: UInt32, in summary: FileSummary) {
        self.function = function
        range = summary.stepRange(of: function)
        tree = StepTree(range, in: summary.steps)
    }

    func uses(in summary: FileSummary) -> StepUses {
        if let knownUses { return knownUses }
        let made = StepUses(range, in: summary)
        knownUses = made
        return made
    }

    /// The locals, of any function, that functions defined inside read or bind.
    func captured(by inner: () -> [UInt32], in summary: FileSummary) -> Set<UInt32> {
        if let knownCaptured { return knownCaptured }
        var found: Set<UInt32> = []
        for function in inner() {
            for step in summary.steps[summary.stepRange(of: function)] {
                _ = summary.reads(step) { value in
                    if value.kind == .local { found.insert(value.index) }
                    return false
                }
                if step.kind == .bind, step.target.kind == .local { found.insert(step.target.index) }
            }
        }
        knownCaptured = found
        return found
    }

    /// The function's own parameters that its steps read, by name.
    func parameters(in summary: FileSummary) -> [StringID: [UInt32]] {
        if let knownParameters { return knownParameters }
        var found: [StringID: [UInt32]] = [:]
        for local in uses(in: summary).locals.sorted() where summary.variables[Int(local)].flags.contains(.isParameter) && summary.isLocal(local, to: function) {
            found[summary.variables[Int(local)].name, default: []].append(local)
        }
        knownParameters = found
        return found
    }

    private struct PairKey: Hashable {
        var list: KnowledgeID
        var root: StepUses.Root
        var isOwn: Bool
    }

    /// The steps that may read what was acquired (nil: all), and those that give it back. Made once for what is the same wherever it is
    /// written: variables, and attributes of the object itself.
    func pairedSteps(
        of receiver: SummaryValue, _ release: KnowledgeID, in summary: FileSummary, releases: (SummaryStep) -> Bool
    ) -> (readers: [Int]?, releasing: [Int]) {
        var base = receiver
        while StepUses.root(of: base, in: summary) == nil, let inner = summary.operands(of: base).first { base = inner }
        let root = StepUses.root(of: base, in: summary), isOwn = summary.ownAttribute(receiver) != nil
        var key: PairKey?
        if let root, base == receiver, receiver.kind == .local || receiver.kind == .name || isOwn { key = PairKey(list: release, root: root, isOwn: isOwn) }
        if let key, let known = knownPairs[key] { return known }
        // The object itself is written in several ways.
        let readers = summary.isSelf(base) ? nil : root.map { uses(in: summary).steps(reading: $0).map(Int.init) }
        let found = (readers, (readers ?? Array(range)).filter { releases(summary.steps[$0]) })
        if let key { knownPairs[key] = found }
        return found
    }

    private struct LaterKey: Hashable {
        var acquire: StringID
        var list: KnowledgeID
        var root: StepUses.Root
        var isOwn: Bool
    }

    /// What `find` finds of a value that is acquired: made once for what is the same wherever it is written, as `pairedSteps` is.
    func laterSteps(of receiver: SummaryValue, _ acquire: StringID, _ release: KnowledgeID, in summary: FileSummary, find: () -> [Int]?) -> [Int]? {
        let isOwn = summary.ownAttribute(receiver) != nil
        guard receiver.kind == .local || receiver.kind == .name || isOwn, let root = StepUses.root(of: receiver, in: summary) else { return find() }
        let key = LaterKey(acquire: acquire, list: release, root: root, isOwn: isOwn)
        if let known = knownLater[key] { return known }
        let found = find()
        knownLater[key] = .some(found)
        return found
    }

    /// The steps that mention one of some functions of the file, binds aside, in order.
    /// - Parameter named: the function of the file that a variable or a name stands for.
    func mentions(of functions: Set<UInt32>, in summary: FileSummary, named: (SummaryValue) -> UInt32?) -> [Int] {
        let all = knownMentions ?? findMentions(in: summary, named: named)
        knownMentions = all
        return Set(functions.flatMap { all[$0] ?? [] }).sorted()
    }

    private func findMentions(in summary: FileSummary, named: (SummaryValue) -> UInt32?) -> [UInt32: [Int]] {
        var found: [UInt32: [Int]] = [:], known: [SummaryValue: UInt32?] = [:]
        for at in range where summary.steps[at].kind != .bind {
            _ = summary.reads(summary.steps[at]) { value in
                var function: UInt32?
                switch value.kind {
                case .closure: function = value.index
                case .local, .name:
                    if let one = known[value] { function = one } else {
                        function = named(value)
                        known[value] = .some(function)
                    }
                default: break
                }
                if let function, found[function]?.last != at { found[function, default: []].append(at) }
                return false
            }
        }
        return found
    }

    /// Blocks without steps that a `raise` comes by: exits of `with`s.
    func raised(in graph: FlowGraph, _ summary: FileSummary) -> Set<FlowGraph.BlockID> {
        if let knownRaised { return knownRaised }
        var found: Set<FlowGraph.BlockID> = [], open: [FlowGraph.BlockID] = []
        for block in graph.blocks.indices where graph.blocks[block].steps.last.map({ summary.steps[$0].kind == .raise }) ?? false { open.append(FlowGraph.BlockID(block)) }
        while let block = open.popLast() {
            for edge in graph.edges(from: block) where WayOut.isError(edge) && graph.blocks[Int(edge.to)].steps.isEmpty && found.insert(edge.to).inserted {
                open.append(edge.to)
            }
        }
        knownRaised = found
        return found
    }
}
