internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a coroutine's loop has a turn in which it neither waits nor changes anything: as nothing else runs meanwhile, it then goes round for ever.
struct Spins: Analysis {
    private let idle: KnowledgeID, polls: KnowledgeID

    init(_ rule: AnalysisRule) { (idle, polls) = (rule.calls("idle"), rule.calls("polls")) }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        guard let place = StepPlace(candidate, in: context), place.record.flags.contains(.isAsync), place.summary.steps[place.step].kind == .loop,
            let graph = context.flowGraph(of: place.function)
        else {
            context.explain("it is no loop of a coroutine function")
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        if isEndlessWork(place, graph, context) {
            verdict.variables["HOW"] = "it never waits, and nothing but an error ends it"
            return verdict
        }
        guard let lines = idleTurn(place, graph, context) else {
            context.explain("each turn waits for something, or changes something")
            return Verdict(isFinding: false)
        }
        let line = lines.last ?? Int(place.summary.steps[place.step].line)
        verdict.variables["HOW"] = "the turn by line \(line) neither waits nor changes anything"
        return verdict
    }

    /// Whether nothing in an endless loop waits, and no way leads out of it.
    private func isEndlessWork(_ place: StepPlace, _ graph: FlowGraph, _ context: AnalysisContext) -> Bool {
        guard place.summary.steps[place.step].flags.contains(.isEndless) else { return false }
        let inside = place.tree.inside(place.step)
        guard !inside.contains(where: { place.suspends($0, in: context) || place.summary.steps[$0].kind == .yield }) else { return false }
        let arrival = graph.arrive(from: graph.starts(behind: place.step)) { at in inside.contains(at) ? nil : true }
        return arrival.step == nil && !arrival.returns
    }

    /// The lines of a turn from the loop's head to its head that only asks.
    private func idleTurn(_ place: StepPlace, _ graph: FlowGraph, _ context: AnalysisContext) -> [Int]? {
        let inside = place.tree.inside(place.step), summary = place.summary
        guard let start = graph.starts(behind: place.step).first,
            let head = graph.edges(from: start.block).map(\.to).first(where: { head in graph.edges(to: head).contains { graph.edges[Int($0)].kind == .back } })
        else { return nil }
        let idleness = Idleness(list: idle, context: context)
        var cameFrom: [FlowGraph.BlockID: FlowGraph.BlockID] = [:]
        var queue = [head], next = 0, isSeen: Set<FlowGraph.BlockID> = [head]
        while next < queue.count {
            let block = queue[next]
            next += 1
            let steps = graph.blocks[Int(block)].steps
            // The queue was empty: the call has failed, and changed nothing.
            let isPoll = steps.last.map { self.isPoll($0, place, context) } ?? false
            let asking = isPoll ? steps.dropLast() : steps
            guard graph.blocks[Int(block)].exits < 0, asking.allSatisfy({ inside.contains($0) && idleness.isIdle($0, in: place.function.file, summary) }) else { continue }
            for edge in graph.edges(from: block) where edge.kind != .cancelled && (edge.kind == .exception) == isPoll {
                if edge.to == head {
                    var lines: [Int] = [], at: FlowGraph.BlockID? = block
                    while let block = at {
                        lines += graph.blocks[Int(block)].steps.reversed().map { Int(summary.steps[$0].line) }
                        at = cameFrom[block]
                    }
                    return lines.reversed()
                }
                guard isSeen.insert(edge.to).inserted else { continue }
                cameFrom[edge.to] = block
                queue.append(edge.to)
            }
        }
        return nil
    }

    private func isPoll(_ at: Int, _ place: StepPlace, _ context: AnalysisContext) -> Bool {
        guard let call = place.call(at) else { return false }
        return context.isMatch(CallRef(file: place.function.file, call: place.summary.steps[at].value.index), polls)
            || context.isMatch(context.program.names.intern(place.summary.strings[call.method]), polls)
    }
}

/// Whether a step only asks: it changes nothing that the next turn could see, and waits for nothing.
struct Idleness {
    let list: KnowledgeID
    let context: AnalysisContext

    func isIdle(_ at: Int, in file: Int32, _ summary: FileSummary) -> Bool { isIdle(summary.steps[at], in: file, summary, depth: 3) }

    private func isIdle(_ step: SummaryStep, in file: Int32, _ summary: FileSummary, depth: Int) -> Bool {
        switch step.kind {
        case .branch, .otherwise, .end, .check, .continue, .drop, .except, .try, .block, .return: return true
        case .bind: return step.target.kind == .local && !step.flags.contains(.isAugmented) && !isCarried(step.value, summary)
        case .await: return step.value.kind == .call && isIdle(call: step.value.index, in: file, summary, depth: depth)
        case .call: return step.value.kind == .call && isIdle(call: step.value.index, in: file, summary, depth: depth)
        default: return false
        }
    }

    /// Whether a value is worked out from others: the next turn may have another.
    private func isCarried(_ value: SummaryValue, _ summary: FileSummary) -> Bool {
        switch summary.expression(value)?.kind {
        case nil: false
        case .attribute: false
        default: true
        }
    }

    private func isIdle(call number: UInt32, in file: Int32, _ summary: FileSummary, depth: Int) -> Bool {
        let call = CallRef(file: file, call: number)
        if context.isMatch(call, list) || context.isMatch(context.program.names.intern(summary.strings[summary.calls[Int(number)].method]), list) { return true }
        guard depth > 0, let callee = context.callee(of: call), let home = context.program.summary(of: callee.file) else { return false }
        let steps = home.steps[home.stepRange(of: callee.function)]
        // One without steps is there to be overridden.
        return !steps.isEmpty && !home.functions[Int(callee.function)].flags.contains(.isGenerator)
            && steps.allSatisfy { isIdle($0, in: callee.file, home, depth: depth - 1) }
    }
}
