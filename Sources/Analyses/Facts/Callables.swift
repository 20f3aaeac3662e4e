internal import Findings
internal import Linking
internal import Semantics

/// The fact `offloads`, the other way round: which of the callables it is given a function calls itself, then and there.
extension AnalysisContext {
    /// The plain functions of the project that a call hands over and the function it runs calls in its own body. Python only.
    /// - Parameter offloaders: calls that run what they are given elsewhere.
    func handed(by call: CallRef, to callee: FunctionRef, _ offloaders: KnowledgeID) -> [FunctionRef] {
        guard let summary = program.summary(of: call.file), summary.language == .python else { return [] }
        let arguments = Array(summary.arguments(of: summary.calls[Int(call.call)]))
        // Before anything is resolved: whether something that may be a function is handed over at all.
        guard arguments.contains(where: { mayBeCallable($0.value, summary) }), let home = program.summary(of: callee.file) else { return [] }
        let called = parametersCalled(by: callee, home, offloaders)
        guard !called.isEmpty else { return [] }
        let record = home.functions[Int(callee.function)]
        let parameters = Array(home.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)])
        let isMethod = record.ownerClass != 0 && parameters.first.map { ["self", "cls"].contains(home.text($0.name)) } ?? false
        var functions: [FunctionRef] = []
        for (place, argument) in arguments.enumerated() {
            if argument.splat != 0 { break }
            let number = argument.label == 0 ? place + (isMethod ? 1 : 0) : parameters.firstIndex { home.text($0.name) == summary.text(argument.label) }
            guard let number, called.contains(number), mayBeCallable(argument.value, summary), let function = program.function(for: argument.value, in: call.file),
                let flags = self.record(of: function)?.flags, flags.isDisjoint(with: [.isAsync, .isGenerator])
            else { continue }
            functions.append(function)
        }
        return functions
    }

    private func mayBeCallable(_ value: SummaryValue, _ summary: FileSummary) -> Bool {
        switch value.kind {
        case .name, .closure: true
        case .expression: summary.expression(value)?.kind == .attribute
        default: false
        }
    }

    /// The parameters a function calls and hands to none of the offloaders.
    private func parametersCalled(by function: FunctionRef, _ home: FileSummary, _ offloaders: KnowledgeID) -> Set<Int> {
        let key = CallableKey(function: function, offloaders: offloaders)
        if let known = facts.parametersCalled[key] { return known }
        let record = home.functions[Int(function.function)]
        var called: Set<UInt32> = [], others: Set<UInt32> = []
        for step in home.steps[home.stepRange(of: function.function)] {
            if step.kind == .bind, step.target.kind == .local { others.insert(step.target.index) }
            guard step.kind == .call, step.value.kind == .call, step.value.index < home.calls.count else { continue }
            let call = home.calls[Int(step.value.index)]
            if call.receiver.kind == .unknown, call.called.kind == .local, home.isLocal(call.called.index, to: function.function) { called.insert(call.called.index) }
            guard isMatch(CallRef(file: function.file, call: step.value.index), offloaders) else { continue }
            for argument in home.arguments(of: call) where argument.value.kind == .local { others.insert(argument.value.index) }
        }
        var found: Set<Int> = []
        for variable in called.subtracting(others) where home.variables[Int(variable)].flags.contains(.isParameter) {
            let name = home.variables[Int(variable)].name
            if let number = (0..<Int(record.parameterCount)).first(where: { home.parameters[Int(record.firstParameter) + $0].name == name }) { found.insert(number) }
        }
        facts.parametersCalled[key] = found
        return found
    }
}

/// What the answer about a function's callables depends on.
struct CallableKey: Hashable {
    var function: FunctionRef
    var offloaders: KnowledgeID
}
