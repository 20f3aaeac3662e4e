internal import Findings
internal import Linking
internal import Semantics

/// Works out what becomes of one thing that must be completed: in the function it is made in or given to, in the closures that know it, and in
/// the functions of the project it is handed to.
struct CompletionReader {
    let thing: Completable
    let rule: CompletionRule
    let context: AnalysisContext
    /// How many calls further down are still looked at.
    let depth: Int
    /// Where it is made in the root; nil when it is there from the beginning.
    let start: Int?
    /// How a body is run: the errors that leave it are part of it, are seen by whoever runs it, or it may be run again or never.
    enum Manner: Hashable { case once, tried, callback }
    private struct Key: Hashable {
        var body: UInt32
        var manner: Manner
    }
    private var courses: [Key: CompletionCourse] = [:]
    private var effects: [UInt32: [Int: Completions]] = [:]
    /// What went wrong within what a step runs.
    private var inside: [Int: CompletionCourse] = [:]
    /// Closures given to somebody of whom no more is known: where.
    private var handed: [(closure: UInt32, body: UInt32, step: Int, mayRepeat: Bool)] = []
    private var nesting = 0
    /// Whether somebody else has it, of whom no more is known.
    private var isAway = false
    /// Whether anything that was looked at completes it, if only at times.
    private var isCompleted: Bool { effects.values.contains { $0.values.contains { !$0.isDisjoint(with: [.once, .more]) } } }

    init(_ thing: Completable, start: Int?, rule: CompletionRule, context: AnalysisContext, depth: Int) {
        self.thing = thing
        self.start = start
        self.rule = rule
        self.context = context
        self.depth = depth
    }

    private var summary: FileSummary { thing.summary }

    /// What the root comes to, closures it hands out included.
    mutating func read() -> CompletionCourse {
        var course = course(of: thing.root, .once)
        var next = 0
        while next < handed.count {
            let (closure, _, _, mayRepeat) = handed[next]
            next += 1
            let own = self.course(of: closure, .callback)
            if course.repeated == nil { course.repeated = own.repeated }
            if course.missed == nil, !mayRepeat, own.missed != nil, own.ends.contains(.once), isAlone(closure) { course.missed = own.missed }
        }
        return course
    }

    /// Whether nothing completes it, ever: neither the root nor a closure, nor anybody it is handed to.
    mutating func isAbandoned() -> Bool {
        _ = read()
        return !isAway && !isCompleted
    }

    /// Whether nobody but a closure that was handed out can complete it on the ways on which the closure is handed out.
    private func isAlone(_ closure: UInt32) -> Bool {
        guard let place = handed.first(where: { $0.closure == closure }), handed.filter({ $0.closure == closure }).count == 1 else { return false }
        var body = place.body, step = place.step
        while true {
            guard let graph = context.flowGraph(of: FunctionRef(file: thing.file, function: body)) else { return false }
            let ways = CompletionWays(graph: graph, effects: [:], start: nil, exits: [])
            for (at, effect) in effects[body] ?? [:] where effect != .never {
                if at == step {
                    if handed.filter({ $0.body == body && $0.step == at }).count > 1 { return false }
                } else if ways.way(from: at, to: step) != nil || ways.way(from: step, to: at) != nil {
                    return false
                }
            }
            if body == thing.root { return true }
            // Who runs the body around it?
            guard let outer = handed.first(where: { $0.closure == body }) else { return true }
            (body, step) = (outer.body, outer.step)
        }
    }

    // MARK: One body

    private mutating func course(of body: UInt32, _ manner: Manner) -> CompletionCourse {
        let key = Key(body: body, manner: manner)
        if let known = courses[key] { return known }
        courses[key] = CompletionCourse()
        guard nesting < 32, let graph = context.flowGraph(of: FunctionRef(file: thing.file, function: body)) else { return CompletionCourse() }
        nesting += 1
        defer { nesting -= 1 }
        let range = summary.stepRange(of: body), arms = Arms(range, summary)
        var table: [Int: Completions] = [:]
        for at in range {
            guard var effect = effect(of: at, in: body) else { continue }
            if summary.steps[at].kind == .call, let arm = arms.arm(of: summary.steps[at].value.index) {
                if arm == .second { continue }
                if arm == .alone { effect = .away }
            }
            table[at] = effect
        }
        effects[body] = table
        let ways = CompletionWays(
            graph: graph, effects: table, start: body == thing.root ? start : nil,
            exits: manner == .once ? [FlowGraph.returned, FlowGraph.raised] : [FlowGraph.returned],
            quiet: Set(range.filter { isPartOfAnother($0, range) }))
        let doubts = CompletionDoubts(body: body, manner: manner, ways: ways, thing: thing, context: context, phases: rule.phases)
        var result = CompletionCourse(), excused: Set<FlowGraph.Edge> = []
        while let way = ways.wayWithout(excused: excused) {
            // So many doubts that nothing is known.
            guard excused.count < Self.mostDoubts else { return CompletionCourse() }
            let deciding = ways.deciding(on: way)
            if let deciding, let edge = graph.edges(from: way[deciding]).first(where: { $0.to == way[deciding + 1] && !excused.contains($0) }),
                doubts.isDoubtful(deciding, on: way)
            {
                excused.insert(edge)
                continue
            }
            result.missed = missed(on: way, deciding, ways)
            break
        }
        result.ends = ways.ends(excused: excused)
        if rule.isOnce { result.repeated = repeated(ways, doubts) ?? inner(range) { $0.repeated } }
        courses[key] = result
        return result
    }

    /// Whether a `try` covers a call only because it covers another that is made of it: the last of a chain is the one that throws.
    private func isPartOfAnother(_ at: Int, _ range: Range<Int>) -> Bool {
        guard summary.steps[at].kind == .call, case let number = summary.steps[at].value.index, summary.calls[Int(number)].flags.contains(.isTried) else { return false }
        return range.clamped(to: at + 1..<at + 32).contains { later in
            guard summary.steps[later].kind == .call, summary.calls[Int(summary.steps[later].value.index)].flags.contains(.isTried) else { return false }
            return summary.reads(summary.steps[later]) { $0.kind == .call && $0.index == number }
        }
    }

    private func inner(_ range: Range<Int>, _ fault: (CompletionCourse) -> CompletionFault?) -> CompletionFault? {
        for at in range { if let found = inside[at].flatMap(fault) { return found } }
        return nil
    }

    private func missed(on way: [FlowGraph.BlockID], _ deciding: Int?, _ ways: CompletionWays) -> CompletionFault {
        let graph = ways.graph
        for block in way {
            for at in graph.blocks[Int(block)].steps where at > (start ?? -1) || block != way.first {
                if ways.effects[at]?.contains(.never) ?? false, let fault = inside[at]?.missed { return fault }
            }
        }
        let last = way.dropLast().last { graph.blocks[Int($0)].count > 0 }.flatMap { graph.blocks[Int($0)].steps.last }
        // The head of a loop is a block without steps.
        let decided = deciding.flatMap { way[...$0].last { graph.blocks[Int($0)].count > 0 } }.flatMap { graph.blocks[Int($0)].steps.last }
        if let decided, let deciding, graph.edges(from: way[deciding]).contains(where: { $0.to == way[deciding + 1] && $0.kind == .exception }) {
            let line = Int(summary.steps[decided].line)
            let isSeen = way[...deciding].contains { graph.blocks[Int($0)].steps.contains { $0 > (start ?? -1) && summary.reads(summary.steps[$0], thing.isIt) } }
            return CompletionFault(file: thing.file, line: line, how: "never completed when line \(line) throws", isUnseen: start != nil && !isSeen)
        }
        if let last, [.return, .raise, .break, .continue].contains(summary.steps[last].kind), deciding != nil {
            let line = Int(summary.steps[last].line)
            return CompletionFault(file: thing.file, line: line, how: "never completed on the way that ends at line \(line)")
        }
        guard let decided else { return CompletionFault(file: thing.file, line: 0, how: "never completed") }
        let line = Int(summary.steps[decided].line)
        return CompletionFault(
            file: thing.file, line: line, how: "never completed on a way past line \(line)", isEmptyLoop: summary.steps[decided].kind == .loop)
    }

    private static let mostDoubts = 256

    // MARK: Twice

    private static let mostCompletions = 24

    private func repeated(_ ways: CompletionWays, _ doubts: CompletionDoubts) -> CompletionFault? {
        let steps = ways.effects.keys.sorted().filter { ways.effects[$0]?.isCertain ?? false }.prefix(Self.mostCompletions)
        for first in steps {
            for second in steps {
                guard let way = ways.way(from: first, to: second), !doubts.areApart(first, second, way) else { continue }
                let lines = (Int(summary.steps[first].line), Int(summary.steps[second].line))
                let how = first == second ? "completed again in each turn of the loop around line \(lines.0)" : "completed twice: at line \(lines.0), and again at line \(lines.1)"
                return CompletionFault(file: thing.file, line: lines.1, how: how)
            }
        }
        return nil
    }

    // MARK: One step

    /// What a step does to it; nil for nothing.
    private mutating func effect(of at: Int, in body: UInt32) -> Completions? {
        let step = summary.steps[at]
        switch step.kind {
        case .call: return step.value.kind == .call ? effect(ofCall: step.value.index, at, in: body) : nil
        case .bind:
            if thing.isIt(step.value), step.target.kind == .local, thing.variables.contains(step.target.index), !thing.isGiven(step.target.index) { return nil }
            if let function = thing.function(step.value), thing.knowing.contains(function), step.target.kind == .local { return nil }
        case .store: break
        case .return, .yield, .raise, .element, .await: break
        default: return nil
        }
        var result: Completions?
        if thing.isMentioned(in: step.value) {
            result = .away
            isAway = true
        }
        for closure in thing.closures(in: step.value) {
            hand(closure, body, at, mayRepeat: true)
            result = .away
        }
        return result
    }

    private mutating func effect(ofCall number: UInt32, _ at: Int, in body: UInt32) -> Completions? {
        let call = summary.calls[Int(number)], ref = CallRef(file: thing.file, call: number)
        var result: Completions?
        func add(_ effect: Completions) { result = result?.then(effect) ?? effect }
        if thing.isIt(call.receiver) {
            if isMatch(ref, rule.completes) {
                add(.once)
            } else if !isMatch(ref, rule.views) {
                add(.away)
                isAway = true
            }
        } else if thing.isIt(call.called) {
            add(.once)
        } else if let function = thing.function(call.called), thing.knowing.contains(function) {
            // It may be called from elsewhere, too.
            add(run(function, at, as: .callback))
        } else if thing.isMentioned(in: call.receiver) || thing.isMentioned(in: call.called) {
            add(.away)
            isAway = true
        }
        for (position, argument) in summary.arguments(of: call).enumerated() {
            if thing.isIt(argument.value) {
                let given = given(to: ref, at: position, argument, step: at)
                add(given ?? .away)
                if given?.contains(.away) ?? true { isAway = true }
                continue
            }
            if thing.isMentioned(in: argument.value) {
                add(.away)
                isAway = true
            }
            for closure in thing.closures(in: argument.value) { add(give(closure, to: ref, position, argument, at, in: body)) }
        }
        return result
    }

    private func isMatch(_ call: CallRef, _ list: KnowledgeID) -> Bool { CompletionRule.isMatch(call, list, summary, context) }

    private mutating func hand(_ closure: UInt32, _ body: UInt32, _ step: Int, mayRepeat: Bool) {
        if !handed.contains(where: { $0.closure == closure && $0.step == step }) { handed.append((closure, body, step, mayRepeat)) }
    }

    /// A closure that is run here.
    private mutating func run(_ closure: UInt32, _ step: Int, as manner: Manner) -> Completions {
        let course = course(of: closure, manner)
        if inside[step] == nil { inside[step] = course }
        return course.ends.isEmpty ? .away : course.ends
    }

    private mutating func give(
        _ closure: UInt32, to call: CallRef, _ position: Int, _ argument: SummaryArgument, _ at: Int, in body: UInt32
    ) -> Completions {
        let manner = summary.calls[Int(call.call)].flags.contains(.isTried) ? Manner.tried : .once
        if isMatch(call, rule.starts) { return run(closure, at, as: manner) }
        if isMatch(call, rule.runs) { return told(run(closure, at, as: manner), by: call) }
        if thing.function(argument.value) == closure, let uses = course(ofArgument: argument, position, of: call), !uses.ends.contains(.away), !uses.ends.isEmpty {
            let own = run(closure, at, as: manner)
            if let fault = uses.missed, own.isCertain { inside[at] = CompletionCourse(ends: own, missed: through(call, fault)) }
            if let fault = uses.repeated, own.isCertain {
                let passed = through(call, fault)
                inside[at]?.repeated = passed
            }
            var result: Completions = []
            if uses.ends.contains(.never) { result.insert(.never) }
            if uses.ends.contains(.once) { result.formUnion(own) }
            if uses.ends.contains(.more) { result.formUnion(own.then(own)) }
            return told(result, by: call)
        }
        hand(closure, body, at, mayRepeat: isMatch(call, rule.repeats))
        return .away
    }

    // MARK: Functions of the project

    /// It is an argument of a call; nil when what is called cannot be followed.
    private mutating func given(to call: CallRef, at position: Int, _ argument: SummaryArgument, step: Int) -> Completions? {
        guard let course = course(ofArgument: argument, position, of: call) else { return nil }
        inside[step] = CompletionCourse(ends: course.ends, missed: course.missed.map { through(call, $0) }, repeated: course.repeated.map { through(call, $0) })
        return told(course.ends, by: call)
    }

    /// Where some ways complete it or take it and others do not, a result that is used may say which it was.
    private func told(_ ends: Completions, by call: CallRef) -> Completions {
        guard ends.contains(.never), ends != .never, summary.calls[Int(call.call)].flags.contains(.isResultUsed) else { return ends }
        if let callee = context.callee(of: call), let record = context.record(of: callee), record.returnType == 0, record.name != 0 { return ends }
        return ends.subtracting(.never).union(.away)
    }

    private func through(_ call: CallRef, _ fault: CompletionFault) -> CompletionFault {
        var fault = fault
        if fault.file != thing.file || fault.flow.isEmpty, let place = context.program.location(of: call) {
            fault.flow.insert(FlowStep(location: place, message: "given to `\(context.title(of: call))`"), at: 0)
        }
        return fault
    }

    private func course(ofArgument argument: SummaryArgument, _ position: Int, of call: CallRef) -> CompletionCourse? {
        guard depth > 0, let place = context.parameter(for: argument, at: position, of: call, in: summary), let home = context.program.summary(of: place.function.file),
            case let (callee, parameter) = place, case let record = home.functions[Int(callee.function)], record.stepCount > 0
        else { return nil }
        let key = CompletionKey(rule: rule.completes, function: callee, parameter: parameter, depth: depth)
        if let known = context.facts.completions[key] { return known }
        let name = home.parameters[Int(record.firstParameter) + parameter].name
        let variable = home.variables.indices.first {
            home.variables[$0].scope == record.scope && home.variables[$0].name == name && home.variables[$0].flags.contains(.isParameter)
        }
        guard let variable else { return nil }
        let rule = rule, context = context
        let inner = Completable(file: callee.file, summary: home, root: callee.function, variable: UInt32(variable)) {
            CompletionRule.isMatch($0, rule.views, home, context)
        }
        var course = CompletionCourse()
        if !inner.isBox(UInt32(variable)) {
            var reader = CompletionReader(inner, start: nil, rule: rule, context: context, depth: depth - 1)
            course = reader.read()
        }
        for fault in [\CompletionCourse.missed, \.repeated] where course[keyPath: fault] != nil {
            let line = course[keyPath: fault]?.line ?? 0
            if let place = context.program.location(of: callee), let how = course[keyPath: fault]?.how {
                course[keyPath: fault]?.flow.append(FlowStep(location: place.onLine(line), message: how))
            }
        }
        context.facts.completions[key] = course
        return course
    }
}

extension Location {
    /// The same file, at another line.
    fileprivate func onLine(_ line: Int) -> Location {
        guard line > 0 else { return self }
        let start = Position(line: line, column: 1)
        return Location(path: path, bytes: bytes, start: start, end: start)
    }
}
