internal import Linking
internal import Semantics

/// Whether a step of a loop only asks: it changes nothing that the next turn could see, and waits for nothing.
struct Idleness {
    private let list: KnowledgeID
    private let context: AnalysisContext
    private let file: Int32
    private let summary: FileSummary
    /// The variables that the loop binds.
    private var bound: Set<UInt32> = []

    init(list: KnowledgeID, context: AnalysisContext, loop: Range<Int>, file: Int32, summary: FileSummary) {
        (self.list, self.context, self.file, self.summary) = (list, context, file, summary)
        for step in summary.steps[loop] where step.kind == .bind && step.target.kind == .local { bound.insert(step.target.index) }
    }

    func isIdle(_ at: Int) -> Bool {
        let step = summary.steps[at]
        // What is made of the turn's own values may be another in the next.
        if step.kind == .bind { return step.target.kind == .local && !step.flags.contains(.isAugmented) && !isOfTheTurn(step.value) }
        return isIdle(step, in: file, summary, depth: 3)
    }

    private func isOfTheTurn(_ value: SummaryValue) -> Bool {
        let isBound: (SummaryValue) -> Bool = { $0.kind == .local && bound.contains($0.index) }
        if summary.mentions(value, isBound) { return true }
        guard value.kind == .call else { return false }
        let call = summary.calls[Int(value.index)]
        return summary.mentions(call.receiver, isBound) || summary.arguments(of: call).contains { summary.mentions($0.value, isBound) }
    }

    private func isIdle(_ step: SummaryStep, in file: Int32, _ summary: FileSummary, depth: Int) -> Bool {
        switch step.kind {
        case .branch, .otherwise, .end, .check, .continue, .drop, .except, .try, .block, .return: true
        case .bind: step.target.kind == .local && !step.flags.contains(.isAugmented)
        case .await, .call: step.value.kind == .call && isIdle(call: step.value.index, in: file, summary, depth: depth)
        default: false
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
