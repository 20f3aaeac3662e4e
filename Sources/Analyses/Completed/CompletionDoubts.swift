internal import Linking
internal import Semantics

/// Which ways may not be gone, or may be gone because somebody else has completed it before: what the graph alone cannot know.
struct CompletionDoubts {
    let body: UInt32
    let manner: CompletionReader.Manner
    let ways: CompletionWays
    let thing: Completable
    let context: AnalysisContext
    let phases: KnowledgeID

    private var summary: FileSummary { thing.summary }
    private var graph: FlowGraph { ways.graph }

    // MARK: Never

    /// Whether the decision at that place of a way may rest on what else is known: of a callback, that it was called before.
    func isDoubtful(_ deciding: Int, on way: [FlowGraph.BlockID]) -> Bool {
        let block = way[deciding], next = way[deciding + 1]
        guard let last = graph.blocks[Int(block)].steps.last else {
            // The head of a loop: that there is something to go through, who calls may know.
            return way[..<deciding].last { graph.blocks[Int($0)].count > 0 }.flatMap { graph.blocks[Int($0)].steps.last }.map {
                summary.steps[$0].kind == .loop && summary.steps[$0].flags.isDisjoint(with: [.isAsync, .isWhile])
            } ?? false
        }
        let step = summary.steps[last]
        guard [.branch, .check, .match].contains(step.kind) else { return false }
        if step.kind == .check, !zip(way, way.dropFirst()).contains(where: { from, to in graph.edges(from: from).contains { $0.to == to && $0.kind == .back } }) { return true }
        // `guard let promise else { return }`: there is none.
        if summary.mentions(step.value, thing.isIt) { return true }
        // A condition that was asked before, where the other answer completes it, has the same answer now.
        let condition = variables(in: step.value)
        if !condition.isDisjoint(with: askedOutside()) { return true }
        for earlier in way[..<deciding] {
            guard let at = graph.blocks[Int(earlier)].steps.last, [.branch, .check, .match].contains(summary.steps[at].kind) else { continue }
            if !condition.isDisjoint(with: variables(in: summary.steps[at].value)) { return true }
        }
        guard manner == .callback else { return false }
        // States that come and go, of which the last ones count; a result is one of two.
        if step.kind == .match, cases(of: last) != 2 || graph.blocks[Int(next)].steps.first.map({ summary.steps[$0].flags.contains(.coversAll) }) ?? true { return true }
        return isPhase(step.value) || isOthers(step.value)
    }

    /// What the conditions of the other bodies ask for: closures are run on some of their ways only.
    private func askedOutside() -> Set<Asked> {
        guard body != thing.root else { return [] }
        return ([thing.root] + thing.inner).filter { $0 != body }.reduce(into: []) { found, other in
            for step in summary.steps[summary.stepRange(of: other)] where [.branch, .check, .match].contains(step.kind) { found.formUnion(variables(in: step.value)) }
        }
    }

    /// How many cases a `switch` has.
    private func cases(of match: Int) -> Int {
        let tree = StepTree(summary.stepRange(of: body), in: summary.steps)
        return tree.inside(match).count { summary.steps[$0].kind == .case && tree.opener(of: $0) == match }
    }

    /// Whether a condition asks if this call of the callback is the last one.
    private func isPhase(_ value: SummaryValue) -> Bool {
        var value = value
        while let expression = summary.expression(value), expression.kind == .unary, let operand = summary.operands(of: value).first { value = operand }
        let name: StringID? = value.kind == .local ? summary.variables[Int(value.index)].name : summary.expression(value).flatMap { $0.kind == .attribute ? $0.string : nil }
        return name.map { context.isMatch(context.program.names.intern(summary.strings[$0]), phases) } ?? false
    }

    /// Whether a value is, or comes from, what others change: flags, members of objects, questions to somebody.
    private func isOthers(_ value: SummaryValue) -> Bool {
        var open = [value]
        while let next = open.popLast() {
            switch next.kind {
            case .local: if !isOwn(next.index), thing.isChanging(next.index) { return true }
            case .call:
                let call = summary.calls[Int(next.index)]
                if !summary.arguments(of: call).contains(where: { isFromHere($0.value) }), !isFromHere(call.receiver) { return true }
            case .expression:
                if summary.expression(next)?.kind == .attribute, !isFromHere(next) { return true }
                open += summary.operands(of: next)
            default: break
            }
        }
        return false
    }

    /// Whether a value is made of the body's own parameters and locals.
    private func isFromHere(_ value: SummaryValue) -> Bool {
        summary.mentions(value) { $0.kind == .local && isOwn($0.index) && summary.text(summary.variables[Int($0.index)].name) != "self" }
    }

    private func isOwn(_ variable: UInt32) -> Bool { summary.isLocal(variable, to: body) }

    // MARK: Twice

    /// Whether two completions may exclude each other though a way leads from one to the other.
    func areApart(_ first: Int, _ second: Int, _ way: [FlowGraph.BlockID]) -> Bool {
        let tree = StepTree(summary.stepRange(of: body), in: summary.steps)
        let before = tree.sections(around: first), after = tree.sections(around: second)
        func conditions(_ sections: [Int]) -> Set<Asked> {
            sections.compactMap { tree.opener(of: $0) }.filter { [.branch, .match, .loop].contains(summary.steps[$0].kind) }
                .reduce(into: Set<Asked>()) { $0.formUnion(variables(in: summary.steps[$1].value)) }
        }
        let early = conditions(before.filter { !after.contains($0) })
        var late = conditions(after.filter { !before.contains($0) })
        for block in way.dropFirst() {
            guard let at = graph.blocks[Int(block)].steps.last, [.branch, .check, .match].contains(summary.steps[at].kind) else { continue }
            late.formUnion(variables(in: summary.steps[at].value))
        }
        if !early.isDisjoint(with: late) { return true }
        // A flag that is set once it is done.
        return late.union(conditions(after)).contains { asked in
            switch asked {
            case .variable(let variable): thing.isChanging(variable)
            case .member: true
            case .call: true
            }
        }
    }

    /// What a condition asks for.
    private enum Asked: Hashable {
        case variable(UInt32), member(StringID), call(StringID)
    }

    private func variables(in value: SummaryValue) -> Set<Asked> {
        var found: Set<Asked> = [], open = [value]
        while let next = open.popLast() {
            switch next.kind {
            case .local: found.insert(.variable(next.index))
            case .call:
                let call = summary.calls[Int(next.index)]
                open.append(call.receiver)
                open += summary.arguments(of: call).map(\.value)
                if call.receiver.kind != .local { found.insert(.call(call.method)) }
            case .expression:
                // Of `api.isIdle` the member, wherever it comes from.
                if let expression = summary.expression(next), expression.kind == .attribute {
                    found.insert(.member(expression.string))
                } else {
                    open += summary.operands(of: next)
                }
            default: break
            }
        }
        return found
    }
}
