internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Whether a call that waits for a peer has a deadline around it: a scope or a call that ends it, here or in all callers known of. Deadlines are
/// candidates, too, so that the files that have some are known; no calls are looked for in others.
struct Deadline: Analysis {
    private let scopes: KnowledgeID, wrappers: KnowledgeID, settings: KnowledgeID, defaults: KnowledgeID, heedless: KnowledgeID

    /// Those that hold candidates, deadlines among them.
    private var files: Set<Int32> = []
    /// Those of `files` whose calls were not gone through yet.
    private var pending: Set<Int32> = []
    /// Of the file asked about last, the call in `wrappers` that a closure is given to.
    private var takers: (file: Int32, calls: [UInt32: UInt32])?

    init(_ rule: AnalysisRule) {
        (scopes, wrappers, settings) = (rule.calls("scopes"), rule.calls("wrappers"), rule.calls("settings"))
        (defaults, heedless) = (rule.calls("defaults"), rule.calls("heedless"))
    }

    /// The calls of the files gone through so far.
    private var index: [GlobalName: [CallRef]] = [:], indexed: Set<Int32> = []

    /// The call by which the program gives a deadline to all who name none; nil inside when there is none, or not asked for yet.
    private var programDefault: CallRef??

    mutating func prepare(files: Set<Int32>) { (self.files, pending, programDefault) = (files, files.subtracting(indexed), nil) }

    mutating func settle(_ candidate: Candidate, in context: AnalysisContext) -> Verdict {
        let none = Verdict(isFinding: false)
        // A setting that takes the deadline away is wrong as it stands.
        if candidate.call.call == Candidate.noCall { return Verdict(isFinding: true) }
        if isDeadline(candidate.call, context) {
            context.dismiss("it is a deadline itself, and counts for what runs under it")
            return none
        }
        guard let summary = context.program.summary(of: candidate.call.file), candidate.call.call < summary.calls.count else { return none }
        let file = candidate.call.file
        if let setting = context.fileCalls(of: file, summary).calls(in: settings, context).first {
            context.explain("a deadline for all is set", at: context.program.location(of: CallRef(file: file, call: setting)))
            return none
        }
        if !context.isMatch(candidate.call, heedless), let setting = defaultOfProgram(context) {
            context.explain("a deadline for all who name none is set", at: context.program.location(of: setting))
            return none
        }
        let call = summary.calls[Int(candidate.call.call)]
        if let reason = bound(around: candidate.call, in: summary, context) {
            context.explain(reason)
            return none
        }
        // Only what is waited for can be ended from outside.
        let function = named(around: call.function, in: summary)
        guard function > 0, summary.functions[Int(function - 1)].flags.contains(.isAsync) else { return Verdict(isFinding: true) }
        let own = FunctionRef(file: file, function: function - 1)
        if isBoundByCallers(own, context) { return none }
        var verdict = Verdict(isFinding: true)
        if isPerhapsBound(own, context) { verdict.severity = .info }
        return verdict
    }

    /// Whether a candidate is there as a deadline: by what it arrives at, or by the name that its file knows it under.
    private func isDeadline(_ call: CallRef, _ context: AnalysisContext) -> Bool {
        if context.isMatch(call, scopes) || context.isMatch(call, wrappers) || context.isMatch(call, defaults) { return true }
        guard let summary = context.program.summary(of: call.file) else { return false }
        let name = context.program.names.intern(summary.strings[summary.calls[Int(call.call)].callee])
        return context.isMatch(name, scopes) || context.isMatch(name, wrappers)
    }

    /// Asked once: of the files that hold candidates, such calls among them.
    private mutating func defaultOfProgram(_ context: AnalysisContext) -> CallRef? {
        if let programDefault { return programDefault }
        programDefault = .some(nil)
        guard !context.isEmpty(defaults) else { return nil }
        for file in files.sorted() {
            guard let summary = context.program.summary(of: file) else { continue }
            for number in summary.calls.indices where context.isMatch(CallRef(file: file, call: UInt32(number)), defaults) {
                let found = CallRef(file: file, call: UInt32(number))
                programDefault = .some(found)
                return found
            }
        }
        return nil
    }

    /// Swift: the function around the closures a function (plus one) is inside of. A closure mostly runs where it stands; one that does not, in
    /// a task, is given the benefit of the doubt.
    private func named(around function: UInt32, in summary: FileSummary) -> UInt32 {
        var at = function
        while summary.language == .swift, at > 0, summary.functions[Int(at - 1)].name == 0 { at = summary.functions[Int(at - 1)].outerFunction }
        return at
    }

    /// In words, what ends a call: in the same function, or, in Swift, a call that is given the closure around it; nil for nothing.
    private mutating func bound(around call: CallRef, in summary: FileSummary, _ context: AnalysisContext) -> String? {
        if let reason = boundHere(around: call, in: summary, context) { return reason }
        var at = summary.calls[Int(call.call)].function
        while summary.language == .swift, at > 0, summary.functions[Int(at - 1)].name == 0 {
            let closure = at - 1
            if let taker = taker(of: closure, in: call.file, summary, context).map({ summary.calls[Int($0)] }) {
                return "\(summary.text(taker.method)) at line \(taker.site.line) ends it"
            }
            at = summary.functions[Int(closure)].outerFunction
        }
        return nil
    }

    /// The first of `wrappers` that is given a closure.
    private mutating func taker(of closure: UInt32, in file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> UInt32? {
        if let takers, takers.file == file { return takers.calls[closure] }
        var found: [UInt32: UInt32] = [:]
        for number in context.fileCalls(of: file, summary).calls(in: wrappers, context) {
            for argument in summary.arguments(of: summary.calls[Int(number)]) where argument.value.kind == .closure && found[argument.value.index] == nil {
                found[argument.value.index] = number
            }
        }
        takers = (file, found)
        return found[closure]
    }

    private func boundHere(around call: CallRef, in summary: FileSummary, _ context: AnalysisContext) -> String? {
        let record = summary.calls[Int(call.call)]
        guard record.step > 0 else { return nil }
        let at = Int(record.step) - 1, function = record.function > 0 ? record.function - 1 : nil
        let range = summary.stepRange(of: function)
        guard range.contains(at) else { return nil }
        let body = function.map { context.body(of: FunctionRef(file: call.file, function: $0), summary) }
        let tree = body?.tree ?? StepTree(range, in: summary.steps), uses = body?.uses(in: summary) ?? StepUses(range, in: summary)
        if let scope = scope(around: at, tree, in: call.file, summary, context) { return scope }
        // Given to a call that ends it, itself or as a task made before.
        let isIt: (SummaryValue) -> Bool = { $0.kind == .call && $0.index == call.call }
        var holders: Set<UInt32> = []
        /// A call that was given it makes something of it: a task.
        func holds(_ value: SummaryValue) -> Bool {
            if summary.mentions(value, { isIt($0) || $0.kind == .local && holders.contains($0.index) }) { return true }
            return value.kind == .call && summary.arguments(of: summary.calls[Int(value.index)]).contains { summary.mentions($0.value, isIt) }
        }
        // The steps that may have to do with it: those that read it, what is made of it, or what holds it.
        var places = uses.steps(reading: .call(call.call))
        for at in places where summary.steps[Int(at)].kind == .call { places += uses.steps(reading: .call(summary.steps[Int(at)].value.index)) }
        places = Set(places).sorted()
        var next = 0
        while next < places.count {
            let place = Int(places[next]), step = summary.steps[place]
            next += 1
            if step.kind == .bind, step.target.kind == .local, holds(step.value), holders.insert(step.target.index).inserted {
                let readers = uses.steps(reading: .local(step.target.index)).filter { $0 > Int32(place) }
                places.replaceSubrange(next..., with: Set(places[next...] + readers).sorted())
            }
            // Made before, and waited for in the scope.
            if step.kind == .await, step.value.kind == .local, holders.contains(step.value.index), let scope = scope(around: place, tree, in: call.file, summary, context) {
                return scope
            }
            guard step.kind == .call, step.value.kind == .call, step.value.index != call.call else { continue }
            let other = summary.calls[Int(step.value.index)]
            guard summary.arguments(of: other).contains(where: { holds($0.value) }) else { continue }
            if context.isMatch(CallRef(file: call.file, call: step.value.index), wrappers) {
                let limit = summary.arguments(of: other).first { $0.label != 0 } ?? summary.arguments(of: other).dropFirst().first
                if limit?.value.kind != SummaryValue.Kind.none { return "\(summary.text(other.method)) at line \(step.line) ends it" }
            }
        }
        return nil
    }

    /// In words, the scope around a step that ends it; nil for none.
    private func scope(around at: Int, _ tree: StepTree, in file: Int32, _ summary: FileSummary, _ context: AnalysisContext) -> String? {
        for opener in tree.structures(around: at) {
            let step = summary.steps[opener]
            guard step.kind == .with, step.value.kind == .call, context.isMatch(CallRef(file: file, call: step.value.index), scopes) else { continue }
            if let first = summary.arguments(of: summary.calls[Int(step.value.index)]).first, first.value.kind == .none { continue }
            return "a scope at line \(step.line) ends it"
        }
        return nil
    }

    /// Whether a coroutine function is only run, as far as the files show that know of deadlines, where one is around.
    private mutating func isBoundByCallers(_ function: FunctionRef, _ context: AnalysisContext) -> Bool {
        var open = [(function, 0)], isSeen: Set<FunctionRef> = [function]
        while let (function, depth) = open.popLast() {
            var isCalled = false
            for (call, caller) in callers(of: function, context) {
                isCalled = true
                guard let summary = context.program.summary(of: call.file) else { continue }
                if let reason = bound(around: call, in: summary, context) {
                    context.explain("a caller has a deadline: \(reason)", at: context.program.location(of: call))
                    continue
                }
                guard depth < Self.highest, let caller, context.record(of: caller)?.flags.contains(.isAsync) ?? false else {
                    context.explain("a caller has no deadline", at: context.program.location(of: call))
                    return false
                }
                if isSeen.insert(caller).inserted { open.append((caller, depth + 1)) }
            }
            if !isCalled {
                context.explain("nobody is known to call \(context.title(of: function))", at: context.program.location(of: function))
                return false
            }
        }
        return true
    }

    /// Whether some way leads to a method from under a deadline, where calls count, too, of which only the method's name is known: those through
    /// an object whose type nothing tells, or through a base class.
    private mutating func isPerhapsBound(_ function: FunctionRef, _ context: AnalysisContext) -> Bool {
        var open = [(function, byName: 0)], isSeen: Set<FunctionRef> = [function], next = 0
        while next < open.count, next < Self.mostWays {
            let (function, byName) = open[next]
            next += 1
            var ways = callers(of: function, context).map { ($0.call, $0.caller, byName) }
            if byName < Self.mostByName { ways += callers(byNameOf: function, context).map { ($0.call, $0.caller, byName + 1) } }
            for (call, caller, byName) in ways {
                guard let summary = context.program.summary(of: call.file) else { continue }
                if let reason = bound(around: call, in: summary, context) {
                    context.explain("a caller, by the method's name, has a deadline: \(reason)", at: context.program.location(of: call))
                    return true
                }
                if let caller, context.record(of: caller)?.flags.contains(.isAsync) ?? false, isSeen.insert(caller).inserted { open.append((caller, byName)) }
            }
        }
        return false
    }

    /// The calls of methods of the same name on objects that are not known to be of another type.
    private mutating func callers(byNameOf function: FunctionRef, _ context: AnalysisContext) -> [(call: CallRef, caller: FunctionRef?)] {
        guard let home = context.program.summary(of: function.file), let record = context.record(of: function), record.name != 0, record.ownerClass != 0 else { return [] }
        let name = context.program.names.intern(home.strings[record.name])
        return calls(named: name, in: function.file, context).compactMap { call in
            guard let summary = context.program.summary(of: call.file), summary.calls[Int(call.call)].method != 0 else { return nil }
            if let callee = context.callee(of: call), callee == function || context.record(of: callee)?.ownerClass == 0 { return nil }
            if case .external = context.program.target(of: call) { return nil }
            let caller = named(around: summary.calls[Int(call.call)].function, in: summary)
            return (call, caller == 0 ? nil : FunctionRef(file: call.file, function: caller - 1))
        }
    }

    /// The calls of a function, in its own file and in the others that hold candidates, each with the function it stands in.
    private mutating func callers(of function: FunctionRef, _ context: AnalysisContext) -> [(call: CallRef, caller: FunctionRef?)] {
        guard let home = context.program.summary(of: function.file), let record = context.record(of: function), record.name != 0 else { return [] }
        let name = context.program.names.intern(home.strings[record.name])
        var found: [(CallRef, FunctionRef?)] = []
        for call in calls(named: name, in: function.file, context) where context.callee(of: call) == function {
            guard let summary = context.program.summary(of: call.file) else { continue }
            let caller = named(around: summary.calls[Int(call.call)].function, in: summary)
            found.append((call, caller == 0 ? nil : FunctionRef(file: call.file, function: caller - 1)))
        }
        return found
    }

    /// The calls by the last part of the name they are written or resolved to.
    private mutating func calls(named name: GlobalName, in file: Int32, _ context: AnalysisContext) -> [CallRef] {
        if indexed.insert(file).inserted { pending.insert(file) }
        let unread = pending.sorted()
        pending.removeAll()
        for file in unread {
            indexed.insert(file)
            guard let summary = context.program.summary(of: file) else { continue }
            for (number, call) in summary.calls.enumerated() {
                let names = Set([call.method, call.callee].filter { $0 != 0 }.map { string in
                    context.program.names.intern(summary.strings[string].split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }.last ?? [])
                })
                for name in names { index[name, default: []].append(CallRef(file: file, call: UInt32(number))) }
            }
        }
        return (index[name] ?? []).filter { files.contains($0.file) || $0.file == file }
    }

    /// Functions looked at for what is only perhaps so, and how often on one way a name alone may do.
    private static let mostWays = 60, mostByName = 2
    /// Callers above callers.
    private static let highest = 8
}
