internal import CSyntax
internal import Findings
internal import Syntax

/// Where steps, expressions and their operands are collected while a file is walked: pools that keep their memory from file to file.
struct FlowWriter: ~Copyable {
    private(set) var steps = Pool<SummaryStep>(capacity: 1 << 10)
    private var expressions = Pool<SummaryExpression>(capacity: 1 << 9)
    private var operands = Pool<SummaryValue>(capacity: 1 << 10)
    private var arguments = Pool<SummaryArgument>(capacity: 1 << 9)
    private var variables = Pool<SummaryVariable>(capacity: 1 << 8)
    /// Operands and arguments of what is being read: nested expressions come first, so theirs cannot go to their place at once.
    private var waiting = Pool<SummaryArgument>(capacity: 64)
    /// What a mention of each symbol is: its variable or the thing it names; `unasked` where nobody asked yet.
    private var leaves = Pool<SummaryValue>(capacity: 1 << 8)
    private static let unasked: UInt32 = .max
    /// The variable of each symbol plus one, 0 where there is none yet.
    private var variableOfSymbol = Pool<UInt32>(capacity: 1 << 8)
    /// How deep the walk is: statements and expressions, each beyond its limit is left out.
    var statementDepth = 0, expressionDepth = 0

    static let statementLimit = 400, expressionLimit = 200

    mutating func begin(symbols: Int) {
        steps.removeAll()
        expressions.removeAll()
        operands.removeAll()
        arguments.removeAll()
        variables.removeAll()
        waiting.removeAll()
        leaves.removeAll()
        variableOfSymbol.removeAll()
        for _ in 0..<symbols {
            var leaf = SummaryValue()
            leaf.kindWord = Self.unasked
            leaves.append(leaf)
            variableOfSymbol.append(0)
        }
        statementDepth = 0
        expressionDepth = 0
    }

    /// Copies what was collected into a summary.
    func finish(_ summary: inout FileSummary) {
        summary.steps = Array(UnsafeBufferPointer(start: steps.base, count: steps.count))
        summary.expressions = Array(UnsafeBufferPointer(start: expressions.base, count: expressions.count))
        summary.operands = Array(UnsafeBufferPointer(start: operands.base, count: operands.count))
        summary.arguments = Array(UnsafeBufferPointer(start: arguments.base, count: arguments.count))
        summary.variables = Array(UnsafeBufferPointer(start: variables.base, count: variables.count))
    }

    // MARK: Expressions

    /// Where the operands of the expression (or arguments of the call) that begins now will lie; for `expression` and `arguments`.
    var mark: Int { waiting.count }

    mutating func push(_ operand: SummaryValue) { waiting.append(SummaryArgument(value: operand)) }
    mutating func push(_ argument: SummaryArgument) { waiting.append(argument) }

    /// The operand pushed at `at` and not taken yet.
    func pushed(_ at: Int) -> SummaryValue { waiting[at].value }
    /// Forgets the operands pushed since `mark`.
    mutating func drop(to mark: Int) { waiting.truncate(to: mark) }

    /// Moves the operand pushed last to the front of those pushed since `mark`.
    mutating func rotate(from mark: Int) {
        let last = waiting[waiting.count - 1]
        var at = waiting.count - 1
        while at > mark {
            waiting[at] = waiting[at - 1]
            at -= 1
        }
        waiting[mark] = last
    }

    /// The only operand pushed since `mark`, taken; nil, taking nothing, when there is not exactly one.
    mutating func only(from mark: Int) -> SummaryValue? {
        guard waiting.count == mark + 1 else { return nil }
        defer { waiting.truncate(to: mark) }
        return waiting[mark].value
    }

    /// Makes an expression of all operands pushed since `mark`.
    mutating func expression(
        _ kind: SummaryExpression.Kind, from mark: Int, string: StringID = 0, type: StringID = 0, number: UInt32 = 0
    ) -> SummaryValue {
        var record = SummaryExpression()
        record.kindWord = kind.rawValue
        record.string = string
        record.type = type
        record.number = number
        record.first = UInt32(operands.count)
        record.count = UInt32(waiting.count - mark)
        for at in mark..<waiting.count { operands.append(waiting[at].value) }
        waiting.truncate(to: mark)
        return SummaryValue(.expression, index: UInt32(expressions.append(record)))
    }

    /// Makes an expression of one operand.
    mutating func expression(
        _ kind: SummaryExpression.Kind, _ operand: SummaryValue, string: StringID = 0, type: StringID = 0, number: UInt32 = 0
    ) -> SummaryValue {
        let mark = mark
        push(operand)
        return expression(kind, from: mark, string: string, type: type, number: number)
    }

    /// Puts all arguments pushed since `mark` to their place; the number of the first and their count.
    mutating func arguments(from mark: Int) -> (first: UInt32, count: UInt32) {
        let first = arguments.count
        for at in mark..<waiting.count { arguments.append(waiting[at]) }
        waiting.truncate(to: mark)
        return (UInt32(first), UInt32(arguments.count - first))
    }

    // MARK: Variables

    /// What a mention of a symbol of the model is, once `remember` was told.
    func leaf(ofSymbol symbol: Int) -> SummaryValue? {
        guard symbol < leaves.count, leaves[symbol].kindWord != Self.unasked else { return nil }
        return leaves[symbol]
    }

    mutating func remember(_ leaf: SummaryValue, ofSymbol symbol: Int) {
        if symbol < leaves.count { leaves[symbol] = leaf }
    }

    /// The variable of a symbol of the model, if it has one already.
    func variable(ofSymbol symbol: Int) -> SummaryValue? {
        guard symbol < variableOfSymbol.count, variableOfSymbol[symbol] != 0 else { return nil }
        let number = variableOfSymbol[symbol] - 1
        return SummaryValue(.local, string: variables[Int(number)].name, index: number)
    }

    /// Adds a variable and gives the value that refers to it; with a symbol, `variable(ofSymbol:)` finds it from now on.
    mutating func add(_ variable: SummaryVariable, symbol: Int = 0) -> SummaryValue {
        let number = UInt32(variables.append(variable))
        if symbol != 0, symbol < variableOfSymbol.count { variableOfSymbol[symbol] = number + 1 }
        return SummaryValue(.local, string: variable.name, index: number)
    }

    // MARK: Steps

    @discardableResult mutating func append(_ step: SummaryStep) -> Int { steps.append(step) }

    /// Completes a step whose value comes after it: a `while` loop's condition, a `match` whose cases cover everything.
    mutating func complete(_ step: Int, value: SummaryValue? = nil, adding flags: SummaryStep.Flags = []) {
        if let value { steps.base[step].value = value }
        steps.base[step].word |= flags.rawValue << 8
    }
}

/// Writing steps for nodes, in either language.
extension SummaryBuilder {
    /// Appends a step that stands where a node begins; returns its number.
    @discardableResult
    mutating func emit(
        _ kind: SummaryStep.Kind, _ flags: SummaryStep.Flags = [], at node: Int, target: SummaryValue = SummaryValue(),
        value: SummaryValue = SummaryValue(), _ model: borrowing FileModel
    ) -> Int {
        flow.append(
            SummaryStep(kind, flags, start: model.nodes[node].start, line: line(node, model), target: target, value: value))
    }

    /// Closes a structure; its `end` stands where the node ends.
    mutating func emitEnd(of node: Int, _ model: borrowing FileModel) {
        let end = model.nodes[node].end
        flow.append(SummaryStep(.end, start: end, line: UInt32(lines.line(of: Int(end)))))
    }

    /// The `call` step of a call node: notes step, receiver and the arguments pushed since `mark`; gives the call's value.
    mutating func emitCall(
        _ node: Int, receiver: SummaryValue = SummaryValue(), called: SummaryValue = SummaryValue(), from mark: Int, _ model: inout FileModel
    ) -> SummaryValue {
        let (first, count) = flow.arguments(from: mark)
        guard let number = callIndex(node) else { return SummaryValue() }
        let meaning = model.meaning(asked: node, summary.language == .python)
        let value = SummaryValue(.call, string: type(meaning, model), index: UInt32(number))
        let step = emit(.call, at: node, value: value, model)
        summary.calls[number].step = UInt32(step + 1)
        summary.calls[number].receiver = receiver
        summary.calls[number].called = called
        summary.calls[number].firstArgument = first
        summary.calls[number].argumentCount = count
        return value
    }

    /// Steps of the file's own code, then of each function; fills `steps`, `expressions`, `operands`, `variables` and the arguments.
    mutating func describeFlow(_ model: inout FileModel) {
        // In Swift every declaration is a variable of its own: `guard let x` makes another x.
        flow.begin(symbols: summary.language == .python ? model.symbols.count : model.bindings.count)
        describeSteps(ofScope: 0, &model)
        summary.topStepCount = UInt32(flow.steps.count)
        for scope in 0..<model.scopes.count where model.scopes[scope].kind == .function {
            let first = flow.steps.count
            describeSteps(ofScope: scope, &model)
            let number = Int(own[scope])
            summary.functions[number].firstStep = UInt32(first)
            summary.functions[number].stepCount = UInt32(flow.steps.count - first)
        }
        flow.finish(&summary)
    }

    /// The steps of one function, or (scope 0) of the file's own code.
    private mutating func describeSteps(ofScope scope: Int, _ model: inout FileModel) {
        flow.statementDepth = 0
        flow.expressionDepth = 0
        switch summary.language {
        case .python: describePythonSteps(ofScope: scope, &model)
        case .swift: describeSwiftSteps(ofScope: scope, &model)
        }
    }
}
