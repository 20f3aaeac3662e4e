package import Semantics

/// Values that are made of other values.
extension FileSummary {
    /// What an expression is made of; nothing for other values.
    package func operands(of value: SummaryValue) -> ArraySlice<SummaryValue> {
        guard value.kind == .expression, value.index < expressions.count else { return [] }
        let expression = expressions[Int(value.index)]
        return operands[Int(expression.first)..<Int(expression.first + expression.count)]
    }

    package func expression(_ value: SummaryValue) -> SummaryExpression? {
        value.kind == .expression && value.index < expressions.count ? expressions[Int(value.index)] : nil
    }

    package func arguments(of call: SummaryCall) -> ArraySlice<SummaryArgument> {
        arguments[Int(call.firstArgument)..<Int(call.firstArgument + call.argumentCount)]
    }

    /// The last part of the name a call resolves to, else the name written: `gather` for a `collect` that was imported from `asyncio.gather`.
    package func lastName(of call: SummaryCall) -> String {
        let name = text(call.callee)
        return name.isEmpty ? text(call.method) : String(name[(name.lastIndex(of: ".").map(name.index(after:)) ?? name.startIndex)...])
    }

    /// Whether a value is, or has in it, one for which `isIt` holds. The arguments of calls in it are not looked at: calls have steps of their own.
    package func mentions(_ value: SummaryValue, _ isIt: (SummaryValue) -> Bool) -> Bool {
        if isIt(value) { return true }
        guard value.kind == .expression, !operands(of: value).isEmpty else { return false }
        var open = Array(operands(of: value))
        while let next = open.popLast() {
            if isIt(next) { return true }
            open += operands(of: next)
        }
        return false
    }

    /// Whether two values are written the same: the same variables, names and literals, put together in the same way, calls included.
    package func isWrittenSame(_ a: SummaryValue, _ b: SummaryValue) -> Bool {
        var pairs = [(a, b)], budget = 100
        while let (a, b) = pairs.popLast() {
            budget -= 1
            guard a.kind == b.kind, budget > 0 else { return false }
            switch a.kind {
            case .expression:
                guard let first = expression(a), let second = expression(b), first.kind == second.kind, first.string == second.string,
                    first.number == second.number, first.count == second.count
                else { return false }
                pairs += zip(operands(of: a), operands(of: b))
            case .call:
                let first = calls[Int(a.index)], second = calls[Int(b.index)]
                guard first.method == second.method, first.callee == second.callee, first.argumentCount == second.argumentCount else { return false }
                pairs += [(first.receiver, second.receiver), (first.called, second.called)]
                for (one, other) in zip(arguments(of: first), arguments(of: second)) {
                    guard one.label == other.label, one.splat == other.splat else { return false }
                    pairs.append((one.value, other.value))
                }
            default: if a != b { return false }
            }
        }
        return true
    }

    /// Whether a step reads a value for which `isIt` holds: calls their receiver and arguments, stores what they store into.
    package func reads(_ step: SummaryStep, _ isIt: (SummaryValue) -> Bool) -> Bool {
        switch step.kind {
        case .call:
            guard step.value.kind == .call, step.value.index < calls.count else { return false }
            let call = calls[Int(step.value.index)]
            return mentions(call.receiver, isIt) || mentions(call.called, isIt) || arguments(of: call).contains { mentions($0.value, isIt) }
        case .bind, .except: return mentions(step.value, isIt)
        case .delete: return step.target.kind == .expression && mentions(step.target, isIt)
        case .store: return mentions(step.value, isIt) || mentions(step.target, isIt)
        default: return mentions(step.value, isIt)
        }
    }

    /// Every value a step reads, with the expression it is, if it is one.
    func forEachRead(in step: SummaryStep, _ body: (SummaryValue, SummaryExpression?) -> Void) {
        // A closure that holds all of the summary would count references to each of its arrays, at every step.
        let expressions = expressions
        _ = reads(step) { value in
            body(value, value.kind == .expression && value.index < expressions.count ? expressions[Int(value.index)] : nil)
            return false
        }
    }

    /// The steps of a function, or of the file's own code.
    package func stepRange(of function: UInt32?) -> Range<Int> {
        guard let function, function < functions.count else { return 0..<Int(topStepCount) }
        let record = functions[Int(function)]
        return Int(record.firstStep)..<Int(record.firstStep + record.stepCount)
    }

    /// Whether a function stands inside of another.
    package func isNested(_ inner: UInt32, in outer: UInt32) -> Bool {
        var at = functions[Int(inner)].outerFunction
        while at != 0 {
            if at - 1 == outer { return true }
            at = functions[Int(at - 1)].outerFunction
        }
        return false
    }

    /// Whether a method does nothing, or only raises an error: what it is for, subclasses say.
    func isLeftToOthers(_ function: UInt32) -> Bool {
        guard functions[Int(function)].ownerClass != 0 else { return false }
        let own = steps[stepRange(of: function)]
        return own.allSatisfy { $0.kind == .call || $0.kind == .raise } && (own.isEmpty || own.contains { $0.kind == .raise })
    }

    /// Whether a variable is a local of that function: not the file's, a class's, or an outer function's.
    package func isLocal(_ variable: UInt32, to function: UInt32?) -> Bool {
        guard let function, variable < variables.count else { return false }
        var scope = variables[Int(variable)].scope
        while scope > 0, scope < scopes.count {
            switch scopes[Int(scope)].kind {
            case 2: return scopes[Int(scope)].owner == function + 1
            case 1: return false
            default: scope = scopes[Int(scope)].parent
            }
        }
        return false
    }

    /// Whether a function or closure defined inside of `function` mentions the variable.
    package func isCaptured(_ variable: UInt32, outOf function: UInt32) -> Bool {
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && $0.index == variable }
        for inner in functions.indices where isNested(UInt32(inner), in: function) {
            for step in steps[stepRange(of: UInt32(inner))] where reads(step, isIt) || step.kind == .bind && isIt(step.target) { return true }
        }
        return false
    }
}
