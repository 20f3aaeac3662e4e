internal import Linking
internal import Semantics

/// Which locks a function holds where, whatever way it came there.
struct HeldLocks {
    struct Lock {
        var place: SharedPlace?
        var value: SummaryValue
        var sureness: LockRules.Sureness
        /// The steps that take it, in order.
        var takes: [Int] = []
    }

    private(set) var locks: [Lock] = []
    private var effects: [Int: Effect] = [:]
    private var exits: [Int: UInt64] = [:]
    /// For each step of the function what is held when it begins.
    private var before: [UInt64] = []
    /// For each lock the steps at which it is held, in order.
    private var holding: [[Int]] = []
    private let range: Range<Int>

    private struct Effect {
        var gain: UInt64 = 0, loss: UInt64 = 0
        /// The way out on which it was taken, when a result tells.
        var only: FlowGraph.Edge.Kind?
    }

    /// A function that takes more than these is not understood.
    private static let most = 60

    /// Nil when the function takes no lock.
    init?(in function: FunctionRef, _ rules: LockRules, _ context: AnalysisContext) {
        guard let summary = context.program.summary(of: function.file) else { return nil }
        range = summary.stepRange(of: function.function)
        var found: [(step: Int, value: SummaryValue, call: UInt32?)] = [], releases: [(Int, SummaryValue)] = []
        for at in range {
            let step = summary.steps[at]
            if step.kind == .with { found.append((at, step.value, nil)) }
            guard step.kind == .call, step.value.kind == .call else { continue }
            let call = CallRef(file: function.file, call: step.value.index)
            if let value = rules.subject(of: call, rules.acquires, context) { found.append((at, value, call.call)) }
            if let value = rules.subject(of: call, rules.releases, context) { releases.append((at, value)) }
        }
        guard !found.isEmpty, let graph = context.flowGraph(of: function) else { return nil }
        for (at, value, call) in found {
            var taken = (step: at, only: FlowGraph.Edge.Kind?.none)
            // Taken if its result says so, which is not followed.
            var isTold = false
            let isScope = call.map { summary.closure(givenTo: summary.calls[Int($0)]) != nil } ?? false
            // What is taken like a lock is one, of whatever kind.
            let sureness = max(rules.isLock(value, in: function.file, summary, context), call == nil ? .no : .byName)
            guard sureness > .no else { continue }
            if let call, !isScope {
                isTold = Acquired(by: call, in: context.body(of: function, summary), summary).map { taken = ($0.step, $0.only) } == nil
            }
            guard let number = number(of: value, sureness, in: function.file, summary, context) else { continue }
            locks[number].takes.append(at)
            // Held while the closure runs, not by the function itself.
            if isScope || isTold { continue }
            effects[taken.step, default: Effect()].gain |= 1 << UInt64(number)
            effects[taken.step]?.only = taken.only
            if call == nil { exits[at] = 1 << UInt64(number) }
        }
        guard !locks.isEmpty else { return nil }
        for (at, value) in releases {
            guard let place = context.place(of: value, in: function.file, summary) else { continue }
            for number in locks.indices where locks[number].place == place { effects[at, default: Effect()].loss |= 1 << UInt64(number) }
        }
        setBefore(graph, entries(of: graph))
    }

    private mutating func number(
        of value: SummaryValue, _ sureness: LockRules.Sureness, in file: Int32, _ summary: FileSummary, _ context: AnalysisContext
    ) -> Int? {
        let place = context.place(of: value, in: file, summary)
        if let place, let known = locks.firstIndex(where: { $0.place == place }) { return known }
        guard locks.count < Self.most else { return nil }
        locks.append(Lock(place: place, value: value, sureness: sureness))
        return locks.count - 1
    }

    // MARK: What is held

    /// What is held when a step begins, as bits of `locks`' numbers; 0 for steps nothing leads to.
    func held(at step: Int) -> UInt64 { range.contains(step) ? before[step - range.lowerBound] : 0 }

    /// The steps at which a lock is held when they begin, in order.
    func steps(holding number: Int) -> [Int] { holding[number] }

    /// The numbers of the locks held when a step begins.
    func numbers(at step: Int) -> [Int] {
        let held = held(at: step)
        return held == 0 ? [] : locks.indices.filter { held & 1 << UInt64($0) != 0 }
    }

    /// The number of the lock a step takes.
    func number(takenAt step: Int) -> Int? { locks.firstIndex { $0.takes.hasSorted(step) } }

    private mutating func setBefore(_ graph: FlowGraph, _ entries: [UInt64]) {
        before = Array(repeating: .max, count: range.count)
        for (number, block) in graph.blocks.enumerated() where block.exits < 0 {
            var now = entries[number]
            for step in block.steps where range.contains(step) {
                before[step - range.lowerBound] &= now
                apply(effects[step], to: &now)
            }
        }
        holding = Array(repeating: [], count: locks.count)
        for at in before.indices {
            if before[at] == .max { before[at] = 0 }
            var held = before[at]
            while held != 0, held.trailingZeroBitCount < locks.count {
                holding[held.trailingZeroBitCount].append(range.lowerBound + at)
                held &= held - 1
            }
        }
    }

    private func apply(_ effect: Effect?, to held: inout UInt64) {
        guard let effect else { return }
        held |= effect.gain
        held &= ~effect.loss
    }

    /// What is held where each block begins, all of it where nothing leads: from the blocks that are reached to those after them, until
    /// nothing changes. What is held only gets less.
    private func entries(of graph: FlowGraph) -> [UInt64] {
        var entries = [UInt64](repeating: .max, count: graph.blocks.count)
        entries[Int(FlowGraph.entry)] = 0
        var open = [FlowGraph.entry], isOpen = Set(open)
        while let block = open.popLast() {
            isOpen.remove(block)
            let steps = graph.blocks[Int(block)].steps, last = steps.last, exit = exits[Int(graph.blocks[Int(block)].exits)] ?? 0
            var before = entries[Int(block)]
            for step in steps.dropLast() { apply(effects[step], to: &before) }
            let effect = last.flatMap { effects[$0] }
            for edge in graph.edges(from: block) {
                var after = before
                if let effect {
                    let isTaken = edge.kind != .exception && edge.kind != .cancelled && (effect.only == nil || effect.only == edge.kind)
                    if isTaken { after |= effect.gain }
                    after &= ~effect.loss
                }
                after &= ~exit
                let known = entries[Int(edge.to)]
                guard known & after != known else { continue }
                entries[Int(edge.to)] = known & after
                if isOpen.insert(edge.to).inserted { open.append(edge.to) }
            }
        }
        return entries
    }
}
