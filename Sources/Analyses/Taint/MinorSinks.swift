import Linking
import Semantics

/// Sinks at which it is worth a note only.
extension TaintTrace {
    /// Whether a sink is one of `minor`, stands in a file whose sinks all are, or is reached only where somebody asks for it.
    func isMinorSink(_ call: CallRef, _ record: SummaryCall, in frame: Frame) -> Bool {
        context.isMatch(call, knowledge.minor) || isMinorFile(frame) || isAskedFor(record, in: frame)
    }

    private func isMinorFile(_ frame: Frame) -> Bool {
        if let known = frames.minorFiles[frame.file] { return known }
        let isMinor = isConsole(frame) || hasMaskingFilter(frame)
        frames.minorFiles[frame.file] = isMinor
        return isMinor
    }

    /// Whether a file reads a command line: it talks to whoever runs it.
    private func isConsole(_ frame: Frame) -> Bool { frame.summary.imports.contains { isListed($0.module, knowledge.consoles, in: frame) } }

    /// Whether a file has a filter that masks put before its log: `log.addFilter(SensitiveFilter())`.
    private func hasMaskingFilter(_ frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.filters) else { return false }
        return frame.summary.calls.contains { call in
            isListed(call.method, knowledge.filters, in: frame) && frame.arguments(of: call).contains { argument in
                frame.mentions(argument.value, where: { part in
                    if let made = frame.call(part) { return isMask(made, in: frame) }
                    let name = lastName(of: part, in: frame)
                    return !name.isEmpty && context.isMatch(program.names.intern(name.lowercased()), knowledge.sanitizerNames)
                })
            }
        }
    }

    /// Whether a call stands under a condition, other than one that asks for the value itself or for how much is written: not every caller goes that way.
    func isConditional(_ record: SummaryCall, _ value: SummaryValue, in frame: Frame) -> Bool {
        guard record.step > 0 else { return false }
        return frame.tree.sections(around: Int(record.step) - 1).contains { section in
            guard let opener = frame.tree.opener(of: section), frame.steps[opener].kind == .branch else { return false }
            let test = frame.steps[opener].value
            return !isLevelTest(test, in: frame) && !isAbout(test, value, in: frame)
        }
    }

    private func isAbout(_ test: SummaryValue, _ value: SummaryValue, in frame: Frame) -> Bool {
        frame.mentions(test, where: { part in
            part.kind == .local && frame.mentions(value, part.index) || part.kind == .expression && !frame.text(part).isEmpty && frame.mentions(value, where: { frame.text($0) == frame.text(part) })
        })
    }

    /// Whether a call is reached only where a flag of `asked-for` is set: `if self.debug_requests:` around it, or `if not self.log_raw: return` before it.
    private func isAskedFor(_ record: SummaryCall, in frame: Frame) -> Bool {
        guard !context.isEmpty(knowledge.askedFor), record.step > 0 else { return false }
        let step = Int(record.step) - 1, tree = frame.tree
        let isAround = tree.sections(around: step).contains { section in
            tree.opener(of: section) == section && frame.steps[section].kind == .branch && asks(frame.steps[section].value, for: knowledge.askedFor, in: frame)
        }
        return isAround || tree.range.prefix { $0 < step }.contains { at in
            guard frame.steps[at].kind == .branch, let test = frame.expression(frame.steps[at].value), test.kind == .unary, frame.summary.text(test.string) == "not" else { return false }
            let inside = tree.inside(at)
            return !inside.contains(step) && tree.isBefore(at, step) && inside.contains { frame.steps[$0].kind == .return }
                && asks(frame.steps[at].value, for: knowledge.askedFor, in: frame)
        }
    }

    /// Whether a condition is about a flag. How much a logger writes is none: `logger.isEnabledFor(DEBUG)`.
    private func asks(_ condition: SummaryValue, for flags: KnowledgeID, in frame: Frame) -> Bool {
        var waiting = [condition]
        while let value = waiting.popLast() {
            switch value.kind {
            case .local, .name, .unknown: if isFlag(frame.lastName(of: value), flags) { return true }
            case .string: if let key = frame.key(value), isFlag(key, flags) { return true }
            case .call:
                guard let call = frame.call(value), !Self.levelTests.contains(frame.summary.text(call.method)) else { continue }
                waiting += frame.arguments(of: call).map(\.value)
            case .expression:
                if frame.expression(value)?.kind == .attribute {
                    if !frame.text(value).hasPrefix("logging."), isFlag(frame.lastName(of: value), flags) { return true }
                } else if !isLevelTest(value, in: frame) {
                    waiting += frame.operands(value)
                }
            default: break
            }
        }
        return false
    }

    /// `logger.isEnabledFor(logging.DEBUG)`, `level <= logging.DEBUG`
    private func isLevelTest(_ value: SummaryValue, in frame: Frame) -> Bool {
        if let call = frame.call(value) { return Self.levelTests.contains(frame.summary.text(call.method)) }
        guard frame.expression(value)?.kind == .binary else { return false }
        return frame.operands(value).contains { Frame.lastSegment(of: frame.text($0)).lowercased().hasSuffix("level") }
    }

    private static let levelTests: Set<String> = ["isEnabledFor", "getEffectiveLevel"]

    private func isFlag(_ name: String, _ flags: KnowledgeID) -> Bool { !name.isEmpty && context.isMatch(program.names.intern(name.lowercased()), flags) }
}
