internal import Findings
internal import Linking
internal import Semantics

/// What a function, or a step of one, waits for: what is known at once, and the project's functions of which it remains to be asked.
struct Waits {
    private(set) var own = Suspension.never
    private(set) var functions: [FunctionRef] = []
    private var isAdded: Set<FunctionRef> = []
    private let summary: FileSummary
    private let file: Int32
    private let function: UInt32?
    private let immediate: KnowledgeID
    private let context: AnalysisContext

    init(in summary: FileSummary, _ file: Int32, _ function: UInt32?, _ immediate: KnowledgeID, _ context: AnalysisContext) {
        self.summary = summary
        self.file = file
        self.function = function
        self.immediate = immediate
        self.context = context
    }

    /// All that an awaited call of a function waits for.
    init(of function: FunctionRef, _ immediate: KnowledgeID, in context: AnalysisContext) {
        guard let summary = context.program.summary(of: function.file), function.function < summary.functions.count else {
            self.init(in: FileSummary(language: .python), function.file, nil, immediate, context)
            own = .unknown
            return
        }
        self.init(in: summary, function.file, function.function, immediate, context)
        let record = summary.functions[Int(function.function)], steps = summary.steps[summary.stepRange(of: function.function)]
        if summary.language == .python, isReplaced(function) || summary.isLeftToOthers(function.function) { add(.unknown) }
        if record.flags.contains(.isAsync) {
            for step in steps where own < .suspends && Self.isWait(step) { look(at: step) }
        } else if summary.language == .python {
            // What it returns is awaited.
            if record.flags.contains(.isGenerator) || !steps.contains(where: { $0.kind == .return }) { add(.unknown) }
            for step in steps where own < .suspends && step.kind == .return { look(at: step.value) }
        }
        if own == .suspends { functions = [] }
    }

    static func isWait(_ step: SummaryStep) -> Bool {
        switch step.kind {
        case .await: true
        case .loop, .with: step.flags.contains(.isAsync)
        default: false
        }
    }

    /// Whether a decorator may have put something else in a function's place.
    private func isReplaced(_ function: FunctionRef) -> Bool {
        context.decorators(of: function).contains { !Self.transparent.contains(context.program.names.text($0)) }
    }

    /// Decorators of the language itself that leave alone what a function awaits.
    private static let transparent: Set<String> = [
        "staticmethod", "classmethod", "property", "typing.override", "typing.final", "typing_extensions.override", "functools.wraps",
        "contextlib.asynccontextmanager",
    ]

    private mutating func add(_ suspension: Suspension) { own = max(own, suspension) }

    private mutating func add(_ function: FunctionRef) { if isAdded.insert(function).inserted { functions.append(function) } }

    // MARK: Steps

    mutating func look(at step: SummaryStep) {
        switch step.kind {
        case .loop: look(atIterated: step.value)
        case .with: look(atEntered: step.value)
        default: look(at: step.value)
        }
    }

    /// A value that is awaited.
    private mutating func look(at value: SummaryValue, depth: Int = 8) {
        guard depth > 0 else { return add(.unknown) }
        if summary.language == .swift { return look(atSwift: value) }
        switch value.kind {
        case .call: look(atCall: CallRef(file: file, call: value.index))
        case .local:
            let bound = summary.isLocal(value.index, to: function) ? values(of: value.index) : []
            if bound.isEmpty { add(.unknown) }
            for value in bound { look(at: value, depth: depth - 1) }
        case .expression:
            let operands = summary.operands(of: value)
            switch summary.expression(value)?.kind {
            case .choice: for operand in operands { look(at: operand, depth: depth - 1) }
            case .conditional: for operand in operands.dropFirst() { look(at: operand, depth: depth - 1) }
            default: add(.unknown)
            }
        default: add(.unknown)
        }
    }

    /// What a local of the function is bound to; nothing for a parameter.
    private func values(of variable: UInt32) -> [SummaryValue] {
        guard !summary.variables[Int(variable)].flags.contains(.isParameter) else { return [] }
        guard let function else {
            return summary.steps[summary.stepRange(of: nil)].filter { $0.kind == .bind && $0.target.kind == .local && $0.target.index == variable }.map(\.value)
        }
        return context.body(of: FunctionRef(file: file, function: function), summary).uses(in: summary).binds(of: variable).map { summary.steps[Int($0)].value }
    }

    private mutating func look(atCall call: CallRef) {
        if context.isMatch(call, immediate) { return }
        switch context.program.target(of: call) {
        case .function(let callee):
            let flags = context.record(of: callee)?.flags ?? []
            if flags.contains(.isGenerator) { add(.unknown) } else { add(callee) }
        case .external: add(.suspends)
        case .type, .unknown: add(.unknown)
        }
    }

    // MARK: async with, async for

    private mutating func look(atEntered value: SummaryValue) {
        if let generator = generator(madeBy: value) { return add(generator) }
        look(atMethods: ["__aenter__", "__aexit__"], of: value)
    }

    private mutating func look(atIterated value: SummaryValue) {
        if let generator = generator(madeBy: value) { return add(generator) }
        if summary.language == .swift { return add(context.program.type(of: value, in: file).isOfProject ? .unknown : .suspends) }
        if case .type(let type) = context.program.type(of: value, in: file), let begin = member("__aiter__", of: type),
            let record = context.record(of: begin), record.flags.isSuperset(of: [.isAsync, .isGenerator])
        {
            return add(begin)
        }
        look(atMethods: ["__anext__"], of: value)
    }

    /// The async generator function that a call runs.
    private func generator(madeBy value: SummaryValue) -> FunctionRef? {
        guard value.kind == .call, case .function(let callee) = context.program.target(of: CallRef(file: file, call: value.index)),
            let record = context.record(of: callee), record.flags.isSuperset(of: [.isAsync, .isGenerator])
        else { return nil }
        return callee
    }

    private mutating func look(atMethods names: [String], of value: SummaryValue) {
        if value.kind == .call, context.isMatch(CallRef(file: file, call: value.index), immediate) { return }
        switch context.program.type(of: value, in: file) {
        case .type(let type):
            for name in names { if let method = member(name, of: type) { add(method) } else { add(.unknown) } }
        case .external: add(.suspends)
        case .unknown:
            if value.kind == .call, case .external = context.program.target(of: CallRef(file: file, call: value.index)) { return add(.suspends) }
            add(.unknown)
        }
    }

    private func member(_ name: String, of type: ClassRef) -> FunctionRef? { context.program.member(context.program.names.intern(name), of: type) }

    // MARK: Swift

    /// An `await` covers all calls in its expression; one of them, or a property of an actor, is what it is for.
    private mutating func look(atSwift value: SummaryValue) {
        var open = [value], calls: [CallRef] = [], budget = 200
        while let next = open.popLast(), budget > 0 {
            budget -= 1
            open += summary.operands(of: next)
            guard next.kind == .call, next.index < summary.calls.count else { continue }
            calls.append(CallRef(file: file, call: next.index))
            let call = summary.calls[Int(next.index)]
            open += [call.receiver, call.called] + summary.arguments(of: call).map(\.value)
        }
        let isolation = Isolation(of: function, in: file, context)
        var isExplained = false, other = Suspension.never
        for call in calls where !context.isMatch(call, immediate) {
            switch context.program.target(of: call) {
            case .function(let callee), .type(_, .some(let callee)):
                let isAsync = context.record(of: callee)?.flags.contains(.isAsync) == true
                let hop = isolation.hop(to: Isolation(of: callee.function, in: callee.file, context), by: summary.calls[Int(call.call)], isAsync: isAsync)
                add(hop)
                if isAsync { add(callee) }
                if isAsync || hop != .never { isExplained = true }
            case .external: other = .suspends
            case .type, .unknown: other = max(other, .unknown)
            }
        }
        if !isExplained { add(max(other, calls.isEmpty ? suspension(ofRead: value) : .unknown)) }
    }

    /// Of what no call gives: a property of an actor, of a task, or what `async let` bound.
    private func suspension(ofRead value: SummaryValue) -> Suspension {
        if value.kind == .local {
            let isStarted = summary.steps[summary.stepRange(of: function)].contains { $0.kind == .bind && $0.flags.contains(.isAsync) && $0.target.index == value.index }
            return isStarted ? .suspends : .unknown
        }
        guard summary.expression(value)?.kind == .attribute, let base = summary.operands(of: value).first else { return .unknown }
        switch context.program.type(of: base, in: file) {
        case .type(let type): return Isolation.isActor(type, context) ? .suspends : .unknown
        case .external: return .suspends
        case .unknown: return .unknown
        }
    }
}

extension TypeEntity {
    fileprivate var isOfProject: Bool { if case .type = self { true } else { false } }
}
