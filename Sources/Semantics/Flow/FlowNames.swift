internal import Findings

/// What the languages themselves say of control flow, by name.
enum FlowNames {
    enum Share { case none, some, all }

    /// What an `except` or `catch` takes: errors, and being cancelled (Python raises something of its own for that, which `Exception` is not).
    static func caught(by step: SummaryStep, in summary: FileSummary) -> (errors: Share, cancelled: Bool) {
        if step.flags.contains(.coversAll) { return (.all, true) }
        if summary.language == .swift { return (.some, true) }
        var errors = Share.some, cancelled = false
        func look(_ value: SummaryValue) {
            switch summary.text(value.string) {
            case "BaseException": (errors, cancelled) = (.all, true)
            case "Exception": errors = .all
            case "asyncio.CancelledError", "asyncio.exceptions.CancelledError", "concurrent.futures.CancelledError", "trio.Cancelled", "GeneratorExit": cancelled = true
            default: break
            }
        }
        if step.value.kind == .expression, step.value.index < summary.expressions.count {
            let expression = summary.expressions[Int(step.value.index)]
            for operand in summary.operands[Int(expression.first)..<Int(expression.first + expression.count)] { look(operand) }
        } else {
            look(step.value)
        }
        return (errors, cancelled)
    }

    /// Whether a `with` may end the error that leaves it.
    static func swallowsErrors(_ step: SummaryStep, in summary: FileSummary) -> Bool {
        guard step.value.kind == .call, step.value.index < summary.calls.count else { return false }
        switch summary.text(summary.calls[Int(step.value.index)].callee) {
        case "contextlib.suppress", "pytest.raises", "anyio.move_on_after", "anyio.CancelScope", "trio.move_on_after", "trio.move_on_at", "trio.CancelScope":
            return true
        default: return false
        }
    }

    static func neverReturns(_ call: SummaryCall, in summary: FileSummary) -> Bool {
        guard call.callee != 0 || summary.language == .swift else { return false }
        switch (summary.text(call.callee), summary.language) {
        case ("sys.exit", .python), ("os._exit", .python), ("exit", .python), ("quit", .python), ("os.abort", .python), ("pytest.fail", .python), ("pytest.skip", .python): return true
        case ("fatalError", .swift), ("preconditionFailure", .swift), ("exit", .swift), ("abort", .swift): return true
        default: return false
        }
    }
}
