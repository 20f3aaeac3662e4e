internal import Findings
internal import Linking
internal import Rules
internal import Semantics

/// Where the value of a call goes, step by step, until somebody keeps it or nobody does.
struct UseTrace {
    enum Fate {
        case kept(String)
        case unknown(String)
        case dropped(String)
        /// A condition is made of it.
        case condition
        /// A variable holds it from this step on.
        case held(variable: UInt32, step: Int)
    }

    let call: CallRef
    let rule: AnalysisRule
    let summary: FileSummary
    let context: AnalysisContext
    /// Nil at the top of the file.
    let function: UInt32?
    /// Variables that also have what must be kept: those the candidate was given, when only a part of its value counts.
    let others: Set<UInt32>
    /// Whether what it was given, of which a part comes back, is held by something else than this function's variables.
    let isGivenFromElsewhere: Bool
    private let part: Int?
    private let inspects: Bool

    init(call: CallRef, rule: AnalysisRule, summary: FileSummary, context: AnalysisContext) {
        self.call = call
        self.rule = rule
        self.summary = summary
        self.context = context
        let record = summary.calls[Int(call.call)]
        function = record.function == 0 ? nil : record.function - 1
        part = rule.number("part")
        inspects = rule.number("inspect") == 1
        var origins = Origins(function: function, summary: summary)
        if part != nil {
            if let first = summary.arguments(of: record).first { origins.look(atTasks: first.value) }
        } else if inspects {
            for argument in summary.arguments(of: record) where argument.label == 0 { origins.look(at: argument.value) }
        }
        (others, isGivenFromElsewhere) = (origins.variables, origins.areElsewhere)
    }

    /// A call in the same function before the candidate, or in a function around it, that makes up for dropping what it gives.
    var exempting: CallRef? {
        let list = rule.calls("exempt")
        guard !context.isEmpty(list), let function else { return nil }
        // The first of the function says it for all that come later.
        if let found = first(of: list, in: function), found != call, summary.calls[Int(found.call)].step <= summary.calls[Int(call.call)].step { return found }
        var outer = summary.functions[Int(function)].outerFunction
        while outer != 0 {
            if let found = first(of: list, in: outer - 1) { return found }
            outer = summary.functions[Int(outer - 1)].outerFunction
        }
        return nil
    }

    /// A function's first call from a list.
    private func first(of list: KnowledgeID, in function: UInt32) -> CallRef? {
        let key = ReleaseKey(file: call.file, function: function, list: list)
        if let known = context.facts.firstCalls[key] { return known }
        let found = context.calls(of: FunctionRef(file: call.file, function: function)).first { context.isMatchByMethod($0, list) }
        context.facts.firstCalls[key] = .some(found)
        return found
    }

    /// Whether what the candidate was given is looked at after it.
    var isLookedAtElsewhere: Bool {
        isGivenFromElsewhere || areOthersRead(after: Int(summary.calls[Int(call.call)].step), but: nil)
    }

    /// Whether the function waits later on, with its locals alive.
    func waits(after step: Int) -> Bool {
        summary.stepRange(of: function).contains {
            guard $0 > step else { return false }
            let later = summary.steps[$0]
            if later.kind == .await { return true }
            return later.kind == .call && later.value.kind == .call
                && ["run_forever", "run_until_complete", "join"].contains(summary.lastName(of: summary.calls[Int(later.value.index)]))
        }
    }

    /// Whether a later step reads one of the other variables, or takes the finished ones out (`tasks -= done`).
    func areOthersRead(after step: Int, but held: UInt32?) -> Bool {
        let variables = held.map { others.subtracting([$0]) } ?? others
        guard !variables.isEmpty else { return false }
        return summary.stepRange(of: function).contains {
            guard $0 > step else { return false }
            let later = summary.steps[$0]
            return reads(later, variables)
                || later.kind == .bind && later.flags.contains(.isAugmented) && later.target.kind == .local && variables.contains(later.target.index)
        }
    }

    // MARK: The expression around the call

    func fate() -> Fate {
        var carriers: Set<UInt32> = [call.call]
        let range = summary.stepRange(of: function)
        // The steps that read what carries it; more of them when something else comes to carry it.
        var readers = steps(readingCall: call.call).filter { $0 >= Int(summary.calls[Int(call.call)].step) }, next = 0
        while next < readers.count {
            let at = readers[next]
            next += 1
            let step = summary.steps[at]
            if step.kind == .call {
                switch handedOn(step.value.index, carriers) {
                case .untouched: break
                case .ignored(let title): return .dropped("is given to `\(title)`, which does not keep it")
                case .kept(let why): return .kept(why)
                case .carries:
                    carriers.insert(step.value.index)
                    readers = readers[..<next] + Set(readers[next...] + steps(readingCall: step.value.index).filter { $0 > at }).sorted()
                case .holder(let variable): return .held(variable: variable, step: at)
                }
                continue
            }
            guard summary.mentions(step.value, { $0.kind == .call && carriers.contains($0.index) }) else { continue }
            let isWhole = carries(step.value, carriers)
            switch step.kind {
            case .await:
                if !inspects && part == nil { return .kept("it is awaited") }
            case .element: continue
            case .bind where isWhole:
                if let part {
                    guard isPart(part, step.value) else { continue }
                }
                guard step.target.kind == .local else { return .kept("it is bound to a name of the file") }
                if at + 1 < range.upperBound, summary.reads(summary.steps[at + 1], { $0.kind == .call && carriers.contains($0.index) }), part == nil {
                    return .kept("it is bound to several names")
                }
                return .held(variable: step.target.index, step: at)
            case .bind where part != nil: continue
            case .store where isWhole:
                if let container = localContainer(step.target) { return .held(variable: container, step: at) }
                return .kept("it is stored")
            case .drop where isWhole:
                return part == nil ? .dropped(carriers.count > 1 ? "is thrown away after a look at it" : "is thrown away") : .unknown("nobody looks at what it gives")
            case .branch where isWhole, .check where isWhole: return .condition
            case .branch, .check: return isNegation(step.value, carriers) ? .condition : .kept("it is read")
            default: return .kept("it is part of something else at line \(step.line)")
            }
        }
        return .unknown("what becomes of it is not known")
    }

    private func steps(readingCall number: UInt32) -> [Int] {
        guard let function else {
            return summary.stepRange(of: nil).filter { at in summary.reads(summary.steps[at]) { $0.kind == .call && $0.index == number } }
        }
        return context.body(of: FunctionRef(file: call.file, function: function), summary).uses(in: summary).steps(reading: .call(number)).map(Int.init)
    }

    private enum HandedOn {
        case untouched, kept(String), ignored(String), carries, holder(UInt32)
    }

    private func handedOn(_ number: UInt32, _ carriers: Set<UInt32>) -> HandedOn {
        let isIt: (SummaryValue) -> Bool = { $0.kind == .call && carriers.contains($0.index) }
        let other = summary.calls[Int(number)], ref = CallRef(file: call.file, call: number)
        if summary.mentions(other.receiver, isIt) || summary.mentions(other.called, isIt) {
            if context.isMatchByMethod(ref, rule.calls("keepers")) || !context.isMatchByMethod(ref, rule.calls("drops")) { return .kept("\(context.title(of: ref)) is called on it") }
            return .carries
        }
        for (position, argument) in summary.arguments(of: other).enumerated() where summary.mentions(argument.value, isIt) {
            if other.receiver.kind == .local, Self.adders.contains(summary.text(other.method)), isLocalContainer(other.receiver.index) {
                return .holder(other.receiver.index)
            }
            if context.isMatchByMethod(ref, rule.calls("drops")) || isDropped(argument, at: position, by: ref) { return .ignored(context.title(of: ref)) }
            return .kept("\(context.title(of: ref)) is given it")
        }
        return .untouched
    }

    /// Whether the function called never mentions the parameter it is given.
    private func isDropped(_ argument: SummaryArgument, at position: Int, by call: CallRef) -> Bool {
        guard argument.splat == 0, case .function(let callee) = context.program.target(of: call), let summary = context.program.summary(of: callee.file),
            let record = context.record(of: callee), record.stepCount > 1
        else { return false }
        let parameters = summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)]
        if parameters.contains(where: { $0.form != .plain }) || record.ownerClass != 0 { return false }
        let label = self.summary.text(argument.label)
        let index = label.isEmpty ? parameters.startIndex + position : parameters.firstIndex { summary.text($0.name) == label } ?? parameters.endIndex
        guard index < parameters.endIndex else { return false }
        let name = parameters[index].name
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && summary.variables[Int($0.index)].name == name }
        let bodies = [callee.function] + summary.functions.indices.map(UInt32.init).filter { summary.isNested($0, in: callee.function) }
        return !bodies.contains { body in summary.steps[summary.stepRange(of: body)].contains { summary.reads($0, isIt) } }
    }

    /// Whether a value is what a carrier gave, or something that has it as its own.
    private func carries(_ value: SummaryValue, _ carriers: Set<UInt32>) -> Bool {
        var open = [value]
        while let next = open.popLast() {
            if next.kind == .call, carriers.contains(next.index) { return true }
            guard let expression = summary.expression(next) else { continue }
            switch expression.kind {
            case .collection, .pair, .star, .choice, .conditional, .attempted: open += summary.operands(of: next)
            case .comprehension: open += summary.operands(of: next).prefix(1)
            case .awaited where inspects || part != nil: open += summary.operands(of: next)
            case .part where part != nil: open += summary.operands(of: next)
            default: break
            }
        }
        return false
    }

    private func isPart(_ part: Int, _ value: SummaryValue) -> Bool {
        guard let expression = summary.expression(value) else { return false }
        return expression.kind == .part && Int(expression.number) == part
    }

    private func isNegation(_ value: SummaryValue, _ carriers: Set<UInt32>) -> Bool {
        guard let expression = summary.expression(value), expression.kind == .unary else { return false }
        return summary.operands(of: value).contains { carries($0, carriers) }
    }

    // MARK: Variables

    /// Whether a step reads one of the variables, other than to put something into it or take something out.
    func reads(_ step: SummaryStep, _ variables: Set<UInt32>) -> Bool {
        let isIt: (SummaryValue) -> Bool = { $0.kind == .local && variables.contains($0.index) }
        if step.kind == .call, step.value.kind == .call {
            let other = summary.calls[Int(step.value.index)]
            if isIt(other.receiver), Self.adders.contains(summary.text(other.method)) || Self.removers.contains(summary.text(other.method)) {
                return summary.arguments(of: other).contains { summary.mentions($0.value, isIt) }
            }
            if isIt(other.receiver), context.isMatchByMethod(CallRef(file: call.file, call: step.value.index), rule.calls("drops")) { return false }
        }
        if step.kind == .store, let container = localContainer(step.target), variables.contains(container) { return summary.mentions(step.value, isIt) }
        if step.kind == .await || step.kind == .drop, case .call = step.value.kind { return false }
        return summary.reads(step, isIt)
    }

    static let adders: Set<String> = ["append", "add", "insert", "extend", "appendleft", "update", "setdefault"]
    private static let removers: Set<String> = ["discard", "remove", "clear"]

    /// The local container whose element is stored into.
    private func localContainer(_ target: SummaryValue) -> UInt32? {
        guard let expression = summary.expression(target), expression.kind == .element, let base = summary.operands(of: target).first, base.kind == .local,
            isLocalContainer(base.index)
        else { return nil }
        return base.index
    }

    /// Whether a variable only ever holds containers made in this function.
    private func isLocalContainer(_ variable: UInt32) -> Bool {
        guard summary.isLocal(variable, to: function), !summary.variables[Int(variable)].flags.contains(.isParameter) else { return false }
        var isBound = false
        for step in summary.steps[summary.stepRange(of: function)] where step.kind == .bind && step.target.kind == .local && step.target.index == variable {
            guard isContainer(step.value) else { return false }
            isBound = true
        }
        return isBound
    }

    private func isContainer(_ value: SummaryValue) -> Bool {
        switch value.kind {
        case .collection, .comprehension: return true
        case .expression:
            let kind = summary.expression(value)?.kind
            return kind == .collection || kind == .comprehension
        case .call:
            return ["list", "set", "dict", "collections.deque", "collections.defaultdict", "weakref.WeakSet"].contains(
                summary.text(summary.calls[Int(value.index)].callee))
        default: return false
        }
    }
}
