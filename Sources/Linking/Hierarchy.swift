internal import Findings
internal import Semantics

/// Members of things: of modules, of classes and what they inherit, of what is outside.
extension Program {
    /// What `thing.name` is.
    func member(_ name: GlobalName, of thing: Thing, from file: Int32? = nil) -> Thing {
        switch thing {
        case .unknown, .none, .function: .unknown
        case .module(let file): moduleMember(name, of: file)
        case .folder(let folder):
            if let file = tree.module(folder, name) { .module(file) } else { tree.child(folder, name).map(Thing.folder) ?? .unknown }
        case .type(let type), .instance(let type): classMember(name, of: type, isOwnIncluded: true, from: file)
        case .external(let outer), .externalInstance(let outer): .external(names.join(outer, name))
        case .variable(let file, let variable): member(name, of: value(ofGlobal: variable, in: file))
        }
    }

    /// What the first of a class and its bases that has the name binds to it; else the library's that it inherits from.
    func classMember(_ name: GlobalName, of type: ClassRef, isOwnIncluded: Bool, from file: Int32? = nil) -> Thing {
        if files[Int(type.file)].language == .swift {
            return swiftMember(name, of: type, isOwnIncluded: isOwnIncluded, from: file ?? type.file)
        }
        var pending = [type], seen: Set<ClassRef> = []
        var external: GlobalName?
        while let next = pending.popLast() {
            guard seen.insert(next).inserted else { continue }
            guard let table = table(of: next.file) else { return .unknown }
            if isOwnIncluded || next != type, let own = ownMember(name, of: next, in: table) { return own }
            for base in bases(of: next, in: table).reversed() {
                switch base {
                case .type(let base): pending.append(base)
                case .external(let base) where !words.markers.contains(base): external = base
                default: break
                }
            }
            if evaluation.isLost { return .unknown }
        }
        return external.map { .external(names.join($0, name)) } ?? .unknown
    }

    /// What a class says it inherits from, in order.
    func bases(of type: ClassRef, in table: FileTable) -> [Thing] {
        let record = table.summary.classes[Int(type.type)]
        return table.summary.names[Int(record.firstBase)..<Int(record.firstBase + record.baseCount)].map { thing($0, in: table) }
    }

    private func ownMember(_ name: GlobalName, of type: ClassRef, in table: FileTable) -> Thing? {
        let scope = table.summary.classes[Int(type.type)].scope
        switch bound(name, inScope: scope, of: table) {
        case .nothing: return nil
        case .imported: return .unknown
        case .values: return remembered(UInt64(scope) << 32 | UInt64(name.id) | 1 << 63, in: table) { values(name, inScope: scope, of: table) }
        case .thing(.function(let function)):
            let record = table.summary.functions[Int(function.function)]
            guard !words.properties.isDisjoint(with: decorators(of: record, in: table)) else { return .function(function) }
            return returned(by: function)
        case .thing(let thing): return thing
        }
    }

    // MARK: Calls

    /// What calling something gives.
    func result(ofCalling thing: Thing) -> Thing {
        switch thing {
        case .type(let type): .instance(type)
        case .function(let function): returned(by: function)
        case .external(let name): .externalInstance(isTypeName(name) ? name : names.call(name))
        case .instance(let type):
            if case .function(let function) = classMember(words.call, of: type, isOwnIncluded: true) { returned(by: function) } else { .unknown }
        case .variable(let file, let name): result(ofCalling: value(ofGlobal: name, in: file))
        case .unknown, .none, .module, .folder, .externalInstance: .unknown
        }
    }

    /// What a function says it returns, else what all its `return`s agree on.
    func returned(by function: FunctionRef) -> Thing {
        guard let table = table(of: function.file) else { return .unknown }
        let record = table.summary.functions[Int(function.function)]
        if record.returnType != 0 { return thing(record.returnType, in: table).asInstance }
        guard !record.flags.contains(.isGenerator) else { return .unknown }
        return remembered(7 << 60 | UInt64(function.function), in: table) { agreed(.return, in: record, table) }
    }

    /// What a generator hands out at each of its `yield`s.
    func yielded(by function: FunctionRef) -> Thing {
        guard let table = table(of: function.file) else { return .unknown }
        return remembered(7 << 60 | 1 << 59 | UInt64(function.function), in: table) {
            agreed(.yield, in: table.summary.functions[Int(function.function)], table)
        }
    }

    private func agreed(_ kind: SummaryStep.Kind, in function: SummaryFunction, _ table: FileTable) -> Thing {
        var result: Thing?
        for step in table.summary.steps[Int(function.firstStep)..<Int(function.firstStep + function.stepCount)] where step.kind == kind {
            let one = step.flags.contains(.isDelegated) ? .unknown : thing(step.value, in: table)
            result = result.map { either($0, one) } ?? one
            if result == .unknown { break }
        }
        return result ?? .none
    }

    /// Whether a name's last segment begins with a capital letter, as classes do.
    private func isTypeName(_ name: GlobalName) -> Bool {
        names.withBytes(of: name) { text in
            let last = text.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
            let first = text[last...].first { $0 != UInt8(ascii: "_") } ?? 0
            return first >= UInt8(ascii: "A") && first <= UInt8(ascii: "Z")
        }
    }

    // MARK: Variables

    /// What a variable of a file's own scope is everywhere.
    func value(ofGlobal name: GlobalName, in file: Int32) -> Thing {
        guard let table = table(of: file) else { return .unknown }
        return remembered(3 << 60 | UInt64(name.id), in: table) { values(name, inScope: 0, of: table) }
    }
}
