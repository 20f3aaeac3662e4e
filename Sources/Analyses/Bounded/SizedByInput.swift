import Findings
import Semantics

/// Whether a limiter has as many permits as there is work: made with `len(jobs)`, where `jobs` is what is gone through.
struct SizedByInput {
    let ground: Ground
    let frame: Frame

    /// Nil when it is not, or when there are few anyway.
    func verdict(on call: SummaryCall, at place: Location?) -> Verdict? {
        guard let size = frame.arguments(of: call).first?.value, let items = counted(size), isGoneThrough(items) else { return nil }
        if case .few(let why) = ground.amount(of: items, in: frame) {
            ground.context.explain("it has a permit for each of `\(frame.text(items))`, of which there are few: \(why)", at: place)
            return nil
        }
        let name = name(of: call) ?? "it"
        ground.context.explain("`\(name)` has a permit for each of `\(frame.text(items))`", at: place)
        var finding = Verdict(isFinding: true)
        finding.severity = .warning
        finding.variables = ["LIMITER": name, "HOW": "has a permit for each of `\(frame.text(items))`"]
        return finding
    }

    /// `jobs` of `len(jobs)`, and of `max(1, len(jobs))`.
    private func counted(_ size: SummaryValue) -> SummaryValue? {
        guard let call = frame.call(size), call.receiver.kind == .unknown else { return nil }
        let arguments = frame.arguments(of: call).map(\.value)
        switch frame.summary.text(call.method) {
        case "len" where arguments.count == 1: return arguments[0]
        case "max" where arguments.count == 2: return arguments.compactMap { counted($0) }.first
        default: return nil
        }
    }

    /// Whether a loop or comprehension of the function goes through it, also by `enumerate` and the like, or `map` does.
    private func isGoneThrough(_ items: SummaryValue) -> Bool {
        let text = frame.text(items)
        guard !text.isEmpty, items.kind == .local || frame.expression(items)?.kind == .attribute else { return false }
        func isIt(_ value: SummaryValue, _ depth: Int = 3) -> Bool {
            if value.kind == items.kind, frame.text(value) == text { return true }
            guard depth > 0, let call = frame.call(value) else { return false }
            return frame.arguments(of: call).contains { isIt($0.value, depth - 1) } || isIt(call.receiver, depth - 1)
        }
        return frame.tree.range.contains { at in
            let step = frame.steps[at]
            switch step.kind {
            case .loop: return !step.flags.contains(.isWhile) && isIt(step.value)
            case .call:
                guard let call = frame.call(step.value), frame.summary.text(call.method) == "map" else { return false }
                return frame.arguments(of: call).dropFirst().contains { isIt($0.value) }
            default: return false
            }
        }
    }

    /// The variable that holds what the call makes.
    private func name(of call: SummaryCall) -> String? {
        frame.tree.range.lazy.map { frame.steps[$0] }.first { step in
            (step.kind == .bind || step.kind == .store) && frame.call(step.value)?.step == call.step
        }.map { frame.text($0.target) }
    }
}
