internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether something is done while a lock is held that must not be: to wait as a task does (`waits: true`), or to take it once more.
struct Held: Analysis {
    private let rules: LockRules
    private let isAboutWaiting: Bool
    /// What runs on behalf of a queue: a function with one of the attributes takes the locks named `homes`.
    private let homes: KnowledgeID, attributes: KnowledgeID
    /// Types of locks that one thread may take again.
    private let reentrant: KnowledgeID

    init(_ rule: AnalysisRule) {
        rules = LockRules(rule)
        isAboutWaiting = rule.number("waits") == 1
        homes = rule.calls("homes")
        attributes = rule.calls("home-attributes")
        reentrant = rule.calls("reentrant")
    }

    func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        guard let summary = context.program.summary(of: candidate.call.file), let site = context.site(of: candidate) else { return none }
        if isAboutWaiting { return waiting(site, summary, context) }
        if let call = site.call, let verdict = atHome(call, site, context) { return verdict }
        if let call = site.call, context.isMatch(call, rules.scopes) { return inClosure(call, site, summary, context) }
        guard let held = context.heldLocks(in: site.function, rules) else {
            context.dismiss("the function takes no lock")
            return none
        }
        return taking(site, held, summary, context)
    }

    // MARK: Waiting

    private func waiting(_ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict {
        guard let held = context.heldLocks(in: site.function, rules), let number = held.number(takenAt: site.step) else {
            context.dismiss("it takes no lock")
            return Verdict(isFinding: false)
        }
        let lock = held.locks[number], record = summary.functions[Int(site.function.function)]
        guard lock.sureness == .yes else {
            context.doubt("of which type it is, is not known")
            return Verdict(isFinding: false)
        }
        guard context.mustWait(summary.steps[site.step], in: site.function.file, summary) else {
            context.explain("whoever does not get it does not wait")
            return Verdict(isFinding: false)
        }
        let holding = held.steps(holding: number)
        let wait = holding[holding.partition(before: site.step + 1)...].first { at in
            let step = summary.steps[at]
            if step.kind == .yield { return record.flags.contains(.isAsync) }
            // What awaits a function that itself waits for nothing goes on at once.
            return step.suspends && context.suspension(ofStep: at, of: site.function.function, in: site.function.file) != .never
        }
        guard let wait else {
            context.explain("nothing waits while it is held")
            return Verdict(isFinding: false)
        }
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["LOCK": summary.lastName(of: lock.value), "LINE": String(summary.steps[wait].line), "HARM": Self.harm]
        if isReentrant(lock.value, in: site.function.file, context) {
            context.explain("its thread may take it again, so that nobody blocks the loop")
            verdict.variables["HARM"] = Self.harmOfReentrant
            verdict.severity = .info
        }
        verdict.flow = [flowStep(site.step, in: site.function.file, "takes the lock", context), flowStep(wait, in: site.function.file, "waits while it holds it", context)]
            .compactMap { $0 }
        return verdict
    }

    private static let harm = "the next task that wants it blocks the event loop, and nobody can give it back"
    private static let harmOfReentrant = "all tasks of the loop are one thread to it, so it keeps none of them out"

    private func isReentrant(_ lock: SummaryValue, in file: Int32, _ context: AnalysisContext) -> Bool {
        switch context.program.type(of: lock, in: file) {
        case .external(let name): context.isMatch(name, reentrant)
        case .type(let declared): context.isMatch(context.program.name(of: declared), reentrant)
        case .unknown: false
        }
    }

    // MARK: Taking it once more

    private func taking(_ site: CandidateSite, _ held: HeldLocks, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        // From where it is taken by a call, all that is done until it is given back; else the one call or block that stands inside.
        if let own = held.number(takenAt: site.step), site.call != nil {
            let takes = takesAgain(own, held, site.function, summary, context)
            if let take = takes.first(where: { $0.step > site.step })?.take {
                return finding(Again(number: own, take: take), held.locks[own], heldAt: site.step, site.function, context)
            }
            context.explain("what is done while it is held does not take it again")
            return none
        }
        let numbers = held.numbers(at: site.step)
        guard !numbers.isEmpty else {
            context.dismiss("no lock is held here")
            return none
        }
        if let again = again(site.step, numbers, held, site.function, context), let number = again.number {
            let start = held.locks[number].takes.last { $0 < site.step } ?? site.step
            return finding(again, held.locks[number], heldAt: start, site.function, context)
        }
        return LockOrder(rules: rules, context: context).settle(site.step, numbers, held, site.function) ?? none
    }

    private struct Again {
        var number: Int?
        var take: LockTake
    }

    /// The calls of a function that take a lock again which is held there, in order. Asked for once a lock, not once a place that takes it.
    private func takesAgain(
        _ number: Int, _ held: HeldLocks, _ function: FunctionRef, _ summary: FileSummary, _ context: AnalysisContext
    ) -> [(step: Int, take: LockTake)] {
        let question = HeldQuestion(locks: LockQuestion(function: function, rules: rules), number: number)
        if let known = context.facts.takenAgain[question] { return known }
        let found = held.steps(holding: number).compactMap { at -> (step: Int, take: LockTake)? in
            guard summary.steps[at].kind == .call else { return nil }
            return again(at, [number], held, function, context).map { (at, $0.take) }
        }
        context.facts.takenAgain[question] = found
        return found
    }

    /// Where a step takes one of the locks held there, itself or by what it calls.
    private func again(_ step: Int, _ numbers: [Int], _ held: HeldLocks, _ function: FunctionRef, _ context: AnalysisContext) -> Again? {
        let takes = context.takes(ofStep: step, held, function, rules)
        for number in numbers {
            let lock = held.locks[number]
            guard lock.sureness == .yes, let place = lock.place else { continue }
            if let take = takes.first(where: { $0.place == place }) { return Again(number: number, take: take) }
        }
        return nil
    }

    private func finding(_ again: Again, _ lock: HeldLocks.Lock, heldAt step: Int, _ function: FunctionRef, _ context: AnalysisContext) -> Verdict {
        guard let place = lock.place else { return Verdict(isFinding: false) }
        return finding(again.take, place, heldAt: step, function, context)
    }

    private func finding(_ take: LockTake, _ place: SharedPlace, heldAt step: Int, _ function: FunctionRef, _ context: AnalysisContext) -> Verdict {
        var verdict = Verdict(isFinding: true)
        let line = context.program.summary(of: take.function.file).map { String($0.steps[take.step].line) } ?? "?"
        let chain = take.chain.map { context.title(of: $0) }
        let how = chain.isEmpty ? "at line \(line)" : "in `\(context.title(of: take.function))` (line \(line))"
        verdict.variables = ["LOCK": context.title(of: place), "HOW": "is taken again \(how) by who holds it"]
        if !isSure(take, context) {
            context.explain("what is called takes it under a condition, which may not hold when it comes from there")
            verdict.severity = .info
        }
        verdict.flow = [flowStep(step, in: function.file, "takes \(context.title(of: place))", context)].compactMap { $0 }
        for (call, title) in zip(take.chain, chain) { if let location = context.program.location(of: call) { verdict.flow.append(FlowStep(location: location, message: "calls \(title)")) } }
        if let last = flowStep(take.step, in: take.function.file, "takes \(context.title(of: place)) again", context) { verdict.flow.append(last) }
        return verdict
    }

    /// Whether each function that is called on the way goes on to the next, and the last one takes the lock, whenever it is run.
    private func isSure(_ take: LockTake, _ context: AnalysisContext) -> Bool {
        var places = take.chain.dropFirst().compactMap { call -> (FunctionRef, Int)? in
            guard let function = context.function(around: call), let summary = context.program.summary(of: call.file) else { return nil }
            return (function, Int(summary.calls[Int(call.call)].step) - 1)
        }
        if !take.chain.isEmpty { places.append((take.function, take.step)) }
        return places.allSatisfy { function, step in
            guard let summary = context.program.summary(of: function.file), let graph = context.flowGraph(of: function) else { return false }
            let first = context.body(of: function, summary).range.lowerBound
            if first == step { return true }
            let way = graph.way(from: first) { !WayOut.isError($0) } _: { $0 == step ? .settles : .none }
            return way.map { $0.end == FlowGraph.raised } ?? true
        }
    }

    private func flowStep(_ step: Int, in file: Int32, _ message: String, _ context: AnalysisContext) -> FlowStep? {
        context.location(ofStep: step, in: file).map { FlowStep(location: $0, message: message) }
    }

    // MARK: Closures that run on a queue

    private func inClosure(_ call: CallRef, _ site: CandidateSite, _ summary: FileSummary, _ context: AnalysisContext) -> Verdict {
        let record = summary.calls[Int(call.call)]
        guard let closure = summary.closure(givenTo: record), rules.isLock(record.receiver, in: call.file, summary, context) == .yes,
            let place = context.place(of: record.receiver, in: call.file, summary), !isExempt(place, site.function, context)
        else {
            context.doubt("on which queue or under which lock it runs is not known")
            return Verdict(isFinding: false)
        }
        let run = FunctionRef(file: call.file, function: closure)
        guard let take = context.takes(of: run, rules).first(where: { $0.place == place }) else {
            context.explain("nothing it runs takes it again")
            return Verdict(isFinding: false)
        }
        return finding(take, place, heldAt: site.step, site.function, context)
    }

    /// Whether a lock is made in a way that lets several in: `DispatchQueue(label:, attributes: .concurrent)`, or is not made here at all.
    private func isExempt(_ place: SharedPlace, _ function: FunctionRef, _ context: AnalysisContext) -> Bool {
        rules.isExempt(place, function, context)
    }

    /// A function that belongs to a queue (`@MainActor`) and waits for that queue.
    private func atHome(_ call: CallRef, _ site: CandidateSite, _ context: AnalysisContext) -> Verdict? {
        guard context.isMatch(call, homes) else { return nil }
        var names = context.decorators(of: site.function)
        if let type = context.ownerClass(of: site.function), let record = context.record(of: site.function), record.ownerClass != 0 {
            names += context.decorators(of: type)
        }
        guard names.contains(where: { context.isMatch($0, attributes) }) else { return nil }
        var verdict = Verdict(isFinding: true)
        verdict.variables = ["LOCK": context.title(of: call), "HOW": "waits for the queue it runs on"]
        return verdict
    }
}
