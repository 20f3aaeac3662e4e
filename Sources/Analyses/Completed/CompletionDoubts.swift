internal import Linking
internal import Semantics

/// Which ways may not be gone, or may be gone because somebody else has completed it before: what the graph alone cannot know.
struct CompletionDoubts {
    let body: UInt32
    let manner: CompletionReader.Manner
    let ways: CompletionWays
    let thing: Completable
    let context: AnalysisContext

    private var summary: FileSummary { thing.summary }
    private var graph: FlowGraph { ways.graph }

    // MARK: Never

    /// Whether the decision at that place of a way may rest on what else is known: of a callback, that it was called before.
    func isDoubtful(_ deciding: Int, on way: [FlowGraph.BlockID]) -> Bool {
        let block = way[deciding], next = way[deciding + 1]
        guard let last = graph.blocks[Int(block)].steps.last else { return false }
        let step = summary.steps[last]
        // `guard let promise else { return }`: there is none.
        if summary.mentions(step.value, thing.isIt) { return true }
        // A condition that was asked before, where the other answer completes it, has the same answer now.
        let condition = variables(in: step.value)
        for earlier in way[..<deciding] {
            guard let at = graph.blocks[Int(earlier)].steps.last, [.branch, .check, .match].contains(summary.steps[at].kind) else { continue }
            if !condition.isDisjoint(with: variables(in: summary.steps[at].value)) { return true }
        }
        guard manner == .callback else { return false }
        switch step.kind {
        case .match:
            // States that come and go, of which the last ones count.
            if let first = graph.blocks[Int(next)].steps.first, summary.steps[first].flags.contains(.coversAll) { return true }
            return isOthers(step.value)
        case .branch, .check: return isOthers(step.value)
        default: return false
        }
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
                let operands = summary.operands(of: next)
                if let expression = summary.expression(next), expression.kind == .attribute, let base = operands.first, base.kind != .local { found.insert(.member(expression.string)) }
                open += operands
            default: break
            }
        }
        return found
    }
}
