import Findings
import Testing

@testable import Semantics

/// Steps and values as short lines, exactly: `bind q = queue.Queue()`. Structures indent what is in them.
struct FlowText {
    let summary: FileSummary

    init(_ language: Language, _ source: String) throws {
        let probe = try Probe(language, source)
        summary = withExtendedLifetime(probe) { probe.semantics.makeSummary() }
        #expect(try FileSummary(decoding: summary.encode()) == summary)
    }

    /// The steps of the file's own code, or of the function of that name (closures: `closure 0`).
    func steps(of name: String? = nil) -> String {
        guard let name else { return lines(0..<Int(summary.topStepCount)) }
        guard let function = summary.functions.indices.first(where: { summary.text(summary.functions[$0].name) == name || "closure \($0)" == name })
        else { return "no function \(name)" }
        let first = Int(summary.functions[function].firstStep)
        return lines(first..<first + Int(summary.functions[function].stepCount))
    }

    private func lines(_ range: Range<Int>) -> String {
        var depth = 0
        var result: [String] = []
        for step in summary.steps[range] {
            let isMiddle = [.otherwise, .except, .finally, .case].contains(step.kind)
            if step.kind == .end { depth -= 1 }
            result.append(String(repeating: "  ", count: depth - (isMiddle ? 1 : 0)) + text(step))
            if step.opens { depth += 1 }
        }
        #expect(depth == 0)
        return result.joined(separator: "\n")
    }

    func text(_ step: SummaryStep) -> String {
        var words = ["\(step.kind)"] + flags(step.flags)
        let value = step.value.kind == .unknown && step.value.string == 0 ? "" : text(step.value)
        switch step.kind {
        case .bind, .store: words.append(text(step.target) + " = " + text(step.value))
        case .delete: words.append(text(step.target))
        default:
            if !value.isEmpty { words.append(value) }
            if step.target.kind != .unknown || step.target.string != 0 { words.append("as " + text(step.target)) }
        }
        return words.joined(separator: " ")
    }

    private func flags(_ flags: SummaryStep.Flags) -> [String] {
        let names: [(SummaryStep.Flags, String)] = [
            (.isAsync, "async"), (.isWhile, "while"), (.isEndless, "endless"), (.isNegated, "negated"), (.coversAll, "all"),
            (.isAugmented, "augmented"), (.isDelegated, "from"), (.runsFirst, "first"), (.isDiscarded, "discarded"),
        ]
        return names.filter { flags.contains($0.0) }.map(\.1)
    }

    func text(_ value: SummaryValue) -> String {
        let string = summary.text(value.string)
        switch value.kind {
        case .unknown: return string.isEmpty ? "?" : "?" + string
        case .none: return "none"
        case .name: return string
        case .instance: return "a " + string
        case .number, .string, .boolean: return string
        case .call: return text(summary.calls[Int(value.index)])
        case .closure: return "closure \(value.index)"
        case .collection: return "\(value.index) elements"
        case .comprehension: return "comprehension"
        case .local: return string.isEmpty ? "_" : string
        case .expression: return text(summary.expressions[Int(value.index)])
        }
    }

    /// A call by what is written before its brackets.
    private func text(_ call: SummaryCall) -> String {
        let method = summary.text(call.method)
        let callee = call.receiver.kind == .unknown ? (call.called.kind == .unknown ? method : text(call.called)) : text(call.receiver) + "." + method
        let arguments = summary.arguments[Int(call.firstArgument)..<Int(call.firstArgument + call.argumentCount)].map { argument in
            let label = summary.text(argument.label)
            return (label.isEmpty ? "" : label + ": ") + String(repeating: "*", count: Int(argument.splat)) + text(argument.value)
        }
        return callee + "(" + arguments.joined(separator: ", ") + ")"
    }

    private func text(_ expression: SummaryExpression) -> String {
        let operands = summary.operands[Int(expression.first)..<Int(expression.first + expression.count)].map(text)
        let string = summary.text(expression.string)
        switch expression.kind {
        case .attribute where operands.count == 1: return operands[0] + "." + string
        case .element where operands.count == 2: return operands[0] + "[" + operands[1] + "]"
        case .slice where operands.count >= 3: return operands[0] + "[" + operands.dropFirst().map { $0 == "none" ? "" : $0 }.joined(separator: ":") + "]"
        case .part: return "part \(expression.number) of " + operands.joined(separator: ", ")
        case .star: return String(repeating: "*", count: Int(expression.number)) + operands.joined(separator: ", ")
        case .binary where operands.count == 2: return "(" + operands[0] + " " + string + " " + operands[1] + ")"
        case .choice: return "(" + operands.joined(separator: " " + string + " ") + ")"
        case .unary: return string + " " + operands.joined(separator: ", ")
        case .collection: return string + "[" + operands.joined(separator: ", ") + "]"
        case .comprehension: return string + " of " + operands.joined(separator: " in ")
        case .pair: return operands.joined(separator: ": ")
        default: return "\(expression.kind)(" + operands.joined(separator: ", ") + ")"
        }
    }
}

func flow(_ language: Language, _ source: String, of function: String? = nil) throws -> String {
    try FlowText(language, source).steps(of: function)
}
