internal import Linking
internal import Semantics

/// A write of shared state that a coroutine comes to after it has waited, without having looked again.
struct LateWrite {
    var place: SharedPlace
    var function: FunctionRef
    var step: Int
    var wait: Int
}

extension AnalysisContext {
    /// The late writes of a coroutine and of what it awaits on the same object. Those under a lock do not count, nor what is only reset.
    func lateWrites(of function: FunctionRef, _ rules: LockRules, depth: Int = 2) -> [LateWrite] {
        let key = LockQuestion(function: function, rules: rules)
        if depth == 2, let known = facts.lateWrites[key] { return known }
        var found: [LateWrite] = []
        if let summary = program.summary(of: function.file), summary.functions[Int(function.function)].flags.contains(.isAsync) {
            for step in summary.stepRange(of: function.function) where summary.steps[step].kind == .store {
                guard let (place, isElement) = writtenPlace(summary.steps[step], in: function, summary), !isElement,
                    !Interleaved.isReset(summary.steps[step].value, summary), let uses = StateUses(place, in: function, self),
                    let gap = WaitingGap(uses: uses, rules: rules)
                else { continue }
                guard let wait = gap.wait(before: step), heldLocks(in: function, rules)?.held(at: step) ?? 0 == 0 else { continue }
                found.append(LateWrite(place: place, function: function, step: step, wait: wait))
            }
            if depth > 1 {
                for call in calls(of: function) {
                    guard summary.calls[Int(call.call)].flags.contains(.isAwaited), let receiver = self.place(of: summary.calls[Int(call.call)].receiver, in: call.file, summary),
                        receiver.root == .object, let callee = body(runOrAwaitedBy: call), callee != function
                    else { continue }
                    found += lateWrites(of: callee, rules, depth: depth - 1).compactMap { late in
                        place(late.place, of: callee, seenFrom: call).map { LateWrite(place: $0, function: late.function, step: late.step, wait: late.wait) }
                    }
                }
            }
        }
        if depth == 2 { facts.lateWrites[key] = found }
        return found
    }
}
