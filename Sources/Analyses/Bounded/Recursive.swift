import Findings
import Linking
import Semantics

/// Settles whether a function starts itself again for each of many, with nothing that ends it: neither a parameter that gets smaller and is
/// tested, nor a test of what was visited already. A limiter held while the children are waited for is the other fault: they never get a permit.
struct Recursive: Analysis {
    private let lists: Ground.Lists
    private let visited: KnowledgeID
    private var kept = KeptGround()
    /// Functions looked into to find the way back.
    private static let reach = 400

    init(_ rule: AnalysisRule) {
        lists = Ground.Lists(rule)
        visited = rule.calls("visited")
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let ground = kept.ground(for: candidate.call.file, context, lists)
        let place = context.program.location(of: candidate.call)
        guard let frame = ground.frame(around: candidate.call), let home = frame.reference,
            case .fanOuts(let fanOuts) = ground.started(by: candidate.call, in: frame)
        else {
            context.dismiss("it starts nothing for each of many", at: place)
            return Verdict(isFinding: false)
        }
        for fan in fanOuts {
            guard fan.turns.contains(where: { !isFew($0, fan, ground) && !isLeft($0, fan, ground) }), let callee = callee(of: fan, ground) else { continue }
            guard let way = way(from: callee, to: home, ground) else {
                context.dismiss("`\(ground.name(callee))` does not come back to `\(ground.name(home))`", at: place)
                continue
            }
            return verdict(fan, way: way, home: home, at: place, ground)
        }
        return Verdict(isFinding: false)
    }

    private func isFew(_ turns: Turns, _ fan: FanOut, _ ground: Ground) -> Bool {
        if turns.kind == .endless || turns.kind == .condition { return !ground.isFed(fan, by: turns) }
        if case .few = ground.amount(of: turns.over, in: turns.frame) { return true }
        return false
    }

    /// Whether the loop is left once it has started one, or a permit is taken before each.
    private func isLeft(_ turns: Turns, _ fan: FanOut, _ ground: Ground) -> Bool {
        if turns.kind != .call, SiteLimits(ground: ground, fan: fan).leaves(turns) != nil { return true }
        let range = turns.frame === fan.frame ? turns.body : fan.frame.tree.range
        return ground.acquisitions(in: fan.frame).contains { range.contains($0.step) && fan.frame.tree.isBefore($0.step, fan.step) }
    }

    private func callee(of fan: FanOut, _ ground: Ground) -> FunctionRef? {
        let value = fan.work.value
        if value.kind == .closure { return FunctionRef(file: fan.frame.file, function: value.index) }
        if value.kind == .call {
            if case .function(let function) = ground.program.target(of: fan.frame.reference(value)) { return function }
            return nil
        }
        return ground.program.function(for: value, in: fan.frame.file)
    }

    /// The functions from one to the other through plain calls, both ends included; the shortest way.
    private func way(from start: FunctionRef, to goal: FunctionRef, _ ground: Ground) -> [FunctionRef]? {
        var cameFrom: [FunctionRef: FunctionRef] = [:], waiting = [start], next = 0
        var seen: Set<FunctionRef> = [start]
        while next < waiting.count, next < Self.reach {
            let function = waiting[next]
            next += 1
            if function == goal {
                var way = [function], at = function
                while let before = cameFrom[at] {
                    way.append(before)
                    at = before
                }
                return way.reversed()
            }
            guard let frame = ground.frame(function) else { continue }
            for step in frame.tree.range where frame.steps[step].kind == .call {
                guard case .function(let callee) = ground.program.target(of: frame.reference(frame.steps[step].value)), seen.insert(callee).inserted
                else { continue }
                cameFrom[callee] = function
                waiting.append(callee)
            }
        }
        return nil
    }

    private func verdict(_ fan: FanOut, way: [FunctionRef], home: FunctionRef, at place: Location?, _ ground: Ground) -> Verdict {
        let context = ground.context, name = ground.name(home)
        var finding = Verdict(isFinding: true)
        finding.variables = ["WHAT": name]
        if let place { finding.flow.append(FlowStep(location: place, message: "`\(ground.name(way[0]))` is started for each of many")) }
        for (function, next) in zip(way, way.dropFirst()) {
            if let at = ground.location(of: function) {
                finding.flow.append(FlowStep(location: at, message: "`\(ground.name(function))` calls `\(ground.name(next))`"))
            }
        }
        if let limiter = held(fan, ground) {
            context.explain("`\(limiter)` is held while the children, which need it too, are waited for", at: place)
            finding.severity = .error
            finding.remark = "`\(limiter)` is held while the children are waited for: once every permit is with a parent, no child can begin"
            return finding
        }
        if let given = partOfInput(fan, ground) {
            context.explain("it ends: each goes over a part of `\(given)`, which it was given", at: place)
            return Verdict(isFinding: false)
        }
        for function in way {
            guard let frame = ground.frame(function) else { continue }
            if let why = ending(frame, ground, fan) {
                context.explain("it ends: \(why)", at: ground.location(of: function))
                return Verdict(isFinding: false)
            }
        }
        context.explain("`\(name)` starts itself again, and nothing counts down or remembers what was visited", at: place)
        // What was there before the call has an end that somebody may know of; what is asked for on the way has none.
        if fan.frame.summary.language == .python, !fan.turns.contains(where: { isFetched($0.over, in: $0.frame, ground) }) { finding.severity = .info }
        return finding
    }

    /// The parameter whose own parts the loop goes over: what is handed over as a whole has an end.
    private func partOfInput(_ fan: FanOut, _ ground: Ground) -> String? {
        guard let turns = fan.turns.first(where: { !isFew($0, fan, ground) }), turns.kind == .each else { return nil }
        let frame = turns.frame
        var value = turns.over
        for _ in 0..<6 {
            if value.kind == .local {
                if frame.parameter(value.index) != nil { return ["self", "cls"].contains(frame.text(value)) ? nil : frame.text(value) }
                guard let bound = ground.value(of: value.index, in: frame) else { return nil }
                value = bound
            } else if let call = frame.call(value), !call.flags.contains(.isAwaited), ground.isMatch(value, in: frame, lists.wrappers) {
                guard let inner = call.receiver.kind != .unknown ? call.receiver : frame.arguments(of: call).first?.value else { return nil }
                value = inner
            } else if let call = frame.call(value), !call.flags.contains(.isAwaited), call.receiver.kind == .local, frame.summary.text(call.method) == "get" {
                // node.get("children", [])
                value = call.receiver
            } else if let call = frame.call(value), ground.isMatch(value, in: frame, lists.ranges),
                let inner = frame.arguments(of: call).first(where: { frame.call($0.value) != nil })?.value
            {
                // range(0, len(ids), 1000)
                value = inner
            } else if let kind = frame.expression(value)?.kind, kind == .element || kind == .attribute, let base = frame.operands(value).first {
                // The children of a node: a tree in memory has an end.
                value = base
            } else {
                return nil
            }
        }
        return nil
    }

    /// Whether it comes from a call that was waited for.
    private func isFetched(_ value: SummaryValue, in frame: Frame, _ ground: Ground, depth: Int = 6) -> Bool {
        guard depth > 0 else { return false }
        return frame.mentions(value) { part in
            if let call = frame.call(part), call.flags.contains(.isAwaited) { return true }
            guard part.kind == .local, frame.parameter(part.index) == nil, part != value || depth == 6 else { return false }
            return frame.binds(of: part.index).contains { isFetched(frame.steps[$0].value, in: frame, ground, depth: depth - 2) }
        }
    }

    /// The limiter in whose scope the children are started and waited for.
    private func held(_ fan: FanOut, _ ground: Ground) -> String? {
        let frame = fan.frame
        for opener in frame.tree.structures(around: fan.step) where frame.steps[opener].kind == .with {
            guard ground.isLimiter(frame.steps[opener].value, in: frame), ground.life(of: frame.steps[opener].value, in: frame) != .brief else { continue }
            return frame.text(frame.steps[opener].value)
        }
        return nil
    }

    /// What ends the recursion.
    private func ending(_ frame: Frame, _ ground: Ground, _ fan: FanOut) -> String? {
        for step in frame.tree.range where frame.steps[step].kind == .branch || (frame.steps[step].kind == .check) {
            let condition = frame.steps[step].value
            if remembers(condition, frame, ground) { return "it asks whether it was there before" }
            // A parameter tested here that goes down, or up, on the way round.
            for argument in fan.work.arguments {
                guard let change = fan.frame.expression(argument.value), change.kind == .binary,
                    ["+", "-", "//", "/", ">>"].contains(fan.frame.summary.text(change.string))
                else { continue }
                for operand in fan.frame.operands(argument.value) where operand.kind == .local {
                    let name = fan.frame.summary.text(operand.string)
                    let isTested = frame.mentions(condition) { $0.kind == .local && frame.summary.text($0.string) == name }
                    if isTested { return "`\(name)` is counted and tested" }
                }
            }
        }
        return nil
    }

    private func remembers(_ condition: SummaryValue, _ frame: Frame, _ ground: Ground) -> Bool {
        frame.mentions(condition) { value in
            if let expression = frame.expression(value), expression.kind == .binary {
                let operation = frame.summary.text(expression.string)
                return operation == "in" || operation == "not in"
            }
            return value.kind == .call && ground.isMatch(value, in: frame, visited)
        }
    }
}

extension Ground {
    /// A function's name, for people.
    func name(_ function: FunctionRef) -> String {
        guard let frame = frame(function), let record = frame.record else { return "a function" }
        return record.name == 0 ? "the closure" : frame.summary.text(record.name)
    }
}
