internal import Linking
internal import Semantics

/// Answers about functions that depend on the functions they call, worked out from the callees up, each once.
///
/// Functions that call each other are taken together (Tarjan's strongly connected components, on a stack of its own): they start from
/// the answer for "nothing known" and are asked again until nothing changes. The question should be monotone; where it is not, as with answers
/// that are cut off at a length, some cycles come to no end, and nothing is known of their functions.
struct FactTable<Value: Equatable> {
    private(set) var known: [FunctionRef: Value] = [:]

    /// How often the functions of a cycle are asked, on average. Those that come to an end have after a few rounds.
    private static var mostRounds: Int { 64 }

    /// A function whose callees are being gone through.
    private struct Visit {
        var function: FunctionRef
        var callees: [FunctionRef]
        var next = 0
    }

    /// - Parameters:
    ///   - unknown: what a function of a cycle starts from.
    ///   - callees: in a fixed order.
    ///   - answer: a function's value by those of its callees.
    mutating func value(
        of root: FunctionRef, unknown: Value, callees: (FunctionRef) -> [FunctionRef], answer: (FunctionRef, [FunctionRef: Value]) -> Value
    ) -> Value {
        if let value = known[root] { return value }
        var order: [FunctionRef: Int] = [root: 0], low: [FunctionRef: Int] = [root: 0]
        var component: [FunctionRef] = [root], isOpen: Set<FunctionRef> = [root]
        var visits = [Visit(function: root, callees: callees(root))]
        while let top = visits.indices.last {
            let function = visits[top].function
            if visits[top].next < visits[top].callees.count {
                let callee = visits[top].callees[visits[top].next]
                visits[top].next += 1
                if known[callee] != nil { continue }
                if let seen = order[callee] {
                    if isOpen.contains(callee) { low[function] = min(low[function] ?? seen, seen) }
                } else {
                    order[callee] = order.count
                    low[callee] = order[callee]
                    component.append(callee)
                    isOpen.insert(callee)
                    visits.append(Visit(function: callee, callees: callees(callee)))
                }
                continue
            }
            visits.removeLast()
            if let caller = visits.last?.function, let mine = low[function] { low[caller] = min(low[caller] ?? mine, mine) }
            guard low[function] == order[function], let start = component.lastIndex(of: function) else { continue }
            let members = Array(component[start...])
            component.removeLast(members.count)
            isOpen.subtract(members)
            settle(members, unknown, callees, answer)
        }
        return known[root] ?? unknown
    }

    private mutating func settle(
        _ members: [FunctionRef], _ unknown: Value, _ callees: (FunctionRef) -> [FunctionRef], _ answer: (FunctionRef, [FunctionRef: Value]) -> Value
    ) {
        if members.count == 1 {
            // A function that calls itself learns nothing from that: its own value is not among the known ones.
            known[members[0]] = answer(members[0], known)
            return
        }
        var callers: [FunctionRef: [FunctionRef]] = [:]
        for member in members {
            known[member] = unknown
            for callee in callees(member) { callers[callee, default: []].append(member) }
        }
        // Callees were found after their callers, so backwards is nearly from the bottom up.
        var queue = Array(members.reversed()), isQueued = Set(members), next = 0
        while next < queue.count {
            guard next < members.count * Self.mostRounds else {
                for member in members { known[member] = unknown }
                return
            }
            let member = queue[next]
            next += 1
            isQueued.remove(member)
            let value = answer(member, known)
            guard value != known[member] else { continue }
            known[member] = value
            for caller in callers[member] ?? [] where isQueued.insert(caller).inserted { queue.append(caller) }
        }
    }
}

/// Where the facts of all rules are kept. Those of other analyses get a table of their own here.
struct Facts {
    /// Whether, and how, a function arrives at a forbidden call.
    var reaches: [ReachKey: [FunctionRef: Reached]] = [:]
    /// What limits a function by itself.
    var limits: [CalleeLimits.Key: CalleeLimit] = [:]
    /// What a function does with a parameter that must be completed.
    var completions: [CompletionKey: CompletionCourse] = [:]
    /// What a function does with its parameters, by the list of calls that release.
    var dealings: [KnowledgeID: FactTable<[Dealing]>] = [:]
    /// What locals hold that has to be released, of the function asked about last.
    var custodies: KnownCustodies?
    /// Whether a function returns something new, by the list of calls that make it.
    var fresh: [KnowledgeID: FactTable<Bool>] = [:]
    /// The calls of a file that release, and the attributes that a function releases.
    var releases: [ReleaseKey: ReleaseCalls] = [:]
    var firstCalls: [ReleaseKey: CallRef?] = [:]
    var attributesReleased: [ReleaseKey: Set<String>] = [:]
    /// What the functions of a file do with an attribute.
    var attributeReleases: [AttributeQuestion: AttributeReleases] = [:]
    /// What work a call of a function starts.
    var spawnings: [Spawning.Key: FactTable<Spawning>] = [:]
    /// Which of its parameters a function calls itself.
    var parametersCalled: [CallableKey: Set<Int>] = [:]
    /// Whether awaiting a function gives way to others, by the list of calls that do not.
    var suspensions: [KnowledgeID: FactTable<Suspension>] = [:]
    /// What functions hold where (nil: they take no lock), what they take when they run, and in which order.
    var held: [LockQuestion: HeldLocks?] = [:]
    var takes: [GivenQuestion: [LockTake]] = [:]
    var takenAgain: [HeldQuestion: [(step: Int, take: LockTake)]] = [:]
    var stepIndices: [FunctionRef: StepIndex] = [:]
    var lateWrites: [LockQuestion: [LateWrite]] = [:]
    /// How functions come to run on another thread (nil: nothing known does it), and the calls of a file that start threads.
    var threads: [ThreadQuestion: ThreadEntry?] = [:]
    var threadStarts: [ThreadQuestion: [UInt32]] = [:]
    /// The functions that those calls are given, each with what stands for it there.
    var threadTargets: [ThreadQuestion: [FunctionRef: [(call: UInt32, target: SummaryValue)]]] = [:]
    var pairs: [LockQuestion: [LockOrder.Pair: LockOrder.Taken]] = [:]
    /// What values that must not arrive somewhere come from and go to.
    var taint = TaintFacts()
}
