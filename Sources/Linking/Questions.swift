package import Findings
package import Semantics

/// What a call arrives at.
package enum CallTarget: Hashable, Sendable {
    case function(FunctionRef)
    /// A class or type is made: its own initialiser or the one it inherits, where the project has one.
    case type(ClassRef, initializer: FunctionRef?)
    case external(GlobalName)
    case unknown
}

/// The questions the analyses ask.
extension Program {
    package func target(of call: CallRef) -> CallTarget {
        guard let table = table(of: call.file), Int(call.call) < table.summary.calls.count else { return .unknown }
        if let known = table.targets[call.call] { return known }
        guard !evaluation.isRunning else { return .unknown }
        evaluation = Evaluation()
        var target = target(callee(call.call, in: table), call, in: table)
        if evaluation.isLost { target = .unknown }
        table.targets[call.call] = target
        return target
    }

    private func target(_ thing: Thing, _ call: CallRef, in table: FileTable) -> CallTarget {
        switch thing {
        case .function(let function): return .function(function)
        case .type(let type):
            if files[Int(type.file)].language == .swift {
                return .type(type, initializer: initializer(of: type, for: table.summary.calls[Int(call.call)], in: table))
            }
            if case .function(let function) = classMember(words.initializer, of: type, isOwnIncluded: true) {
                return .type(type, initializer: function)
            }
            return .type(type, initializer: nil)
        case .instance(let type):
            let isSwift = files[Int(type.file)].language == .swift
            guard case .function(let function) = classMember(isSwift ? words.swiftCall : words.call, of: type, isOwnIncluded: true) else { return .unknown }
            return .function(function)
        case .external(let name): return .external(name)
        case .unknown, .none, .module, .folder, .externalInstance, .variable: return .unknown
        }
    }

    /// A call's name for knowledge: `asyncio.Semaphore.acquire`, `app.pools.run`; `.none` when nothing is known.
    ///
    /// Where the call cannot be followed to a declaration it is the name as far as the file itself tells.
    package func calleeName(of call: CallRef) -> GlobalName {
        switch target(of: call) {
        case .function(let function): return name(of: function)
        case .type(let type, _): return name(of: type)
        case .external(let name): return name
        case .unknown: break
        }
        guard let table = table(of: call.file), Int(call.call) < table.summary.calls.count else { return .none }
        let record = table.summary.calls[Int(call.call)]
        if record.callee != 0 { return canonical(record.callee, in: table) }
        guard record.receiverType != 0, record.method != 0 else { return .none }
        return names.join(canonical(record.receiverType, in: table), table.name(record.method, names))
    }

    /// A symbolic name from the program's point of view: `@` and dots become the module's path.
    private func canonical(_ string: StringID, in table: FileTable) -> GlobalName {
        let text = table.summary.strings[string]
        if text.first == UInt8(ascii: "@") { return names.join(moduleName(of: table.file), names.intern(text.dropFirst())) }
        let level = text.prefix { $0 == UInt8(ascii: ".") }.count
        guard level > 0 else { return table.name(string, names) }
        guard let folder = modules.folder(above: table.file, level: level) else { return .none }
        return names.join(modules.name(ofFolder: folder), names.intern(text.dropFirst(level)))
    }

    /// A file's module: Python's dotted path, Swift's target.
    package func moduleName(of file: Int32) -> GlobalName {
        files[Int(file)].language == .swift ? swift.name(of: swift.module(of: file)) : modules.name(of: file)
    }

    /// A name's first segment: the package.
    package func top(of name: GlobalName) -> GlobalName { modules.top(of: name) }

    /// `app.db.Pool.get`; a closure goes by the function around it: `app.db.load.<closure>`.
    package func name(of function: FunctionRef) -> GlobalName {
        guard let table = table(of: function.file) else { return .none }
        let record = table.summary.functions[Int(function.function)]
        if record.qualifiedName != 0 { return canonical(record.qualifiedName, in: table) }
        let outer = record.outerFunction == 0 ? moduleName(of: function.file) : outerName(record.outerFunction - 1, in: table)
        return names.join(outer, names.intern("<closure>"))
    }

    /// The name of the nearest function around that has one.
    private func outerName(_ function: UInt32, in table: FileTable) -> GlobalName {
        var at = function
        while true {
            let record = table.summary.functions[Int(at)]
            if record.qualifiedName != 0 { return canonical(record.qualifiedName, in: table) }
            guard record.outerFunction != 0 else { return moduleName(of: table.file) }
            at = record.outerFunction - 1
        }
    }

    package func name(of type: ClassRef) -> GlobalName {
        guard let table = table(of: type.file) else { return .none }
        return canonical(table.summary.classes[Int(type.type)].qualifiedName, in: table)
    }

    package func entity(of value: SummaryValue, in file: Int32) -> Entity {
        guard let table = table(of: file) else { return .unknown }
        return ask(.unknown) {
            switch thing(value, in: table) {
            case .function(let function): .function(function)
            case .type(let type): .type(type)
            case .module(let file): .module(file)
            case .external(let name): .external(name)
            case .variable(let file, let name): variable(name, in: file)
            case .unknown, .none, .folder, .instance, .externalInstance: local(value, in: table)
            }
        }
    }

    /// A variable of the file itself, by its number.
    private func local(_ value: SummaryValue, in table: FileTable) -> Entity {
        guard value.kind == .local, Int(value.index) < table.summary.variables.count,
            table.summary.variables[Int(value.index)].scope == 0
        else { return .unknown }
        return .variable(file: table.file, variable: value.index)
    }

    private func variable(_ name: GlobalName, in file: Int32) -> Entity {
        guard let table = table(of: file), let entry = table.entries(name, inScope: 0).first(where: { $0.kind == .variable }) else { return .unknown }
        return .variable(file: file, variable: entry.number)
    }

    /// The function a callable value runs: names, closures, bound methods, `functools.partial`; a class's initialiser.
    package func function(for value: SummaryValue, in file: Int32) -> FunctionRef? {
        guard let table = table(of: file) else { return nil }
        return ask(nil) {
            var thing = thing(value, in: table)
            if case .variable(let file, let name) = thing { thing = self.value(ofGlobal: name, in: file) }
            let isSwift = table.summary.language == .swift
            let found: Thing =
                switch thing {
                case .type(let type): classMember(isSwift ? words.swiftInit : words.initializer, of: type, isOwnIncluded: true)
                case .instance(let type): classMember(isSwift ? words.swiftCall : words.call, of: type, isOwnIncluded: true)
                default: thing
                }
            if case .function(let function) = found { return function }
            return nil
        }
    }

    package func type(of value: SummaryValue, in file: Int32) -> TypeEntity {
        guard let table = table(of: file) else { return .unknown }
        return ask(.unknown) {
            var thing = thing(value, in: table)
            if case .variable(let file, let name) = thing { thing = self.value(ofGlobal: name, in: file) }
            return switch thing {
            case .instance(let type): .type(type)
            case .externalInstance(let name): .external(name)
            default: .unknown
            }
        }
    }

    /// The method of that name, its own or inherited; of overloads none.
    package func member(_ name: GlobalName, of type: ClassRef) -> FunctionRef? {
        ask(nil) {
            if case .function(let function) = classMember(name, of: type, isOwnIncluded: true) { function } else { nil }
        }
    }

    package func location(of call: CallRef) -> Location? {
        guard let summary = summary(of: call.file), Int(call.call) < summary.calls.count else { return nil }
        return location(of: summary.calls[Int(call.call)].site, in: call.file)
    }

    package func location(of function: FunctionRef) -> Location? {
        guard let summary = summary(of: function.file), Int(function.function) < summary.functions.count else { return nil }
        return location(of: summary.functions[Int(function.function)].site, in: function.file)
    }

    /// A site's end is only known as an offset, so that the position of the end is that after the first character.
    private func location(of site: SummarySite, in file: Int32) -> Location {
        let start = Position(line: Int(site.line), column: Int(site.column))
        let end = Position(line: start.line, column: start.column + 1)
        return Location(path: files[Int(file)].path, bytes: Int(site.start)..<Int(site.end), start: start, end: end)
    }
}
