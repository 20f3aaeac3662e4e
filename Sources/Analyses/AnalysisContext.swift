package import Findings
package import Linking
package import Rules
package import Semantics

/// What the analyses share: the linked program, and what has been worked out about its calls and functions. One thread at a time.
package final class AnalysisContext {
    package let program: Program
    private let tags: TaggedCalls
    let faultyFiles: FaultyFiles
    private var lists: [Knowledge] = []
    private var nameMatches: [NameKey: Bool] = [:]
    private var graphs: [FunctionRef: FlowGraph] = [:]
    /// Of files with candidates that are places.
    private var places: [Int32: StepPlaces] = [:]
    private var bodies: [FunctionRef: FunctionBody] = [:]
    private var outlines: [Int32: FileOutline] = [:]
    private var fileCalls: [Int32: FileCalls] = [:]
    /// Facts about functions, per list of calls; see `Facts`.
    var facts = Facts()
    /// Whether somebody will read the trail: words are only made then.
    package private(set) var isExplaining = false
    private(set) var trail: [TrailStep] = []

    private struct NameKey: Hashable {
        var list: KnowledgeID
        var name: GlobalName
    }

    init(program: Program, tags: TaggedCalls, faultyFiles: FaultyFiles = FaultyFiles()) {
        self.program = program
        self.faultyFiles = faultyFiles
        self.tags = tags
    }

    func add(_ knowledge: Knowledge) -> KnowledgeID {
        lists.append(knowledge)
        return KnowledgeID(number: Int32(lists.count - 1))
    }

    func begin(explaining: Bool) {
        isExplaining = explaining
        trail.removeAll()
    }

    /// Notes a step of the explanation, when one is asked for.
    package func explain(_ message: @autoclosure () -> String, at location: @autoclosure () -> Location? = nil, bearing: TrailStep.Bearing = .answer) {
        if isExplaining { trail.append(TrailStep(message(), at: location(), bearing: bearing)) }
    }

    /// Notes that the rule's question does not arise at the candidate, and why.
    package func dismiss(_ message: @autoclosure () -> String, at location: @autoclosure () -> Location? = nil) { explain(message(), at: location(), bearing: .beside) }

    /// Notes what is not known, so that nothing is reported.
    package func doubt(_ message: @autoclosure () -> String, at location: @autoclosure () -> Location? = nil) { explain(message(), at: location(), bearing: .unknown) }

    /// Whether a list of calls has this call: by the name it resolves to, or because one of the list's clauses matched it.
    package func isMatch(_ call: CallRef, _ list: KnowledgeID) -> Bool {
        guard list != .nothing else { return false }
        return isTagged(call, list) || isMatch(program.calleeName(of: call), list)
    }

    /// Whether one of the list's clauses matched a call.
    private func isTagged(_ call: CallRef, _ list: KnowledgeID) -> Bool {
        lists[Int(list.number)].clauses.contains { tags.contains(TaggedCall(clause: $0, call: call)) }
    }

    /// The same, told from the call's own file alone: whatever its name is elsewhere, here it is written.
    func isMatchInFile(_ call: CallRef, _ summary: FileSummary, _ list: KnowledgeID) -> Bool {
        guard list != .nothing else { return false }
        return isTagged(call, list) || isMatch(program.names.intern(summary.strings[summary.calls[Int(call.call)].callee]), list)
    }

    /// Whether a list has a call, by its full name or by the method's own.
    package func isMatchByMethod(_ call: CallRef, _ list: KnowledgeID) -> Bool {
        guard !isEmpty(list) else { return false }
        if isMatch(call, list) { return true }
        guard let summary = program.summary(of: call.file), call.call < summary.calls.count else { return false }
        return isMatch(program.names.intern(summary.strings[summary.calls[Int(call.call)].method]), list)
    }

    /// Whether a list of calls has this name.
    package func isMatch(_ name: GlobalName, _ list: KnowledgeID) -> Bool {
        guard list != .nothing, name != .none else { return false }
        let key = NameKey(list: list, name: name)
        if let known = nameMatches[key] { return known }
        let isMatch = program.names.withBytes(of: name) { lists[Int(list.number)].matches(name: $0) }
        nameMatches[key] = isMatch
        return isMatch
    }

    /// Whether a list has a name that is written out.
    func isMatch(named name: String, _ list: KnowledgeID) -> Bool {
        guard list != .nothing else { return false }
        return Array(name.utf8).withUnsafeBytes { lists[Int(list.number)].matches(name: $0) }
    }
    /// Whether a list has rule objects, which the calls themselves must be looked up for.
    package func hasClauses(_ list: KnowledgeID) -> Bool { list != .nothing && !lists[Int(list.number)].clauses.isEmpty }

    /// Whether a list has nothing in it.
    package func isEmpty(_ list: KnowledgeID) -> Bool { list == .nothing || lists[Int(list.number)].isEmpty }

    /// The flow graph of a function's body; nil when its file cannot be read.
    package func flowGraph(of function: FunctionRef) -> FlowGraph? {
        if let known = graphs[function] { return known }
        guard let summary = program.summary(of: function.file), function.function < summary.functions.count else { return nil }
        let graph = FlowGraph(of: function.function, in: summary)
        graphs[function] = graph
        return graph
    }

    func body(of function: FunctionRef, _ summary: FileSummary) -> FunctionBody {
        if let known = bodies[function] { return known }
        let made = FunctionBody(function.function, in: summary)
        bodies[function] = made
        return made
    }

    func outline(of file: Int32, _ summary: FileSummary) -> FileOutline {
        if let known = outlines[file] { return known }
        let made = FileOutline(summary) { program.names.intern(summary.strings[$0]) }
        outlines[file] = made
        return made
    }

    func fileCalls(of file: Int32, _ summary: FileSummary) -> FileCalls {
        if let known = fileCalls[file] { return known }
        let made = FileCalls(file, summary)
        fileCalls[file] = made
        return made
    }

    /// Whether a function or closure defined inside of `function` mentions a local.
    func isCaptured(_ local: UInt32, outOf function: FunctionRef, _ summary: FileSummary) -> Bool { captured(outOf: function, summary).contains(local) }

    /// The locals that functions and closures defined inside of `function` mention.
    func captured(outOf function: FunctionRef, _ summary: FileSummary) -> Set<UInt32> {
        body(of: function, summary).captured(by: { outline(of: function.file, summary).functions(inside: function.function) }, in: summary)
    }

    func places(in file: Int32, _ summary: FileSummary) -> StepPlaces {
        if let known = places[file] { return known }
        let made = StepPlaces(summary)
        places[file] = made
        return made
    }

    /// The function a call stands in; nil at the top of its file.
    package func function(around call: CallRef) -> FunctionRef? {
        guard let summary = program.summary(of: call.file), call.call < summary.calls.count else { return nil }
        let function = summary.calls[Int(call.call)].function
        return function == 0 ? nil : FunctionRef(file: call.file, function: function - 1)
    }
}
