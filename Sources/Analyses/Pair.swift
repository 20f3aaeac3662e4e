internal import Linking
internal import Semantics

/// What was acquired, and the calls that give it back.
struct Pair {
    let receiver: SummaryValue
    /// The name of the call that acquires.
    let acquire: StringID
    let release: KnowledgeID
    let file: Int32
    let summary: FileSummary
    let context: AnalysisContext

    /// Whether a step gives it back: a release on the same value, or with it as an argument.
    func releases(_ step: SummaryStep) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        return releases(step.value.index)
    }

    private func releases(_ number: UInt32) -> Bool {
        let call = summary.calls[Int(number)]
        guard context.isMatchByMethod(CallRef(file: file, call: number), release) else { return false }
        return isSame(call.receiver, receiver) || summary.arguments(of: call).contains { isSame($0.value, receiver) }
    }

    /// Whether a function gives it back without having taken it.
    func isGivenBack(by function: UInt32) -> Bool {
        let steps = summary.steps[summary.stepRange(of: function)]
        guard steps.contains(where: { releases($0) }) else { return false }
        return !steps.contains { step in
            guard step.kind == .call, step.value.kind == .call else { return false }
            let call = summary.calls[Int(step.value.index)]
            return call.method == acquire && isSame(call.receiver, receiver)
        }
    }

    /// The name of what was acquired, as written.
    var name: String {
        var parts: [String] = [], value = receiver
        while let expression = summary.expression(value), let base = summary.operands(of: value).first {
            switch expression.kind {
            case .element: parts.append("[…]")
            case .attribute: parts.append("." + summary.text(expression.string))
            default: break
            }
            value = base
        }
        let name = lastName(of: value) + parts.reversed().joined()
        return name.hasPrefix(".") ? String(name.dropFirst()) : name
    }

    /// Whether somebody else may give it back from here on: it, or its release as a callback, is handed on, returned or stored; or a method
    /// called on the same object does it.
    func handsOn(_ step: SummaryStep) -> Bool {
        switch step.kind {
        case .call where step.value.kind == .call:
            let call = summary.calls[Int(step.value.index)]
            if summary.arguments(of: call).contains(where: { isMentioned($0.value) }) { return true }
            return isGivenBack(by: CallRef(file: file, call: step.value.index), depth: 3)
        case .return, .store, .yield: return step.value.kind != .call && isMentioned(step.value)
        default: return false
        }
    }

    private func isMentioned(_ value: SummaryValue) -> Bool { summary.mentions(value) { isSame($0, receiver) } }

    /// Whether a method of the same object gives back the same attribute, itself or through its own methods.
    private func isGivenBack(by call: CallRef, depth: Int) -> Bool {
        guard let attribute, let root = context.callee(of: call) else { return false }
        var open = [root], seen: Set<FunctionRef> = [root], level = 0
        while level < depth, !open.isEmpty {
            var next: [FunctionRef] = []
            for function in open {
                guard let other = context.program.summary(of: function.file) else { continue }
                for call in context.calls(of: function) {
                    let record = other.calls[Int(call.call)]
                    let isList = context.isMatchByMethod(call, release)
                    if isList, let expression = other.expression(record.receiver), expression.kind == .attribute, other.text(expression.string) == attribute {
                        return true
                    }
                    if let callee = context.callee(of: call), seen.insert(callee).inserted { next.append(callee) }
                }
            }
            open = next
            level += 1
        }
        return false
    }

    /// The attribute's name, when what was acquired is one of an object's.
    private var attribute: String? {
        guard let expression = summary.expression(receiver), expression.kind == .attribute else { return nil }
        return summary.text(expression.string)
    }

    /// In words, who gives it back instead of the function itself, which never does; nil when nobody does.
    func releaser(outside function: FunctionRef) -> String? {
        let name = lastName(of: receiver)
        for number in summary.calls.indices {
            let call = summary.calls[number]
            guard context.isMatchByMethod(CallRef(file: file, call: UInt32(number)), release), call.function == 0 || call.function - 1 != function.function else { continue }
            // Another name of the same thing, too: `worker.lock` is what the worker itself calls `self.lock`.
            if isSame(call.receiver, receiver) || isNamed(call.receiver, name) || call.receiver.kind == .unknown {
                return call.function == 0 ? "it is given back at line \(call.site.line)" : "\(context.title(of: FunctionRef(file: file, function: call.function - 1))) gives it back"
            }
        }
        return isMadeHere(function.function) ? nil : "it is shared with others, who may give it back"
    }

    /// Whether another function gives it back too, so that returning may hand it over: `next` takes what `ack` gives back.
    func isGivenBack(outside function: FunctionRef) -> Bool {
        let name = lastName(of: receiver)
        return summary.calls.indices.contains { number in
            let call = summary.calls[number]
            guard call.function > 0, call.function - 1 != function.function, !summary.isNested(call.function - 1, in: function.function) else { return false }
            return context.isMatchByMethod(CallRef(file: file, call: UInt32(number)), release) && (isSame(call.receiver, receiver) || isNamed(call.receiver, name))
                && !acquires(around: call.function, name)
        }
    }

    /// Whether it may be the same by its name: an attribute of somebody. A variable is known without.
    private func isNamed(_ other: SummaryValue, _ name: String) -> Bool {
        receiver.kind != .local && receiver.kind != .name && lastName(of: other) == name
    }

    /// Whether a function, or one around it, takes one of that name itself, so that what it gives back is its own. `function` is plus one.
    private func acquires(around function: UInt32, _ name: String) -> Bool {
        var at = function
        while at != 0 {
            if summary.calls.contains(where: { $0.function == at && $0.method == acquire && lastName(of: $0.receiver) == name }) { return true }
            at = summary.functions[Int(at - 1)].outerFunction
        }
        return false
    }

    /// Whether it is a variable of the function that only ever holds what the function makes, and no other function sees.
    private func isMadeHere(_ function: UInt32) -> Bool {
        guard receiver.kind == .local, !summary.variables[Int(receiver.index)].flags.contains(.isParameter), summary.isLocal(receiver.index, to: function),
            !summary.isCaptured(receiver.index, outOf: function)
        else { return false }
        return summary.steps[summary.stepRange(of: function)].allSatisfy { step in
            guard step.kind == .bind, step.target.kind == .local, step.target.index == receiver.index else { return true }
            guard step.value.kind == .call, let name = summary.text(summary.calls[Int(step.value.index)].callee).split(separator: ".").last else { return false }
            return name.first?.isUppercase ?? false
        }
    }

    /// Whether it is another one in each turn of a loop, which gives none back: all of them are taken, and given back by another loop.
    func isOneOfMany(at start: Int, in function: UInt32) -> Bool {
        var root = receiver
        while let base = summary.operands(of: root).first { root = base }
        let range = summary.stepRange(of: function), tree = StepTree(range, in: summary.steps)
        for section in tree.sections(around: start) where summary.steps[section].kind == .loop {
            let inside = tree.inside(section)
            let isBound = inside.contains { at in
                let step = summary.steps[at]
                guard step.kind == .bind, isSame(step.target, root) else { return false }
                return summary.expression(step.value).map { $0.kind == .item || $0.kind == .part } ?? false
            }
            if isBound, !inside.contains(where: { releases(summary.steps[$0]) }) { return true }
        }
        return false
    }

    private func lastName(of value: SummaryValue) -> String {
        switch value.kind {
        case .local: summary.text(summary.variables[Int(value.index)].name)
        case .name: summary.text(value.string).split(separator: ".").last.map(String.init) ?? ""
        default: summary.expression(value).map { summary.text($0.string) } ?? ""
        }
    }

    func isSame(_ a: SummaryValue, _ b: SummaryValue) -> Bool { summary.isSame(a, b) }
}
