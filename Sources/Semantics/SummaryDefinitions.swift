internal import CSyntax
internal import Findings
internal import Syntax

/// Scopes, functions, classes, imports and bindings of a summary.
extension SummaryBuilder {
    /// Gives every function and class its number, outer ones first.
    mutating func numberDefinitions(_ model: borrowing FileModel) {
        for index in 0..<model.scopes.count {
            let scope = model.scopes[index]
            let outer = index == 0 ? 0 : nearest[Int(scope.parent)]
            var record = SummaryScope(kind: UInt32(scope.kind.rawValue), parent: scope.parent, owner: outer)
            switch scope.kind {
            case .function:
                own.append(UInt32(summary.functions.count))
                var function = SummaryFunction()
                function.scope = UInt32(index)
                function.outerFunction = outer
                if model.scopes[Int(scope.parent)].kind == .type { function.ownerClass = own[Int(scope.parent)] + 1 }
                summary.functions.append(function)
                nearest.append(UInt32(summary.functions.count))
                record.owner = UInt32(summary.functions.count)
            case .type:
                own.append(UInt32(summary.classes.count))
                var type = SummaryClass()
                type.scope = UInt32(index)
                if model.scopes[Int(scope.parent)].kind == .type { type.outerClass = own[Int(scope.parent)] + 1 }
                summary.classes.append(type)
                nearest.append(outer)
                record.owner = UInt32(summary.classes.count)
            default:
                own.append(0)
                nearest.append(outer)
            }
            summary.scopes.append(record)
        }
    }

    mutating func describeDefinitions(_ model: inout FileModel) {
        let isPython = summary.language == .python
        for index in 0..<model.scopes.count {
            let scope = model.scopes[index]
            let node = Int(scope.node)
            switch scope.kind {
            case .function:
                let number = Int(own[index])
                summary.functions[number].site = site(node, model)
                summary.functions[number].name = string(scope.name, model)
                summary.functions[number].firstDecorator = UInt32(summary.names.count)
                if isPython { describePythonFunction(number, index, node, &model) } else { describeSwiftFunction(number, index, node, &model) }
                summary.functions[number].decoratorCount = UInt32(summary.names.count) - summary.functions[number].firstDecorator
            case .type:
                let number = Int(own[index])
                summary.classes[number].site = site(node, model)
                if isPython { describePythonClass(number, index, node, &model) } else { describeSwiftClass(number, index, node, &model) }
            default: break
            }
        }
        for index in 1..<max(model.regions.count, 1) where Int(model.regions[index].function) == index {
            let region = model.regions[index]
            let number = Int(own[Int(region.scope)])
            if region.isAsync { summary.functions[number].flags.insert(.isAsync) }
            if region.contexts.contains(.lambda) { summary.functions[number].flags.insert(.isClosure) }
            if region.contexts.contains(.test) { summary.functions[number].flags.insert(.isTest) }
        }
        guard isPython else { return }
        for node in 1..<max(model.nodeCount, 1) where PythonGrammar.shared.kinds[model.nodes[node].symbol] == .yield {
            let function = Int(nearest[Int(model.regions[model.region(of: node)].scope)])
            if function != 0, Int(model.nodes[node].next) > node + 1 { summary.functions[function - 1].flags.insert(.isGenerator) }
        }
    }

    private mutating func describePythonFunction(_ number: Int, _ scope: Int, _ node: Int, _ model: inout FileModel) {
        let grammar = PythonGrammar.shared
        if model.scopes[scope].name != 0 { summary.functions[number].qualifiedName = string(model.qualified(scope), model) }
        let type = model.child(of: node, grammar.returnType)
        if type != 0 { summary.functions[number].returnType = self.type(model.pythonAnnotation(type), model) }
        addPythonDecorators(node, &model)
    }

    private mutating func addPythonDecorators(_ node: Int, _ model: inout FileModel) {
        let grammar = PythonGrammar.shared
        let parent = Int(model.nodes[node].parent)
        guard grammar.kinds[model.nodes[parent].symbol] == .decoratedDefinition else { return }
        var item = model.namedChild(of: parent, after: parent)
        while item != 0, grammar.kinds[model.nodes[item].symbol] == .decorator {
            var expression = model.namedChild(of: item, after: item)
            if expression != 0, grammar.kinds[model.nodes[expression].symbol] == .call { expression = model.child(of: expression, grammar.function) }
            let meaning = model.meaning(asked: expression, true)
            summary.names.append(meaning.kind == .entity ? string(meaning.name, model) : 0)
            item = model.namedChild(of: parent, after: item)
        }
    }

    private mutating func describePythonClass(_ number: Int, _ scope: Int, _ node: Int, _ model: inout FileModel) {
        let grammar = PythonGrammar.shared
        summary.classes[number].name = string(model.scopes[scope].name, model)
        summary.classes[number].qualifiedName = string(model.qualified(scope), model)
        summary.classes[number].keyword = string(model.names.intern("class"), model)
        summary.classes[number].firstBase = UInt32(summary.names.count)
        let bases = model.child(of: node, grammar.superclasses)
        var item = bases == 0 ? 0 : model.namedChild(of: bases, after: bases)
        while item != 0 {
            switch grammar.kinds[model.nodes[item].symbol] {
            case .keywordArgument, .listSplat, .dictionarySplat: break
            default:
                let meaning = model.meaning(asked: item, true)
                summary.names.append(meaning.kind == .entity ? string(meaning.name, model) : 0)
            }
            item = model.namedChild(of: bases, after: item)
        }
        summary.classes[number].baseCount = UInt32(summary.names.count) - summary.classes[number].firstBase
        summary.classes[number].firstDecorator = UInt32(summary.names.count)
        addPythonDecorators(node, &model)
        summary.classes[number].decoratorCount = UInt32(summary.names.count) - summary.classes[number].firstDecorator
    }

    private mutating func describeSwiftFunction(_ number: Int, _ scope: Int, _ node: Int, _ model: inout FileModel) {
        let grammar = SwiftGrammar.shared
        if model.scopes[scope].name != 0 {
            let path = model.swiftPath(scope)
            summary.functions[number].qualifiedName = string(model.names.join(0, "@", path), model)
        } else if grammar.kinds[model.nodes[node].symbol] == .initDeclaration {
            let initializer = model.names.intern("init")
            let path = model.names.join(model.swiftPath(Int(model.scopes[scope].parent)), ".", initializer)
            summary.functions[number].name = string(initializer, model)
            summary.functions[number].qualifiedName = string(model.names.join(0, "@", path), model)
        }
        let type = model.returnType(of: node, grammar)
        if type != 0 { summary.functions[number].returnType = self.type(model.swiftAnnotation(type), model) }
        addSwiftAttributes(node, &model)
    }

    private mutating func addSwiftAttributes(_ node: Int, _ model: inout FileModel) {
        let grammar = SwiftGrammar.shared
        var child = model.namedChild(of: node, after: node)
        while child != 0 {
            switch grammar.kinds[model.nodes[child].symbol] {
            case .modifiers:
                var item = model.namedChild(of: child, after: child)
                while item != 0 {
                    addSwiftAttribute(item, &model, grammar)
                    item = model.namedChild(of: child, after: item)
                }
            // A local function's, and those before what a type inherits: `@unchecked`.
            case .attribute: addSwiftAttribute(child, &model, grammar)
            default: break
            }
            child = model.namedChild(of: node, after: child)
        }
    }

    private mutating func addSwiftAttribute(_ node: Int, _ model: inout FileModel, _ grammar: SwiftGrammar) {
        guard grammar.kinds[model.nodes[node].symbol] == .attribute else { return }
        summary.names.append(string(of: model.namedChild(of: node, after: node), &model))
    }

    private mutating func describeSwiftClass(_ number: Int, _ scope: Int, _ node: Int, _ model: inout FileModel) {
        let grammar = SwiftGrammar.shared
        let path = model.scopes[scope].name
        let type = model.type(atPath: path)
        let keyword = model.child(of: node, grammar.declarationKind)
        summary.classes[number].name = string(path, model)
        summary.classes[number].qualifiedName = string(type.name, model)
        summary.classes[number].keyword = keyword == 0 ? string(model.names.intern("protocol"), model) : string(of: keyword, &model)
        summary.classes[number].firstBase = UInt32(summary.names.count)
        var item = model.namedChild(of: node, after: node)
        while item != 0 {
            if grammar.kinds[model.nodes[item].symbol] == .inheritanceSpecifier {
                let base = model.swiftType(model.child(of: item, grammar.inheritsFrom))
                summary.names.append(base.kind == .entity ? string(base.name, model) : 0)
            }
            item = model.namedChild(of: node, after: item)
        }
        summary.classes[number].baseCount = UInt32(summary.names.count) - summary.classes[number].firstBase
        summary.classes[number].firstDecorator = UInt32(summary.names.count)
        addSwiftAttributes(node, &model)
        summary.classes[number].decoratorCount = UInt32(summary.names.count) - summary.classes[number].firstDecorator
    }
}

extension FileModel {
    /// Types asked about from outside: each question starts afresh.
    mutating func pythonAnnotation(_ node: Int) -> Meaning {
        evaluation = Evaluation()
        let meaning = annotation(node, 0, PythonGrammar.shared)
        return evaluation.isLost ? .unknown : meaning
    }

    mutating func swiftAnnotation(_ node: Int) -> Meaning {
        evaluation = Evaluation()
        let meaning = annotation(node, 0, SwiftGrammar.shared)
        return evaluation.isLost ? .unknown : meaning
    }

    mutating func swiftType(_ node: Int) -> Meaning {
        evaluation = Evaluation()
        let meaning = typeEntity(node, 0, SwiftGrammar.shared)
        return evaluation.isLost ? .unknown : meaning
    }
}
