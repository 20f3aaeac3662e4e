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
            context.dismiss("it is no loop of a coroutine function")
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        if isEndlessWork(place, context) {
            verdict.variables["HOW"] = "it never waits, and nothing but an error ends it"
            return verdict
        }
        guard let lines = idleTurn(place, graph, context) else {
            context.dismiss("each turn waits for something, or changes something")
            return Verdict(isFinding: false)
        }
        let line = lines.last ?? Int(place.summary.steps[place.step].line)
        verdict.variables["HOW"] = "the turn by line \(line) neither waits nor changes anything"
        return verdict
    }

    /// Whether nothing in an endless loop waits, and no way leads out of it.
    private func isEndlessWork(_ place: StepPlace, _ context: AnalysisContext) -> Bool {
        guard place.summary.steps[place.step].flags.contains(.isEndless) else { return false }
        let inside = place.tree.inside(place.step)
        guard !inside.contains(where: { place.suspends($0, in: context) || place.summary.steps[$0].kind == .yield }) else { return false }
        // An error may be how it is meant to end, when somebody takes it.
        guard !place.tree.structures(around: place.step).contains(where: { place.summary.steps[$0].kind == .try }) else { return false }
        return !inside.contains { at in
            switch place.summary.steps[at].kind {
            case .return, .raise: true
            case .break: place.tree.structures(around: at).first { place.summary.steps[$0].kind == .loop } == place.step
            default: false
            }
        }
    }

    /// The lines of a turn from the loop's head to its head that only asks.
    private func idleTurn(_ place: StepPlace, _ graph: FlowGraph, _ context: AnalysisContext) -> [Int]? {
        let inside = place.tree.inside(place.step), summary = place.summary
        guard let start = graph.starts(behind: place.step).first,
            let head = graph.edges(from: start.block).map(\.to).first(where: { head in graph.edges(to: head).contains { graph.edges[Int($0)].kind == .back } })
        else { return nil }
        let idleness = Idleness(list: idle, context: context, loop: inside, file: place.function.file, summary: summary)
        var cameFrom: [FlowGraph.BlockID: FlowGraph.BlockID] = [:]
        var queue = [head], next = 0, isSeen: Set<FlowGraph.BlockID> = [head]
        while next < queue.count {
            let block = queue[next]
            next += 1
            let steps = graph.blocks[Int(block)].steps
            // The queue was empty: the call has failed, and changed nothing. Nobody fails who has just been asked.
            let isPoll = steps.last.map { self.isPoll($0, place, context) } ?? false
            let asking = isPoll ? steps.dropLast() : steps
            guard graph.blocks[Int(block)].exits < 0, asking.allSatisfy({ inside.contains($0) && idleness.isIdle($0) }) else { continue }
            for edge in graph.edges(from: block) where edge.kind != .cancelled && (edge.kind == .exception) == isPoll {
                if edge.to == head {
                    let blocks = Self.blocks(endingIn: block, cameFrom), turn = blocks.flatMap { graph.blocks[Int($0)].steps }
                    if isTelling(turn, place, context), isPossible(blocks + [head], graph, summary) { return turn.map { Int(summary.steps[$0].line) } }
                    continue
                }
                guard isSeen.insert(edge.to).inserted else { continue }
                cameFrom[edge.to] = block
                queue.append(edge.to)
            }
        }
        return nil
    }

    private static func blocks(endingIn last: FlowGraph.BlockID, _ cameFrom: [FlowGraph.BlockID: FlowGraph.BlockID]) -> [FlowGraph.BlockID] {
        var blocks: [FlowGraph.BlockID] = [], at: FlowGraph.BlockID? = last
        while let block = at {
            blocks.append(block)
            at = cameFrom[block]
        }
        return blocks.reversed()
    }

    /// Whether no condition holds at one place of a way and fails at another: nothing changes in between.
    private func isPossible(_ blocks: [FlowGraph.BlockID], _ graph: FlowGraph, _ summary: FileSummary) -> Bool {
        var answers: [(value: SummaryValue, holds: Bool)] = []
        for (block, next) in zip(blocks, blocks.dropFirst()) {
            guard let last = graph.blocks[Int(block)].steps.last, [.branch, .check].contains(summary.steps[last].kind) else { continue }
            let kinds = Set(graph.edges(from: block).filter { $0.to == next }.map(\.kind))
            guard kinds.contains(.yes) != kinds.contains(.no) else { continue }
            var value = summary.steps[last].value, holds = kinds.contains(.yes)
            if let expression = summary.expression(value), expression.kind == .unary, summary.text(expression.string) == "not", let inner = summary.operands(of: value).first {
                (value, holds) = (inner, !holds)
            }
            if answers.contains(where: { $0.holds != holds && summary.isSame($0.value, value) }) { return false }
            answers.append((value, holds))
        }
        return true
    }

    /// Whether somebody wrote the turn so: it asks something or says `continue`, or the loop has nothing else. Conditions that fail one after the
    /// other may never all do. What was asked about before does not fail when it is taken.
    private func isTelling(_ turn: [Int], _ place: StepPlace, _ context: AnalysisContext) -> Bool {
        let steps = place.summary.steps, calls = turn.compactMap { place.call($0) }
        if let poll = turn.firstIndex(where: { isPoll($0, place, context) }), let polled = place.call(turn[poll])?.receiver,
            turn[..<poll].contains(where: { place.call($0).map { place.summary.isSame($0.receiver, polled) } ?? false })
        {
            return false
        }
        return !calls.isEmpty || turn.contains { steps[$0].kind == .continue }
            || place.tree.inside(place.step).allSatisfy { [.check, .call].contains(steps[$0].kind) }
    }

    private func isPoll(_ at: Int, _ place: StepPlace, _ context: AnalysisContext) -> Bool {
        guard let call = place.call(at) else { return false }
        return context.isMatch(place.reference(at), polls) || context.isMatch(context.program.names.intern(place.summary.strings[call.method]), polls)
    }
}
