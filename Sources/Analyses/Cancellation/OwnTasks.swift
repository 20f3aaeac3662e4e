internal import Linking
internal import Rules
internal import Semantics

/// Whether what a coroutine waits for is a task that it, or its object, has asked to end: then that task's being cancelled is what it expects.
struct OwnTasks {
    let place: StepPlace
    let rule: AnalysisRule
    let context: AnalysisContext
    private var summary: FileSummary { place.summary }

    init(place: StepPlace, rule: AnalysisRule, context: AnalysisContext) {
        (self.place, self.rule, self.context) = (place, rule, context)
    }

    enum Kind {
        /// A task asked to end.
        case ended
        /// A task or future that somebody else may have ended.
        case task
        case other
    }

    func kind(ofWaitAt at: Int) -> Kind {
        let step = summary.steps[at]
        guard step.kind == .await else { return .other }
        guard let tasks = tasks(in: step.value), !tasks.isEmpty else { return .other }
        return tasks.allSatisfy({ isEnded($0, before: at) }) ? .ended : .task
    }

    /// The tasks that an awaited value is, or that the call it is waits for; nil when it is something else.
    private func tasks(in value: SummaryValue) -> [SummaryValue]? {
        switch value.kind {
        case .local, .name: return [value]
        case .expression:
            switch summary.expression(value)?.kind {
            case .attribute, .element: return [value]
            case .star: return Array(summary.operands(of: value))
            case .collection, .choice:
                var all: [SummaryValue] = []
                for operand in summary.operands(of: value) {
                    guard let inner = tasks(in: operand) else { return nil }
                    all += inner
                }
                return all
            default: return nil
            }
        case .call:
            let call = summary.calls[Int(value.index)]
            guard context.isMatch(CallRef(file: place.function.file, call: value.index), rule.calls("waits")) else { return nil }
            var all: [SummaryValue] = []
            for argument in summary.arguments(of: call) where argument.label == 0 && argument.value.kind != .number {
                guard let inner = tasks(in: argument.value) else { return all.isEmpty ? nil : all }
                all += inner
            }
            return all
        default: return nil
        }
    }

    /// Whether somebody is asked to end it: here before, or, for what an object holds, in any function of the file.
    private func isEnded(_ task: SummaryValue, before wait: Int) -> Bool {
        let origins = origins(of: task, depth: 3)
        let name = attributeName(task)
        for number in summary.calls.indices {
            let call = summary.calls[number]
            guard isCancel(call, UInt32(number)) else { continue }
            let given = [call.receiver] + summary.arguments(of: call).map(\.value)
            if call.function == place.function.function + 1 {
                let isBefore = call.step > 0 && Int(call.step) - 1 < wait
                if isBefore, given.contains(where: { value in self.origins(of: value, depth: 3).contains { a in origins.contains { summary.isSame(a, $0) } } }) {
                    return true
                }
            }
            if let name, given.contains(where: { attributeName($0) == name }) { return true }
        }
        return false
    }

    private func isCancel(_ call: SummaryCall, _ number: UInt32) -> Bool {
        context.isMatch(CallRef(file: place.function.file, call: number), rule.calls("cancels"))
            || context.isMatch(context.program.names.intern(summary.strings[call.method]), rule.calls("cancels"))
    }

    /// The last name of what an object holds.
    private func attributeName(_ value: SummaryValue) -> StringID? {
        guard let expression = summary.expression(value) else { return nil }
        switch expression.kind {
        case .attribute: return expression.string
        case .element, .star, .item: return summary.operands(of: value).first.flatMap(attributeName)
        default: return nil
        }
    }

    /// The value itself, what its variable is bound to, and what those are taken from.
    private func origins(of value: SummaryValue, depth: Int) -> [SummaryValue] {
        guard depth > 0 else { return [value] }
        var all = [value]
        switch value.kind {
        case .local:
            for step in summary.steps[place.range] where step.kind == .bind && step.target.kind == .local && step.target.index == value.index {
                if all.count < 16 { all += origins(of: step.value, depth: depth - 1) }
            }
        case .expression:
            switch summary.expression(value)?.kind {
            case .item, .star, .element, .collection: for operand in summary.operands(of: value).prefix(8) { all += origins(of: operand, depth: depth - 1) }
            case .part: for operand in summary.operands(of: value) { all += origins(of: operand, depth: depth - 1) }
            default: break
            }
        default: break
        }
        return all.filter { $0.kind == .local || $0.kind == .expression || $0.kind == .name }
    }
}
