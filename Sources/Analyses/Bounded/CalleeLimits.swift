import Linking
import Semantics

/// What limits a function by itself, however many of it are started.
enum CalleeLimit: Hashable, Sendable {
    /// It takes a permit before it waits for anything else. The text names the limiter and, deeper down, the calls to it.
    /// `outlasts`: the permit is kept when the function returns, so what its caller does next is held too.
    case limited(LimiterLife, String, at: CallRef?, outlasts: Bool)
    /// It waits, and takes no permit before.
    /// `reaches`: something it waits for is outside of the project, or may be. What else it waits for are its own values.
    case free(unresolved: String?, reaches: Bool)
    /// As `free`, but there is a limiter that each call makes anew.
    case brief(String)
    /// It never waits for anything.
    case idle
    /// Nothing in it says what it does: empty, abstract, or its file is missing.
    case unresolved
}

/// Looks into functions for the limiter that would hold them. Works down the calls with a list of its own, so that a deep chain is only long;
/// calls in a circle count as doing nothing.
struct CalleeLimits {
    private let ground: Ground
    /// A callee whose answer the one being worked out needs first.
    private var missing: FunctionRef?
    private var unresolved: String?
    private var brief: String?
    private var reaches = false
    /// It only lets time pass.
    private var sleeps = false
    /// Those being worked out, whose answer would be needed by themselves.
    private var running: Set<FunctionRef> = []
    /// Answers that took one of those as doing nothing hold for this question only, so that no answer depends on what was asked before.
    private var provisional: [FunctionRef: CalleeLimit] = [:]
    private var isProvisional = false

    init(_ ground: Ground) { self.ground = ground }

    struct Key: Hashable {
        var function: FunctionRef
        var limiters: KnowledgeID
    }

    mutating func limit(of function: FunctionRef) -> CalleeLimit {
        if let known = ground.context.facts.limits[key(function)] { return known }
        var waiting = [function]
        running = [function]
        provisional = [:]
        while let next = waiting.last {
            let answer = examine(next)
            if let needed = missing, waiting.count < 2_000 {
                waiting.append(needed)
                running.insert(needed)
                continue
            }
            waiting.removeLast()
            running.remove(next)
            remember(answer, next)
        }
        return known(function) ?? .unresolved
    }

    private func key(_ function: FunctionRef) -> Key { Key(function: function, limiters: ground.lists.limiters) }

    private mutating func known(_ function: FunctionRef) -> CalleeLimit? {
        if let known = ground.context.facts.limits[key(function)] { return known }
        guard let known = provisional[function] else { return nil }
        isProvisional = true
        return known
    }

    private mutating func remember(_ limit: CalleeLimit, _ function: FunctionRef) {
        if isProvisional {
            provisional[function] = limit
        } else {
            ground.context.facts.limits[key(function)] = limit
        }
    }

    /// Whether a plain function returns a future it has just made: whoever fulfils it works at its own pace.
    private func givesFuture(_ frame: Frame) -> Bool {
        frame.tree.range.contains { step in
            guard frame.steps[step].kind == .return else { return false }
            let value = frame.steps[step].value
            let made = value.kind == .local ? ground.values(of: value.index, in: frame) ?? [] : [value]
            return made.contains { ground.isMatch($0, in: frame, ground.lists.light) }
        }
    }

    /// Whether a function does nothing but say that others have to define it.
    private func isAbstract(_ frame: Frame) -> Bool {
        frame.tree.range.contains { frame.steps[$0].kind == .raise && frame.tree.section(of: $0) == nil }
            && !frame.tree.range.contains { frame.steps[$0].kind == .return }
    }

    private enum Outcome {
        case nothing
        /// From here on a permit is held, to the end or around all that matters.
        case limited(LimiterLife, String, CallRef?, outlasts: Bool)
        /// What is done here is held, what follows may not be.
        case inPart(LimiterLife, String, CallRef?)
        case waits
    }

    private mutating func examine(_ function: FunctionRef) -> CalleeLimit {
        isProvisional = false
        missing = nil
        unresolved = nil
        brief = nil
        reaches = false
        sleeps = false
        guard let frame = ground.frame(function), let record = frame.record else { return .unresolved }
        for decorator in 0..<Int(record.decoratorCount) {
            let name = frame.summary.text(frame.summary.names[Int(record.firstDecorator) + decorator])
            if ground.isMatch(written: name, ground.lists.limiters) { return .limited(.shared, name, at: nil, outlasts: false) }
        }
        if !record.flags.contains(.isAsync), givesFuture(frame) { return .idle }
        switch outcome(of: frame.tree.range, in: frame) {
        case .limited(let life, let text, let call, let outlasts): return .limited(life, text, at: call, outlasts: outlasts)
        case .inPart(let life, let text, let call): return .limited(life, text, at: call, outlasts: false)
        case .waits: return brief.map { .brief($0) } ?? .free(unresolved: unresolved, reaches: reaches)
        case .nothing:
            if let brief { return .brief(brief) }
            let acts = frame.tree.range.contains { frame.steps[$0].kind == .call }
            if !acts || isAbstract(frame) { return .unresolved }
            // What only sleeps stands for work that is not written yet.
            if sleeps { return .free(unresolved: unresolved, reaches: true) }
            return record.flags.contains(.isAsync) ? .idle : .free(unresolved: unresolved, reaches: true)
        }
    }

    /// What comes first on the way through the steps: a permit, or waiting without one.
    private mutating func outcome(of range: Range<Int>, in frame: Frame) -> Outcome {
        var step = range.lowerBound, part = Outcome.nothing
        while step < range.upperBound {
            let record = frame.steps[step]
            let found: Outcome
            if record.opens {
                found = outcome(ofStructure: step, in: frame)
                step = frame.tree.inside(step).upperBound
            } else {
                switch record.kind {
                case .call: found = outcome(ofCall: record.value, in: frame)
                case .return
                    where record.value.kind == .call && frame.record?.flags.contains(.isAsync) == false
                        && frame.call(record.value)?.flags.contains(.isAwaited) == false:
                    // A coroutine handed on to the caller, who awaits it.
                    found = outcome(ofAwaited: record.value, in: frame, isTail: true)
                case .await where record.value.kind != .call: found = outcome(ofAwaitedValue: record.value, in: frame)
                default: found = .nothing
                }
            }
            if missing != nil { return .nothing }
            switch found {
            case .nothing: break
            case .inPart: part = found
            case .limited, .waits: return found
            }
            step += 1
        }
        return part
    }

    private mutating func outcome(ofStructure opener: Int, in frame: Frame) -> Outcome {
        let record = frame.steps[opener]
        switch record.kind {
        case .with:
            if ground.isLimiter(record.value, in: frame) {
                let life = ground.life(of: record.value, in: frame), text = ground.lastName(record.value, in: frame)
                let call = record.value.kind == .call ? frame.reference(record.value) : nil
                if life != .brief {
                    // A lock around something that never waits says nothing about what follows.
                    if case .nothing = outcome(of: frame.tree.inside(opener), in: frame) { return .inPart(life, text, call) }
                    return .limited(life, text, call, outlasts: false)
                }
                if brief == nil { brief = text.isEmpty ? frame.text(record.value) : text }
            }
            let inner = outcome(of: frame.tree.inside(opener), in: frame)
            if record.flags.contains(.isAsync), record.value.kind == .call, !isOwnContext(record.value, in: frame) { reaches = true }
            if case .nothing = inner { return record.flags.contains(.isAsync) && missing == nil ? .waits : .nothing }
            return inner
        case .branch, .match: return outcome(ofChoice: opener, in: frame)
        case .loop:
            let inner = outcome(of: frame.tree.inside(opener), in: frame)
            if record.flags.contains(.isAsync), record.value.kind == .call { reaches = true }
            if case .nothing = inner { return record.flags.contains(.isAsync) && missing == nil ? .waits : .nothing }
            return inner
        case .try:
            // Handlers run for what failed: where the work itself is held, they wait for a few.
            let inside = frame.tree.inside(opener)
            let handler = inside.first { frame.steps[$0].kind == .except && frame.tree.opener(of: $0) == opener }
            if let handler {
                let held = outcome(of: inside.lowerBound..<handler, in: frame)
                switch held {
                case .limited, .inPart: return held
                default: if missing != nil { return .nothing }
                }
            }
            return outcome(of: inside, in: frame)
        default: return outcome(of: frame.tree.inside(opener), in: frame)
        }
    }

    /// Whether `async with` enters a generator of the project that waits for nothing itself.
    private func isOwnContext(_ value: SummaryValue, in frame: Frame) -> Bool {
        guard case .function(let maker) = ground.target(of: value, in: frame), let home = ground.frame(maker) else { return false }
        return !home.tree.range.contains { step in
            let record = home.steps[step]
            return record.kind == .await || (record.kind == .with || record.kind == .loop) && record.flags.contains(.isAsync)
        }
    }

    /// A limiter on one side counts when the other side waits for nothing, or is chosen because there is no limiter.
    private mutating func outcome(ofChoice opener: Int, in frame: Frame) -> Outcome {
        var starts = [opener + 1]
        let inside = frame.tree.inside(opener)
        for step in inside where step != opener && frame.tree.opener(of: step) == opener { starts.append(step + 1) }
        var limited: Outcome?, waits = false
        // Without an `else`, one way does nothing here and goes on to what follows.
        var passes = starts.count == 1 && !frame.steps[opener].flags.contains(.coversAll)
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] - 1 : inside.upperBound
            switch outcome(of: start..<max(start, end), in: frame) {
            case .limited(let life, let text, let call, let outlasts): limited = .limited(life, text, call, outlasts: outlasts)
            case .inPart(let life, let text, let call): limited = limited ?? .inPart(life, text, call)
            case .waits: waits = true
            case .nothing: passes = passes || frame.steps[opener].kind == .branch || !isLead(start, opener, frame)
            }
            if missing != nil { return .nothing }
        }
        if let limited {
            if ground.isLimiter(subject(of: frame.steps[opener].value, in: frame), in: frame) { return limited }
            if !waits, passes, case .limited(let life, let text, let call, _) = limited { return .inPart(life, text, call) }
            if !waits { return limited }
        }
        return waits ? .waits : .nothing
    }

    /// Of a `match`, what stands before its first case is no way through it.
    private func isLead(_ start: Int, _ opener: Int, _ frame: Frame) -> Bool { start == opener + 1 && frame.steps[opener].kind == .match }

    /// What a condition asks about: `sem` of `sem is not None`, `not sem`.
    private func subject(of condition: SummaryValue, in frame: Frame) -> SummaryValue {
        switch frame.expression(condition)?.kind {
        case .binary, .unary: frame.operands(condition).first ?? condition
        default: condition
        }
    }

    private mutating func outcome(ofCall value: SummaryValue, in frame: Frame) -> Outcome {
        guard let call = frame.call(value) else { return .nothing }
        if let limiter = ground.acquired(value, in: frame) {
            let life = ground.life(of: limiter, in: frame)
            if life != .brief { return .limited(life, ground.lastName(limiter, in: frame), frame.reference(value), outlasts: true) }
            if brief == nil { brief = ground.lastName(limiter, in: frame) }
            return .nothing
        }
        if ground.isMatch(value, in: frame, ground.lists.approved) {
            return .limited(.shared, frame.calleeText(call), frame.reference(value), outlasts: false)
        }
        let isAwaited = call.flags.contains(.isAwaited)
        guard isAwaited || frame.record?.flags.contains(.isAsync) == false else { return .nothing }
        return outcome(ofAwaited: value, in: frame, isTail: false)
    }

    /// A future, task or coroutine that is waited for by name: what it does was begun, or made, elsewhere.
    private mutating func outcome(ofAwaitedValue value: SummaryValue, in frame: Frame) -> Outcome {
        if value.kind == .local, let made = ground.value(of: value.index, in: frame), made.kind == .call {
            return outcome(ofAwaited: made, in: frame, isTail: true)
        }
        // The call in `try await load()` has its own step.
        if let kind = frame.expression(value)?.kind, kind == .attempted || kind == .awaited { return .nothing }
        let text = frame.text(value)
        if unresolved == nil, !text.isEmpty { unresolved = text }
        return .waits
    }

    private mutating func outcome(ofAwaited value: SummaryValue, in frame: Frame, isTail: Bool) -> Outcome {
        guard let call = frame.call(value) else { return .nothing }
        let isAsync = isTail || call.flags.contains(.isAwaited)
        if isAsync, ground.isMatch(value, in: frame, ground.lists.pools) { return .inPart(.shared, frame.calleeText(call), frame.reference(value)) }
        if isAsync, call.method != 0, call.receiver.kind != .unknown, call.receiver.kind != .name, ground.isMatch(value, in: frame, ground.lists.light) {
            return .nothing
        }
        // A client that is a limiter itself: `session.get(url)` of a class `RateLimiter`.
        if isAsync, ground.isOfOwnLimiter(call.receiver, in: frame) {
            return .limited(ground.life(of: call.receiver, in: frame), ground.lastName(call.receiver, in: frame), frame.reference(value), outlasts: true)
        }
        switch ground.target(of: value, in: frame) {
        case .function(let callee): return outcome(ofCallTo: callee, Work(call: value, in: frame), named: frame.calleeText(call), isAsync: isAsync, in: frame)
        case .type: return .nothing
        case .external:
            guard isAsync else { return .nothing }
            // Nobody's slots are taken while it sleeps; what follows may take a permit.
            if ground.isMatch(value, in: frame, ground.lists.pauses) {
                sleeps = true
                return .nothing
            }
            // wait_for(load(x), 5): what it is given is what runs.
            for given in frame.arguments(of: call).compactMap({ coroutine(in: $0.value, of: frame) }) {
                guard case .function(let callee) = ground.target(of: given, in: frame) else { continue }
                let inner = outcome(ofCallTo: callee, Work(call: given, in: frame), named: frame.text(given), isAsync: true, in: frame)
                if missing != nil { return .nothing }
                switch inner {
                case .limited, .inPart: return inner
                default: continue
                }
            }
            reaches = true
            return .waits
        case .unknown:
            guard isAsync else { return .nothing }
            // A callable that was handed in may be anything: what it waits for is for whoever handed it in to say.
            if !ground.isHandedIn(call, in: frame) { reaches = true }
            if unresolved == nil { unresolved = frame.calleeText(call) }
            return .waits
        }
    }

    /// The call whose coroutine an argument is: itself, or what `*(one(x) for x in xs)` makes.
    private func coroutine(in value: SummaryValue, of frame: Frame) -> SummaryValue? {
        var value = value
        for _ in 0..<3 {
            if value.kind == .call { return value }
            guard let kind = frame.expression(value)?.kind, kind == .star || kind == .comprehension, let first = frame.operands(value).first else { return nil }
            value = first
        }
        return nil
    }

    /// The function of the project among a call's arguments.
    private func callable(given work: Work, in frame: Frame) -> FunctionRef? {
        for argument in work.arguments {
            if argument.value.kind == .closure { return FunctionRef(file: frame.file, function: argument.value.index) }
            if argument.value.kind == .local || argument.value.kind == .name || argument.value.kind == .expression,
                let function = ground.program.function(for: argument.value, in: frame.file)
            {
                return function
            }
        }
        return nil
    }

    private mutating func outcome(
        ofCallTo callee: FunctionRef, _ work: Work, named name: String, isAsync: Bool, in frame: Frame
    ) -> Outcome {
        if let park = ground.parks(callee) { return .limited(lifeOfReceiver(work, in: frame), park, nil, outlasts: true) }
        guard let known = known(callee) else {
            if running.contains(callee) { isProvisional = true } else { missing = callee }
            return .nothing
        }
        switch known {
        case .limited(let life, let text, let call, let outlasts):
            let lifted = ground.lift(life, from: callee, through: work, in: frame)
            if lifted != .brief { return outlasts ? .limited(lifted, text, call, outlasts: true) : .inPart(lifted, text, call) }
            if brief == nil { brief = text }
            return isAsync ? .waits : .nothing
        case .brief(let text):
            reaches = true
            if brief == nil { brief = text }
            return isAsync ? .waits : .nothing
        case .free(let name, let outside):
            // `retry(lambda: load(x), 3)`, where nothing but the callable it is given is waited for.
            if !outside, isAsync, let inner = callable(given: work, in: frame) {
                let held = outcome(ofCallTo: inner, Work(callable: work.value, arguments: []), named: name ?? "", isAsync: true, in: frame)
                if missing != nil { return .nothing }
                return held
            }
            if outside { reaches = true }
            if unresolved == nil { unresolved = name }
            return isAsync ? .waits : .nothing
        case .idle: return .nothing
        case .unresolved:
            // What an abstract coroutine function does is for others to say; that it is one says that it waits.
            if ground.frame(callee)?.record?.flags.contains(.isAsync) == true { reaches = true }
            if isAsync, unresolved == nil { unresolved = name }
            return isAsync ? .waits : .nothing
        }
    }

    private func lifeOfReceiver(_ work: Work, in frame: Frame) -> LimiterLife {
        work.receiver(in: frame).map { ground.life(of: $0, in: frame) } ?? .shared
    }
}
