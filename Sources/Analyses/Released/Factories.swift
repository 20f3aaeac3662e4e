internal import Linking
internal import Semantics

/// Functions of the project that return, on every `return`, something they have just made: whoever calls them has to release it.
struct Factories {
    let context: AnalysisContext
    let lists: ReleaseLists

    /// Whether a call gives something new that has to be released.
    func isMaker(_ call: CallRef) -> Bool {
        if context.isMatch(call, lists.makes) { return true }
        guard case .function(let function) = context.program.target(of: call) else { return false }
        return isFresh(function)
    }

    func isFresh(_ function: FunctionRef) -> Bool {
        var table = context.facts.fresh.removeValue(forKey: lists.makes) ?? FactTable<Bool>()
        defer { context.facts.fresh[lists.makes] = table }
        return table.value(of: function, unknown: false, callees: callees, answer: answer)
    }

    /// The functions of the project whose results it returns.
    private func callees(_ function: FunctionRef) -> [FunctionRef] {
        guard let summary = context.program.summary(of: function.file), isCandidate(function, summary) else { return [] }
        return returned(by: function, summary).compactMap { call in
            guard !context.isMatch(call, lists.makes), case .function(let callee) = context.program.target(of: call) else { return nil }
            return callee
        }
    }

    private func answer(_ function: FunctionRef, _ known: [FunctionRef: Bool]) -> Bool {
        guard let summary = context.program.summary(of: function.file), isCandidate(function, summary) else { return false }
        let makers = returned(by: function, summary).filter { call in
            if context.isMatch(call, lists.makes) { return true }
            guard case .function(let callee) = context.program.target(of: call) else { return false }
            return known[callee] ?? false
        }
        guard !makers.isEmpty else { return false }
        let numbers = Set(makers.map(\.call))
        let custody = Custody(of: function, lists, in: context, summary, roots: numbers.map { .call($0) }, isOrigin: { $0.kind == .call && numbers.contains($0.index) }) { callee, parameter in
            ParameterDealings(context: context, lists: lists).dealing(of: callee, parameter: parameter)
        }
        guard !custody.isCaptured else { return false }
        if custody.dealings.handing.contains(where: { summary.steps[$0].kind != .return && !isInHandler($0, custody, summary) }) { return false }
        return custody.range.allSatisfy { at in
            let step = summary.steps[at]
            return step.kind != .return || custody.isIt(step.value) || step.value.kind == .none
        }
    }

    /// What an error handler releases is not what is returned.
    private func isInHandler(_ at: Int, _ custody: Custody, _ summary: FileSummary) -> Bool {
        custody.body.tree.sections(around: at).contains { summary.steps[$0].kind == .except }
    }

    /// Decorators may make anything of a function; a generator gives what it makes to a loop.
    private func isCandidate(_ function: FunctionRef, _ summary: FileSummary) -> Bool {
        let record = summary.functions[Int(function.function)]
        guard !record.flags.contains(.isGenerator) else { return false }
        return context.decorators(of: function).allSatisfy { ["staticmethod", "classmethod"].contains(context.program.names.text($0)) }
    }

    /// The calls whose results are returned, also by way of a local.
    private func returned(by function: FunctionRef, _ summary: FileSummary) -> [CallRef] {
        let range = summary.stepRange(of: function.function)
        var calls: [CallRef] = [], locals: Set<UInt32> = []
        func look(_ value: SummaryValue) {
            var value = value
            while let kind = summary.expression(value)?.kind, kind == .awaited || kind == .attempted, let base = summary.operands(of: value).first { value = base }
            if value.kind == .call { calls.append(CallRef(file: function.file, call: value.index)) }
            if value.kind == .local { locals.insert(value.index) }
        }
        for at in range where summary.steps[at].kind == .return { look(summary.steps[at].value) }
        for at in range where summary.steps[at].kind == .bind && summary.steps[at].target.kind == .local && locals.contains(summary.steps[at].target.index) {
            look(summary.steps[at].value)
        }
        return calls
    }
}
