internal import Linking
internal import Rules
internal import Semantics

/// The project's functions that do the work a call is given: callables and coroutines among its arguments, through tasks made of them and
/// lists they are put into.
struct WorkGiven {
    private(set) var functions: [FunctionRef] = []
    /// Whether nothing else is given.
    private(set) var isComplete = true
    private let file: Int32
    private let function: UInt32?
    private let summary: FileSummary
    private let program: Program
    private var followed: Set<UInt32> = []

    /// - Parameter all: whether every positional argument is work (`gather`), or the first that is known to be.
    init(_ call: CallRef, all: Bool, in summary: FileSummary, _ program: Program) {
        file = call.file
        let record = summary.calls[Int(call.call)]
        function = record.function == 0 ? nil : record.function - 1
        self.summary = summary
        self.program = program
        for argument in summary.arguments(of: record) where argument.label == 0 {
            if all {
                look(argument.value)
                continue
            }
            isComplete = true
            look(argument.value)
            if isComplete, !functions.isEmpty { return }
            functions = []
        }
    }

    private mutating func look(_ value: SummaryValue, depth: Int = 8) {
        guard depth > 0 else { return isComplete = false }
        if value.kind != .call, let known = program.function(for: value, in: file) { return functions.append(known) }
        switch value.kind {
        case .call: look(atCall: value, depth: depth)
        case .local: look(atLocal: value.index, depth: depth)
        case .expression:
            let operands = summary.operands(of: value)
            switch summary.expression(value)?.kind {
            case .comprehension: for operand in operands.prefix(1) { look(operand, depth: depth - 1) }
            case .star, .collection, .choice: for operand in operands { look(operand, depth: depth - 1) }
            case .conditional: for operand in operands.dropFirst() { look(operand, depth: depth - 1) }
            default: isComplete = false
            }
        default: isComplete = false
        }
    }

    private mutating func look(atCall value: SummaryValue, depth: Int) {
        let call = summary.calls[Int(value.index)], arguments = summary.arguments(of: call)
        if case .function(let callee) = program.target(of: CallRef(file: file, call: value.index)) {
            guard let home = program.summary(of: callee.file) else { return isComplete = false }
            if home.functions[Int(callee.function)].flags.contains(.isAsync) { return functions.append(callee) }
            return look(atWrapped: value) ? () : look(atResultOf: callee, home)
        }
        switch summary.lastName(of: call) {
        case "create_task", "ensure_future", "shield", "wait_for", "list", "tuple", "set", "map":
            guard let first = arguments.first else { return isComplete = false }
            look(first.value, depth: depth - 1)
        default: isComplete = false
        }
    }

    /// The one function of the project among the arguments of a plain function, which is wrapped around it: `with_context(self._publish)`.
    private mutating func look(atWrapped value: SummaryValue) -> Bool {
        let given = summary.arguments(of: summary.calls[Int(value.index)]).compactMap { $0.value.kind == .call ? nil : program.function(for: $0.value, in: file) }
        guard given.count == 1 else { return false }
        functions.append(given[0])
        return true
    }

    /// The closures a function makes and returns.
    private mutating func look(atResultOf callee: FunctionRef, _ home: FileSummary) {
        var isEmpty = true
        for step in home.steps[home.stepRange(of: callee.function)] where step.kind == .return {
            isEmpty = false
            guard let made = program.function(for: step.value, in: callee.file), made.file == callee.file, home.isNested(made.function, in: callee.function) else {
                return isComplete = false
            }
            functions.append(made)
        }
        if isEmpty { isComplete = false }
    }

    /// What a local of the function is bound to, and what is put into it.
    private mutating func look(atLocal variable: UInt32, depth: Int) {
        guard followed.insert(variable).inserted else { return }
        guard summary.isLocal(variable, to: function), !summary.variables[Int(variable)].flags.contains(.isParameter) else { return isComplete = false }
        for step in summary.steps[summary.stepRange(of: function)] {
            switch step.kind {
            case .bind where step.target.kind == .local && step.target.index == variable: look(step.value, depth: depth - 1)
            case .call where step.value.kind == .call:
                let call = summary.calls[Int(step.value.index)]
                guard call.receiver.kind == .local, call.receiver.index == variable, UseTrace.adders.contains(summary.text(call.method)) else { continue }
                for argument in summary.arguments(of: call) { look(argument.value, depth: depth - 1) }
            default: continue
            }
        }
    }
}
