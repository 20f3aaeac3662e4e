import Findings
import Linking
import Semantics

/// How long what limits lives, seen from one function.
enum LimiterLife: Hashable, Sendable {
    /// Longer than any call of the function: a module's, a class's, or given from outside.
    case shared
    /// Given as this parameter (0 is `self` in Python).
    case parameter(Int)
    /// Swift: the object the method belongs to.
    case receiver
    /// A variable of a function around, by its number in the file.
    case captured(UInt32)
    /// Made anew by each call, or each turn of the loop: limits nothing.
    case brief
}

/// Which values limit, and how long they live.
extension Ground {
    /// Whether entering a value (`async with`, `acquire`) takes one of a limited number of permits.
    func isLimiter(_ value: SummaryValue, in frame: Frame, depth: Int = 8) -> Bool {
        guard depth > 0 else { return false }
        switch value.kind {
        case .call:
            if isMatch(value, in: frame, lists.limiters) || isMatch(value, in: frame, lists.approved) { return true }
            if let call = frame.call(value), call.receiver.kind != .unknown, isLimiter(call.receiver, in: frame, depth: depth - 1) { return true }
        case .local:
            if let bound = self.value(of: value.index, in: frame), bound.kind != .unknown, isLimiter(bound, in: frame, depth: depth - 1) { return true }
        case .expression:
            guard let expression = frame.expression(value) else { return false }
            switch expression.kind {
            case .awaited, .attempted, .entered:
                return frame.operands(value).first.map { isLimiter($0, in: frame, depth: depth - 1) } ?? false
            case .choice, .conditional: return frame.operands(value).contains { isLimiter($0, in: frame, depth: depth - 1) }
            default: break
            }
        case .name, .instance: break
        default: return false
        }
        switch program.type(of: value, in: frame.file) {
        case .external(let name): if context.isMatch(name, lists.limiters) || context.isMatch(name, lists.approved) { return true }
        case .type(let type):
            let name = program.name(of: type)
            if context.isMatch(name, lists.limiters) || context.isMatch(name, lists.approved) { return true }
            if isMatch(written: lastSegment(of: name), lists.limiterNames) { return true }
        case .unknown: break
        }
        return isMatch(written: lastName(value, in: frame).lowercased(), lists.limiterNames)
    }

    /// Whether a value is of a class of the project that limits by its name, as a client with a limit of its own is: `class RateLimiter`.
    func isOfOwnLimiter(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard [.local, .expression, .instance].contains(value.kind) else { return false }
        if value.kind == .local, ["self", "cls"].contains(frame.text(value)) { return false }
        guard case .type(let type) = program.type(of: value, in: frame.file) else { return false }
        return isMatch(written: lastSegment(of: program.name(of: type)), lists.limiterNames)
    }

    private func lastSegment(of name: GlobalName) -> String {
        program.names.text(name).split(separator: ".").last.map { $0.lowercased() } ?? ""
    }

    /// The name of an actor's method that makes its caller wait until it is let go on: a semaphore written by hand.
    func parks(_ function: FunctionRef) -> String? {
        guard !context.isEmpty(lists.parks), let frame = frame(function), let record = frame.record, record.ownerClass != 0 else { return nil }
        let type = frame.summary.classes[Int(record.ownerClass - 1)]
        guard frame.summary.text(type.keyword) == "actor" else { return nil }
        let isParking = frame.tree.range.contains { step in
            frame.steps[step].kind == .call && isMatch(frame.steps[step].value, in: frame, lists.parks)
        }
        return isParking ? frame.summary.text(type.name) + "." + frame.summary.text(record.name) : nil
    }

    /// The receiver of a call that takes a permit of a limiter: `sem.acquire()`.
    func acquired(_ call: SummaryValue, in frame: Frame) -> SummaryValue? {
        if let record = frame.call(call), record.flags.contains(.isAwaited), case .function(let callee) = program.target(of: frame.reference(call)),
            parks(callee) != nil
        {
            return record.receiver
        }
        // `await tokens.get()` waits for one; `semaphores.get(host)` looks one up.
        if let record = frame.call(call), frame.summary.text(record.method) == "get", !record.flags.contains(.isAwaited) || record.argumentCount > 0 { return nil }
        guard let record = frame.call(call), record.receiver.kind != .unknown, isMatch(call, in: frame, lists.acquires),
            isLimiter(record.receiver, in: frame)
        else { return nil }
        return record.receiver
    }

    /// How long a limiter lives.
    /// - Parameter turn: the steps of the loop the question is about: what is made in it is made for each turn. Nil in a callee, where
    ///   all that the function itself makes is brief.
    func life(of value: SummaryValue, in frame: Frame, turn: Range<Int>? = nil, depth: Int = 8) -> LimiterLife {
        guard depth > 0 else { return .shared }
        switch value.kind {
        case .local:
            let owner = frame.owner(ofVariable: value.index)
            guard owner != nil || turn != nil else { return .shared }
            guard owner == frame.function else { return .captured(value.index) }
            if let number = frame.parameter(value.index) { return .parameter(number) }
            let binds = frame.binds(of: value.index)
            if let turn {
                guard let inside = binds.first(where: turn.contains) else { return .shared }
                let bound = frame.steps[inside].value
                return isMade(bound, in: frame) ? .brief : life(of: bound, in: frame, turn: turn, depth: depth - 1)
            }
            guard let bind = binds.first else { return .shared }
            return life(of: frame.steps[bind].value, in: frame, depth: depth - 1)
        case .call:
            guard let call = frame.call(value) else { return .shared }
            if isMatch(value, in: frame, lists.limiters), !isOfLimiter(call, in: frame) { return .brief }
            if call.receiver.kind != .unknown { return life(of: call.receiver, in: frame, turn: turn, depth: depth - 1) }
            switch program.target(of: frame.reference(value)) {
            case .type: return .brief
            case .function(let maker): return makesLimiter(maker) ? .brief : .shared
            default: return .shared
            }
        case .expression:
            guard let expression = frame.expression(value), let base = frame.operands(value).first else { return .shared }
            if expression.kind == .item {
                // In the fan-out's loop an item is another at each turn.
                return turn != nil ? .brief : life(of: base, in: frame, depth: depth - 1)
            }
            if expression.kind == .attribute, isGiven(expression.string, of: base, in: frame) { return .shared }
            return life(of: base, in: frame, turn: turn, depth: depth - 1)
        default: return .shared
        }
    }

    private func isMade(_ value: SummaryValue, in frame: Frame) -> Bool {
        value.kind == .call || frame.expression(value)?.kind == .item || frame.expression(value)?.kind == .part
    }

    /// `limiter.limit()`: a method of a limiter, not one that makes it.
    private func isOfLimiter(_ call: SummaryCall, in frame: Frame) -> Bool {
        call.receiver.kind != .unknown && isLimiter(call.receiver, in: frame, depth: 4)
    }

    /// Whether a function returns a limiter it has just made.
    private func makesLimiter(_ function: FunctionRef) -> Bool {
        guard let frame = frame(function) else { return false }
        return frame.tree.range.contains { step in
            frame.steps[step].kind == .return && frame.steps[step].value.kind == .call && isMatch(frame.steps[step].value, in: frame, lists.limiters)
        }
    }

    /// Whether what an attribute holds was handed to the object, so that many objects may share it.
    private func isGiven(_ name: StringID, of base: SummaryValue, in frame: Frame) -> Bool {
        let type: ClassRef
        switch program.type(of: base, in: frame.file) {
        case .type(let known): type = known
        default: return base.kind == .name
        }
        let attributes = program.attributes(program.names.intern(frame.summary.strings[name]), of: type)
        guard !attributes.isEmpty else { return false }
        return attributes.allSatisfy { file, attribute in
            guard let home = self.frame(file: file, function: nil) else { return true }
            return attribute.value.kind != .call || !isMatch(attribute.value, in: home, lists.limiters)
        }
    }

    /// A limiter's life seen from the caller of the function it was seen from.
    func lift(_ life: LimiterLife, from callee: FunctionRef, through work: Work, in caller: Frame, turn: Range<Int>? = nil) -> LimiterLife {
        switch life {
        case .shared, .brief: return life
        case .receiver:
            guard let receiver = work.receiver(in: caller) else { return .shared }
            return self.life(of: receiver, in: caller, turn: turn)
        case .parameter(let number):
            guard let value = argument(number, of: callee, given: work, in: caller) else { return .shared }
            return self.life(of: value, in: caller, turn: turn)
        case .captured(let variable):
            guard callee.file == caller.file else { return .shared }
            return self.life(of: SummaryValue(.local, index: variable), in: caller, turn: turn)
        }
    }

    /// What a function is given as its parameter of that number.
    func argument(_ number: Int, of callee: FunctionRef, given work: Work, in caller: Frame) -> SummaryValue? {
        guard let home = frame(callee), let record = home.record, number < record.parameterCount else { return nil }
        let parameter = home.summary.parameters[Int(record.firstParameter) + number]
        let names = [home.summary.text(parameter.label), home.summary.text(parameter.name)].filter { !$0.isEmpty }
        if let labelled = work.arguments.first(where: { $0.label != 0 && names.contains(caller.summary.text($0.label)) }) { return labelled.value }
        var position = number
        if record.ownerClass != 0, home.summary.language == .python, let receiver = work.receiver(in: caller) {
            if position == 0 { return receiver }
            position -= 1
        }
        let plain = work.arguments.filter { $0.label == 0 }
        guard position < plain.count, !plain.prefix(position + 1).contains(where: { $0.splat != 0 }) else { return nil }
        return plain[position].value
    }
}

/// What is started: a call whose coroutine or task is handed over, or a function by name with the arguments it gets.
struct Work {
    /// The call, or the callable.
    var value: SummaryValue
    var arguments: [SummaryArgument]

    init(call: SummaryValue, in frame: Frame) {
        value = call
        arguments = frame.call(call).map { Array(frame.arguments(of: $0)) } ?? []
    }

    init(callable: SummaryValue, arguments: [SummaryArgument]) {
        value = callable
        self.arguments = arguments
    }

    /// What the function belongs to, for a method.
    func receiver(in frame: Frame) -> SummaryValue? {
        if let call = frame.call(value) { return call.receiver.kind == .unknown ? nil : call.receiver }
        guard frame.expression(value)?.kind == .attribute else { return nil }
        return frame.operands(value).first
    }
}
