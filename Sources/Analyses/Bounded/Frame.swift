import Linking
import Semantics

/// One function, or the code at the top of a file, as the analyses of this folder look at it.
final class Frame {
    let file: Int32
    /// Nil at the top of the file.
    let function: UInt32?
    let summary: FileSummary
    let tree: StepTree
    private lazy var binds: [UInt32: [Int]] = indexBinds()
    private lazy var mentioning: [SummaryValue: [Int]] = indexMentions()
    /// The steps that are calls, in order.
    private(set) lazy var calling: [Int] = tree.range.filter { steps[$0].kind == .call }
    /// The steps that leave a loop or the function, in order.
    private(set) lazy var leaving: [Int] = tree.range.filter { [.break, .return, .raise].contains(steps[$0].kind) }

    init?(file: Int32, function: UInt32?, in program: Program) {
        guard let summary = program.summary(of: file) else { return nil }
        var range = 0..<min(Int(summary.topStepCount), summary.steps.count)
        if let function {
            guard function < summary.functions.count else { return nil }
            let record = summary.functions[Int(function)]
            range = Int(record.firstStep)..<min(Int(record.firstStep + record.stepCount), summary.steps.count)
        }
        self.file = file
        self.function = function
        self.summary = summary
        tree = StepTree(range, in: summary.steps)
    }

    var steps: [SummaryStep] { summary.steps }
    var record: SummaryFunction? { function.map { summary.functions[Int($0)] } }
    var reference: FunctionRef? { function.map { FunctionRef(file: file, function: $0) } }

    func call(_ value: SummaryValue) -> SummaryCall? {
        value.kind == .call && value.index < summary.calls.count ? summary.calls[Int(value.index)] : nil
    }
    func reference(_ value: SummaryValue) -> CallRef { CallRef(file: file, call: value.index) }

    func arguments(of call: SummaryCall) -> ArraySlice<SummaryArgument> {
        let first = Int(call.firstArgument)
        return summary.arguments[min(first, summary.arguments.count)..<min(first + Int(call.argumentCount), summary.arguments.count)]
    }

    func expression(_ value: SummaryValue) -> SummaryExpression? {
        value.kind == .expression && value.index < summary.expressions.count ? summary.expressions[Int(value.index)] : nil
    }
    func operands(_ value: SummaryValue) -> ArraySlice<SummaryValue> {
        guard let expression = expression(value) else { return [] }
        let first = min(Int(expression.first), summary.operands.count)
        return summary.operands[first..<min(first + Int(expression.count), summary.operands.count)]
    }

    func variable(_ value: SummaryValue) -> SummaryVariable? {
        value.kind == .local && value.index < summary.variables.count ? summary.variables[Int(value.index)] : nil
    }

    /// The function whose variable this is; nil for the top of the file.
    func owner(ofVariable variable: UInt32) -> UInt32? {
        guard variable < summary.variables.count else { return nil }
        var scope = Int(summary.variables[Int(variable)].scope)
        while scope > 0, scope < summary.scopes.count {
            let record = summary.scopes[scope]
            if record.kind == 2 { return record.owner == 0 ? nil : record.owner - 1 }
            scope = Int(record.parent)
        }
        return nil
    }

    /// Which parameter of its function a variable is.
    func parameter(_ variable: UInt32) -> Int? {
        guard variable < summary.variables.count, let owner = owner(ofVariable: variable) else { return nil }
        let record = summary.variables[Int(variable)]
        guard record.flags.contains(.isParameter) else { return nil }
        let function = summary.functions[Int(owner)], first = Int(function.firstParameter)
        return (0..<Int(function.parameterCount)).first { summary.parameters[first + $0].name == record.name }
    }

    /// The steps of this frame that bind a variable.
    func binds(of variable: UInt32) -> [Int] { binds[variable] ?? [] }

    private func indexBinds() -> [UInt32: [Int]] {
        var found: [UInt32: [Int]] = [:]
        for step in tree.range where steps[step].kind == .bind && steps[step].target.kind == .local {
            found[steps[step].target.index, default: []].append(step)
        }
        return found
    }

    /// The steps whose value `mentions` another one, in order.
    func steps(mentioning value: SummaryValue) -> [Int] { mentioning[Self.bare(value)] ?? [] }

    private func indexMentions() -> [SummaryValue: [Int]] {
        var found: [SummaryValue: [Int]] = [:]
        for step in tree.range {
            _ = mentions(steps[step].value) { value in
                let key = Self.bare(value)
                if found[key]?.last != step { found[key, default: []].append(step) }
                return false
            }
        }
        return found
    }

    /// A variable, or a call, is the same by its number alone.
    private static func bare(_ value: SummaryValue) -> SummaryValue {
        value.kind == .local || value.kind == .call ? SummaryValue(value.kind, index: value.index) : value
    }

    /// Whether a value has a variable in it: as it is, as an operand, receiver or argument.
    func mentions(_ value: SummaryValue, _ variable: UInt32) -> Bool {
        mentions(value) { $0.kind == .local && $0.index == variable }
    }

    /// Whether a value is, or is made of, one that `isIt`; looks at some hundred values at most.
    func mentions(_ value: SummaryValue, where isIt: (SummaryValue) -> Bool) -> Bool {
        var waiting = [value], budget = 400
        while let value = waiting.popLast(), budget > 0 {
            budget -= 1
            if isIt(value) { return true }
            switch value.kind {
            case .expression: waiting += operands(value)
            case .call:
                guard let call = call(value) else { continue }
                waiting += [call.receiver, call.called] + arguments(of: call).map(\.value)
            case .closure:
                guard value.index < summary.functions.count else { continue }
                let record = summary.functions[Int(value.index)]
                let last = min(Int(record.firstStep + record.stepCount), steps.count)
                for step in min(Int(record.firstStep), last)..<last { waiting.append(steps[step].value) }
            default: continue
            }
        }
        return false
    }

    /// A value as people would write it, short; empty for what has no short form.
    func text(_ value: SummaryValue, depth: Int = 6) -> String {
        guard depth > 0 else { return "" }
        switch value.kind {
        case .local, .number, .string, .boolean: return summary.text(value.string)
        case .name:
            let name = summary.text(value.string)
            // A relative import's dots say nothing here.
            return name.hasPrefix("@") ? String(name.split(separator: ".").last ?? "").filter { $0 != "@" } : String(name.drop { $0 == "." })
        case .call:
            guard let call = call(value) else { return "" }
            let callee = calleeText(call, depth: depth - 1)
            return callee.isEmpty ? "" : callee + (call.argumentCount == 0 ? "()" : "(…)")
        case .expression:
            guard let expression = expression(value) else { return "" }
            let parts = operands(value).map { text($0, depth: depth - 1) }
            switch expression.kind {
            case .attribute: return parts.first.map { $0.isEmpty ? "" : $0 + "." + summary.text(expression.string) } ?? ""
            case .element, .slice: return parts.first.map { $0.isEmpty ? "" : $0 + "[…]" } ?? ""
            case .awaited, .star, .attempted: return parts.first ?? ""
            case .binary where parts.count == 2 && !parts.contains(""): return parts.joined(separator: summary.text(expression.string))
            default: return ""
            }
        default: return ""
        }
    }

    /// What is called, as written.
    func calleeText(_ call: SummaryCall, depth: Int = 5) -> String {
        let name = summary.text(call.method)
        if call.receiver.kind != .unknown {
            let receiver = text(call.receiver, depth: depth)
            return receiver.isEmpty ? name : receiver + "." + name
        }
        if !name.isEmpty { return name }
        let called = text(call.called, depth: depth)
        return called.isEmpty ? String(summary.text(call.callee).drop { $0 == "@" }) : called
    }
}
