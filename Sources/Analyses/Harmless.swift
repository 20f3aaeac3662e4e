internal import Linking
internal import Semantics

/// Whether a step is not expected to fail: a call from a list, or of a function of the project that does nothing but such calls.
struct Harmless {
    let list: KnowledgeID
    let context: AnalysisContext

    /// - Parameter next: the step after it, which tells what the call is for.
    func isHarmless(_ step: SummaryStep, before next: SummaryStep?, in file: Int32, _ summary: FileSummary) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        // A question without arguments: `if not waiting():`.
        if let next, next.kind == .branch || next.kind == .check, summary.calls[Int(step.value.index)].argumentCount == 0,
            summary.mentions(next.value, { $0.kind == .call && $0.index == step.value.index })
        {
            return true
        }
        return isHarmless(CallRef(file: file, call: step.value.index), depth: 2)
    }

    private func isHarmless(_ call: CallRef, depth: Int) -> Bool {
        if context.isMatchByMethod(call, list) { return true }
        guard depth > 0, let callee = context.callee(of: call), let other = context.program.summary(of: callee.file) else { return false }
        let steps = other.steps[other.stepRange(of: callee.function)]
        // One without steps is there to be overridden.
        guard !steps.isEmpty else { return false }
        for step in steps {
            switch step.kind {
            case .raise, .await, .yield, .with, .loop: return false
            case .call:
                guard step.value.kind == .call, isHarmless(CallRef(file: callee.file, call: step.value.index), depth: depth - 1) else { return false }
            default: break
            }
        }
        return true
    }
}
