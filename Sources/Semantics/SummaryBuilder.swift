internal import CSyntax
internal import Findings
internal import Syntax

/// Makes a FileSummary from what is known about one file.
struct SummaryBuilder: ~Copyable {
    var summary = FileSummary(language: .python)
    var lines = LineTable()
    /// The summary's string of each name of the file, 0 where there is none yet.
    private var strings = Pool<StringID>()
    /// The number of each scope's own function or class, and of the nearest function around it plus one.
    var own = Pool<UInt32>()
    var nearest = Pool<UInt32>()
    /// The nodes that are calls, in order: the number of a call is its index here.
    var callNodes = Pool<UInt32>()
    /// Python: where each attribute of the summary is written, in order.
    var attributeNodes = Pool<UInt32>()
    var flow = FlowWriter()
    var swift = SwiftFlow()

    mutating func build(_ model: inout FileModel, _ language: Language) -> FileSummary {
        summary = FileSummary(language: language)
        summary.hasStarImport = model.hasStarImport
        lines.begin(UnsafeRawBufferPointer(start: model.bytes, count: model.byteCount))
        strings.removeAll()
        own.removeAll()
        nearest.removeAll()
        callNodes.removeAll()
        attributeNodes.removeAll()
        numberDefinitions(model)
        findCalls(model)
        describeDefinitions(&model)
        describeBindings(&model)
        describeFlow(&model)
        describeCalls(&model)
        defer { summary = FileSummary(language: language) }
        return summary
    }

    /// The summary's string for a name of the file.
    mutating func string(_ name: Name, _ model: borrowing FileModel) -> StringID {
        guard name != 0 else { return 0 }
        while strings.count <= Int(name) { strings.append(0) }
        if strings[Int(name)] == 0 { strings[Int(name)] = summary.strings.append(model.names.text(name)) }
        return strings[Int(name)]
    }

    mutating func string(of node: Int, _ model: inout FileModel) -> StringID {
        node == 0 ? 0 : string(model.names.intern(model.text(node)), model)
    }

    mutating func site(_ node: Int, _ model: borrowing FileModel) -> SummarySite {
        lines.site(Int(model.nodes[node].start), Int(model.nodes[node].end))
    }

    mutating func line(_ node: Int, _ model: borrowing FileModel) -> UInt32 { UInt32(lines.line(of: Int(model.nodes[node].start))) }

    /// The name of the type a meaning gives, 0 when it is no instance.
    mutating func type(_ meaning: Meaning, _ model: borrowing FileModel) -> StringID {
        meaning.kind == .instance ? string(meaning.name, model) : 0
    }

    // MARK: Calls

    private mutating func findCalls(_ model: borrowing FileModel) {
        if summary.language == .python {
            let kinds = PythonGrammar.shared.kinds
            for node in 1..<max(model.nodeCount, 1) where kinds[model.nodes[node].symbol] == .call { callNodes.append(UInt32(node)) }
        } else {
            let kinds = SwiftGrammar.shared.kinds
            for node in 1..<max(model.nodeCount, 1) {
                switch kinds[model.nodes[node].symbol] {
                case .callExpression, .constructorExpression: if model.swiftCallee(of: node) != 0 { callNodes.append(UInt32(node)) }
                default: break
                }
            }
        }
        summary.calls = Array(repeating: SummaryCall(), count: callNodes.count)
    }

    private mutating func describeCalls(_ model: inout FileModel) {
        let isPython = summary.language == .python
        for index in 0..<callNodes.count {
            let node = Int(callNodes[index])
            let function = isPython ? model.pythonCallee(of: node) : model.swiftCallee(of: node)
            let region = model.region(of: node)
            var call = summary.calls[index]
            call.site = site(node, model)
            let meaning = model.meaning(asked: function, isPython)
            if meaning.kind == .entity { call.callee = string(meaning.name, model) }
            if meaning.hasAlternatives { call.flags.insert(.hasAlternatives) }
            if meaning.partial != 0 { call.flags.insert(.isPartial) }
            let (receiver, name) = isPython ? model.pythonReceiver(function) : model.swiftReceiver(function)
            call.method = string(of: name, &model)
            if receiver != 0 { call.receiverType = type(model.meaning(asked: receiver, isPython), model) }
            if isPython ? model.isPythonAwaited(node) : model.isSwiftAwaited(node) { call.flags.insert(.isAwaited) }
            if isPython ? model.isPythonResultUsed(node) : model.isSwiftResultUsed(node) { call.flags.insert(.isResultUsed) }
            call.function = nearest[Int(model.regions[region].scope)]
            call.contextBits = UInt32(model.contexts(inRegion: region).rawValue)
            // What the walk over the steps did not come to (too deep, or where nothing is described) is described here.
            if call.step == 0 { describeArguments(of: node, &call, &model) }
            for argument in summary.arguments[Int(call.firstArgument)..<Int(call.firstArgument + call.argumentCount)] {
                if argument.splat == UInt32(Argument.Splat.positional.rawValue) { call.flags.insert(.hasPositionalSplat) }
                if argument.splat == UInt32(Argument.Splat.keyword.rawValue) { call.flags.insert(.hasKeywordSplat) }
            }
            summary.calls[index] = call
        }
    }

    private mutating func describeArguments(of node: Int, _ call: inout SummaryCall, _ model: inout FileModel) {
        model.arguments.removeAll()
        if summary.language == .python { model.collectPythonArguments(of: node) } else { model.collectSwiftArguments(of: node) }
        call.firstArgument = UInt32(summary.arguments.count)
        call.argumentCount = UInt32(model.arguments.count)
        for at in 0..<model.arguments.count {
            let argument = model.arguments[at]
            let label = string(of: Int(argument.labelNode), &model)
            let value = value(Int(argument.valueNode), &model)
            summary.arguments.append(SummaryArgument(label: label, splat: UInt32(argument.splat.rawValue), value: value))
        }
    }

    // MARK: Values

    /// What is known about the value of an expression.
    mutating func value(_ node: Int, _ model: inout FileModel) -> SummaryValue {
        guard node != 0 else { return SummaryValue() }
        let shape = summary.language == .python ? model.pythonShape(node) : model.swiftShape(node)
        switch shape.kind {
        case .call:
            // Past `await`, `try` and parentheses it is the call that counts.
            let meaning = model.meaning(asked: shape.node, summary.language == .python)
            guard let index = callIndex(shape.node) else { return SummaryValue() }
            return SummaryValue(.call, string: type(meaning, model), index: UInt32(index))
        case .closure:
            guard let function = functionIndex(at: shape.node, model) else { return SummaryValue() }
            return SummaryValue(.closure, index: function)
        case .number, .string, .boolean:
            let text = model.text(shape.node)
            return SummaryValue(shape.kind, string: text.count <= 120 ? string(model.names.intern(text), model) : 0)
        case .collection: return SummaryValue(.collection, index: UInt32(shape.count))
        case .none, .comprehension: return SummaryValue(shape.kind)
        case .unknown, .name, .instance, .local, .expression:
            let meaning = model.meaning(asked: shape.node, summary.language == .python)
            switch meaning.kind {
            case .entity: return SummaryValue(.name, string: string(meaning.name, model))
            case .instance: return SummaryValue(.instance, string: string(meaning.name, model))
            case .none: return SummaryValue(.none)
            default: return SummaryValue()
            }
        }
    }

    /// The number of a call's node.
    func callIndex(_ node: Int) -> Int? { index(of: node, in: callNodes) }

    func index(of node: Int, in nodes: borrowing Pool<UInt32>) -> Int? {
        var low = 0, high = nodes.count
        while low < high {
            let middle = (low + high) / 2
            if Int(nodes[middle]) < node { low = middle + 1 } else { high = middle }
        }
        return low < nodes.count && Int(nodes[low]) == node ? low : nil
    }

    /// The function a closure's node is; its region begins at the node.
    func functionIndex(at node: Int, _ model: borrowing FileModel) -> UInt32? {
        var low = 0, high = model.regions.count
        while low < high {
            let middle = (low + high) / 2
            if Int(model.regions[middle].start) < node { low = middle + 1 } else { high = middle }
        }
        guard low < model.regions.count, Int(model.regions[low].start) == node else { return nil }
        let number = nearest[Int(model.regions[low].scope)]
        return number == 0 ? nil : number - 1
    }
}

extension FileModel {
    /// What an expression means, in either language.
    mutating func meaning(asked node: Int, _ isPython: Bool) -> Meaning {
        guard node != 0 else { return .unknown }
        return isPython ? pythonMeaning(of: node) : swiftMeaning(of: node)
    }
}

/// The form of an expression, before its meaning is asked.
struct Shape {
    var kind: SummaryValue.Kind
    /// The expression itself, out of parentheses and effects.
    var node: Int
    /// Elements of a collection.
    var count = 0
}
