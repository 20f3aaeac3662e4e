internal import CSyntax
internal import Syntax

/// What names stand for in Swift: one variable a declaration, since a later `let` of the same name is another thing.
extension SummaryBuilder {
    /// A name by itself: what the file declares, a variable, or something from elsewhere.
    mutating func swiftName(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let text = model.text(node)
        guard text.count > 0 else { return SummaryValue() }
        if text[0] == UInt8(ascii: "$") { return swiftImplicitParameter(node, &model) }
        if equal(text, "_") { return SummaryValue() }
        let binding = model.swiftBinding(text, at: node)
        if binding != 0 { return swiftLeaf(binding, &model, grammar) }
        return swiftThing(model.swiftMeaning(of: node), model)
    }

    /// `$0`: a parameter of the closure being described.
    private mutating func swiftImplicitParameter(_ node: Int, _ model: inout FileModel) -> SummaryValue {
        let text = model.text(node)
        guard text.count == 2, text[1] >= UInt8(ascii: "0"), text[1] <= UInt8(ascii: "9") else { return SummaryValue() }
        let number = Int(text[1] - UInt8(ascii: "0"))
        while swift.implicitParameters.count <= number { swift.implicitParameters.append(SummaryValue()) }
        if swift.implicitParameters[number].kind == .unknown {
            var variable = SummaryVariable()
            let region = Int(model.regions[model.region(of: node)].function)
            variable.scope = model.regions[region].scope
            variable.name = string(of: node, &model)
            variable.flagBits = SummaryVariable.Flags.isParameter.rawValue
            swift.implicitParameters[number] = flow.add(variable)
        }
        return swift.implicitParameters[number]
    }

    /// The value a meaning is.
    mutating func swiftThing(_ meaning: Meaning, _ model: borrowing FileModel) -> SummaryValue {
        switch meaning.kind {
        case .entity: SummaryValue(.name, string: string(meaning.name, model))
        case .instance: SummaryValue(.instance, string: string(meaning.name, model))
        case .none: SummaryValue(.none)
        default: SummaryValue()
        }
    }

    /// The variable that the name at a node declares.
    mutating func swiftVariable(boundAt node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        let binding = model.swiftBinding(madeAt: node)
        return binding == 0 ? SummaryValue() : swiftLeaf(binding, &model, grammar)
    }

    /// What a mention of a binding is: the thing it declares, a member of `self`, else its variable.
    mutating func swiftLeaf(_ number: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) -> SummaryValue {
        if let leaf = flow.leaf(ofSymbol: number) { return leaf }
        let binding = model.bindings[number]
        let symbol = model.symbols[Int(binding.symbol)]
        let meaning = model.swiftMeaning(ofBinding: number, grammar)
        var leaf = SummaryValue()
        switch binding.kind {
        case .function, .type, .alias, .importedModule: leaf = swiftThing(meaning, model)
        default:
            let isLocal = Int(symbol.key) < model.scopes.count
            if !isLocal || model.scopes[Int(symbol.key)].kind == .type {
                // Members of a type are stored under its path: `count` is `self.count`.
                var owner = isLocal ? Meaning.unknown : model.type(atPath: symbol.key & 0x7FFF_FFFF)
                if owner.kind == .entity { owner = owner.asInstance }
                leaf = flow.expression(.attribute, swiftThing(owner, model), string: string(symbol.name, model), type: type(meaning, model))
            } else {
                leaf = flow.add(swiftVariable(binding, symbol, meaning, model))
            }
        }
        flow.remember(leaf, ofSymbol: number)
        return leaf
    }

    private mutating func swiftVariable(_ binding: Binding, _ symbol: Symbol, _ meaning: Meaning, _ model: borrowing FileModel) -> SummaryVariable {
        var variable = SummaryVariable()
        variable.scope = symbol.key
        variable.name = string(symbol.name, model)
        variable.type = type(meaning, model)
        if meaning.kind == .entity { variable.alias = string(meaning.name, model) }
        var flags: SummaryVariable.Flags = symbol.key == 0 ? .isGlobal : []
        if binding.kind == .parameter || binding.kind == .opaque && binding.scope != 0 { flags.insert(.isParameter) }
        variable.flagBits = flags.rawValue
        return variable
    }
}

extension FileModel {
    /// The binding that the name at a node makes, or 0 when it makes none.
    mutating func swiftBinding(madeAt node: Int, _ given: Name = 0) -> Int {
        let name = given == 0 ? names.find(text(node)) : given
        guard name != 0 else { return 0 }
        let scope = Int(regions[region(of: node)].scope)
        var binding = Int(symbols[symbol(scopes[scope].key, name)].first)
        for _ in 0..<1024 {
            guard binding != 0, Int(bindings[binding].node) != node else { return binding }
            binding = Int(bindings[binding].next)
        }
        return 0
    }

    /// What a binding means, as a question from outside.
    mutating func swiftMeaning(ofBinding binding: Int, _ grammar: SwiftGrammar) -> Meaning {
        evaluation = Evaluation()
        let meaning = meaning(ofBinding: binding, grammar)
        return evaluation.isLost ? .unknown : meaning
    }
}
