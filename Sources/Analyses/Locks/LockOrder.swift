internal import Findings
internal import Linking
internal import Semantics

/// Whether two locks are taken in one order here and in the other elsewhere: two threads that do so at once wait for each other.
///
/// Elsewhere is the file of the candidate and that of the function which takes the second lock.
struct LockOrder {
    let rules: LockRules
    let context: AnalysisContext

    /// A lock that is taken while another is held.
    struct Pair: Hashable {
        var first: LockKey, second: LockKey
    }

    struct Taken {
        var function: FunctionRef
        var step: Int
        /// All that is held there.
        var held: Set<LockKey>
    }

    /// - Parameter step: takes a lock, itself or by a call, while those of `numbers` are held.
    func settle(_ step: Int, _ numbers: [Int], _ held: HeldLocks, _ function: FunctionRef) -> Verdict? {
        let keys = numbers.compactMap { number in
            held.locks[number].sureness == .yes ? held.locks[number].place.flatMap { context.key(of: $0, in: function) } : nil
        }
        let taken = context.takes(ofStep: step, held, function, rules).filter { !keys.contains($0.key) }
        guard !taken.isEmpty else {
            context.dismiss("it takes no other lock")
            return nil
        }
        for take in taken {
            for first in keys {
                let reverse = Pair(first: take.key, second: first)
                let files = [function.file, take.function.file].sorted()
                guard let other = files.lazy.compactMap({ context.takenPairs(in: $0, rules)[reverse] }).first,
                    other.held.intersection(keys).isEmpty
                else { continue }
                return finding(take, first, other)
            }
        }
        context.explain("what is taken while the lock is held is taken in the same order elsewhere")
        return nil
    }

    private func finding(_ take: LockTake, _ first: LockKey, _ other: Taken) -> Verdict {
        var verdict = Verdict(isFinding: true)
        verdict.severity = .warning
        verdict.confidence = .medium
        let second = context.title(of: take.key.place), held = context.title(of: first.place)
        let line = context.program.summary(of: other.function.file).map { String($0.steps[other.step].line) } ?? "?"
        verdict.variables = [
            "LOCK": second,
            "HOW": "is taken under `\(held)`, the other way round at line \(line) in `\(context.title(of: other.function))`",
        ]
        if let location = context.location(ofStep: take.step, in: take.function.file) { verdict.flow.append(FlowStep(location: location, message: "takes \(second)")) }
        if let location = context.location(ofStep: other.step, in: other.function.file) { verdict.flow.append(FlowStep(location: location, message: "takes \(held)")) }
        return verdict
    }
}

extension AnalysisContext {
    /// What a step takes: a `with`, the lock it enters; a call, what it acquires and what its callee takes.
    func takes(ofStep step: Int, _ held: HeldLocks, _ function: FunctionRef, _ rules: LockRules) -> [LockTake] {
        guard let summary = program.summary(of: function.file) else { return [] }
        var found: [LockTake] = []
        for lock in held.locks where lock.sureness == .yes && lock.takes.hasSorted(step) {
            guard let place = lock.place, let key = key(of: place, in: function) else { continue }
            if summary.steps[step].kind == .call, !mustWait(summary.steps[step], in: function.file, summary) { continue }
            found.append(LockTake(place: place, key: key, function: function, step: step, chain: []))
        }
        let record = summary.steps[step]
        guard found.isEmpty, record.kind == .call, record.value.kind == .call else { return found }
        let call = CallRef(file: function.file, call: record.value.index)
        guard let callee = body(runOrAwaitedBy: call) else { return found }
        for take in takes(of: callee, rules, GivenFlags(by: call, to: callee, in: self)) {
            var take = take
            take.place = take.place.flatMap { place($0, of: callee, seenFrom: call) }
            take.chain.insert(call, at: 0)
            found.append(take)
        }
        return found
    }

    /// Which locks the functions of a file take while they hold others: of each pair the first place.
    func takenPairs(in file: Int32, _ rules: LockRules) -> [LockOrder.Pair: LockOrder.Taken] {
        let question = LockQuestion(function: FunctionRef(file: file, function: .max), rules: rules)
        if let known = facts.pairs[question] { return known }
        var pairs: [LockOrder.Pair: LockOrder.Taken] = [:]
        guard let summary = program.summary(of: file) else { return [:] }
        for number in summary.functions.indices {
            let function = FunctionRef(file: file, function: UInt32(number))
            guard let held = heldLocks(in: function, rules), held.locks.contains(where: { $0.sureness == .yes }) else { continue }
            for step in summary.stepRange(of: UInt32(number)) where summary.steps[step].kind == .call || summary.steps[step].kind == .with {
                let numbers = held.numbers(at: step)
                guard !numbers.isEmpty else { continue }
                let keys = numbers.compactMap { held.locks[$0].sureness == .yes ? held.locks[$0].place.flatMap { key(of: $0, in: function) } : nil }
                guard !keys.isEmpty else { continue }
                for take in takes(ofStep: step, held, function, rules) where !keys.contains(take.key) {
                    for key in keys {
                        let pair = LockOrder.Pair(first: key, second: take.key)
                        if pairs[pair] == nil { pairs[pair] = LockOrder.Taken(function: function, step: step, held: Set(keys).subtracting([key])) }
                    }
                }
            }
        }
        facts.pairs[question] = pairs
        return pairs
    }
}
