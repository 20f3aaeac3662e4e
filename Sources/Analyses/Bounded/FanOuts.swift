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
}

/// What a candidate starts.
enum Started {
    case fanOuts([FanOut])
    /// No fan-out, and why.
    case nothing(String)
}

/// Step a of `bounded`: what is fanned out, and over what.
extension Ground {
    func started(by candidate: CallRef, in frame: Frame) -> Started {
        let value = SummaryValue(.call, index: candidate.call)
        guard let call = frame.call(value), call.step > 0 else { return .nothing("nothing is known about what it starts") }
        let step = Int(call.step) - 1
        guard frame.tree.range.contains(step) else { return .nothing("nothing is known about what it starts") }
        if context.isMatch(candidate, lists.collects) { return collected(by: call, in: frame) }
        let work = work(startedBy: call, in: frame)
        let turns = self.turns(around: step, in: frame)
        if turns.isEmpty { return .nothing("it is not in a loop: one is started") }
        return .fanOuts([FanOut(work: work, frame: frame, step: step, turns: turns)])
    }

    // MARK: One at a time

    /// The callable or coroutine among a spawn's arguments, and what it gets.
    func work(startedBy call: SummaryCall, in frame: Frame) -> Work {
        let arguments = Array(frame.arguments(of: call))
        for (number, argument) in arguments.enumerated() {
            switch argument.value.kind {
            case .call: if argument.label == 0 || number == 0 { return Work(call: unwrapped(argument.value, in: frame), in: frame) }
            case .closure: return Work(callable: argument.value, arguments: Array(arguments.dropFirst(number + 1)))
            case .local, .name, .expression:
                if argument.value.kind == .local, let bound = value(of: argument.value.index, in: frame), bound.kind == .call {
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
            return values.contains { frame.mentions($0) { part in part.kind == .local && frame.binds(of: part.index).contains(where: turns.body.contains) } }
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

    private func isItem(of turns: Turns, givenTo fan: FanOut) -> Bool {
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
        return turns.body.contains { turns.frame.steps[$0].kind == .call && isMatch(turns.frame.steps[$0].value, in: turns.frame, lists.accepts) }
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
        let step = Int(call.step) - 1
        var gathering = Gathering(ground: self, frame: frame, site: step)
        for argument in frame.arguments(of: call) where argument.label == 0 {
            if argument.splat != 0 {
                gathering.many(argument.value)
            } else if frame.arguments(of: call).count == 1 || argument.value.kind != .call {
                // asyncio.wait takes a list.
                gathering.many(argument.value)
            }
        }
        return gathering.found.isEmpty ? .nothing(gathering.reason ?? "what it is given is written out one by one") : .fanOuts(gathering.found)
    }
}

/// Follows a list of work to where its elements come from.
private struct Gathering {
    let ground: Ground
    let frame: Frame
    let site: Int
    var found: [FanOut] = []
    var reason: String?
    private var followed: Set<UInt32> = []

    init(ground: Ground, frame: Frame, site: Int) {
        self.ground = ground
        self.frame = frame
        self.site = site
    }

    mutating func many(_ value: SummaryValue, depth: Int = 8) {
        guard depth > 0 else { return }
        switch value.kind {
        case .local: local(value, depth: depth)
        case .call: call(value, depth: depth)
        case .expression:
            guard let expression = frame.expression(value) else { return }
            switch expression.kind {
            case .comprehension:
                guard let element = frame.operands(value).first else { return }
                let opening = Int(expression.number)
                guard frame.tree.range.contains(opening) else { return }
                let inside = frame.tree.inside(opening)
                let step = inside.last { frame.steps[$0].kind == .element && frame.tree.structures(around: $0).first { frame.steps[$0].kind == .comprehension } == opening }
                let work = frame.expression(element)?.kind == .pair ? frame.operands(element).last ?? element : element
                one(work, at: step ?? opening, from: opening, depth: depth)
            case .binary, .choice, .star, .collection: for part in frame.operands(value) { many(part, depth: depth - 1) }
            case .conditional: for part in frame.operands(value).dropFirst() { many(part, depth: depth - 1) }
            case .attribute: reason = "`\(frame.text(value))` holds what was started elsewhere"
            default: reason = "nothing is known about what it is given"
            }
        case .unknown: reason = "nothing is known about what it is given"
        default: break
        }
    }

    /// A list made in this function: what it was bound to, and what was added.
    private mutating func local(_ value: SummaryValue, depth: Int) {
        guard followed.insert(value.index).inserted else { return }
        guard frame.owner(ofVariable: value.index) == frame.function, frame.parameter(value.index) == nil else {
            reason = "`\(frame.text(value))` is given from outside"
            return
        }
        let binds = frame.binds(of: value.index)
        for bind in binds { many(frame.steps[bind].value, depth: depth - 1) }
        for step in frame.tree.range {
            let record = frame.steps[step]
            switch record.kind {
            case .call:
                guard let call = frame.call(record.value), call.receiver == value, !call.flags.contains(.isAwaited) else { continue }
                for argument in frame.arguments(of: call) {
                    if let kind = frame.expression(argument.value)?.kind, kind == .comprehension {
                        many(argument.value, depth: depth - 1)
                    } else {
                        one(argument.value, at: step, from: fresh(value.index, before: step, binds), depth: depth)
                    }
                }
            case .store:
                guard frame.expression(record.target)?.kind == .element, frame.operands(record.target).first == value else { continue }
                one(record.value, at: step, from: fresh(value.index, before: step, binds), depth: depth)
            default: continue
            }
        }
    }

    /// The bind the list was begun anew with before a step, so that only the loops between count.
    private func fresh(_ variable: UInt32, before step: Int, _ binds: [Int]) -> Int? { binds.last { $0 < step } ?? binds.first }

    private mutating func call(_ value: SummaryValue, depth: Int) {
        guard let call = frame.call(value) else { return }
        let arguments = Array(frame.arguments(of: call))
        if ground.isMatch(value, in: frame, ground.lists.each), arguments.count >= 2 {
            // map(load, urls)
            let work = Work(callable: arguments[0].value, arguments: [])
            let step = Int(call.step) - 1
            let turns = Turns(kind: .call, frame: frame, step: step, over: arguments[1].value, body: step..<step + 1)
            found.append(FanOut(work: work, frame: frame, step: step, turns: [turns]))
        } else if ground.isMatch(value, in: frame, ground.lists.wrappers) {
            for argument in arguments { many(argument.value, depth: depth - 1) }
            if call.receiver.kind != .unknown { many(call.receiver, depth: depth - 1) }
        } else {
            reason = "nothing is known about what `\(frame.calleeText(call))` gives"
        }
    }

    /// One element, put in at a step; the loops count that are around it and not around `start`.
    private mutating func one(_ value: SummaryValue, at step: Int, from start: Int?, depth: Int) {
        switch value.kind {
        case .call:
            let turns = ground.turns(around: step, in: frame, notAround: start)
            if turns.isEmpty { return }
            found.append(FanOut(work: Work(call: ground.unwrapped(value, in: frame), in: frame), frame: frame, step: step, turns: turns))
        case .local:
            guard frame.owner(ofVariable: value.index) == frame.function, frame.parameter(value.index) == nil else { return }
            for bind in frame.binds(of: value.index) where bind < step {
                let bound = frame.steps[bind].value
                if bound.kind == .call { one(bound, at: step, from: start, depth: depth - 1) }
                if frame.expression(bound)?.kind == .item { reason = "what it is given was started elsewhere" }
            }
        case .expression:
            guard depth > 0, let kind = frame.expression(value)?.kind else { return }
            if kind == .conditional { for part in frame.operands(value).dropFirst() { one(part, at: step, from: start, depth: depth - 1) } }
            if kind == .collection { for part in frame.operands(value) { one(part, at: step, from: start, depth: depth - 1) } }
        default: break
        }
    }
}
