import Findings
import Linking
import Semantics

/// Fan-outs inside of fan-outs: each is small and constant, and together they are not.
struct NestedFanOuts {
    let ground: Ground
    /// The product from which on it is worth a note.
    let limit: Int
    /// Functions looked into below the one that is started.
    private static let reach = 40

    struct Product {
        var outer: Int
        var inner: Int
        /// The call that starts the inner ones.
        var at: CallRef
    }

    /// The first fan-out found in what is started, or in a function it waits for, whose count times the outer one is too much.
    func product(of fan: FanOut, startedFunction: FunctionRef) -> Product? {
        guard let outer = turns(of: fan), outer > 1 else { return nil }
        var waiting = [startedFunction], next = 0
        var seen: Set<FunctionRef> = [startedFunction]
        while next < waiting.count, next < Self.reach {
            let function = waiting[next]
            next += 1
            guard let frame = ground.frame(function), !isLimited(function) else { continue }
            for step in frame.tree.range where frame.steps[step].kind == .call {
                let value = frame.steps[step].value
                if ground.isMatch(value, in: frame, ground.lists.collects) {
                    if let inner = largest(startedBy: value, in: frame), outer.multipliedReportingOverflow(by: inner).partialValue > limit {
                        return Product(outer: outer, inner: inner, at: frame.reference(value))
                    }
                } else if frame.call(value)?.flags.contains(.isAwaited) == true,
                    case .function(let callee) = ground.target(of: value, in: frame), seen.insert(callee).inserted
                {
                    waiting.append(callee)
                }
            }
        }
        return nil
    }

    private func isLimited(_ function: FunctionRef) -> Bool {
        var limits = CalleeLimits(ground)
        if case .limited = limits.limit(of: function) { return true }
        return false
    }

    /// How many of the largest fan-out of a call run at once, where nothing in what is started limits them.
    private func largest(startedBy value: SummaryValue, in frame: Frame) -> Int? {
        guard case .fanOuts(let fans) = ground.started(by: frame.reference(value), in: frame) else { return nil }
        return fans.compactMap { fan -> Int? in
            if frame.call(fan.work.value) != nil, case .function(let callee) = ground.target(of: fan.work.value, in: fan.frame), isLimited(callee) { return nil }
            return turns(of: fan)
        }.max()
    }

    /// The number of turns all loops around make together; nil when it is not known.
    private func turns(of fan: FanOut) -> Int? {
        var product = 1
        for turns in fan.turns {
            guard turns.kind == .each || turns.kind == .call, let count = ground.count(of: turns.over, in: turns.frame), count < 1_000_000 else { return nil }
            product = product.multipliedReportingOverflow(by: count).partialValue
            guard product < 1_000_000_000 else { return nil }
        }
        return product
    }
}

extension Ground {
    /// How many things an iterable gives at most, where constants say it.
    func count(of value: SummaryValue, in frame: Frame, depth: Int = 6) -> Int? {
        guard depth > 0 else { return nil }
        switch value.kind {
        case .local:
            if let bound = self.value(of: value.index, in: frame) {
                let home = frame.owner(ofVariable: value.index) == frame.function ? frame : self.frame(file: frame.file, function: frame.owner(ofVariable: value.index))
                return home.flatMap { count(of: bound, in: $0, depth: depth - 1) }
            }
            return nil
        case .name:
            guard case .variable(let file, let variable) = program.entity(of: value, in: frame.file), let home = self.frame(file: file, function: nil)
            else { return nil }
            let values = program.values(ofVariable: variable, in: file)
            return values.count == 1 ? count(of: values[0], in: home, depth: depth - 1) : nil
        case .call:
            guard let call = frame.call(value) else { return nil }
            let arguments = frame.arguments(of: call).map(\.value)
            if isMatch(value, in: frame, lists.ranges) {
                let numbers = arguments.compactMap { number($0, in: frame) }
                guard numbers.count == arguments.count else { return nil }
                switch numbers.count {
                case 1: return max(0, numbers[0])
                case 2: return max(0, numbers[1].subtractingReportingOverflow(numbers[0]).partialValue)
                default: return nil
                }
            }
            guard isMatch(value, in: frame, lists.wrappers) else { return nil }
            return arguments.compactMap { count(of: $0, in: frame, depth: depth - 1) }.min()
        case .expression:
            guard let expression = frame.expression(value) else { return nil }
            let parts = Array(frame.operands(value))
            switch expression.kind {
            case .collection: return parts.contains { frame.expression($0)?.kind == .star } ? nil : parts.count
            case .slice where parts.count >= 3:
                guard parts[1].kind == .none || parts[1].kind == .unknown else { return nil }
                return number(parts[2], in: frame)
            case .star, .awaited: return parts.first.flatMap { count(of: $0, in: frame, depth: depth - 1) }
            default: return nil
            }
        default: return nil
        }
    }
}
