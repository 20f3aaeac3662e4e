import Semantics

/// Where a collection comes from, as far as the function says.
extension Ground {
    /// Whether a collection is input: handed over as a parameter, or what somebody was asked for and waited for. What the function works out
    /// by calls of its own, nobody knows the size of.
    func isInput(_ value: SummaryValue, in frame: Frame, depth: Int = 8) -> Bool {
        guard depth > 0 else { return true }
        if isHeldByName(value, in: frame) { return false }
        switch value.kind {
        case .local:
            var binds = frame.binds(of: value.index)
            // What it was before it is bound to something else in any case does not count any more, a parameter either.
            let reset = binds.last { bind in
                frame.tree.section(of: bind) == nil && !frame.mentions(frame.steps[bind].value, value.index)
                    && !frame.tree.range.contains { $0 < bind && frame.steps[$0].kind == .loop && frame.mentions(frame.steps[$0].value, value.index) }
            }
            if let reset { binds.removeAll { $0 < reset } } else if frame.parameter(value.index) != nil { return !["self", "cls"].contains(frame.text(value)) }
            let owner = frame.owner(ofVariable: value.index)
            guard owner == frame.function else {
                return owner == nil ? false : self.frame(file: frame.file, function: owner).map { isInput(value, in: $0, depth: depth - 1) } ?? true
            }
            if binds.isEmpty || binds.contains(where: { isInput(frame.steps[$0].value, in: frame, depth: depth - 1) }) { return true }
            // What is put into it, for each of something.
            return frame.tree.range.contains { step in
                guard frame.steps[step].kind == .call, let call = frame.call(frame.steps[step].value), call.receiver == value, call.argumentCount > 0
                else { return false }
                return loops(around: step, in: frame).contains { loop in
                    frame.steps[loop].flags.contains(.isWhile) || isInput(frame.steps[loop].value, in: frame, depth: depth - 1)
                }
            }
        case .call:
            guard let call = frame.call(value) else { return true }
            let arguments = frame.arguments(of: call).map(\.value)
            if call.flags.contains(.isAwaited) { return !arguments.isEmpty }
            guard isMatch(value, in: frame, lists.wrappers) || isMatch(value, in: frame, lists.ranges) || isMatch(value, in: frame, lists.batchers)
                || isMatch(value, in: frame, lists.each)
            else { return false }
            return (arguments + [call.receiver]).contains { $0.kind != .unknown && isInput($0, in: frame, depth: depth - 1) }
        case .expression:
            guard let expression = frame.expression(value) else { return true }
            let parts = Array(frame.operands(value))
            switch expression.kind {
            case .attribute: return parts.first.map { $0.kind == .local && frame.parameter($0.index) != nil && isInput($0, in: frame, depth: depth - 1) } ?? true
            case .comprehension, .conditional: return parts.dropFirst().contains { isInput($0, in: frame, depth: depth - 1) }
            case .collection: return false
            default: return parts.isEmpty || parts.contains { isInput($0, in: frame, depth: depth - 1) }
            }
        case .name, .number, .string, .none: return false
        default: return true
        }
    }
}
