internal import Findings
internal import Semantics

/// What values are.
extension Program {
    func thing(_ value: SummaryValue, in table: FileTable) -> Thing {
        switch value.kind {
        case .unknown, .number, .boolean, .collection, .comprehension: return .unknown
        case .none: return .none
        case .name: return thing(value.string, in: table)
        case .instance: return thing(value.string, in: table).asInstance
        case .string: return .externalInstance(table.summary.language == .swift ? words.string : words.str)
        case .closure: return .function(FunctionRef(file: table.file, function: value.index))
        case .local: return local(value.index, in: table)
        case .expression: return expression(value.index, in: table)
        case .call:
            if isPartial(value, in: table) { return partial(value.index, in: table) }
            if value.string != 0 {
                let known = thing(value.string, in: table).asInstance
                if known != .unknown || evaluation.isLost { return known }
            }
            return remembered(5 << 60 | UInt64(value.index), in: table) { result(ofCalling: callee(value.index, in: table)) }
        }
    }

    /// A variable: its declared or inferred type, else what all that is bound to it agrees on.
    private func local(_ number: UInt32, in table: FileTable) -> Thing {
        guard Int(number) < table.summary.variables.count else { return .unknown }
        let variable = table.summary.variables[Int(number)]
        // What a file alone takes `with … as` to bind is the context manager.
        if variable.type != 0, !isEntered(number, in: table) { return thing(variable.type, in: table).asInstance }
        if variable.alias != 0 { return thing(variable.alias, in: table) }
        let name = table.name(variable.name, names)
        return remembered(2 << 60 | UInt64(number), in: table) {
            if variable.flags.contains(.isParameter) { return .unknown }
            switch bound(name, inScope: variable.scope, of: table) {
            case .thing(let thing): return thing
            case .imported: return variable.scope == 0 ? moduleMember(name, of: table.file) : .unknown
            case .values: return values(name, inScope: variable.scope, of: table)
            case .nothing: return .unknown
            }
        }
    }

    /// Whether a `with` binds a variable.
    func isEntered(_ number: UInt32, in table: FileTable) -> Bool {
        guard Int(number) < table.summary.variables.count else { return false }
        let variable = table.summary.variables[Int(number)]
        return table.entries(table.name(variable.name, names), inScope: variable.scope).contains {
            $0.kind == .binding && table.summary.bindings[Int($0.number)].form == .entered
        }
    }

    private func expression(_ number: UInt32, in table: FileTable) -> Thing {
        guard Int(number) < table.summary.expressions.count else { return .unknown }
        let expression = table.summary.expressions[Int(number)]
        let operands = table.summary.operands[Int(expression.first)..<Int(expression.first + expression.count)]
        return remembered(6 << 60 | UInt64(number), in: table) {
            let typed = thing(expression.type, in: table).asInstance
            guard let first = operands.first, !evaluation.isLost else { return typed }
            switch expression.kind {
            case .attribute:
                let found = member(table.name(expression.string, names), of: thing(first, in: table), from: table.file)
                return found == .unknown ? typed : found
            case _ where typed != .unknown: return typed
            case .entered: return entered(first, in: table)
            case .awaited, .attempted: return thing(first, in: table)
            case .choice: return operands.reduce(Thing.none) { either($0, thing($1, in: table)) }
            case .conditional: return operands.dropFirst().reduce(Thing.none) { either($0, thing($1, in: table)) }
            case .text: return .externalInstance(table.summary.language == .swift ? words.string : words.str)
            default: return .unknown
            }
        }
    }

    /// What `with value as x` binds: what `__enter__` or `__aenter__` says it returns, else the value itself.
    func entered(_ value: SummaryValue, in table: FileTable) -> Thing {
        let manager = thing(value, in: table)
        if value.kind == .call, case .function(let function) = callee(value.index, in: table), let source = self.table(of: function.file) {
            let decorators = decorators(of: source.summary.functions[Int(function.function)], in: source)
            if !words.contextManagers.isDisjoint(with: decorators) { return yielded(by: function) }
        }
        guard case .instance(let type) = manager else { return manager }
        for name in [words.asyncEnter, words.enter] {
            guard case .function(let function) = classMember(name, of: type, isOwnIncluded: true) else { continue }
            let entered = returned(by: function)
            return entered == .unknown ? manager : entered
        }
        return manager
    }

    // MARK: functools.partial

    func isPartial(_ value: SummaryValue, in table: FileTable) -> Bool {
        guard value.kind == .call, Int(value.index) < table.summary.calls.count else { return false }
        return table.name(table.summary.calls[Int(value.index)].callee, names) == words.partial
    }

    private func partial(_ call: UInt32, in table: FileTable) -> Thing {
        let record = table.summary.calls[Int(call)]
        guard record.argumentCount > 0, case let first = table.summary.arguments[Int(record.firstArgument)], first.label == 0, first.splat == 0 else {
            return .unknown
        }
        return thing(first.value, in: table)
    }
}
