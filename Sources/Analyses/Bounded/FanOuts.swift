import Findings
import Linking
import Semantics

/// Something that starts work again and again: a loop, or a closure another call runs for each of many.
struct Turns {
    enum Kind { case each, asyncEach, condition, endless, call }
    var kind: Kind
    var frame: Frame
    /// The loop's opening step, or the step of the call that runs the closure.
    var step: Int
    /// What it goes over; unknown for a `while`.
    var over: SummaryValue
    /// The steps of one turn.
    var body: Range<Int>
}

/// Work of which many may run: what it is, where it is started, and the turns that start it.
struct FanOut {
    var work: Work
    var frame: Frame
    /// The step that starts it: the spawn, the append to the list that is gathered, the comprehension's element.
    var step: Int
    /// The values in which the count of a worker loop would show.
    var turns: [Turns]
    /// For a call of the project's function that starts work of its own: the function it starts.
    var inner: FunctionRef?
    /// The project's function it is started by, whose await only starts it.
    var starter: Spawning?
}

/// What a candidate starts.
enum Started {
    case fanOuts([FanOut])
    case nothing(NoFanOut)
}

/// Why something is no fan-out.
struct NoFanOut {
    var words: String
    var bearing = TrailStep.Bearing.beside

    static func unknown(_ words: String) -> NoFanOut { NoFanOut(words: words, bearing: .unknown) }
    static let single = NoFanOut(words: "it is not in a loop: one is started")
}

/// Step a of `bounded`: what is fanned out, and over what.
extension Ground {
    func started(by candidate: CallRef, in frame: Frame) -> Started {
        let value = SummaryValue(.call, index: candidate.call)
        guard let call = frame.call(value), call.step > 0 else { return .nothing(.unknown("nothing is known about what it starts")) }
        let step = Int(call.step) - 1
        guard frame.tree.range.contains(step) else { return .nothing(.unknown("nothing is known about what it starts")) }
        let turns = self.turns(around: step, in: frame)
        // Before other files are asked for: one piece of work, written out.
        if turns.isEmpty, !frame.arguments(of: call).contains(where: { $0.splat != 0 || ![.call, .closure, .name, .instance].contains($0.value.kind) }) {
            return .nothing(.single)
        }
        switch starting(value, in: frame, spawning) {
        case .nothing(let why): return .nothing(NoFanOut(words: why))
        case .all: return collected(by: call, in: frame)
        case .one:
            if turns.isEmpty { return .nothing(.single) }
            return .fanOuts([FanOut(work: work(in: Array(frame.arguments(of: call)), frame, at: step), frame: frame, step: step, turns: turns)])
        case .through(let spawning): return started(by: value, through: spawning, turns, in: frame)
        }
    }

    // MARK: One at a time

    /// The callable or coroutine among a spawn's arguments, and what it gets.
    func work(startedBy call: SummaryCall, in frame: Frame) -> Work { work(in: Array(frame.arguments(of: call)), frame) }

    /// - Parameter step: where it is started: of several values a variable has, the last one before counts.
    func work(in arguments: [SummaryArgument], _ frame: Frame, at step: Int = 0) -> Work {
        for (number, argument) in arguments.enumerated() {
            switch argument.value.kind {
            case .call: if argument.label == 0 || number == 0 { return Work(call: unwrapped(argument.value, in: frame), in: frame) }
            case .closure: return Work(callable: argument.value, arguments: Array(arguments.dropFirst(number + 1)))
            case .local, .name, .expression:
                if argument.value.kind == .local, let bound = value(of: argument.value.index, in: frame) ?? lastValue(of: argument.value.index, before: step, in: frame), bound.kind == .call {
                    return Work(call: unwrapped(bound, in: frame), in: frame)
                }
                // Python's starters take the function first; a keyword (`target`) may be anything.
                let isFirst = argument.label == 0 && frame.summary.language == .python
                if isFirst || program.function(for: argument.value, in: frame.file) != nil {
                    return Work(callable: argument.value, arguments: Array(arguments.dropFirst(number + 1)))
                }
            default: continue
            }
        }
        let first = arguments.first { [.local, .name, .expression].contains($0.value.kind) }
        return Work(callable: first?.value ?? SummaryValue(), arguments: Array(arguments.dropFirst()))
    }

    /// The work a timeout or shield is around.
    func unwrapped(_ value: SummaryValue, in frame: Frame) -> SummaryValue {
        var value = value
        for _ in 0..<4 {
            guard let call = frame.call(value), isMatch(value, in: frame, lists.through),
                let inner = frame.arguments(of: call).first(where: { $0.label == 0 && $0.value.kind == .call })
            else { break }
            value = inner.value
        }
        return value
    }

    /// Whether what a `while` loop starts is, or gets, something new in each turn: an item taken, a message received. What is not is
    /// started again, not for each of many.
    func isFed(_ fan: FanOut, by turns: Turns) -> Bool {
        guard turns.frame === fan.frame, fan.work.value.kind != .closure else { return true }
        let frame = fan.frame
        let takes = { (value: SummaryValue) in value.kind == .call && (self.lists.receives == .nothing || self.isMatch(value, in: frame, self.lists.receives)) }
        let values = [fan.work.receiver(in: frame) ?? SummaryValue()] + (frame.call(fan.work.value) == nil ? [fan.work.value] : [])
            + fan.work.arguments.map(\.value)
        if values.contains(where: { frame.mentions($0, where: takes) }) { return true }
        if turns.kind == .condition {
            return values.contains {
                frame.mentions($0) { part in
                    // `source = None` is nothing new.
                    part.kind == .local && frame.binds(of: part.index).contains { turns.body.contains($0) && frame.steps[$0].value.kind != .none }
                }
            }
        }
        // What was received in the turn, and what was made of it.
        var received: Set<UInt32> = []
        let isReceived = { (value: SummaryValue) in takes(value) || value.kind == .local && received.contains(value.index) }
        for _ in 0..<3 {
            for step in turns.body where frame.steps[step].kind == .bind && frame.steps[step].target.kind == .local {
                if frame.mentions(frame.steps[step].value, where: isReceived) { received.insert(frame.steps[step].target.index) }
            }
        }
        return values.contains { frame.mentions($0, where: isReceived) }
    }

    /// Whether the item of a loop is looked at in a condition only and nothing of it goes to the work: `if kind == "spot": start(load_spot())`.
    func choosesByKind(_ fan: FanOut, in turns: Turns) -> Bool {
        guard turns.frame === fan.frame, !isItem(of: turns, givenTo: fan) else { return false }
        return fan.frame.tree.sections(around: fan.step).contains { section in
            guard turns.body.contains(section) else { return false }
            switch fan.frame.steps[section].kind {
            case .branch, .otherwise, .case: return true
            default: return false
            }
        }
    }

    /// Whether what is started is kept in an object's attribute, or a variable that had another before the loop, one at a time:
    /// `self._refresh = create_task(self.refresh())`.
    func isKeptAlone(_ fan: FanOut) -> Bool {
        fan.frame.tree.range.contains { step in
            let record = fan.frame.steps[step]
            if record.kind == .bind, record.value == fan.frame.steps[fan.step].value, record.target.kind == .local {
                return fan.frame.binds(of: record.target.index).contains { $0 < step }
            }
            return record.kind == .store && record.value == fan.frame.steps[fan.step].value && fan.frame.expression(record.target)?.kind == .attribute
        }
    }

    /// Whether what is started gets something of its turn.
    func isItem(of turns: Turns, givenTo fan: FanOut) -> Bool {
        guard fan.work.value.kind != .closure, !fan.work.arguments.contains(where: { $0.value.kind == .unknown }) else { return true }
        let values = [fan.work.value, fan.work.receiver(in: fan.frame) ?? SummaryValue()] + fan.work.arguments.map(\.value)
        return values.contains { value in
            fan.frame.mentions(value) { part in part.kind == .local && fan.frame.binds(of: part.index).contains(where: turns.body.contains) }
        }
    }

    /// Whether a variable is the item itself that a loop or comprehension goes over.
    func isItem(_ variable: SummaryValue, of turns: Turns) -> Bool {
        let frame = turns.frame
        return frame.binds(of: variable.index).contains { bind in
            guard turns.body.contains(bind), let kind = frame.expression(frame.steps[bind].value)?.kind else { return false }
            return kind == .item || kind == .part
        }
    }

    /// Whether each turn of a loop waits for the next connection.
    func accepts(_ turns: Turns) -> Bool {
        guard !context.isEmpty(lists.accepts) else { return false }
        return steps(matching: lists.accepts, in: turns.frame).hasSorted(in: turns.body)
    }

    func turns(around step: Int, in frame: Frame, notAround other: Int? = nil) -> [Turns] {
        var found: [Turns] = []
        for loop in loops(around: step, in: frame) {
            let body = frame.tree.inside(loop)
            if let other, body.contains(other) { break }
            let record = frame.steps[loop], kind: Turns.Kind
            if record.flags.contains(.isEndless) {
                kind = .endless
            } else if record.flags.contains(.isWhile) {
                kind = .condition
            } else {
                kind = record.flags.contains(.isAsync) ? .asyncEach : .each
            }
            found.append(Turns(kind: kind, frame: frame, step: loop, over: record.flags.contains(.isWhile) ? SummaryValue() : record.value, body: body))
        }
        if other == nil, let outer = runner(of: frame) { found.append(outer) }
        return found
    }

    /// For a closure that a call runs for each of many (`forEach`): that call.
    private func runner(of frame: Frame) -> Turns? {
        guard !context.isEmpty(lists.each), let function = frame.function, let record = frame.record, record.flags.contains(.isClosure) else { return nil }
        let outer = record.outerFunction == 0 ? nil : record.outerFunction - 1
        guard let home = self.frame(file: frame.file, function: outer) else { return nil }
        for step in home.tree.range where home.steps[step].kind == .call {
            let value = home.steps[step].value
            guard let call = home.call(value), home.arguments(of: call).contains(where: { $0.value.kind == .closure && $0.value.index == function })
            else { continue }
            guard isMatch(value, in: home, lists.each) else { return nil }
            return Turns(kind: .call, frame: home, step: step, over: call.receiver, body: frame.tree.range)
        }
        return nil
    }

    // MARK: All at once

    private func collected(by call: SummaryCall, in frame: Frame) -> Started {
        let gathering = gathering(by: call, in: frame)
        return gathering.found.isEmpty ? .nothing(gathering.reason ?? NoFanOut(words: "what it is given is written out one by one", bearing: .answer)) : .fanOuts(gathering.found)
    }

    func gathering(by call: SummaryCall, in frame: Frame) -> Gathering {
        var gathering = Gathering(ground: self, frame: frame, site: Int(call.step) - 1)
        for argument in frame.arguments(of: call) where argument.label == 0 {
            if argument.splat != 0 {
                gathering.many(argument.value)
            } else if frame.arguments(of: call).count == 1 || argument.value.kind != .call {
                // asyncio.wait takes a list.
                gathering.many(argument.value)
            }
        }
        return gathering
    }
}
