internal import Semantics

/// What a scope of a Python file binds a name to.
enum Bound {
    case nothing
    case thing(Thing)
    case imported(UInt32)
    /// Assigned values: see `values`.
    case values
}

extension Program {
    /// What a scope binds a name to. An import wins over what replaces it where it fails; of definitions the last one counts, of a property
    /// the getter; what is both defined and assigned is what is assigned.
    func bound(_ name: GlobalName, inScope scope: UInt32, of table: FileTable) -> Bound {
        var imported: UInt32?, hasValue = false, hasCall = false
        for entry in table.entries(name, inScope: scope) {
            switch entry.kind {
            case .imported: imported = imported ?? entry.number
            case .binding:
                let binding = table.summary.bindings[Int(entry.number)]
                if binding.form == .removed || binding.value.kind == .none && binding.type == 0 { continue }
                hasValue = true
                if binding.value.kind == .call { hasCall = true }
            case .attribute: hasValue = true
            case .function, .type, .variable: break
            }
        }
        if let imported, !hasCall { return .imported(imported) }
        if hasValue || imported != nil { return .values }
        if let declared = declared(name, inScope: scope, of: table) { return .thing(declared) }
        // Bound to None and nothing else is bound all the same.
        let isBound = table.entries(name, inScope: scope).contains { $0.kind == .binding }
        return isBound ? .values : .nothing
    }

    /// The function or class a scope declares under a name.
    func declared(_ name: GlobalName, inScope scope: UInt32, of table: FileTable) -> Thing? {
        var found: Thing?, start: UInt32 = 0, isProperty = false
        for entry in table.entries(name, inScope: scope) {
            switch entry.kind {
            case .function:
                if isProperty { continue }
                let function = table.summary.functions[Int(entry.number)]
                let decorators = decorators(of: function, in: table)
                if found != nil, decorators.contains(words.overload) || function.site.start < start { continue }
                isProperty = !words.properties.isDisjoint(with: decorators)
                found = .function(FunctionRef(file: table.file, function: entry.number))
                start = function.site.start
            case .type:
                let site = table.summary.classes[Int(entry.number)].site
                if found != nil, site.start < start { continue }
                found = .type(ClassRef(file: table.file, type: entry.number))
                start = site.start
            default: break
            }
        }
        return found
    }

    func decorators(of function: SummaryFunction, in table: FileTable) -> [GlobalName] {
        table.summary.names[Int(function.firstDecorator)..<Int(function.firstDecorator + function.decoratorCount)].map { table.name($0, names) }
    }

    /// The thing another name stands for when all a scope's name is bound to is that.
    func alias(_ name: GlobalName, of table: FileTable) -> Thing? {
        var value: SummaryValue?
        for entry in table.entries(name, inScope: 0) {
            switch entry.kind {
            case .variable: continue
            case .binding:
                let binding = table.summary.bindings[Int(entry.number)]
                if binding.form == .removed || binding.value.kind == .none && binding.type == 0 { continue }
                guard value == nil, binding.form == .assigned, binding.type == 0 else { return nil }
                value = binding.value
            default: return nil
            }
        }
        guard let value else { return nil }
        switch value.kind {
        case .name, .closure: break
        case .expression:
            guard table.summary.expressions[Int(value.index)].kind == .attribute else { return nil }
        case .call:
            guard isPartial(value, in: table) else { return nil }
        default: return nil
        }
        let thing = thing(value, in: table)
        return thing == .unknown ? nil : thing
    }

    // MARK: Values

    /// What everything that is bound to a name in a scope has in common: the declared type, else what the values agree on.
    func values(_ name: GlobalName, inScope scope: UInt32, of table: FileTable) -> Thing {
        var result = Thing.none
        for entry in table.entries(name, inScope: scope) {
            if let type = declaredType(entry, table), type != 0 { return thing(type, in: table).asInstance }
        }
        for entry in table.entries(name, inScope: scope) {
            let one: Thing
            switch entry.kind {
            case .binding:
                let binding = table.summary.bindings[Int(entry.number)]
                switch binding.form {
                case .removed: continue
                case .assigned: one = thing(binding.value, in: table)
                case .entered: one = entered(binding.value, in: table)
                case .caught, .opaque: one = .unknown
                }
            case .attribute: one = thing(table.summary.attributes[Int(entry.number)].value, in: table)
            case .function: one = .function(FunctionRef(file: table.file, function: entry.number))
            case .type: one = .type(ClassRef(file: table.file, type: entry.number))
            case .imported, .variable: continue
            }
            result = either(result, one)
            if result == .unknown { return .unknown }
        }
        return result
    }

    private func declaredType(_ entry: FileTable.Entry, _ table: FileTable) -> StringID? {
        switch entry.kind {
        case .binding: table.summary.bindings[Int(entry.number)].type
        case .attribute: table.summary.attributes[Int(entry.number)].type
        default: nil
        }
    }

    /// Two alternatives: the same, or unknown; none goes with anything.
    func either(_ a: Thing, _ b: Thing) -> Thing { a == .none ? b : b == .none || a == b ? a : .unknown }
}
