internal import Semantics

/// What names mean in Swift files: in the own module first, then in the project's modules that are imported.
extension Program {
    /// The declarations a file sees; nil when the file is missing.
    private func visible(from file: Int32, and other: Int32? = nil) -> [SwiftIndex]? {
        guard let table = table(of: file) else { return nil }
        var modules = modules(of: table)
        if let other, case let module = swift.module(of: other), !modules.contains(module) { modules.append(module) }
        return modules.map(index(of:))
    }

    /// The modules a file sees: its own, then the project's that it imports.
    private func modules(of table: FileTable) -> [Int32] {
        if let known = table.swiftModules { return known }
        var modules = [swift.module(of: table.file)]
        for one in table.summary.imports {
            // `import Module.Sub`: the first name is the module.
            let first = names.intern(table.summary.strings[one.module].prefix { $0 != UInt8(ascii: ".") })
            if let module = swift.module(named: first, from: table.file), !modules.contains(module) { modules.append(module) }
        }
        table.swiftModules = modules
        return modules
    }

    /// What a symbolic name means.
    func swiftThing(_ path: SymbolicPath, in table: FileTable) -> Thing {
        single(swiftThings(path, in: table, enclosing: nil))
    }

    private func single(_ things: [Thing]) -> Thing { things.count == 1 ? things[0] : .unknown }

    /// What a symbolic name may mean: several things only for overloaded functions.
    func swiftThings(_ path: SymbolicPath, in table: FileTable, enclosing: ClassRef?) -> [Thing] {
        var things = first(path.segments[0].name, in: table, enclosing: path.isLocal ? nil : enclosing)
        things = called(things, path.segments[0].calls)
        for segment in path.segments.dropFirst() {
            if evaluation.isLost { return [] }
            things = called(members(segment.name, of: single(things), from: table.file), segment.calls)
        }
        return things
    }

    private func called(_ things: [Thing], _ times: Int) -> [Thing] {
        guard times > 0 else { return things }
        var thing = single(things)
        for _ in 0..<min(times, 8) { thing = result(ofCalling: thing) }
        return [thing]
    }

    private func first(_ name: GlobalName, in table: FileTable, enclosing: ClassRef?) -> [Thing] {
        guard let indexes = visible(from: table.file) else { return [] }
        if let enclosing {
            let own = members(name, of: .instance(enclosing), from: table.file).filter { !isOutside($0) }
            if !own.isEmpty || evaluation.isLost { return own }
        }
        for index in indexes {
            if let found = declared(name, in: index) { return found }
        }
        return [.external(name)]
    }

    private func isOutside(_ thing: Thing) -> Bool {
        switch thing {
        case .external, .unknown: true
        default: false
        }
    }

    /// What a module declares at a path; nothing that is known while files are missing.
    private func declared(_ path: GlobalName, in index: SwiftIndex) -> [Thing]? {
        complete(index, for: path)
        if let entry = index.types[path]?.first, !entry.isExtension { return [.type(entry.type)] }
        if let functions = index.functions[path], index.attributes[path] == nil { return functions.map(Thing.function) }
        if let attributes = index.attributes[path] { return [value(attributes)] }
        if let file = index.variableFile[path] { return [value(ofGlobal: path, in: file)] }
        return nil
    }

    private func value(_ attributes: [(file: Int32, number: UInt32)]) -> Thing {
        var result = Thing.none
        for attribute in attributes {
            guard let table = table(of: attribute.file) else { return .unknown }
            let record = table.summary.attributes[Int(attribute.number)]
            if record.type != 0 { return thing(record.type, in: table).asInstance }
            result = either(result, thing(record.value, in: table))
        }
        return result
    }

    // MARK: Members

    func swiftMember(_ name: GlobalName, of type: ClassRef, isOwnIncluded: Bool, from file: Int32) -> Thing {
        single(members(name, of: type, isOwnIncluded: isOwnIncluded, from: file))
    }

    /// The members of that name; several only for overloads.
    func members(_ name: GlobalName, of thing: Thing, from file: Int32) -> [Thing] {
        switch thing {
        case .type(let type), .instance(let type): return members(name, of: type, isOwnIncluded: true, from: file)
        case .external(let outer), .externalInstance(let outer):
            // The project's extensions of what is not its own.
            let path = names.join(outer, name)
            guard let indexes = visible(from: file) else { return [] }
            for index in indexes {
                if let found = declared(path, in: index) { return found }
            }
            return [.external(path)]
        default: return []
        }
    }

    /// Own members and those of extensions, then those of what is inherited or conformed to, in order.
    private func members(_ name: GlobalName, of type: ClassRef, isOwnIncluded: Bool, from file: Int32) -> [Thing] {
        guard let indexes = visible(from: file, and: type.file), let home = table(of: type.file) else { return [] }
        let start = home.path(home.summary.classes[Int(type.type)].qualifiedName, names)
        var pending = [start], seen: Set<GlobalName> = []
        var external: GlobalName?
        while let next = pending.popLast() {
            guard seen.insert(next).inserted else { continue }
            let path = names.join(next, name)
            if isOwnIncluded || next != start {
                for index in indexes {
                    if let found = declared(path, in: index) { return found }
                }
            }
            var bases: [GlobalName] = []
            for index in indexes { complete(index, for: next) }
            for declaration in indexes.flatMap({ $0.types[next] ?? [] }) {
                guard let table = table(of: declaration.type.file) else { return [] }
                let record = table.summary.classes[Int(declaration.type.type)]
                for at in Int(record.firstBase)..<Int(record.firstBase + record.baseCount) where table.summary.names[at] != 0 {
                    let base = table.path(table.summary.names[at], names)
                    bases.append(base)
                    let isClass = table.summary.strings[record.keyword].elementsEqual("class".utf8)
                    guard external == nil, isClass, at == Int(record.firstBase) else { continue }
                    for index in indexes { complete(index, for: base) }
                    if !indexes.contains(where: { $0.types[base] != nil }) { external = base }
                }
            }
            pending += bases.reversed()
        }
        return external.map { [.external(names.join($0, name))] } ?? []
    }

    // MARK: Calls

    func swiftCallee(_ call: SummaryCall, in table: FileTable) -> Thing {
        let enclosing = enclosingClass(of: call, in: table)
        if call.callee != 0 {
            let path = SymbolicPath(table.summary.strings[call.callee], names)
            guard !path.segments.isEmpty else { return .unknown }
            if path.isLocal, let local = localFunction(call, in: table) { return local }
            let things = swiftThings(path, in: table, enclosing: enclosing)
            let chosen = chosen(things, for: call, in: table)
            if case .external = chosen, path.segments.count > 1, !evaluation.isLost, let own = ownMethod(call, enclosing, in: table) { return own }
            if chosen != .unknown || evaluation.isLost { return chosen }
        }
        let method = table.name(call.method, names)
        guard method != .none else { return .unknown }
        var receiver = thing(call.receiverType, in: table).asInstance
        if receiver == .unknown, call.receiver.kind != .unknown, !evaluation.isLost { receiver = thing(call.receiver, in: table) }
        if receiver != .unknown { return chosen(members(method, of: receiver, from: table.file), for: call, in: table) }
        if call.called.kind != .unknown, case .function(let function) = thing(call.called, in: table) { return .function(function) }
        guard call.callee == 0, call.receiver.kind == .unknown else { return .unknown }
        return localClosure(method, call, in: table)
    }

    /// What a file takes for a method of its class's first base may stand in an extension in another file.
    private func ownMethod(_ call: SummaryCall, _ enclosing: ClassRef?, in table: FileTable) -> Thing? {
        guard let enclosing, call.receiver.kind == .instance || call.receiver.kind == .unknown else { return nil }
        let receiver = call.receiver.kind == .unknown ? Thing.instance(enclosing) : thing(call.receiver, in: table)
        guard case .instance = receiver else { return nil }
        let own = chosen(members(table.name(call.method, names), of: receiver, from: table.file), for: call, in: table)
        if case .function = own { return own }
        return nil
    }

    /// A function inside a function: only its own file knows it.
    private func localFunction(_ call: SummaryCall, in table: FileTable) -> Thing? {
        let found = table.summary.functions.indices.filter {
            table.summary.functions[$0].outerFunction != 0 && table.summary.functions[$0].qualifiedName == call.callee
        }
        guard !found.isEmpty else { return nil }
        return chosen(found.map { .function(FunctionRef(file: table.file, function: UInt32($0))) }, for: call, in: table)
    }

    private func localClosure(_ name: GlobalName, _ call: SummaryCall, in table: FileTable) -> Thing {
        var function = call.function
        while function != 0 {
            for scope in table.summary.scopes.indices where table.summary.scopes[scope].owner == function && table.summary.scopes[scope].kind != 1 {
                let value = values(name, inScope: UInt32(scope), of: table)
                if value != .none || evaluation.isLost { return value }
            }
            function = table.summary.functions[Int(function - 1)].outerFunction
        }
        return .unknown
    }

    /// The overload a call means, by its labels and the number of its arguments; unknown when none or several fit equally well.
    private func chosen(_ things: [Thing], for call: SummaryCall, in table: FileTable) -> Thing {
        guard things.allSatisfy({ if case .function = $0 { true } else { false } }) else { return single(things) }
        var best: (thing: Thing, missing: Int)?, isTied = false
        for thing in things {
            guard case .function(let function) = thing, let source = self.table(of: function.file) else { continue }
            guard let missing = Overload(function, in: source, names).missing(for: call, in: table) else { continue }
            if let known = best, known.missing <= missing {
                isTied = isTied || known.missing == missing
            } else {
                (best, isTied) = ((thing, missing), false)
            }
        }
        return isTied ? .unknown : best?.thing ?? .unknown
    }

    /// The initialiser a call of a type means: its own, else the first base's that has some.
    func initializer(of type: ClassRef, for call: SummaryCall, in table: FileTable) -> FunctionRef? {
        let things = members(words.swiftInit, of: .type(type), from: table.file)
        if case .function(let function) = chosen(things, for: call, in: table) { return function }
        return nil
    }
}

/// A Swift function as callers see it.
private struct Overload {
    private let table: FileTable
    private let names: GlobalNames
    private let parameters: ArraySlice<SummaryParameter>

    init(_ function: FunctionRef, in table: FileTable, _ names: GlobalNames) {
        self.table = table
        self.names = names
        let record = table.summary.functions[Int(function.function)]
        parameters = table.summary.parameters[Int(record.firstParameter)..<Int(record.firstParameter + record.parameterCount)]
    }

    /// How many parameters a call leaves to their defaults; nil when the call does not fit.
    func missing(for call: SummaryCall, in caller: FileTable) -> Int? {
        let arguments = caller.summary.arguments[Int(call.firstArgument)..<Int(call.firstArgument + call.argumentCount)]
        var at = arguments.startIndex, missing = 0
        for parameter in parameters {
            guard at < arguments.endIndex, accepts(parameter, arguments[at], in: caller) else {
                if parameter.form == .plain { missing += 1 }
                continue
            }
            at += 1
            while parameter.form != .plain, at < arguments.endIndex, arguments[at].label == 0 { at += 1 }
        }
        return at == arguments.endIndex ? missing : nil
    }

    private func accepts(_ parameter: SummaryParameter, _ argument: SummaryArgument, in caller: FileTable) -> Bool {
        // A trailing closure has no label.
        if argument.label == 0, argument.value.kind == .closure { return true }
        let label = parameter.label == 0 ? parameter.name : parameter.label
        let written = table.summary.strings[label]
        if argument.label == 0 { return written.elementsEqual("_".utf8) }
        return written.elementsEqual(caller.summary.strings[argument.label])
    }
}
