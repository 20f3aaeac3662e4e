internal import Semantics

/// Where the tasks come from that a call is given: variables of the function, and whether something else than these has them, too.
struct Origins {
    private(set) var variables: Set<UInt32> = []
    private(set) var areElsewhere = false
    let function: UInt32?
    let summary: FileSummary

    init(function: UInt32?, summary: FileSummary) {
        self.function = function
        self.summary = summary
    }

    /// For a call that is given tasks and nothing else: all that is not made here is somebody's.
    mutating func look(atTasks value: SummaryValue) {
        let kind = summary.expression(value)?.kind
        areElsewhere = value.kind != .local && kind != .collection && kind != .comprehension
        var open = kind == .comprehension ? [] : [value]
        while let value = open.popLast() {
            if value.kind == .local {
                guard variables.insert(value.index).inserted else { continue }
                for step in summary.steps[summary.stepRange(of: function)] { open += added(by: step, to: value.index) }
            }
            if let kind = summary.expression(value)?.kind, kind == .attribute || kind == .element { areElsewhere = true }
            open += summary.operands(of: value)
        }
    }

    /// What a step puts into a variable's list or set.
    private func added(by step: SummaryStep, to variable: UInt32) -> [SummaryValue] {
        switch step.kind {
        case .bind where step.target.kind == .local && step.target.index == variable:
            let kind = summary.expression(step.value)?.kind
            return kind == .collection || kind == .binary || step.flags.contains(.isAugmented) ? [step.value] : []
        case .call where step.value.kind == .call:
            let call = summary.calls[Int(step.value.index)]
            guard call.receiver.kind == .local, call.receiver.index == variable, UseTrace.adders.contains(summary.text(call.method)) else { return [] }
            return summary.arguments(of: call).map(\.value)
        default: return []
        }
    }

    /// For a call that may be given coroutines: only what an attribute or the event loop has is somebody's.
    mutating func look(at value: SummaryValue, depth: Int = 8) {
        guard depth > 0, !areElsewhere else { return }
        switch value.kind {
        case .local:
            guard variables.insert(value.index).inserted, summary.isLocal(value.index, to: function) else { return }
            for step in summary.steps[summary.stepRange(of: function)] where step.kind == .bind && step.target.kind == .local && step.target.index == value.index {
                look(at: step.value, depth: depth - 1)
            }
        case .call:
            let call = summary.calls[Int(value.index)]
            switch summary.lastName(of: call) {
            case "all_tasks": areElsewhere = true
            case "list", "tuple", "set", "sorted", "frozenset", "chain", "filter":
                for argument in summary.arguments(of: call) { look(at: argument.value, depth: depth - 1) }
            case "values", "copy", "union", "difference", "intersection": look(at: call.receiver, depth: depth - 1)
            default: break
            }
        case .expression:
            switch summary.expression(value)?.kind {
            case .attribute, .element: areElsewhere = true
            case .comprehension: for operand in summary.operands(of: value).prefix(1) { look(at: operand, depth: depth - 1) }
            case .star, .collection, .choice, .binary, .item, .slice, .conditional:
                for operand in summary.operands(of: value) { look(at: operand, depth: depth - 1) }
            default: break
            }
        default: break
        }
    }
}
