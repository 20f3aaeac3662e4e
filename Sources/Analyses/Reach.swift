internal import Linking

/// Whether a function, run to its end, may come to a forbidden call.
struct Reach: Hashable {
    /// Number of functions whose bodies are run on the way, its own included; 0 when it comes to none.
    var depth: Int32 = 0
    /// The call in it that leads there, the first of those that do so soonest.
    var call = CallRef(file: 0, call: 0)

    static let never = Reach()
    var isReached: Bool { depth > 0 }
}

/// What a fact of this kind depends on.
struct ReachKey: Hashable {
    var to: KnowledgeID, barriers: KnowledgeID, guards: KnowledgeID
}

extension AnalysisContext {
    /// What a function comes to, shortest chain first.
    func reach(of function: FunctionRef, _ key: ReachKey) -> Reach {
        var table = facts.reaches.removeValue(forKey: key) ?? FactTable<Reach>()
        defer { facts.reaches[key] = table }
        return table.value(of: function, unknown: .never) { function in
            self.ways(of: function, key).compactMap(\.callee)
        } answer: { function, known in
            var best = Reach.never
            for way in self.ways(of: function, key) {
                var found = Reach(depth: 1, call: way.call)
                if let callee = way.callee {
                    guard let below = known[callee], below.isReached else { continue }
                    found.depth = below.depth + 1
                }
                if !best.isReached || found.depth < best.depth { best = found }
            }
            return best
        }
    }

    /// The calls of a function that may lead on: forbidden ones (without callee), and those that run a body of the project.
    private func ways(of function: FunctionRef, _ key: ReachKey) -> [(call: CallRef, callee: FunctionRef?)] {
        var ways: [(CallRef, FunctionRef?)] = []
        for call in calls(of: function) {
            // From a test for the circumstances on, the function knows what it does.
            if isMatch(call, key.guards) { break }
            if let way = way(of: call, key) { ways.append((call, way.callee)) }
        }
        return ways
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
