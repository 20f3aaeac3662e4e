internal import CSyntax
internal import Findings
internal import Syntax

/// Imports, exports, parameters, bindings and attributes of a summary.
extension SummaryBuilder {
    mutating func describeBindings(_ model: inout FileModel) {
        let isPython = summary.language == .python
        for at in 0..<model.starImports.count { addStarImport(Int(model.starImports[at]), &model) }
        for index in 1..<max(model.bindings.count, 1) {
            let binding = model.bindings[index]
            let node = Int(binding.node)
            let symbol = model.symbols[Int(binding.symbol)]
            switch binding.kind {
            case .importedModule, .importedAs, .importedFrom: addImport(binding, symbol, isPython, &model)
            case .parameter: addParameter(binding, symbol, isPython, &model)
            case .opaque where binding.scope != 0: addParameter(binding, symbol, isPython, &model)
            case .function, .type, .alias, .shorthand: break
            case .attribute: addAttribute(binding, symbol, Int(own[Int(symbol.key)]), isPython, &model)
            case .value, .context, .caught, .opaque, .marker:
                guard node != 0 else { continue }
                // Python stores symbols under their scope; Swift's members are stored under their type's path.
                let scope = Int(symbol.key) < model.scopes.count ? Int(symbol.key) : Int(model.regions[model.region(of: node)].scope)
                if !isPython, model.scopes[scope].kind == .type {
                    addAttribute(binding, symbol, Int(own[scope]), isPython, &model)
                } else {
                    addBinding(binding, symbol, scope, isPython, &model)
                }
            }
        }
        if isPython { addExports(&model) }
    }

    private mutating func addBinding(_ binding: Binding, _ symbol: Symbol, _ scope: Int, _ isPython: Bool, _ model: inout FileModel) {
        let form: SummaryBinding.Form =
            switch binding.kind {
            case .value: .assigned
            case .context: .entered
            case .caught: .caught
            case .marker: .removed
            default: .opaque
            }
        var record = SummaryBinding(scope: UInt32(scope), name: string(symbol.name, model), formWord: form.rawValue)
        record.line = line(Int(binding.node), model)
        record.value = value(Int(binding.value), &model)
        record.type = declared(binding, isPython, &model)
        summary.bindings.append(record)
    }

    private mutating func addAttribute(_ binding: Binding, _ symbol: Symbol, _ owner: Int, _ isPython: Bool, _ model: inout FileModel) {
        var record = SummaryAttribute(ownerClass: UInt32(owner), name: string(symbol.name, model))
        record.line = line(Int(binding.node), model)
        record.value = value(Int(binding.value), &model)
        record.type = declared(binding, isPython, &model)
        summary.attributes.append(record)
        attributeNodes.append(binding.node)
    }

    /// The annotated type, 0 when there is none or it is unknown.
    private mutating func declared(_ binding: Binding, _ isPython: Bool, _ model: inout FileModel) -> StringID {
        guard binding.type != 0 else { return 0 }
        return type(isPython ? model.pythonAnnotation(Int(binding.type)) : model.swiftAnnotation(Int(binding.type)), model)
    }

    private mutating func addParameter(_ binding: Binding, _ symbol: Symbol, _ isPython: Bool, _ model: inout FileModel) {
        let function = Int(own[Int(binding.scope)])
        let node = Int(binding.node), parent = Int(model.nodes[node].parent)
        var record = SummaryParameter(name: string(symbol.name, model))
        record.type = declared(binding, isPython, &model)
        if isPython {
            let grammar = PythonGrammar.shared
            switch grammar.kinds[model.nodes[parent].symbol] {
            case .listSplatPattern: record.formWord = SummaryParameter.Form.positionalSplat.rawValue
            case .dictionarySplatPattern: record.formWord = SummaryParameter.Form.keywordSplat.rawValue
            default: break
            }
            record.defaultValue = value(Int(binding.value), &model)
        } else {
            let grammar = SwiftGrammar.shared
            record.label = string(of: model.child(of: parent, grammar.externalName), &model)
            if binding.kind == .opaque { record.formWord = SummaryParameter.Form.positionalSplat.rawValue }
        }
        // A function's parameters are bound one after the other.
        if summary.functions[function].parameterCount == 0 { summary.functions[function].firstParameter = UInt32(summary.parameters.count) }
        summary.functions[function].parameterCount += 1
        summary.parameters.append(record)
    }

    // MARK: Imports and exports

    private mutating func addImport(_ binding: Binding, _ symbol: Symbol, _ isPython: Bool, _ model: inout FileModel) {
        var record = SummaryImport()
        record.alias = string(symbol.name, model)
        record.line = line(Int(binding.node), model)
        record.scope = Int(symbol.key) < model.scopes.count ? symbol.key : 0
        if binding.kind == .importedFrom {
            record.formWord = SummaryImport.Form.from.rawValue
            record.module = string(of: Int(binding.type), &model)
            record.name = string(of: Int(binding.value), &model)
        } else {
            record.module = string(of: binding.value == 0 ? Int(binding.node) : Int(binding.value), &model)
        }
        summary.imports.append(record)
    }

    private mutating func addStarImport(_ module: Int, _ model: inout FileModel) {
        var record = SummaryImport()
        record.formWord = SummaryImport.Form.star.rawValue
        record.module = string(of: module, &model)
        record.line = line(module, model)
        summary.imports.append(record)
    }

    /// The strings in the list or tuple that `__all__` is set to.
    private mutating func addExports(_ model: inout FileModel) {
        let grammar = PythonGrammar.shared
        let name = model.names.intern("__all__")
        var binding = Int(model.symbols[model.symbol(0, name)].first)
        while binding != 0 {
            let list = Int(model.bindings[binding].value)
            if list != 0, grammar.kinds[model.nodes[list].symbol] == .list || grammar.kinds[model.nodes[list].symbol] == .tuple {
                var item = model.namedChild(of: list, after: list)
                while item != 0 {
                    if grammar.kinds[model.nodes[item].symbol] == .string {
                        let start = model.namedChild(of: item, after: item)
                        let content = start == 0 ? 0 : model.namedChild(of: item, after: start)
                        if content != 0 { summary.exports.append(string(of: content, &model)) }
                    }
                    item = model.namedChild(of: list, after: item)
                }
            }
            binding = Int(model.bindings[binding].next)
        }
    }
}
