import Linking
import Semantics

/// Reads in one function what it starts of what it is given.
struct SpawnReader {
    private let ground: Ground
    private let frame: Frame
    private let function: FunctionRef
    private let known: (FunctionRef) -> Spawning
    private var found = Spawning.nothing

    init?(ground: Ground, frame: Frame, known: @escaping (FunctionRef) -> Spawning) {
        guard let function = frame.reference else { return nil }
        self.ground = ground
        self.frame = frame
        self.function = function
        self.known = known
    }

    mutating func read() -> Spawning {
        for step in frame.tree.range where frame.steps[step].kind == .call {
            let value = frame.steps[step].value
            guard let call = frame.call(value), mayStart(value, call) else { continue }
            switch ground.starting(value, in: frame, known) {
            case .nothing: continue
            case .all: gathered(ground.gathering(by: call, in: frame), by: value)
            case .one: started(ground.work(startedBy: call, in: frame), at: step, by: nil)
            case .through(let spawning):
                guard case .function(let callee) = ground.program.target(of: frame.reference(value)) else { continue }
                for work in spawning.works { through(spawning, work, callee, call, at: step) }
            }
        }
        return found
    }

    /// Whether a call can be one that starts work, by its name, before it is resolved any further.
    private func mayStart(_ value: SummaryValue, _ call: SummaryCall) -> Bool {
        ground.isMatch(written: frame.summary.text(call.method), ground.lists.starterNames)
            || ground.context.isMatch(frame.reference(value), ground.lists.collects) || ground.isMatch(value, in: frame, ground.lists.starts)
    }

    private mutating func through(_ spawning: Spawning, _ work: Spawning.Work, _ callee: FunctionRef, _ call: SummaryCall, at step: Int) {
        let value = frame.steps[step].value
        switch work {
        case .given(let parameter):
            let arguments = ground.arguments(of: call, from: parameter, of: callee, in: frame)
            if !arguments.isEmpty { started(ground.work(in: arguments, frame), at: step, by: spawning) }
        case .each(let parameter):
            var gathering = Gathering(ground: ground, frame: frame, site: step)
            for list in ground.arguments(ofStarOrList: parameter, of: callee, given: call, in: frame) { gathering.many(list) }
            gathered(gathering, by: value)
        case .own(let inner):
            let fan = FanOut(work: Work(call: value, in: frame), frame: frame, step: step, turns: [], starter: spawning)
            if ground.turns(around: step, in: frame).isEmpty, hands(value), !isHeld(fan) { found.add(.own(inner), by: frame.reference(value)) }
        }
    }

    private mutating func gathered(_ gathering: Gathering, by value: SummaryValue) {
        for variable in gathering.given {
            if let parameter = parameter(SummaryValue(.local, index: variable)) { found.add(.each(parameter), by: frame.reference(value)) }
        }
        for fan in gathering.found { add(fan, by: value) }
    }

    private mutating func started(_ work: Work, at step: Int, by spawning: Spawning?) {
        let fan = FanOut(work: work, frame: frame, step: step, turns: ground.turns(around: step, in: frame), starter: spawning)
        add(fan, by: frame.steps[step].value)
    }

    private mutating func add(_ fan: FanOut, by value: SummaryValue) {
        guard let source = source(of: fan.work.value, in: fan) else { return }
        switch source {
        case .parameter(let number):
            // One that is started again in each turn of a loop here is judged here.
            if fan.turns.isEmpty, !isHeld(fan) { found.add(.given(number), by: frame.reference(value)) }
        case .item(let number):
            if !isHeld(fan) { found.add(.each(number), by: frame.reference(value)) }
        case .own(let function):
            if fan.turns.isEmpty, !isHeld(fan) { found.add(.own(function), by: frame.reference(value)) }
        }
    }

    /// Whether the function itself waits for the work, or limits how much of it there is.
    private func isHeld(_ fan: FanOut) -> Bool {
        let turns = fan.turns.first ?? Turns(kind: .call, frame: frame, step: fan.step, over: SummaryValue(), body: frame.tree.range)
        return SiteLimits(ground: ground, fan: fan).hold(in: turns) != nil
    }

    // MARK: Where the work comes from

    private enum Source {
        case parameter(Int), item(Int), own(FunctionRef)
    }

    private func source(of value: SummaryValue, in fan: FanOut, depth: Int = 6) -> Source? {
        guard depth > 0 else { return nil }
        switch value.kind {
        case .local:
            if let number = parameter(value) { return .parameter(number) }
            let binds = frame.binds(of: value.index)
            guard binds.count == 1, frame.owner(ofVariable: value.index) == frame.function else { return nil }
            let bound = frame.steps[binds[0]].value
            guard frame.expression(bound)?.kind == .item else { return source(of: bound, in: fan, depth: depth - 1) }
            guard let turns = fan.turns.first, turns.frame === frame, turns.kind == .each, turns.body.contains(binds[0]), fan.turns.count == 1 else { return nil }
            var list = turns.over
            while list.kind == .call, ground.isMatch(list, in: frame, ground.lists.wrappers), let inner = frame.call(list).flatMap({ frame.arguments(of: $0).first }) {
                list = inner.value
            }
            return parameter(list).map { .item($0) }
        case .call: return source(ofCall: value, in: fan, depth: depth)
        default: return nil
        }
    }

    private func source(ofCall value: SummaryValue, in fan: FanOut, depth: Int) -> Source? {
        guard let call = frame.call(value) else { return nil }
        // function(*args)
        if call.receiver.kind == .unknown, let found = source(of: call.called, in: fan, depth: depth - 1) { return found }
        let arguments = Array(frame.arguments(of: call))
        guard case .function(let callee) = ground.target(of: value, in: frame) else {
            return ground.isMatch(value, in: frame, ground.lists.through) ? arguments.first.flatMap { source(of: $0.value, in: fan, depth: depth - 1) } : nil
        }
        if isLimited(callee, Work(call: value, in: frame), in: fan) { return nil }
        // A coroutine function around the work: log_errors(work).
        for number in 0..<Int(ground.frame(callee)?.record?.parameterCount ?? 0) where runs(number, callee) {
            guard let given = ground.arguments(of: call, from: number, of: callee, in: frame).first else { continue }
            if let found = source(of: given.value, in: fan, depth: depth - 1) { return found }
        }
        return hands(value) ? .own(callee) : nil
    }

    /// Whether what is started takes a permit that outlives it: of something around the loop that starts it, or around the function where there is none.
    private func isLimited(_ callee: FunctionRef, _ work: Work, in fan: FanOut) -> Bool {
        var limits = CalleeLimits(ground)
        guard case .limited(let life, _, _, _) = limits.limit(of: callee) else { return false }
        return ground.lift(life, from: callee, through: work, in: frame, turn: fan.turns.first?.body) != .brief
    }

    /// Whether a function awaits or calls what it is given as a parameter.
    private func runs(_ number: Int, _ function: FunctionRef) -> Bool {
        guard let home = ground.frame(function) else { return false }
        let isIt = { (value: SummaryValue) in value.kind == .local && home.owner(ofVariable: value.index) == home.function && home.parameter(value.index) == number }
        return home.tree.range.contains { step in
            let record = home.steps[step]
            switch record.kind {
            case .await:
                if isIt(record.value) { return true }
                guard let call = home.call(record.value), ground.isMatch(record.value, in: home, ground.lists.through) else { return false }
                return home.arguments(of: call).first.map { isIt($0.value) } ?? false
            case .call: return home.call(record.value).map { isIt($0.called) } ?? false
            default: return false
            }
        }
    }

    /// Whether a call is given something the function itself was given.
    private func hands(_ value: SummaryValue) -> Bool {
        guard let call = frame.call(value) else { return false }
        return frame.arguments(of: call).contains { argument in
            frame.mentions(argument.value) { part in parameter(part).map { !isReceiver($0) } ?? false }
        }
    }

    /// The number of the parameter a value is, where nothing else is bound to it.
    private func parameter(_ value: SummaryValue) -> Int? {
        guard value.kind == .local, frame.owner(ofVariable: value.index) == frame.function, frame.binds(of: value.index).isEmpty else { return nil }
        return frame.parameter(value.index)
    }

    private func isReceiver(_ number: Int) -> Bool {
        guard number == 0, let record = frame.record, record.ownerClass != 0 else { return false }
        return ["self", "cls"].contains(frame.summary.text(frame.summary.parameters[Int(record.firstParameter)].name))
    }
}
