internal import Semantics

/// How summaries write down what objects keep, and parts of what is unpacked.
extension FileSummary {
    /// The name, when a value is an attribute of the object a method belongs to: `self.x`. What a class itself has lives as long as the program.
    func ownAttribute(_ value: SummaryValue) -> StringID? {
        guard let expression = expression(value), expression.kind == .attribute, let base = operands(of: value).first, isSelf(base) else { return nil }
        return base.kind == .local && text(variables[Int(base.index)].name) == "cls" ? nil : expression.string
    }

    /// Whether a value is the object itself, said or left out.
    func isSelf(_ value: SummaryValue) -> Bool {
        switch value.kind {
        case .instance: true
        case .local: ["self", "cls"].contains(text(variables[Int(value.index)].name))
        default: false
        }
    }

    /// The class whose member a function is, or the function around it.
    func classAround(_ function: UInt32) -> UInt32? {
        var at = function + 1
        while at != 0 {
            let record = functions[Int(at - 1)]
            if record.ownerClass != 0 { return record.ownerClass - 1 }
            at = record.outerFunction
        }
        return nil
    }

    /// Whether a value is that part of the (awaited) value for which `isWhole` holds.
    func isPart(_ number: UInt32, of isWhole: (SummaryValue) -> Bool, _ value: SummaryValue) -> Bool {
        guard let expression = expression(value), expression.kind == .part || expression.kind == .element, var base = operands(of: value).first else { return false }
        if expression.kind == .part, expression.number != number { return false }
        if expression.kind == .element { return false }
        while let kind = self.expression(base)?.kind, kind == .awaited || kind == .attempted, let inner = operands(of: base).first { base = inner }
        return isWhole(base)
    }

    /// Whether a function has a loop that nothing in the function ends: an endless one without `break` or `return`, one for as long as some
    /// attribute says, or one over an asynchronous sequence.
    func loopsForEver(_ function: UInt32) -> Bool {
        let range = stepRange(of: function), tree = StepTree(range, in: steps)
        return range.contains { at in
            let step = steps[at]
            guard step.kind == .loop else { return false }
            if step.flags.contains(.isEndless) { return !tree.inside(at).contains { leaves(at, $0, tree) } }
            guard step.flags.contains(.isWhile), mentions(step.value, { ownAttribute($0) != nil }), !mentions(step.value, { $0.kind == .call }) else { return false }
            return !tree.inside(at).contains { empties(step.value, $0) } && !isSwitchedOff(step.value, outside: function)
        }
    }

    /// Whether another method turns off the attribute a loop asks for: `def stop(self): self.running = False`.
    private func isSwitchedOff(_ condition: SummaryValue, outside function: UInt32) -> Bool {
        let range = stepRange(of: function), type = classAround(function)
        var asked: [StringID] = []
        _ = mentions(condition) { value in
            if let name = ownAttribute(value) { asked.append(name) }
            return false
        }
        return functions.indices.contains { number in
            guard !["__init__", "init"].contains(text(functions[number].name)), classAround(UInt32(number)) == type else { return false }
            return stepRange(of: UInt32(number)).contains { at in
                guard !range.contains(at), steps[at].kind == .store, [.boolean, .none].contains(steps[at].value.kind), let name = ownAttribute(steps[at].target)
                else { return false }
                return asked.contains(name) && (steps[at].value.kind == .none || ["False", "false"].contains(text(steps[at].value.string)) || isNegated(condition))
            }
        }
    }

    private func isNegated(_ condition: SummaryValue) -> Bool {
        expression(condition).map { $0.kind == .unary && ["not", "!"].contains(text($0.string)) } ?? false
    }

    /// Whether a step takes something out of the attribute that a condition looks at: `while self.queue: self.queue.popleft()`.
    private func empties(_ condition: SummaryValue, _ at: Int) -> Bool {
        guard steps[at].kind == .call, steps[at].value.kind == .call, case let call = calls[Int(steps[at].value.index)], Self.takers.contains(text(call.method)) else { return false }
        return mentions(condition) { ownAttribute($0) != nil && isSame($0, call.receiver) }
    }

    private static let takers: Set<String> = ["pop", "popleft", "popitem", "clear", "popFirst", "popLast", "removeFirst", "removeLast", "removeAll"]

    /// Whether a step leaves a loop for good: a `break` of its own or a `return`, outside of handlers.
    private func leaves(_ loop: Int, _ at: Int, _ tree: StepTree) -> Bool {
        switch steps[at].kind {
        case .return, .break: break
        default: return false
        }
        let around = tree.sections(around: at)
        guard let limit = around.firstIndex(of: loop) else { return false }
        let between = around[..<limit]
        if between.contains(where: { steps[$0].kind == .except }) { return false }
        return steps[at].kind == .return || !between.contains { steps[$0].kind == .loop }
    }
}
