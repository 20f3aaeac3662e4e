internal import Findings
internal import Linking
internal import Semantics

/// Where one function reads and writes one shared place.
struct StateUses {
    let place: SharedPlace
    let function: FunctionRef
    let summary: FileSummary
    let context: AnalysisContext
    let range: Range<Int>

    init?(_ place: SharedPlace, in function: FunctionRef, _ context: AnalysisContext) {
        guard let summary = context.program.summary(of: function.file) else { return nil }
        self.place = place
        self.function = function
        self.summary = summary
        self.context = context
        range = summary.stepRange(of: function.function)
    }

    /// Whether a value is the place.
    func isPlace(_ value: SummaryValue) -> Bool { context.place(of: value, in: function.file, summary) == place }

    /// Whether a value is made of what the place holds, also by calls of its methods (`cache.get(key)`) and of what it is given to.
    func isMade(_ value: SummaryValue, depth: Int = 4) -> Bool {
        summary.mentions(value) { inner in
            if isPlace(inner) { return true }
            guard depth > 0, inner.kind == .call, inner.index < summary.calls.count else { return false }
            let call = summary.calls[Int(inner.index)]
            return isMade(call.receiver, depth: depth - 1) || summary.arguments(of: call).contains { isMade($0.value, depth: depth - 1) }
        }
    }

    /// Whether a step reads the place; what a store merely writes into is not read.
    func reads(_ at: Int) -> Bool {
        let step = summary.steps[at]
        guard step.kind == .store else { return summary.reads(step, isPlace) }
        if summary.mentions(step.value, isPlace) || step.flags.contains(.isAugmented) && writes(at) { return true }
        return !writes(at) && summary.mentions(step.target, isPlace)
    }

    /// Whether a step writes the place, or an element of it.
    func writes(_ at: Int) -> Bool {
        let step = summary.steps[at]
        guard step.kind == .store || step.kind == .bind || step.kind == .delete else { return false }
        return context.writtenPlace(step, in: function, summary)?.place == place
    }
}

extension AnalysisContext {
    /// What a step writes: an attribute or variable, or (`isElement`) an element of it.
    func writtenPlace(_ step: SummaryStep, in function: FunctionRef, _ summary: FileSummary) -> (place: SharedPlace, isElement: Bool)? {
        guard step.kind == .store || step.kind == .bind || step.kind == .delete else { return nil }
        var target = step.target, isElement = false
        while let expression = summary.expression(target), expression.kind == .element || expression.kind == .slice, let base = summary.operands(of: target).first {
            (target, isElement) = (base, true)
        }
        guard let place = place(of: target, in: function.file, summary), isShared(place, in: function, summary) else { return nil }
        return (place, isElement)
    }

    /// Whether a place outlives a call of the function: also a variable of the function around it.
    func isShared(_ place: SharedPlace, in function: FunctionRef, _ summary: FileSummary) -> Bool {
        if case .local(_, let variable) = place.root { return summary.language == .python && !summary.isLocal(variable, to: function.function) }
        return place.isShared
    }
}
