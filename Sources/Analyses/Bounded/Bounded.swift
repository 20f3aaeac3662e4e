import Findings
import Linking
import Rules
import Semantics

/// Settles whether a fan-out has a limit. Asked in this order, each answer a line of the explanation: what is started, over what; whether the
/// count is small and constant; what holds it back at the place itself; what holds it back in the function that is started.
struct Bounded: Analysis {
    private let lists: Ground.Lists
    /// Asks instead whether a limiter is let go before the work it should limit is done.
    private let asksForReleased: Bool
    /// Whether work that waits for its turn in the callee still is a note: all of it is there at once.
    private let notesBacklog: Bool
    /// The product of a fan-out and of one inside of it from which on both together are a note; nil for rules that do not ask.
    private let product: Int?
    private var kept = KeptGround()

    init(_ rule: AnalysisRule) {
        lists = Ground.Lists(rule)
        asksForReleased = rule.number("released") == 1
        notesBacklog = rule.number("backlog") == 1
        product = rule.number("product")
    }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let ground = kept.ground(for: candidate.call.file, context, lists)
        guard let frame = ground.frame(around: candidate.call) else { return Verdict(isFinding: false) }
        let place = context.program.location(of: candidate.call)
        if asksForReleased { return released(candidate, frame, ground) }
        if context.isMatch(candidate.call, lists.approved) {
            context.explain("an approved helper: it limits what it starts", at: place)
            return Verdict(isFinding: false)
        }
        switch ground.started(by: candidate.call, in: frame) {
        case .nothing(let why):
            context.explain((why.bearing == .unknown ? "" : "no fan-out: ") + why.words, at: place, bearing: why.bearing)
            return Verdict(isFinding: false)
        case .fanOuts(let fanOuts):
            var note: Verdict?
            for fan in fanOuts {
                let verdict = settle(fan, candidate, ground)
                if verdict.isFinding, verdict.severity == nil { return verdict }
                if verdict.isFinding, note == nil { note = verdict }
            }
            return note ?? Verdict(isFinding: false)
        }
    }

    private func settle(_ fan: FanOut, _ candidate: Candidate, _ ground: Ground) -> Verdict {
        let context = ground.context, frame = fan.frame
        let place = ground.program.location(of: candidate.call)
        let what = fan.inner.map { context.title(of: $0) }
            ?? (fan.work.value.kind == .closure ? "the closure" : frame.call(fan.work.value).map { frame.calleeText($0) } ?? frame.text(fan.work.value))
        let over = fan.turns.first.map { ground.textOfMany($0.over, in: $0.frame) } ?? ""
        context.explain("starts `\(what)` for each of `\(over.isEmpty ? "a loop" : over)`", at: place)
        if let call = fan.starter?.call { context.explain("through `\(context.title(of: call))`, which does not limit it", at: ground.location(of: call)) }
        let site = SiteLimits(ground: ground, fan: fan)
        guard let open = openTurns(of: fan, site, ground, place) else { return nested(fan, ground, place, what: what, over: over) ?? Verdict(isFinding: false) }
        if frame.call(fan.work.value) != nil, fan.inner == nil {
            if ground.isMatch(fan.work.value, in: frame, lists.pools) {
                context.explain("`\(what)` runs it in a pool of limited size", at: place)
                return Verdict(isFinding: false)
            }
            if ground.isMatch(fan.work.value, in: frame, lists.spawns) || isStarted(fan, ground) {
                context.dismiss("`\(what)` starts it, and is judged where it stands", at: place)
                return Verdict(isFinding: false)
            }
            if ground.isMatch(fan.work.value, in: frame, lists.light) {
                context.dismiss("`\(what)` only ends what is there", at: place)
                return Verdict(isFinding: false)
            }
            if ground.isMatch(fan.work.value, in: frame, lists.approved) {
                context.explain("`\(what)` is an approved helper", at: place)
                return Verdict(isFinding: false)
            }
        }
        let openOver = ground.textOfMany(open.turns.over, in: open.turns.frame)
        return verdict(on: fan, open, what: what, over: openOver, site, candidate, ground)
    }

    /// Whether what is collected is started already, by a function of the project.
    private func isStarted(_ fan: FanOut, _ ground: Ground) -> Bool {
        guard lists.spawns != .nothing, lists.starterNames != .nothing, let call = fan.frame.call(fan.work.value),
            ground.isMatch(written: fan.frame.summary.text(call.method), lists.starterNames),
            case .function(let function) = ground.target(of: fan.work.value, in: fan.frame)
        else { return false }
        return !ground.spawning(of: function).isNothing
    }

    /// A note for a small fan-out whose work fans out again, where the product of both is not small.
    private func nested(_ fan: FanOut, _ ground: Ground, _ place: Location?, what: String, over: String) -> Verdict? {
        guard let limit = product, case .function(let function) = callee(of: fan, ground),
            let product = NestedFanOuts(ground: ground, limit: limit).product(of: fan, startedFunction: function)
        else { return nil }
        let total = product.outer.multipliedReportingOverflow(by: product.inner).partialValue
        let inner = ground.program.location(of: product.at)
        ground.context.explain("each of the \(product.outer) starts \(product.inner) more: \(total) at once", at: inner)
        var finding = Verdict(isFinding: true)
        finding.severity = .info
        finding.variables = ["WHAT": what.isEmpty ? "work" : what, "OVER": over.isEmpty ? "a loop" : over]
        if let place { finding.flow.append(FlowStep(location: place, message: "`\(what)` is started \(product.outer) times")) }
        if let inner { finding.flow.append(FlowStep(location: inner, message: "each starts \(product.inner) more")) }
        finding.remark = "each of the \(product.outer) starts \(product.inner) more: \(total) at once"
        return finding
    }

    /// The innermost turns of which there are many and that nothing at the place holds back.
    private func openTurns(of fan: FanOut, _ site: SiteLimits, _ ground: Ground, _ place: Location?) -> (turns: Turns, amount: Amount)? {
        let context = ground.context
        for turns in fan.turns {
            var amount = Amount.many
            if turns.kind == .each || turns.kind == .asyncEach || turns.kind == .call {
                amount = ground.amount(of: turns.over, in: turns.frame)
                if case .few(let why) = amount {
                    context.explain("the count is small: \(why)", at: place)
                    continue
                }
                if turns.kind == .each, ground.isCountOfWorkers(turns.step, work: [fan.work.value], in: turns.frame) {
                    context.explain("the loop counts workers, not items", at: place)
                    continue
                }
            }
            if turns.kind == .each, ground.choosesByKind(fan, in: turns) {
                context.explain("which item it is only decides what is started: there are as many as the code names", at: place)
                continue
            }
            if turns.kind == .asyncEach, ground.isKeptAlone(fan), ground.choosesByKind(fan, in: turns) {
                context.explain("it gets nothing of its turn and is kept in one place: it is started again, not for each of many", at: place)
                continue
            }
            if turns.kind == .endless || turns.kind == .condition, !ground.isFed(fan, by: turns) {
                context.explain("the loop gives it nothing of its turn: it is started again, not for each of many", at: place)
                continue
            }
            switch site.hold(in: turns) {
            case .joined(let why), .limited(let why):
                context.explain("held back where it is started: \(why)", at: place)
                return nil
            case nil:
                context.explain("nothing where it is started holds it back", at: place)
                return (turns, amount)
            }
        }
        return nil
    }

    private func verdict(
        on fan: FanOut, _ open: (turns: Turns, amount: Amount), what: String, over: String, _ site: SiteLimits, _ candidate: Candidate, _ ground: Ground
    ) -> Verdict {
        let context = ground.context, program = ground.program, frame = fan.frame
        let place = program.location(of: candidate.call)
        var finding = Verdict(isFinding: true)
        let many = over.isEmpty ? "each turn of a loop" : "each of `\(over)`"
        finding.variables = ["WHAT": what.isEmpty ? "work" : what, "OVER": over.isEmpty ? "a loop" : over]
        if let place { finding.flow.append(FlowStep(location: place, message: "`\(finding.variables["WHAT"] ?? "")` is started for \(many)")) }
        if let call = fan.starter?.call, let start = ground.location(of: call) {
            finding.flow.append(FlowStep(location: start, message: "`\(context.title(of: call))` starts it"))
        }
        var lowered = open.turns.kind == .each || open.turns.kind == .call ? 0 : 1
        let range = open.turns.frame === frame ? open.turns.body : frame.tree.range
        var remarks: [String] = []
        if let limiter = site.released(around: fan.step) {
            remarks.append("`\(frame.text(limiter))` is let go as soon as the work is started")
        }
        switch callee(of: fan, ground) {
        case .function(let function):
            let called = ground.location(of: function)
            var limits = CalleeLimits(ground)
            switch limits.limit(of: function) {
            case .limited(let life, let name, let at, _):
                let life = fan.inner == nil ? ground.lift(life, from: function, through: fan.work, in: frame, turn: range) : life
                if life != .brief {
                    context.explain("`\(what)` is held by `\(name)`, which all of them share", at: at.flatMap { program.location(of: $0) } ?? called)
                    guard notesBacklog else { return Verdict(isFinding: false) }
                    finding.severity = .info
                    remarks.append("`\(name)` limits how many run; all of them wait in memory")
                } else {
                    context.explain("`\(name)` in `\(what)` is another one for each: it limits nothing", at: at.flatMap { program.location(of: $0) } ?? called)
                    remarks.append("`\(name)` in `\(what)` is another one for each call: it limits nothing")
                    if let step = at.flatMap({ program.location(of: $0) }) ?? called {
                        finding.flow.append(FlowStep(location: step, message: "`\(name)` is another one for each call"))
                    }
                }
            case .brief(let name):
                context.explain("`\(name)` in `\(what)` is made by each call: it limits nothing", at: called)
                remarks.append("`\(name)` in `\(what)` is made by each call: it limits nothing")
                if let called { finding.flow.append(FlowStep(location: called, message: "`\(name)` is made by each call and limits nothing")) }
            case .idle:
                context.explain("`\(what)` never waits: each ends before the next begins", at: called)
                return Verdict(isFinding: false)
            case .free where fan.work.arguments.contains(where: { ground.isOfOwnLimiter($0.value, in: frame) }):
                context.explain("`\(what)` is given an object that limits by itself", at: called)
                return Verdict(isFinding: false)
            case .free(let unresolved, let reaches):
                context.explain("`\(what)` takes no permit before it waits" + (unresolved.map { "; unresolved: \($0)" } ?? ""), at: called)
                if let called { finding.flow.append(FlowStep(location: called, message: "`\(what)` takes no permit before it waits")) }
                if let unresolved {
                    remarks.append("unresolved: \(unresolved)")
                    if unresolved == what { lowered += 1 }
                }
                if !reaches, frame.summary.language == .python, fan.work.value.kind != .closure {
                    finding.severity = .info
                    remarks.append("nothing it waits for is known to leave the project")
                }
            case .unresolved:
                context.explain("`\(what)` does not say what it does", at: called)
                remarks.append("unresolved: \(what)")
                lowered += 1
            }
        case .external: context.explain("`\(what)` is outside of the project: no limiter of the project is in it", at: place)
        case .unknown:
            context.explain("unresolved: \(what)", at: place)
            if !what.isEmpty { remarks.append("unresolved: \(what)") }
            if frame.summary.language == .python, let call = frame.call(fan.work.value), ground.isHandedIn(call, in: frame) || call.receiver.kind != .unknown {
                finding.severity = .info
                remarks.append("what `\(what)` does, and how much of it at once, is decided elsewhere")
            }
            lowered += 1
        case .type: break
        }
        if isNowhere(fan, ground) {
            finding.severity = .info
            remarks.append("the project does not say what `\(what)` does")
        }
        if let client = limitedClient(fan, ground) {
            finding.severity = .info
            remarks.append("`\(client)` is told how many connections it may open; all of them wait in memory")
        }
        if let remark = site.pause(in: open.turns) {
            finding.severity = .info
            remarks.append(remark)
        }
        if let remark = decidedElsewhere(fan, open, over, ground) {
            finding.severity = .info
            remarks.append(remark)
        }
        if lowered > 0 { finding.confidence = lowered == 1 ? .medium : .low }
        finding.remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
        return finding
    }

    /// Whether what is started is the project's own by its name, and none the project has in Python: made at run time, or compiled.
    private func isNowhere(_ fan: FanOut, _ ground: Ground) -> Bool {
        let program = ground.program
        guard fan.inner == nil, let call = fan.frame.call(fan.work.value), fan.frame.summary.language == .python else { return false }
        let isOwn = call.receiver.kind == .local && fan.frame.text(call.receiver) == "self"
        switch callee(of: fan, ground) {
        case .unknown: return isOwn
        case .external(let name): return isOwn || program.top(of: name) == program.top(of: program.moduleName(of: fan.frame.file))
        default: return false
        }
    }

    /// For a count that is no input of this function's: who decides it.
    private func decidedElsewhere(_ fan: FanOut, _ open: (turns: Turns, amount: Amount), _ over: String, _ ground: Ground) -> String? {
        if let remark = ownSource(open.turns, ground) { return remark }
        if ground.accepts(open.turns) { return "one for each connection: how many there are is decided where they are accepted" }
        if isMapping(open.turns.over, in: open.turns.frame) { return "how many keys `\(over)` has is decided elsewhere" }
        if open.amount == .held { return "how many `\(over)` holds is decided elsewhere" }
        if open.turns.kind == .each || open.turns.kind == .call, let remark = unknownOrigin(open.turns, over, ground) { return remark }
        if fan.work.value.kind == .local, ground.isItem(fan.work.value, of: open.turns) {
            return "`\(fan.frame.text(fan.work.value))` is handed over: how many there are is decided by the caller"
        }
        // one(job) for job in jobs, where `one` awaits the job.
        if open.turns.frame === fan.frame, open.turns.over.kind == .local, let parameter = fan.frame.parameter(open.turns.over.index),
            let function = fan.frame.reference, !ground.context.isEmpty(lists.starts), ground.spawning(of: function).works.contains(.each(parameter))
        {
            return "the work in `\(over)` is handed over: how much there is is decided by the caller"
        }
        if let item = awaitedItem(fan, open.turns, ground) { return "the work in `\(item)` is handed over: how much there is is decided by the caller" }
        return nil
    }

    /// A client among what the work is given that was made, in the same function, with a limit of its own.
    private func limitedClient(_ fan: FanOut, _ ground: Ground) -> String? {
        let frame = fan.frame
        let given = fan.work.arguments.map(\.value) + [fan.work.receiver(in: frame) ?? SummaryValue()]
        return given.first { value in
            guard value.kind == .local, frame.summary.language == .python else { return false }
            return frame.binds(of: value.index).contains { bind in
                var made = frame.steps[bind].value
                if frame.expression(made)?.kind == .entered { made = frame.operands(made).first ?? made }
                guard let call = frame.call(made) else { return false }
                return frame.arguments(of: call).contains { $0.label != 0 && ground.isMatch(written: frame.summary.text($0.label), lists.limits) }
            }
        }.map { frame.text($0) }
    }

    /// For a loop without a count: who in the program, or below it, decides how much comes. What strangers send is decided by nobody.
    private func ownSource(_ turns: Turns, _ ground: Ground) -> String? {
        let frame = turns.frame
        guard turns.kind == .endless || turns.kind == .condition, frame.summary.language == .python else { return nil }
        for step in turns.body where frame.steps[step].kind == .call {
            guard let call = frame.call(frame.steps[step].value) else { continue }
            // `queue.get(timeout=5)`, and not `session.get(url)`.
            let isPlain = frame.arguments(of: call).allSatisfy { $0.label != 0 || $0.value.kind == .boolean || $0.value.kind == .number }
            if isPlain, ground.isMatch(frame.steps[step].value, in: frame, lists.takes) { return "how much is put into `\(frame.text(call.receiver))` is decided elsewhere" }
            let source = [call.receiver] + frame.arguments(of: call).map(\.value)
            guard ground.isMatch(frame.steps[step].value, in: frame, lists.receives) || ground.isMatch(written: "_." + frame.calleeText(call), lists.receives) else { continue }
            if source.contains(where: { ["stdout", "stderr"].contains(where: ground.lastName($0, in: frame).hasSuffix) }) {
                return "how much the child process writes is decided there"
            }
        }
        return nil
    }

    /// What is not known of where a collection comes from: whether it grows with data, or, where the rule does not ask for that, whether it is input.
    private func unknownOrigin(_ turns: Turns, _ over: String, _ ground: Ground) -> String? {
        guard turns.frame.summary.language == .python else { return nil }
        let asks = ground.asksForGrowth(in: turns.frame), growth = asks ? ground.growth(of: turns.over, in: turns.frame) : nil
        if case .source(let why) = growth {
            ground.context.explain("it grows with data: \(why)")
            return nil
        }
        guard ground.isInput(turns.over, in: turns.frame) else { return "where \(over.isEmpty ? "what it goes over" : "`\(over)`") comes from is not known here" }
        guard asks else { return nil }
        guard case .name(let why) = growth else { return "nothing here says that \(over.isEmpty ? "what it goes over" : "`\(over)`") grows with data" }
        ground.context.explain("it grows with data: \(why)")
        return nil
    }

    /// Whether a loop goes over a mapping: things that have names, of which there are as many as somebody thought of.
    private func isMapping(_ value: SummaryValue, in frame: Frame, depth: Int = 3) -> Bool {
        guard frame.summary.language == .python else { return false }
        if value.kind == .local, depth > 0, frame.parameter(value.index) == nil, frame.owner(ofVariable: value.index) == frame.function {
            let binds = frame.binds(of: value.index)
            return binds.count == 1 && isMapping(frame.steps[binds[0]].value, in: frame, depth: depth - 1)
        }
        guard let call = frame.call(value) else { return false }
        // enumerate(d.items())
        if call.receiver.kind == .unknown {
            return call.argumentCount == 1 && frame.arguments(of: call).first.map { isMapping($0.value, in: frame, depth: depth - 1) } ?? false
        }
        guard call.argumentCount == 0 else { return false }
        return ["items", "values", "keys"].contains(frame.summary.text(call.method))
    }

    /// The parameter whose items are handed to a function that only awaits them: `for job in jobs: start_soon(run, job)`.
    private func awaitedItem(_ fan: FanOut, _ turns: Turns, _ ground: Ground) -> String? {
        let frame = fan.frame
        guard turns.frame === frame, frame.parameter(root(of: turns.over, in: frame, ground)?.index ?? .max) != nil,
            case .function(let callee) = callee(of: fan, ground), let home = ground.frame(callee), let record = home.record
        else { return nil }
        let isAwaited = (0..<Int(record.parameterCount)).contains { number in
            guard let given = ground.argument(number, of: callee, given: fan.work, in: frame), given.kind == .local, ground.isItem(given, of: turns) else { return false }
            let name = home.summary.parameters[Int(record.firstParameter) + number].name
            return home.tree.range.contains { step in
                home.steps[step].kind == .await && home.steps[step].value.kind == .local && home.steps[step].value.string == name
            }
        }
        return isAwaited ? ground.textOfMany(turns.over, in: frame) : nil
    }

    /// The variable in `jobs`, `enumerate(jobs)`.
    private func root(of value: SummaryValue, in frame: Frame, _ ground: Ground) -> SummaryValue? {
        if value.kind == .local { return value }
        guard let call = frame.call(value), ground.isMatch(value, in: frame, lists.wrappers), let first = frame.arguments(of: call).first?.value else { return nil }
        return first.kind == .local ? first : nil
    }

    /// What is started, resolved.
    private func callee(of fan: FanOut, _ ground: Ground) -> CallTarget {
        let value = fan.work.value, frame = fan.frame
        if let inner = fan.inner { return .function(inner) }
        if value.kind == .call { return ground.target(of: value, in: frame) }
        if value.kind == .closure { return .function(FunctionRef(file: frame.file, function: value.index)) }
        if let function = ground.program.function(for: value, in: frame.file) { return .function(function) }
        if value.kind == .unknown || ground.isMatch(frame.steps[fan.step].value, in: frame, lists.starters) { return .external(.none) }
        if case .external(let name) = ground.program.entity(of: value, in: frame.file) { return .external(name) }
        return .unknown
    }

    /// MS006: what is started in the scope of a limiter outlives the scope.
    private func released(_ candidate: Candidate, _ frame: Frame, _ ground: Ground) -> Verdict {
        let value = SummaryValue(.call, index: candidate.call.call)
        let place = ground.program.location(of: candidate.call)
        guard let call = frame.call(value), call.step > 0 else { return Verdict(isFinding: false) }
        if ground.context.isMatch(candidate.call, lists.limiters) {
            return SizedByInput(ground: ground, frame: frame).verdict(on: call, at: place) ?? Verdict(isFinding: false)
        }
        let fan = FanOut(work: ground.work(startedBy: call, in: frame), frame: frame, step: Int(call.step) - 1, turns: [])
        guard let limiter = SiteLimits(ground: ground, fan: fan).released(around: fan.step) else {
            ground.context.dismiss("no limiter's scope ends before the work does", at: place)
            return Verdict(isFinding: false)
        }
        ground.context.explain("`\(frame.text(limiter))` is let go as soon as the work is started", at: place)
        var finding = Verdict(isFinding: true)
        finding.variables = ["LIMITER": frame.text(limiter), "HOW": "is let go as soon as the task is created"]
        if let place { finding.flow = [FlowStep(location: place, message: "the work outlives the scope of `\(frame.text(limiter))`")] }
        return finding
    }
}
