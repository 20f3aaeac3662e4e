import Linking
import Semantics

/// Follows a list of work to where its elements come from.
struct Gathering {
    let ground: Ground
    let frame: Frame
    let site: Int
    var found: [FanOut] = []
    private(set) var reason: NoFanOut?
    /// Parameters of the function that the list is, or has in it.
    private(set) var given: [UInt32] = []
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
            case .binary, .choice, .star: for part in frame.operands(value) { many(part, depth: depth - 1) }
            case .collection:
                for part in frame.operands(value) {
                    let known = reason
                    many(part, depth: depth - 1)
                    // One that is written out is one, whatever it is.
                    if frame.expression(part)?.kind != .star { reason = known }
                }
            case .conditional: for part in frame.operands(value).dropFirst() { many(part, depth: depth - 1) }
            case .attribute: reason = NoFanOut(words: "`\(frame.text(value))` holds what was started elsewhere")
            default: reason = .unknown("nothing is known about what it is given")
            }
        case .unknown: reason = .unknown("nothing is known about what it is given")
        default: break
        }
    }

    /// A list made in this function: what it was bound to, and what was added.
    private mutating func local(_ value: SummaryValue, depth: Int) {
        guard followed.insert(value.index).inserted else { return }
        guard frame.owner(ofVariable: value.index) == frame.function, frame.parameter(value.index) == nil else {
            reason = .unknown("`\(frame.text(value))` is given from outside")
            given.append(value.index)
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
        } else if !ground.isMatch(value, in: frame, ground.lists.spawns) {
            reason = .unknown("nothing is known about what `\(frame.calleeText(call))` gives")
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
                if frame.expression(bound)?.kind == .item { reason = NoFanOut(words: "what it is given was started elsewhere") }
            }
        case .expression:
            guard depth > 0, let kind = frame.expression(value)?.kind else { return }
            if kind == .conditional { for part in frame.operands(value).dropFirst() { one(part, at: step, from: start, depth: depth - 1) } }
            if kind == .collection { for part in frame.operands(value) { one(part, at: step, from: start, depth: depth - 1) } }
        default: break
        }
    }
}
