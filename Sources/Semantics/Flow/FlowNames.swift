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

extension FileSummary {
    /// Whether an `except` or `catch` takes being cancelled, as far as its types are known by name.
    package func takesCancellation(_ step: SummaryStep) -> Bool { FlowNames.caught(by: step, in: self).cancelled }

    /// Whether it takes errors that are not named one by one: all of them, or those of the language's general kind.
    package func takesErrors(_ step: SummaryStep) -> Bool { FlowNames.caught(by: step, in: self).errors == .all }

    /// Whether most of what a function does, counted in calls, stands in a `try` that takes every error and raises none again. What runs
    /// after an error (handlers, `finally`) and calls that log do not count; calls for which `isHandled` holds count as inside.
    package func handlesAllErrors(ofFunction function: UInt32, isHandled: (UInt32) -> Bool) -> Bool {
        guard function < functions.count else { return false }
        let first = Int(functions[Int(function)].firstStep), range = first..<first + Int(functions[Int(function)].stepCount)
        let takers = takingTries(in: range)
        var open: [(step: Int, isBody: Bool)] = []
        var inside = 0, outside = 0
        for at in range {
            let step = steps[at]
            switch step.kind {
            case .except, .finally, .otherwise: if let last = open.indices.last, steps[open[last].step].kind == .try { open[last].isBody = false }
            case .call:
                if open.contains(where: { steps[$0.step].kind == .try && !$0.isBody }) || isLogging(step.value) { continue }
                if open.contains(where: { takers.contains($0.step) }) || isHandled(step.value.index) { inside += 1 } else { outside += 1 }
            default: break
            }
            if step.opens { open.append((at, true)) }
            if step.kind == .end { _ = open.popLast() }
        }
        return inside > 0 && inside >= outside
    }

    /// Whether a function may handle its errors after all: some are handled in it, or what it does is a callable made elsewhere.
    package func mayHandleErrors(ofFunction function: UInt32) -> Bool {
        guard function < functions.count else { return true }
        let first = Int(functions[Int(function)].firstStep)
        return steps[first..<first + Int(functions[Int(function)].stepCount)].contains { step in
            step.kind == .except || step.kind == .call && step.value.kind == .call && calls[Int(step.value.index)].called.kind == .local
        }
    }

    /// The `try` steps with a handler that takes every error and does not raise.
    private func takingTries(in range: Range<Int>) -> Set<Int> {
        var open: [(step: Int, takes: Bool)] = [], takers: Set<Int> = []
        for at in range {
            let step = steps[at]
            switch step.kind {
            case .except where open.last.map { steps[$0.step].kind == .try } ?? false:
                let takes = FlowNames.caught(by: step, in: self).errors == .all
                open[open.count - 1].takes = takes
                if takes { takers.insert(open[open.count - 1].step) }
            case .finally, .otherwise: if let last = open.indices.last, steps[open[last].step].kind == .try { open[last].takes = false }
            case .raise: for handler in open where handler.takes { takers.remove(handler.step) }
            default: break
            }
            if step.opens { open.append((at, false)) }
            if step.kind == .end { _ = open.popLast() }
        }
        return takers
    }

    private func isLogging(_ value: SummaryValue) -> Bool {
        guard value.kind == .call, value.index < calls.count else { return false }
        return ["debug", "info", "warning", "error", "exception", "critical", "log", "print", "getLogger"].contains(text(calls[Int(value.index)].method))
    }
}
