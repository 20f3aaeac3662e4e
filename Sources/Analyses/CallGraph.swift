internal import Findings
package import Linking
package import Semantics

/// The calls between functions, as the analyses ask about them.
extension AnalysisContext {
    /// The calls of a function's own body, in the order of evaluation. Those of closures and functions defined in it are not its own.
    package func calls(of function: FunctionRef) -> [CallRef] {
        guard let summary = program.summary(of: function.file), function.function < summary.functions.count else { return [] }
        let record = summary.functions[Int(function.function)]
        return summary.steps[Int(record.firstStep)..<Int(record.firstStep + record.stepCount)].compactMap { step in
            step.kind == .call && step.value.kind == .call ? CallRef(file: function.file, call: step.value.index) : nil
        }
    }

    /// The function of the project that a call runs: a function, or the initialiser of the type it makes.
    package func callee(of call: CallRef) -> FunctionRef? {
        switch program.target(of: call) {
        case .function(let function): function
        case .type(_, let initializer): initializer
        default: nil
        }
    }

    /// What is known of a function; nil when its file cannot be read.
    package func record(of function: FunctionRef) -> SummaryFunction? {
        guard let summary = program.summary(of: function.file), function.function < summary.functions.count else { return nil }
        return summary.functions[Int(function.function)]
    }

    /// The function whose body a plain call runs then and there: not that of a coroutine, which an `await` or a task runs, nor of a
    /// generator, which a loop does.
    package func body(runBy call: CallRef) -> FunctionRef? {
        guard let function = callee(of: call), let record = record(of: function) else { return nil }
        return record.flags.isDisjoint(with: [.isAsync, .isGenerator]) ? function : nil
    }

    /// A function's name for people: `load`, `Pool.get`.
    package func title(of function: FunctionRef) -> String {
        guard let summary = program.summary(of: function.file), let record = record(of: function) else { return "?" }
        let name = summary.text(record.qualifiedName)
        if name.isEmpty { return "closure" }
        return name.hasPrefix("@") ? String(name.dropFirst()) : name
    }

    /// A call's name for people: the function it arrives at, else the name it resolves to, else the one written.
    package func title(of call: CallRef) -> String {
        if let function = callee(of: call) { return title(of: function) }
        let name = program.names.text(program.calleeName(of: call))
        if !name.isEmpty { return name.hasPrefix("@") ? String(name.dropFirst()) : name }
        guard let summary = program.summary(of: call.file), call.call < summary.calls.count else { return "?" }
        return summary.text(summary.calls[Int(call.call)].method)
    }

    /// Names of a function's decorators, as far as they are known.
    package func decorators(of function: FunctionRef) -> [GlobalName] {
        guard let summary = program.summary(of: function.file), let record = record(of: function) else { return [] }
        return summary.names[Int(record.firstDecorator)..<Int(record.firstDecorator + record.decoratorCount)].map { string in
            switch program.entity(of: SummaryValue(.name, string: string), in: function.file) {
            case .function(let decorator): program.name(of: decorator)
            case .external(let name): name
            default: program.names.intern(summary.strings[string])
            }
        }
    }

    /// Whether a generator is made a context manager.
    package func isContextManager(_ function: FunctionRef) -> Bool {
        decorators(of: function).contains { ["contextlib.contextmanager", "contextlib.asynccontextmanager"].contains(program.names.text($0)) }
    }

    /// Whether no error leaves a function. In Python, where anything may fail, most of it has to stand in a `try` that takes every error, here
    /// or, `depth` calls down, in what it calls.
    package func handlesErrors(_ function: FunctionRef, depth: Int = 1) -> Bool {
        guard let summary = program.summary(of: function.file) else { return false }
        guard summary.language == .python else { return flowGraph(of: function).map { !$0.isReached(FlowGraph.raised) } ?? false }
        return summary.handlesAllErrors(ofFunction: function.function) { call in
            guard depth > 0, case .function(let callee) = program.target(of: CallRef(file: function.file, call: call)), callee != function else { return false }
            return handlesErrors(callee, depth: depth - 1)
        }
    }

    /// Whether a function handles some of its errors, or runs callables of which nothing is known.
    package func mayHandleErrors(_ function: FunctionRef) -> Bool {
        program.summary(of: function.file)?.mayHandleErrors(ofFunction: function.function) ?? true
    }
}
