import Linking
import Semantics

/// A limit kept by hand: what runs is counted, and no more is started once there is enough of it.
struct RunningCount {
    let ground: Ground
    let fan: FanOut
    private var frame: Frame { fan.frame }

    /// What says so for one turn; nil when nothing does.
    func limit(in turns: Turns) -> String? {
        guard turns.frame === frame else { return nil }
        if turns.kind == .condition, isRoomLeft(frame.steps[turns.step].value, in: turns) { return "the loop's condition counts what is running" }
        if isRefill(turns) { return "one is started for each that has ended" }
        if isRefused(turns) { return "more than some number of them are refused" }
        for section in frame.tree.sections(around: fan.step) {
            guard turns.body.contains(section) else { break }
            // `if len(running) < limit: start()`
            if frame.steps[section].kind == .branch, isRoomLeft(frame.steps[section].value, in: turns) { return "it is started only while few are running" }
            if frame.steps[section].kind == .branch, isFree(frame.steps[section].value) { return "it is started only while none is running" }
        }
        // `if running >= limit: await sleep(0.1); continue`
        for step in turns.body where step < fan.step && frame.steps[step].kind == .branch && frame.tree.isBefore(step, fan.step) {
            if isFull(frame.steps[step].value, in: turns), turnsBack(in: frame.tree.part(step)) { return "the turn ends once enough are running" }
        }
        return nil
    }

    /// `if len(items) > limit: return`, before the loop over them.
    private func isRefused(_ turns: Turns) -> Bool {
        guard turns.kind == .each, turns.over.kind == .local else { return false }
        let over = frame.text(turns.over)
        return frame.tree.range.contains { step in
            guard step < turns.step, frame.steps[step].kind == .branch, frame.tree.isBefore(step, turns.step), let expression = frame.expression(frame.steps[step].value),
                expression.kind == .binary, frame.tree.part(step).contains(where: { [.return, .raise].contains(frame.steps[$0].kind) })
            else { return false }
            let sides = Array(frame.operands(frame.steps[step].value)), operation = frame.summary.text(expression.string)
            guard sides.count == 2 else { return false }
            let (length, limit) = operation.hasPrefix(">") ? (sides[0], sides[1]) : operation.hasPrefix("<") ? (sides[1], sides[0]) : (SummaryValue(), SummaryValue())
            guard let call = frame.call(length), call.argumentCount == 1, frame.calleeText(call) == "len", frame.call(limit) == nil else { return false }
            // `len(items) > 1` asks whether there is more than one.
            if let number = ground.number(limit, in: frame), number < 2 { return false }
            return frame.arguments(of: call).first.map { frame.text($0.value) == over } ?? false
        }
    }

    private func turnsBack(in part: Range<Int>) -> Bool {
        part.contains { [.continue, .break, .return, .raise].contains(frame.steps[$0].kind) }
    }

    /// `len(running) < limit`, alone or as one of several conditions; beside `limit is None`, which is somebody's wish.
    private func isRoomLeft(_ condition: SummaryValue, in turns: Turns) -> Bool { compares(condition, whetherFull: false, in: turns) }

    /// `if not running.is_set()`, `if task is None or task.done()`: one at a time.
    private func isFree(_ condition: SummaryValue) -> Bool {
        guard let expression = frame.expression(condition) else {
            return frame.call(condition).map { $0.argumentCount == 0 && frame.summary.text($0.method) == "done" } ?? false
        }
        switch expression.kind {
        case .choice: return frame.operands(condition).contains { isFree($0) }
        case .unary:
            guard frame.summary.text(expression.string) == "not", let call = frame.operands(condition).first.flatMap({ frame.call($0) }) else { return false }
            return call.argumentCount == 0 && call.receiver.kind != .unknown && ["is_set", "locked"].contains(frame.summary.text(call.method))
        default: return false
        }
    }

    /// `len(running) >= limit`.
    private func isFull(_ condition: SummaryValue, in turns: Turns) -> Bool { compares(condition, whetherFull: true, in: turns) }

    private func compares(_ condition: SummaryValue, whetherFull: Bool, in turns: Turns) -> Bool {
        guard let expression = frame.expression(condition) else { return false }
        let sides = Array(frame.operands(condition))
        if expression.kind == .choice { return sides.contains { compares($0, whetherFull: whetherFull, in: turns) } }
        guard expression.kind == .binary, sides.count == 2 else { return false }
        let runsOnLeft: Bool
        switch frame.summary.text(expression.string) {
        case "<", "<=": runsOnLeft = !whetherFull
        case ">", ">=": runsOnLeft = whetherFull
        case "==" where whetherFull: runsOnLeft = true
        default: return false
        }
        // `slots.free_slots() > 0`
        let free = sides[runsOnLeft ? 1 : 0]
        if frame.call(free) != nil, ground.isMatch(written: ground.lastName(free, in: frame).lowercased(), ground.lists.limiterNames) { return true }
        return isRunning(sides[runsOnLeft ? 0 : 1], below: sides[runsOnLeft ? 1 : 0], in: turns)
    }

    /// Whether a value says how many are under way: the length of something that is filled in the turn, or a count that goes up there and is
    /// changed elsewhere, too. `index < len(items)` is neither: it counts what there is to do.
    private func isRunning(_ value: SummaryValue, below limit: SummaryValue, in turns: Turns) -> Bool {
        if let call = frame.call(value) {
            guard call.argumentCount == 1, frame.summary.text(call.callee) == "len" || frame.calleeText(call) == "len",
                let counted = frame.arguments(of: call).first?.value, limit.kind != .number || ground.number(limit, in: frame) != 0
            else { return false }
            return isFilled(frame.text(counted), in: turns)
        }
        let name = frame.text(value)
        guard !name.isEmpty, frame.call(limit).map({ frame.calleeText($0) != "len" }) ?? true else { return false }
        let changes = frame.summary.steps.indices.filter { frame.summary.steps[$0].flags.contains(.isAugmented) && text(ofTarget: $0) == name }
        return changes.contains(where: turns.body.contains) && changes.contains { !turns.body.contains($0) }
    }

    /// The variable or attribute a step changes, as written.
    private func text(ofTarget step: Int) -> String { frame.text(frame.steps[step].target) }

    private func isFilled(_ container: String, in turns: Turns) -> Bool {
        guard !container.isEmpty else { return false }
        return turns.body.contains { step in
            let record = frame.steps[step]
            switch record.kind {
            case .call:
                guard let call = frame.call(record.value), call.argumentCount > 0, call.receiver.kind != .unknown else { return false }
                return frame.text(call.receiver) == container && !ground.isMatch(record.value, in: frame, ground.lists.receives)
            case .store:
                guard let target = frame.expression(record.target), target.kind == .element else { return false }
                return frame.operands(record.target).first.map { frame.text($0) == container } ?? false
            default: return false
            }
        }
    }

    /// `done, running = await asyncio.wait(running)`, and for each that is done the next is started, which gets nothing of it.
    private func isRefill(_ turns: Turns) -> Bool {
        guard turns.kind == .each, turns.over.kind == .local, !isMadeOfItem(turns) else { return false }
        let binds = frame.binds(of: turns.over.index)
        return !binds.isEmpty && binds.allSatisfy { bind in
            frame.mentions(frame.steps[bind].value) { $0.kind == .call && ground.isMatch($0, in: frame, ground.lists.drains) }
        }
    }

    /// Whether what is started is made of the item of a loop, by way of what the turn binds.
    private func isMadeOfItem(_ turns: Turns) -> Bool {
        var made: Set<UInt32> = []
        let isIt = { (value: SummaryValue) in value.kind == .local && made.contains(value.index) }
        for step in turns.body where frame.steps[step].kind == .bind && frame.steps[step].target.kind == .local {
            let kind = frame.expression(frame.steps[step].value)?.kind
            if kind == .item || kind == .part || frame.mentions(frame.steps[step].value, where: isIt) { made.insert(frame.steps[step].target.index) }
        }
        let given = [fan.work.value, fan.work.receiver(in: frame) ?? SummaryValue()] + fan.work.arguments.map(\.value)
        return given.contains { frame.mentions($0, where: isIt) }
    }
}
