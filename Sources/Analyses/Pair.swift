internal import Linking
internal import Semantics

/// What was acquired, and the calls that give it back.
final class Pair {
    let receiver: SummaryValue
    /// The name of the call that acquires.
    let acquire: StringID
    let release: KnowledgeID
    let file: Int32
    let summary: FileSummary
    let context: AnalysisContext
    let body: FunctionBody
    /// The steps of the function that may read it, in order; nil when all may.
    private let readers: [Int]?
    /// The steps of the function that give it back, in order.
    let releasing: [Int]

    init(receiver: SummaryValue, acquire: StringID, release: KnowledgeID, in function: FunctionRef, summary: FileSummary, context: AnalysisContext) {
        (self.receiver, self.acquire, self.release, file) = (receiver, acquire, release, function.file)
        (self.summary, self.context) = (summary, context)
        body = context.body(of: function, summary)
        let found = body.pairedSteps(of: receiver, release, in: summary) { Self.releases($0, receiver, release, function.file, summary, context) }
        (readers, releasing) = (found.readers, found.releasing)
    }

    /// Whether a step of the function gives it back.
    func releases(at step: Int) -> Bool { releasing.hasSorted(step) }

    private func mayRead(_ step: Int) -> Bool { readers?.hasSorted(step) ?? true }

    /// Whether a step gives it back: a release on the same value, or with it as an argument.
    private func releases(_ step: SummaryStep) -> Bool { Self.releases(step, receiver, release, file, summary, context) }

    private static func releases(
        _ step: SummaryStep, _ receiver: SummaryValue, _ release: KnowledgeID, _ file: Int32, _ summary: FileSummary, _ context: AnalysisContext
    ) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        let call = summary.calls[Int(step.value.index)]
        guard context.isMatchByMethod(CallRef(file: file, call: step.value.index), release) else { return false }
        return summary.isSame(call.receiver, receiver) || summary.arguments(of: call).contains { summary.isSame($0.value, receiver) }
    }

    /// Whether a function gives it back without having taken it.
    func isGivenBack(by function: UInt32) -> Bool {
        let steps = summary.steps[summary.stepRange(of: function)]
        guard steps.contains(where: { releases($0) }) else { return false }
        return !steps.contains(where: isAcquire)
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
    func handsOn(at: Int) -> Bool {
        let step = summary.steps[at]
        switch step.kind {
        case .call where step.value.kind == .call:
            let call = summary.calls[Int(step.value.index)]
            if mayRead(at), summary.arguments(of: call).contains(where: { isMentioned($0.value) }) { return true }
            return isGivenBack(by: CallRef(file: file, call: step.value.index))
        case .return, .store, .yield: return step.value.kind != .call && isMentioned(step.value)
        default: return false
        }
    }

    private func isMentioned(_ value: SummaryValue) -> Bool { summary.mentions(value) { isSame($0, receiver) } }

    /// Whether it was held before, and given back for a while, as a condition's `wait` does: a `with` has it, or the first thing the function does with
    /// it is to give it back.
    func isTakenBack(at start: Int) -> Bool {
        if body.tree.structures(around: start).contains(where: { summary.steps[$0].kind == .with && isSame(summary.steps[$0].value, receiver) }) { return true }
        guard let first = releasing.first, first < start else { return false }
        return !(body.range.lowerBound..<first).contains { isAcquire(summary.steps[$0]) }
    }

    /// Whether the function gives it back when it fails, and else leaves it to its caller.
    var isReleasedAfterErrorsOnly: Bool {
        !releasing.isEmpty && releasing.allSatisfy { at in body.tree.sections(around: at).contains { summary.steps[$0].kind == .except } }
    }

    private func isAcquire(_ step: SummaryStep) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return false }
        let call = summary.calls[Int(step.value.index)]
        return call.method == acquire && isSame(call.receiver, receiver)
    }

    /// Whether a method of the same object gives back the same attribute, itself or through its own methods.
    private func isGivenBack(by call: CallRef) -> Bool {
        guard let attribute, let root = context.callee(of: call) else { return false }
        return context.attributesReleased(by: root, release).contains(attribute)
    }

    /// The attribute's name, when what was acquired is one of an object's.
    private var attribute: String? {
        guard let expression = summary.expression(receiver), expression.kind == .attribute else { return nil }
        return summary.text(expression.string)
    }

    /// In words, who gives it back instead of the function itself, which never does; nil when nobody does.
    func releaser(outside function: FunctionRef) -> String? {
        let name = lastName(of: receiver)
        for number in context.releases(in: file, summary, release).calls(named: key(of: receiver), orUnknown: true) {
            let call = summary.calls[Int(number)]
            guard call.function == 0 || call.function - 1 != function.function else { continue }
            // Another name of the same thing, too: `worker.lock` is what the worker itself calls `self.lock`.
            if isSame(call.receiver, receiver) || isNamed(call.receiver, name) || call.receiver.kind == .unknown {
                return call.function == 0 ? "it is given back at line \(call.site.line)" : "\(context.title(of: FunctionRef(file: file, function: call.function - 1))) gives it back"
            }
        }
        return isMadeHere(function.function) ? nil : "it is shared with others, who may give it back"
    }

    /// Whether another function gives it back too, so that returning may hand it over: `next` takes what `ack` gives back.
    func isGivenBack(outside function: FunctionRef) -> Bool {
        let name = lastName(of: receiver), releases = context.releases(in: file, summary, release)
        return releases.functions(named: key(of: receiver)).contains { other, calls in
            guard other > 0, other - 1 != function.function, !summary.isNested(other - 1, in: function.function) else { return false }
            return calls.contains { isSame(summary.calls[Int($0)].receiver, receiver) || isNamed(summary.calls[Int($0)].receiver, name) }
                && !acquires(around: other, name)
        }
    }

    func key(of value: SummaryValue) -> String { summary.isSelf(value) ? "self" : summary.endName(of: value) }

    /// Whether it may be the same by its name: an attribute of somebody. A variable is known without.
    private func isNamed(_ other: SummaryValue, _ name: String) -> Bool {
        receiver.kind != .local && receiver.kind != .name && lastName(of: other) == name
    }

    /// Whether a function, or one around it, takes one of that name itself, so that what it gives back is its own. `function` is plus one.
    private func acquires(around function: UInt32, _ name: String) -> Bool {
        var at = function
        while at != 0 {
            if context.outline(of: file, summary).isCalled(acquire, on: name, in: at, summary) { return true }
            at = summary.functions[Int(at - 1)].outerFunction
        }
        return false
    }

    /// Whether it is a variable of the function that only ever holds what the function makes, and nobody else sees.
    func isMadeHere(_ function: UInt32) -> Bool {
        guard receiver.kind == .local, !summary.variables[Int(receiver.index)].flags.contains(.isParameter), summary.isLocal(receiver.index, to: function),
            !context.isCaptured(receiver.index, outOf: FunctionRef(file: file, function: function), summary), !body.range.contains(where: handsOn)
        else { return false }
        return body.uses(in: summary).binds(of: receiver.index).allSatisfy { at in
            let step = summary.steps[Int(at)]
            guard step.value.kind == .call, let name = summary.text(summary.calls[Int(step.value.index)].callee).split(separator: ".").last else { return false }
            return name.first?.isUppercase ?? false
        }
    }

    /// Whether it is another one in each turn of a loop, which gives none back: all of them are taken, and given back by another loop.
    func isOneOfMany(at start: Int) -> Bool {
        var root = receiver
        while let base = summary.operands(of: root).first { root = base }
        let uses = body.uses(in: summary), tree = body.tree
        let binds = (root.kind == .local ? uses.binds(of: root.index) : uses.otherBinds).map(Int.init)
        for section in tree.sections(around: start) where summary.steps[section].kind == .loop {
            let inside = tree.inside(section)
            let isBound = binds.contains { at in
                guard inside.contains(at) else { return false }
                let step = summary.steps[at]
                guard step.kind == .bind, isSame(step.target, root) else { return false }
                return summary.expression(step.value).map { $0.kind == .item || $0.kind == .part } ?? false
            }
            if isBound, !releasing.hasSorted(in: inside) { return true }
        }
        return false
    }

    private func lastName(of value: SummaryValue) -> String { summary.endName(of: value) }

    func isSame(_ a: SummaryValue, _ b: SummaryValue) -> Bool { summary.isSame(a, b) }
}

extension FileSummary {
    /// What a variable, a name or an attribute is called at its end; nothing for what only has such in it.
    func endName(of value: SummaryValue) -> String {
        switch value.kind {
        case .local: text(variables[Int(value.index)].name)
        case .name: text(value.string).split(separator: ".").last.map(String.init) ?? ""
        default: expression(value).map { text($0.string) } ?? ""
        }
    }
}
