internal import Findings
internal import Linking
internal import Semantics

/// A lock that a function takes when it is run, by itself or by what it calls.
struct LockTake {
    /// As the function asked about sees it; nil where it does not see it.
    var place: SharedPlace?
    /// As the program knows it.
    var key: LockKey
    /// The function that takes it, and the step.
    var function: FunctionRef
    var step: Int
    /// The calls that lead there, from the function asked about on; empty when it takes it itself.
    var chain: [CallRef]
}

extension AnalysisContext {
    /// How many functions a chain may have, and how many are looked at for one question.
    private static let longestChain = 4, mostFunctions = 120

    /// The fact `locks`: what is taken when a function runs. Calls through the object itself, through its attributes and to functions of modules are
    /// followed; what waits no longer than a given time, or does not wait at all, takes nothing for sure.
    func takes(of function: FunctionRef, _ rules: LockRules, _ given: GivenFlags = .unknown) -> [LockTake] {
        let key = GivenQuestion(locks: LockQuestion(function: function, rules: rules), given: given)
        if let known = facts.takes[key] { return known }
        struct Way: Hashable {
            var function: FunctionRef
            var given: GivenFlags
        }
        var found: [LockTake] = [], seen: Set<Way> = [Way(function: function, given: given)]
        // Who tries a lock first, without waiting, goes on only when it was free.
        var queue: [(way: Way, chain: [CallRef], tried: Set<LockKey>)] = [(Way(function: function, given: given), [], [])], next = 0
        while next < queue.count, next < Self.mostFunctions {
            let at = queue[next]
            next += 1
            let here = at.way.function, own = ownTakes(of: here, rules)
            for take in own.waiting where !at.tried.contains(take.key) && !at.way.given.ruleOut(take.step, of: here, in: self) {
                let place = placed(take.place, through: at.chain, from: here)
                found.append(LockTake(place: place, key: take.key, function: here, step: take.step, chain: at.chain))
            }
            guard at.chain.count < Self.longestChain, let summary = program.summary(of: here.file) else { continue }
            for (call, callee) in followed(from: here, rules) {
                let step = Int(summary.calls[Int(call.call)].step) - 1
                if step >= 0, at.way.given.ruleOut(step, of: here, in: self) { continue }
                let way = Way(function: callee, given: GivenFlags(by: call, to: callee, in: self))
                if seen.insert(way).inserted { queue.append((way, at.chain + [call], at.tried.union(own.tried))) }
            }
        }
        facts.takes[key] = found
        return found
    }

    /// A place of the last function of a chain as the first one sees it.
    private func placed(_ place: SharedPlace, through chain: [CallRef], from last: FunctionRef) -> SharedPlace? {
        var place = place, function = last
        for call in chain.reversed() {
            guard let outer = self.place(place, of: function, seenFrom: call), let caller = self.function(around: call) else { return nil }
            (place, function) = (outer, caller)
        }
        return place
    }

    /// The locks a function's own steps take, and those it only tries to take.
    private func ownTakes(of function: FunctionRef, _ rules: LockRules) -> (waiting: [(place: SharedPlace, key: LockKey, step: Int)], tried: Set<LockKey>) {
        guard let held = heldLocks(in: function, rules), let summary = program.summary(of: function.file) else { return ([], []) }
        var waiting: [(place: SharedPlace, key: LockKey, step: Int)] = [], tried: Set<LockKey> = []
        for lock in held.locks where lock.sureness == .yes {
            guard let place = lock.place, let key = key(of: place, in: function) else { continue }
            for step in lock.takes {
                if mustWait(summary.steps[step], in: function.file, summary) { waiting.append((place, key, step)) } else { tried.insert(key) }
            }
        }
        return (waiting, tried)
    }

    /// Whether taking a lock waits until it is there: `acquire(timeout=1)` and `try()` do not.
    func mustWait(_ step: SummaryStep, in file: Int32, _ summary: FileSummary) -> Bool {
        guard step.kind == .call, step.value.kind == .call else { return true }
        let call = summary.calls[Int(step.value.index)]
        return call.receiver.kind == .unknown || summary.arguments(of: call).allSatisfy { $0.value.kind == .closure }
    }

    /// The calls of a function that run a body in turn: of its own object, of an attribute, of a module's function, or the closure that a call runs
    /// then and there while it holds its receiver.
    private func followed(from function: FunctionRef, _ rules: LockRules) -> [(CallRef, FunctionRef)] {
        guard let summary = program.summary(of: function.file) else { return [] }
        return calls(of: function).flatMap { call -> [(CallRef, FunctionRef)] in
            let record = summary.calls[Int(call.call)]
            if isMatch(call, rules.acquires), let closure = summary.closure(givenTo: record) {
                return [(call, FunctionRef(file: function.file, function: closure))]
            }
            if record.receiver.kind != .unknown, record.receiver.kind != .name {
                guard let receiver = place(of: record.receiver, in: function.file, summary) else { return [] }
                if case .local = receiver.root { return [] }
            }
            return body(runOrAwaitedBy: call).map { [(call, $0)] } ?? []
        }
    }

    /// The function whose body runs, to its end or until it waits, before the caller goes on: also that of a coroutine that is awaited.
    func body(runOrAwaitedBy call: CallRef) -> FunctionRef? {
        guard let function = callee(of: call), let record = record(of: function), !record.flags.contains(.isGenerator) else { return nil }
        guard record.flags.contains(.isAsync) else { return function }
        return program.summary(of: call.file).flatMap { $0.calls[Int(call.call)].flags.contains(.isAwaited) ? function : nil }
    }

    /// What a function holds where; nil when it takes no lock.
    func heldLocks(in function: FunctionRef, _ rules: LockRules) -> HeldLocks? {
        let key = LockQuestion(function: function, rules: rules)
        if let known = facts.held[key] { return known }
        let held = HeldLocks(in: function, rules, self)
        facts.held[key] = .some(held)
        return held
    }

    /// Where a step stands; of its column nothing is known.
    func location(ofStep step: Int, in file: Int32) -> Location? {
        guard let summary = program.summary(of: file), summary.steps.indices.contains(step) else { return nil }
        let record = summary.steps[step], start = Position(line: Int(record.line), column: 1)
        return Location(path: program.files[Int(file)].path, bytes: Int(record.start)..<Int(record.start) + 1, start: start, end: Position(line: start.line, column: 2))
    }
}

/// A function, asked about under a rule's idea of locks.
struct LockQuestion: Hashable {
    var function: FunctionRef
    var rules: LockRules
}

/// The same of a function that was given something.
struct GivenQuestion: Hashable {
    var locks: LockQuestion
    var given: GivenFlags
}

/// One of the locks of a function.
struct HeldQuestion: Hashable {
    var locks: LockQuestion
    /// In `HeldLocks`.
    var number: Int
}

extension FileSummary {
    /// The closure a call is given, when it is given one.
    func closure(givenTo call: SummaryCall) -> UInt32? { arguments(of: call).last { $0.value.kind == .closure }?.value.index }
}
