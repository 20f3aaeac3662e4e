internal import Linking
internal import Semantics

/// Whether a function, run to its end, may come to a forbidden call.
struct Reach: Hashable {
    /// Number of functions whose bodies are run on the way, its own included; 0 when it comes to none.
    var depth = 0
    /// The call in it that leads there, the first of those that do so soonest.
    var call = CallRef(file: 0, call: 0)
    /// The function whose body is run next; nil for a forbidden call.
    var callee: FunctionRef?

    static let never = Reach()
    var isReached: Bool { depth > 0 }
}

/// What a fact of this kind depends on.
struct ReachKey: Hashable {
    var to: KnowledgeID, barriers: KnowledgeID, guards: KnowledgeID
}

/// What is known of how a function comes to forbidden calls.
struct Reached {
    /// Its first forbidden call.
    var forbidden: CallRef?
    /// The calls that run bodies of the project, once asked for: looking for them takes other files.
    var ways: [(call: CallRef, callee: FunctionRef)]?
    /// What it comes to within `depth` functions.
    var reach = Reach.never
    var depth = 0
}

extension AnalysisContext {
    /// What a function comes to within so many functions, its own included, shortest chain first. Nothing farther away is looked at, so no file
    /// that is farther away is read.
    func reach(of function: FunctionRef, _ key: ReachKey, within limit: Int) -> Reach {
        var depth = 1
        while depth <= limit {
            let found = explore(function, key, depth)
            if found.isReached { return found }
            depth += 1
        }
        return .never
    }

    /// The same for one call of the function: what stands where no way leads with what it gives is passed over.
    ///
    /// - Parameter given: what the function that makes the call was given; afterwards what this one is.
    func reach(of function: FunctionRef, _ key: ReachKey, within limit: Int, calledBy call: CallRef, given: inout GivenFlags) -> Reach {
        let found = reach(of: function, key, within: limit), outer = given
        given = .unknown
        guard found.isReached, callee(of: call) == function else { return found }
        let flags = GivenFlags(by: call, to: function, from: outer, in: self)
        given = flags
        func isPassed(_ call: CallRef) -> Bool { step(of: call).map { flags.ruleOut($0, of: function, in: self) } ?? false }
        guard isPassed(found.call) else { return found }
        explain("what \(title(of: function)) is given leads past \(title(of: found.call))", at: program.location(of: found.call))
        if let other = calls(until: key.guards, in: function).first(where: { !isMatch($0, key.barriers) && isMatch($0, key.to) && !isPassed($0) }) {
            return Reach(depth: 1, call: other)
        }
        guard limit > 1 else { return .never }
        for way in ways(of: function, key) where !isPassed(way.call) {
            let below = reach(of: way.callee, key, within: limit - 1)
            if below.isReached { return Reach(depth: below.depth + 1, call: way.call, callee: way.callee) }
        }
        return .never
    }

    /// Whether a function that runs to its end makes this call, whatever it is given.
    func isCertain(_ call: CallRef) -> Bool {
        guard let function = function(around: call), let step = step(of: call), let graph = flowGraph(of: function), let summary = program.summary(of: call.file) else { return false }
        let first = summary.stepRange(of: function.function).lowerBound
        return step == first || graph.way(from: first, along: { $0.kind != .exception && $0.kind != .cancelled }) { $0 == step ? .settles : .none } == nil
    }

    /// The same, when nothing nearer is left to find. Each step down is one function nearer, so a circle ends by itself.
    private func explore(_ function: FunctionRef, _ key: ReachKey, _ depth: Int) -> Reach {
        let known = facts.reaches[key]?[function]
        if let known, known.reach.isReached || known.depth >= depth { return known.reach.depth <= depth ? known.reach : .never }
        var fact = known ?? Reached()
        if known == nil { fact.forbidden = calls(until: key.guards, in: function).first { !isMatch($0, key.barriers) && isMatch($0, key.to) } }
        if let forbidden = fact.forbidden {
            fact.reach = Reach(depth: 1, call: forbidden)
        } else if depth > 1 {
            let ways = fact.ways ?? self.ways(of: function, key)
            fact.ways = ways
            for way in ways {
                let below = explore(way.callee, key, depth - 1)
                if below.isReached, !fact.reach.isReached || below.depth + 1 < fact.reach.depth { fact.reach = Reach(depth: below.depth + 1, call: way.call, callee: way.callee) }
            }
        }
        fact.depth = depth
        facts.reaches[key, default: [:]][function] = fact
        return fact.reach
    }

    /// The calls of a function that run a body of the project, or hand a function to one that calls it.
    private func ways(of function: FunctionRef, _ key: ReachKey) -> [(call: CallRef, callee: FunctionRef)] {
        calls(until: key.guards, in: function).flatMap { call in bodies(runBy: call, key).map { (call, $0) } }
    }

    /// The body of the project that a call runs, and those of the functions it hands to it.
    func bodies(runBy call: CallRef, _ key: ReachKey) -> [FunctionRef] {
        guard let callee = way(of: call, key)?.callee else { return [] }
        return [callee] + handed(by: call, to: callee, key.barriers).filter { function in !decorators(of: function).contains { isMatch($0, key.barriers) } }
    }

    /// From a test for the circumstances on, the function knows what it does.
    private func calls(until guards: KnowledgeID, in function: FunctionRef) -> ArraySlice<CallRef> {
        let all = calls(of: function)
        return all.prefix { !isMatch($0, guards) }
    }

    /// Where a single call leads: nowhere, to a forbidden call (itself), or into a body.
    func way(of call: CallRef, _ key: ReachKey) -> (isForbidden: Bool, callee: FunctionRef?)? {
        if isMatch(call, key.barriers) { return nil }
        if isMatch(call, key.to) { return (true, nil) }
        guard let callee = body(runBy: call), !isEmpty(key.barriers) || !isEmpty(key.to) else { return nil }
        if decorators(of: callee).contains(where: { isMatch($0, key.barriers) }) { return nil }
        return (false, callee)
    }
}
