internal import Linking
internal import Semantics

/// What was acquired, and the calls that give it back.
struct Pair {
    let receiver: SummaryValue
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
        guard isRelease(call, CallRef(file: file, call: number)) else { return false }
        return isSame(call.receiver, receiver) || summary.arguments(of: call).contains { isSame($0.value, receiver) }
    }

    private func isRelease(_ call: SummaryCall, _ ref: CallRef) -> Bool {
        context.isMatch(ref, release) || context.isMatch(context.program.names.intern(summary.strings[call.method]), release)
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
                    let isList = context.isMatch(call, release) || context.isMatch(context.program.names.intern(other.strings[record.method]), release)
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

    /// In words, who gives it back instead of the function itself; nil when nobody does.
    func releaser(outside function: FunctionRef, hasOwn: Bool) -> String? {
        for number in summary.calls.indices where releases(UInt32(number)) {
            let around = summary.calls[number].function
            guard around > 0, around - 1 != function.function else { continue }
            let title = context.title(of: FunctionRef(file: file, function: around - 1))
            // A function inside of this one runs later; another one is the second half of a pair when this one has none of its own.
            if summary.isNested(around - 1, in: function.function) { return "a function defined in it gives it back" }
            if !hasOwn { return "\(title) gives it back" }
        }
        if !hasOwn, case .local = receiver.kind, summary.variables[Int(receiver.index)].flags.contains(.isParameter) { return "it belongs to the caller" }
        if !hasOwn, receiver.kind == .local, !summary.isLocal(receiver.index, to: function.function) { return "it is shared with other functions" }
        return nil
    }

    /// Whether two values of the file are the same variable or the same path of attributes.
    private func isSame(_ a: SummaryValue, _ b: SummaryValue) -> Bool {
        var pairs = [(a, b)]
        while let (a, b) = pairs.popLast() {
            guard a.kind == b.kind else { return false }
            switch a.kind {
            case .local: if a.index != b.index { if !isSelf(a) || !isSelf(b) { return false } }
            case .name, .number, .string: if a.string != b.string { return false }
            case .expression:
                guard let first = summary.expression(a), let second = summary.expression(b), first.kind == second.kind, first.string == second.string,
                    first.number == second.number, first.count == second.count, [.attribute, .element].contains(first.kind)
                else { return false }
                pairs += zip(summary.operands(of: a), summary.operands(of: b))
            default: return false
            }
        }
        return true
    }

    private func isSelf(_ value: SummaryValue) -> Bool {
        let variable = summary.variables[Int(value.index)]
        return variable.flags.contains(.isParameter) && ["self", "cls"].contains(summary.text(variable.name))
    }
}
