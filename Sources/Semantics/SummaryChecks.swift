extension FileSummary {
    /// Whether every number in the summary refers to something that is there.
    var isConsistent: Bool {
        guard strings.ends.first == 0, strings.ends.last.map(Int.init) == strings.bytes.count else { return false }
        for at in strings.ends.indices.dropFirst() where strings.ends[at] < strings.ends[at - 1] { return false }
        return imports.allSatisfy { isString($0.module) && isString($0.name) && isString($0.alias) && isScope($0.scope) }
            && exports.allSatisfy(isString) && names.allSatisfy(isString)
            && scopes.indices.allSatisfy { isConsistent(scopes[$0], at: $0) }
            && functions.indices.allSatisfy { isConsistent(functions[$0], at: $0) }
            && classes.indices.allSatisfy { isConsistent(classes[$0], at: $0) }
            && parameters.allSatisfy { isString($0.name) && isString($0.label) && isString($0.type) && isValue($0.defaultValue) }
            && bindings.allSatisfy { isScope($0.scope) && isString($0.name) && isString($0.type) && isValue($0.value) }
            && attributes.allSatisfy { Int($0.ownerClass) < classes.count && isString($0.name) && isString($0.type) && isValue($0.value) && Int($0.step) <= steps.count }
            && calls.allSatisfy(isConsistent) && arguments.allSatisfy { isString($0.label) && isValue($0.value) && $0.splat <= 2 }
            && variables.allSatisfy { isScope($0.scope) && isString($0.name) && isString($0.type) && isString($0.alias) }
            && expressions.indices.allSatisfy { isConsistent(expressions[$0], at: $0) } && operands.allSatisfy(isValue)
            && Int(topStepCount) <= steps.count && steps.allSatisfy { isValue($0.target) && isValue($0.value) }
    }

    /// What a value is made of comes before it, so that going down ends.
    private func isConsistent(_ expression: SummaryExpression, at index: Int) -> Bool {
        guard isString(expression.string), isString(expression.type), isRange(expression.first, expression.count, in: operands.count) else { return false }
        guard expression.kind != .comprehension || Int(expression.number) <= steps.count else { return false }
        return operands[Int(expression.first)..<Int(expression.first + expression.count)].allSatisfy { $0.kind != .expression || Int($0.index) < index }
    }

    private func isString(_ string: StringID) -> Bool { Int(string) < strings.count }
    private func isScope(_ scope: UInt32) -> Bool { Int(scope) < scopes.count }
    private func isRange(_ first: UInt32, _ count: UInt32, in total: Int) -> Bool { Int(first) + Int(count) <= total }

    private func isValue(_ value: SummaryValue) -> Bool {
        guard isString(value.string) else { return false }
        switch value.kind {
        case .call: return Int(value.index) < calls.count
        case .closure: return Int(value.index) < functions.count
        case .local: return Int(value.index) < variables.count
        case .expression: return Int(value.index) < expressions.count
        default: return true
        }
    }

    /// What is outside comes first, so that climbing ends.
    private func isConsistent(_ scope: SummaryScope, at index: Int) -> Bool {
        guard index == 0 ? scope.parent == 0 : Int(scope.parent) < index else { return false }
        return Int(scope.owner) <= (scope.kind == UInt32(ScopeKind.type.rawValue) ? classes.count : functions.count)
    }

    private func isConsistent(_ function: SummaryFunction, at index: Int) -> Bool {
        isString(function.name) && isString(function.qualifiedName) && isString(function.returnType) && isScope(function.scope)
            && Int(function.outerFunction) <= index && Int(function.ownerClass) <= classes.count
            && isRange(function.firstParameter, function.parameterCount, in: parameters.count)
            && isRange(function.firstDecorator, function.decoratorCount, in: names.count)
            && isRange(function.firstStep, function.stepCount, in: steps.count)
    }

    private func isConsistent(_ type: SummaryClass, at index: Int) -> Bool {
        isString(type.name) && isString(type.qualifiedName) && isString(type.keyword) && isScope(type.scope)
            && Int(type.outerClass) <= index && isRange(type.firstBase, type.baseCount, in: names.count)
            && isRange(type.firstDecorator, type.decoratorCount, in: names.count)
    }

    private func isConsistent(_ call: SummaryCall) -> Bool {
        isString(call.callee) && isString(call.receiverType) && isString(call.method) && Int(call.function) <= functions.count
            && isRange(call.firstArgument, call.argumentCount, in: arguments.count) && Int(call.step) <= steps.count && isValue(call.receiver) && isValue(call.called)
    }
}
