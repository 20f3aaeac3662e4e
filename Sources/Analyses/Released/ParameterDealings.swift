internal import Linking
internal import Semantics

/// What functions of the project do with their parameters: close, hand on (store, return, give to who knows whom), or only use them.
struct ParameterDealings {
    let context: AnalysisContext
    let lists: ReleaseLists

    func dealing(of function: FunctionRef, parameter: Int) -> Dealing {
        // Taken out while it is worked on: the answers themselves never ask the context for facts of this kind.
        var table = context.facts.dealings.removeValue(forKey: lists.closes) ?? FactTable<[Dealing]>()
        defer { context.facts.dealings[lists.closes] = table }
        let all = table.value(of: function, unknown: [], callees: callees, answer: answer)
        return parameter < all.count ? all[parameter] : .hands
    }

    /// The functions that a function gives one of its parameters to.
    private func callees(_ function: FunctionRef) -> [FunctionRef] {
        guard let summary = context.program.summary(of: function.file) else { return [] }
        let isParameter: (SummaryValue) -> Bool = { $0.kind == .local && summary.variables[Int($0.index)].flags.contains(.isParameter) }
        return context.calls(of: function).compactMap { call in
            guard summary.arguments(of: summary.calls[Int(call.call)]).contains(where: { summary.mentions($0.value, isParameter) }) else { return nil }
            return context.callee(of: call)
        }
    }

    private func answer(_ function: FunctionRef, _ known: [FunctionRef: [Dealing]]) -> [Dealing] {
        guard let summary = context.program.summary(of: function.file), let record = context.record(of: function) else { return [] }
        let parameters = summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)]
        // A body without steps is there to be overridden.
        guard record.stepCount > 0 else { return parameters.map { _ in .hands } }
        let own = context.body(of: function, summary).parameters(in: summary), captured = context.captured(outOf: function, summary)
        return parameters.map { parameter in
            let isOrigin: (SummaryValue) -> Bool = { value in
                guard value.kind == .local, case let variable = summary.variables[Int(value.index)] else { return false }
                return variable.name == parameter.name && variable.flags.contains(.isParameter) && summary.isLocal(value.index, to: function.function)
            }
            let custody = Custody(of: function, lists, in: context, summary, roots: own[parameter.name, default: []].map { .local($0) }, isOrigin: isOrigin) { callee, number in
                guard let dealings = known[callee] else { return .nothing }
                return number < dealings.count ? dealings[number] : .hands
            }
            let best = custody.dealings.best
            if best >= .hands { return best }
            return custody.isCaptured || captured.contains(where: { isOrigin(SummaryValue(.local, index: $0)) }) ? .hands : .uses
        }
    }
}
