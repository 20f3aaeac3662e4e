import Linking
import Semantics

/// Step c of `bounded`: what at the place itself holds the work back.
struct SiteLimits {
    let ground: Ground
    let fan: FanOut
    private var frame: Frame { fan.frame }

    enum Hold {
        /// What is started is waited for within the turn: turns further out have nothing left.
        case joined(String)
        /// No more than some number of turns are ever ahead.
        case limited(String)
    }

    /// What holds the work of one turn back; nil when nothing does.
    func hold(in turns: Turns) -> Hold? {
        let range = turns.frame === frame ? turns.body : frame.tree.range
        if turns.kind != .call, let why = leaves(turns) { return .limited(why) }
        if turns.kind == .condition, isCounted(turns) { return .limited("the loop's condition counts what is running") }
        if let why = RunningCount(ground: ground, fan: fan).limit(in: turns) { return .limited(why) }
        if let why = joined(in: range) { return .joined(why) }
        if let why = replaced(in: range) { return .joined(why) }
        if let why = acquired(in: range) { return .limited(why) }
        if let why = drained(in: range, of: turns) { return .limited(why) }
        return nil
    }

    // MARK: Left after the first

    /// The loop is left after the work was started, whatever happens.
    func leaves(_ turns: Turns) -> String? {
        let around = frame.tree.sections(around: fan.step)
        for step in frame.leaving where step > fan.step && turns.body.contains(step) {
            guard let section = frame.tree.section(of: step), around.contains(section)
            else { continue }
            if frame.steps[step].kind == .break, ground.loops(around: step, in: frame).first != turns.step { continue }
            return "the loop is left after it starts one"
        }
        return nil
    }

    /// `while running.count < limit`, `while started < 4`.
    private func isCounted(_ turns: Turns) -> Bool {
        let condition = frame.steps[turns.step].value
        guard let comparison = frame.expression(condition), comparison.kind == .binary else { return false }
        let sides = Array(frame.operands(condition))
        guard sides.count == 2, ["<", "<=", ">", ">="].contains(frame.summary.text(comparison.string)) else { return false }
        if sides.contains(where: { frame.call($0)?.argumentCount == 1 }) { return false }
        return ground.number(sides[1], in: frame) != nil
    }

    // MARK: Waited for

    /// What is started is waited for in the same turn, on every way through it.
    func joined(in range: Range<Int>) -> String? {
        let started = frame.steps[fan.step].value
        if fan.starter == nil, let call = frame.call(started), call.flags.contains(.isAwaited), !ground.isMatch(started, in: frame, ground.lists.starters) {
            return "it is awaited where it is started"
        }
        var handles: Set<UInt32> = []
        let isHandle = { (value: SummaryValue) in value == started || (value.kind == .local && handles.contains(value.index)) }
        if let group = frame.call(started)?.receiver, group.kind == .local {
            if frame.binds(of: group.index).contains(where: { range.contains($0) && $0 < fan.step }) {
                if let scope = frame.tree.structures(around: fan.step).first(where: { range.contains($0) && binds(group, at: $0) }) {
                    _ = scope
                    return "`\(frame.text(group))` ends, and waits for it, within the turn"
                }
                handles.insert(group.index)
            }
        }
        // What holds the task: variables bound to it, lists of this turn it is put in, what goes over those.
        var open = [started] + handles.map { SummaryValue(.local, index: $0) }, mentioning: Set<Int> = []
        while let next = open.popLast() {
            for step in frame.steps(mentioning: next) where range.contains(step) {
                mentioning.insert(step)
                let record = frame.steps[step]
                var holder: UInt32?
                if record.kind == .bind, record.target.kind == .local { holder = record.target.index }
                if record.kind == .call, let call = frame.call(record.value), call.receiver.kind == .local, !call.flags.contains(.isAwaited),
                    frame.binds(of: call.receiver.index).hasSorted(in: range), frame.arguments(of: call).contains(where: { frame.mentions($0.value, where: isHandle) })
                {
                    holder = call.receiver.index
                }
                if let holder, handles.insert(holder).inserted { open.append(SummaryValue(.local, index: holder)) }
            }
        }
        let around = frame.tree.sections(around: fan.step)
        if let kept = keptAs(started), range.contains(where: { step in
            step > fan.step && frame.steps[step].kind == .await && frame.text(frame.steps[step].value) == kept && isUnconditional(step, around)
        }) { return "`\(kept)` is awaited in the same turn" }
        for step in mentioning.sorted() where step > fan.step {
            let record = frame.steps[step]
            guard isUnconditional(step, around) else { continue }
            switch record.kind {
            // `await create_subprocess_exec(…)` has only begun.
            case .await where record.value == started: continue
            case .await where frame.mentions(record.value, where: isHandle): return "it is awaited in the same turn"
            case .with where frame.mentions(record.value, where: isHandle): return "it is left, and waited for, in the same turn"
            case .call:
                guard record.value != started, ground.isMatch(record.value, in: frame, ground.lists.drains), frame.mentions(record.value, where: isHandle)
                else { continue }
                return "`\(frame.text(record.value))` waits for it in the same turn"
            default: continue
            }
        }
        return nil
    }

    /// The attribute the task is stored in, as written: `self._current`.
    private func keptAs(_ started: SummaryValue) -> String? {
        let store = frame.tree.range.first { frame.steps[$0].kind == .store && frame.steps[$0].value == started }
        guard let store, frame.expression(frame.steps[store].target)?.kind == .attribute else { return nil }
        let text = frame.text(frame.steps[store].target)
        return text.isEmpty ? nil : text
    }

    /// Whether the `with` at that step binds the variable.
    private func binds(_ variable: SummaryValue, at opener: Int) -> Bool {
        frame.steps[opener].kind == .with && frame.steps.indices.contains(opener + 1) && frame.steps[opener + 1].kind == .bind
            && frame.steps[opener + 1].target == variable
    }

    /// Whether a step runs once the work is started: no branch stands between.
    private func isUnconditional(_ step: Int, _ around: [Int]) -> Bool {
        for section in frame.tree.sections(around: step) {
            if around.contains(section) { return true }
            switch frame.steps[section].kind {
            case .loop, .try, .with, .finally, .block, .comprehension, .defer: continue
            default: return false
            }
        }
        return frame.tree.section(of: step) == nil
    }

    /// The turn ends what the turn before started: `await worker.close()`, then a new one; `if voice: voice.terminate()`, then `voice = …`.
    private func replaced(in range: Range<Int>) -> String? {
        let started = frame.steps[fan.step].value
        let kept = frame.steps(mentioning: started).first {
            range.contains($0) && frame.steps[$0].kind == .bind && frame.steps[$0].target.kind == .local && frame.steps[$0].value == started
        }
        let handle = kept.map { frame.steps[$0].target }
        // `result = await task`, then `task = create_task(…)`: one at a time.
        if let handle, frame.steps(mentioning: SummaryValue(.local, index: handle.index)).contains(where: { step in
            range.contains(step) && step < fan.step && frame.steps[step].kind == .await && frame.steps[step].value.kind == .local
                && (frame.tree.isBefore(step, fan.step) || isUnconditional(step, frame.tree.sections(around: fan.step)))
        }) { return "the one before is awaited in the same turn" }
        let receiver = fan.work.receiver(in: frame)
        for step in ground.steps(matching: ground.lists.light, in: frame) where range.contains(step) && step < fan.step {
            let value = frame.steps[step].value
            guard let call = frame.call(value), call.receiver.kind == .local else { continue }
            if call.receiver == receiver, frame.tree.isBefore(step, fan.step) { return "`\(frame.text(value))` ends the one before" }
            if let handle, call.receiver.index == handle.index { return "`\(frame.text(value))` ends the one before" }
        }
        return nil
    }

    /// The pause that each turn, or each turn that comes too soon, makes: it sets the pace, though no limit.
    func pause(in turns: Turns) -> String? {
        guard turns.frame === frame else { return nil }
        let step = ground.steps(matching: ground.lists.pauses, in: frame).first { step in
            guard turns.body.contains(step), let call = frame.call(frame.steps[step].value), let length = frame.arguments(of: call).first?.value,
                ground.number(length, in: frame) != 0, ground.loops(around: step, in: frame).first == turns.step
            else { return false }
            for section in frame.tree.sections(around: step) {
                guard turns.body.contains(section) else { break }
                switch frame.steps[section].kind {
                case .except, .finally: return false
                case .branch, .otherwise:
                    // `if queue.empty(): await sleep(1); continue` waits for work.
                    if frame.leaving.contains(where: { frame.tree.section(of: $0) == section }) || turnsBack(in: frame.tree.part(section)) { return false }
                    guard let opener = frame.tree.opener(of: section), isComparison(frame.steps[opener].value) else { return false }
                default: continue
                }
            }
            return true
        }
        return step.map { "`\(frame.text(frame.steps[$0].value))` sets the pace" }
    }

    private func turnsBack(in range: Range<Int>) -> Bool { range.contains { frame.steps[$0].kind == .continue } }

    // MARK: Permits and windows

    /// A permit is taken before the work is started, of something that outlives the turn.
    private func acquired(in range: Range<Int>) -> String? {
        func isBefore(_ step: Int) -> Bool { range.contains(step) && frame.tree.isBefore(step, fan.step) }
        let permit = ground.acquisitions(in: frame).first { isBefore($0.step) && ground.life(of: $0.limiter, in: frame, turn: range) != .brief }
        let helper = ground.steps(matching: ground.lists.approved, in: frame).first(where: isBefore)
        if let helper, helper < permit?.step ?? .max { return "`\(frame.text(frame.steps[helper].value))` is an approved helper" }
        return permit.map { "a permit of `\(frame.text($0.limiter))` is taken before each" }
    }

    /// Each turn, or each turn once enough are running, waits until some of the work is done.
    private func drained(in range: Range<Int>, of turns: Turns) -> String? {
        for step in ground.steps(matching: ground.lists.drains, in: frame) + flushes(in: range) where range.contains(step) {
            let value = frame.steps[step].value
            // `create_task(wait_for(load(x), 5))` does not wait here.
            guard !frame.mentions(frame.steps[fan.step].value, where: { $0 == value }) else { continue }
            var counts = false, isConditional = false
            for section in frame.tree.sections(around: step) {
                guard range.contains(section) else { break }
                let record = frame.steps[section]
                switch record.kind {
                case .branch, .otherwise:
                    isConditional = true
                    if let opener = frame.tree.opener(of: section), isComparison(frame.steps[opener].value) { counts = true }
                case .loop where record.flags.contains(.isWhile): if isComparison(record.value) { counts = true }
                case .except: isConditional = true
                default: continue
                }
            }
            if counts { return "`\(frame.text(value))` waits once enough are running" }
            if !isConditional { return "`\(frame.text(value))` waits for some of the work in each turn" }
        }
        return nil
    }

    /// The awaited calls of the turn that are given the list the work was put in: `if len(tasks) == size: await flush(tasks)`.
    private func flushes(in range: Range<Int>) -> [Int] {
        let started = frame.steps[fan.step].value
        let lists = Set(
            frame.steps(mentioning: started).compactMap { step -> UInt32? in
                guard range.contains(step), let call = frame.call(frame.steps[step].value), call.receiver.kind == .local, frame.steps[step].value != started else { return nil }
                return call.receiver.index
            })
        guard !lists.isEmpty else { return [] }
        return frame.calling.filter { step in
            guard range.contains(step), let call = frame.call(frame.steps[step].value), call.flags.contains(.isAwaited) else { return false }
            return frame.arguments(of: call).contains { $0.value.kind == .local && lists.contains($0.value.index) }
        }
    }

    private func isComparison(_ value: SummaryValue) -> Bool {
        guard let expression = frame.expression(value) else { return false }
        switch expression.kind {
        case .binary: return ["<", "<=", ">", ">=", "==", "!=", "%"].contains(frame.summary.text(expression.string))
        case .choice, .unary, .other: return frame.operands(value).contains { isComparison($0) }
        default: return false
        }
    }

    /// The limiter in whose scope the work is started, and which is let go before the work is done; with the range of its scope.
    func released(around step: Int) -> SummaryValue? {
        for opener in frame.tree.structures(around: step) where frame.steps[opener].kind == .with {
            guard ground.isLimiter(frame.steps[opener].value, in: frame) else { continue }
            // A block that waits for something else, too, limits that.
            if waits(in: frame.tree.inside(opener)) { return nil }
            return joined(in: frame.tree.inside(opener)) == nil ? frame.steps[opener].value : nil
        }
        return nil
    }

    private func waits(in range: Range<Int>) -> Bool {
        range.contains { at in
            let step = frame.steps[at]
            return step.kind == .await || (step.kind == .loop || step.kind == .with) && step.flags.contains(.isAsync)
        }
    }
}
