internal import Linking
internal import Semantics

/// Whether what a call makes is used only by the call of the function that made it, though it makes sense only when it is shared.
struct Confined: Analysis {
    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return Verdict(isFinding: false) }
        let call = summary.calls[Int(candidate.call.call)]
        guard call.step > 0, call.function > 0 else {
            context.explain("it is made once, at the top of the file")
            return Verdict(isFinding: false)
        }
        let function = FunctionRef(file: candidate.call.file, function: call.function - 1), body = context.body(of: function, summary)
        let isMade: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == candidate.call.call }
        guard let consumer = body.uses(in: summary).steps(reading: .call(candidate.call.call)).first(where: { $0 >= Int(call.step) }).map(Int.init) else {
            return Verdict(isFinding: false)
        }
        let step = summary.steps[consumer]
        switch step.kind {
        case .with where isMade(step.value): return finding("is made and used at one place", context)
        case .bind where isMade(step.value) && step.target.kind == .local:
            let variable = step.target.index, name = summary.text(summary.variables[Int(variable)].name)
            guard summary.isLocal(variable, to: function.function), !context.isCaptured(variable, outOf: function, summary) else {
                context.explain("\(name) is seen outside of the function's own steps")
                return Verdict(isFinding: false)
            }
            if isDefault(call, of: function.function, summary) {
                context.explain("\(name) is what a function defined inside is given")
                return Verdict(isFinding: false)
            }
            if let way = escape(of: variable, in: body, summary) {
                context.explain("\(name) leaves the call at line \(summary.steps[way].line)")
                return Verdict(isFinding: false)
            }
            return finding("never leaves the call of `\(context.title(of: function))` that makes it", context)
        case .store:
            context.explain("it is kept for others")
            return Verdict(isFinding: false)
        default:
            context.explain("it is handed on at line \(step.line)")
            return Verdict(isFinding: false)
        }
    }

    /// The step that hands the variable on: anything but entering it or calling its methods, one after the other.
    private func escape(of variable: UInt32, in body: FunctionBody, _ summary: FileSummary) -> Int? {
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && $0.index == variable }
        return body.uses(in: summary).steps(reading: .local(variable)).lazy.map(Int.init).first { at in
            let step = summary.steps[at]
            if step.kind == .comprehension || body.tree.structures(around: at).contains(where: { summary.steps[$0].kind == .comprehension }) { return true }
            switch step.kind {
            case .with where isIt(step.value): return false
            case .bind where summary.expression(step.value)?.kind == .entered: return false
            case .call where step.value.kind == .call:
                let call = summary.calls[Int(step.value.index)]
                return !isIt(call.receiver) || summary.arguments(of: call).contains { summary.mentions($0.value, isIt) }
            default: return true
            }
        }
    }

    /// Whether a function defined inside has one of its type as a default: `def done(_, slots=slots)`.
    private func isDefault(_ made: SummaryCall, of function: UInt32, _ summary: FileSummary) -> Bool {
        summary.functions.contains { inner in
            guard inner.outerFunction == function + 1 else { return false }
            return (0..<Int(inner.parameterCount)).contains { number in
                let value = summary.parameters[Int(inner.firstParameter) + number].defaultValue
                return value.kind == .instance && summary.text(value.string) == summary.text(made.callee)
            }
        }
    }

    private func finding(_ how: String, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.variables["HOW"] = how
        context.explain("it \(how)")
        return verdict
    }
}
