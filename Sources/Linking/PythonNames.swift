internal import Findings
internal import Semantics

/// What names mean in Python files: from a symbolic name through imports, re-exports, stars and aliases to what declares it.
extension Program {
    /// What a symbolic name of a file means.
    func thing(_ string: StringID, in table: FileTable) -> Thing {
        guard string != 0 else { return .unknown }
        return remembered(UInt64(string), in: table) {
            let path = SymbolicPath(table.summary.strings[string], names)
            guard !path.segments.isEmpty else { return .unknown }
            return table.summary.language == .swift ? swiftThing(path, in: table) : pythonThing(path, in: table)
        }
    }

    private func pythonThing(_ path: SymbolicPath, in table: FileTable) -> Thing {
        if path.isLocal {
            return local(path, in: table)
        }
        if path.isStarred { return walk(path, from: starMember(path.segments[0].name, in: table), at: 1) }
        return path.level > 0 ? relative(path, in: table) : absolute(path, in: table)
    }

    /// What the file declares itself; functions may have functions and classes in them, also those of a class. The last name is left to
    /// `walk` where it is a class's member, which may be inherited.
    private func local(_ path: SymbolicPath, in table: FileTable) -> Thing {
        guard var thing = declared(path.segments[0].name, inScope: 0, of: table) else { return .unknown }
        var at = 1
        search: while at < path.segments.count, path.segments[at - 1].calls == 0 {
            switch thing {
            case .function(let function):
                let scope = table.summary.functions[Int(function.function)].scope
                guard let inner = declared(path.segments[at].name, inScope: scope, of: table) else { return .unknown }
                thing = inner
            case .type(let type):
                let scope = table.summary.classes[Int(type.type)].scope
                guard at + 1 < path.segments.count, let inner = declared(path.segments[at].name, inScope: scope, of: table) else { break search }
                thing = inner
            default: break search
            }
            at += 1
        }
        return walk(path, from: called(thing, path.segments[at - 1].calls), at: at)
    }

    /// Goes on from the thing the first `start` segments are.
    func walk(_ path: SymbolicPath, from first: Thing, at start: Int) -> Thing {
        var thing = first
        for segment in path.segments[start...] {
            if evaluation.isLost || thing == .unknown { return .unknown }
            thing = called(member(segment.name, of: thing), segment.calls)
        }
        return thing
    }

    private func called(_ thing: Thing, _ times: Int) -> Thing {
        var thing = thing
        for _ in 0..<min(times, 8) { thing = result(ofCalling: thing) }
        return thing
    }

    /// The part of the name that some import of the file says is a module is looked up by paths alone, the rest in what is declared.
    private func absolute(_ path: SymbolicPath, in table: FileTable) -> Thing {
        let folder = tree.folderOf[Int(table.file)]
        let parts = path.names(path.plainCount)
        var whole = GlobalName.none
        let prefixes = parts.map { name in
            whole = names.join(whole, name)
            return whole
        }
        if let imported = prefixes.lastIndex(where: { table.importedModules.contains($0) }) {
            for count in imported + 1...parts.count {
                guard let file = modules.file(parts[..<count], whole: prefixes[count - 1], from: folder) else { continue }
                if count == path.plainCount { return walk(path, from: called(.module(file), path.segments[count - 1].calls), at: count) }
                return walk(path, from: .module(file), at: count)
            }
        }
        return walk(path, from: called(.external(parts[0]), path.segments[0].calls), at: 1)
    }

    private func relative(_ path: SymbolicPath, in table: FileTable) -> Thing {
        guard let folder = modules.folder(above: table.file, level: path.level) else { return .unknown }
        let dots = [UInt8](repeating: UInt8(ascii: "."), count: path.level)
        for count in (0...path.plainCount).reversed() {
            let parts = path.names(count)
            let module = names.intern(dots + names.withBytes(of: parts.reduce(.none, names.join)) { Array($0) })
            guard table.importedModules.contains(module) else { continue }
            if let start = place(parts, under: folder) { return walk(path, from: start, at: count) }
        }
        return .unknown
    }

    /// The module or folder at a path of names under a folder.
    private func place(_ parts: ArraySlice<GlobalName>, under folder: Int32) -> Thing? {
        if parts.isEmpty {
            let initial = tree.folders[Int(folder)].initFile
            return initial >= 0 ? .module(initial) : .folder(folder)
        }
        if let file = modules.walk(parts, from: folder) { return .module(file) }
        var at = folder
        for name in parts {
            guard let child = tree.child(at, name) else { return nil }
            at = child
        }
        return .folder(at)
    }

    // MARK: Modules

    /// What a module's attribute is. Re-exports are followed in a loop, however many there are.
    func moduleMember(_ name: GlobalName, of file: Int32) -> Thing {
        guard let table = table(of: file) else { return .unknown }
        return remembered(1 << 60 | UInt64(name.id), in: table) { followed(name, from: file) }
    }

    private func followed(_ wanted: GlobalName, from start: Int32) -> Thing {
        var file = start, name = wanted
        var seen: Set<UInt64> = []
        while true {
            guard seen.insert(UInt64(UInt32(bitPattern: file)) << 32 | UInt64(name.id)).inserted else {
                evaluation.lose(.circle)
                return .unknown
            }
            guard let table = table(of: file) else { return .unknown }
            switch bound(name, inScope: 0, of: table) {
            case .thing(let thing): return thing
            case .values: return alias(name, of: table) ?? .variable(file: file, name: name)
            case .imported(let number):
                switch imported(table.summary.imports[Int(number)], in: table) {
                case .thing(let thing): return thing
                case .member(let module, let member): (file, name) = (module, member)
                }
            case .nothing:
                switch unbound(name, in: table) {
                case .thing(let thing): return thing
                case .member(let module, let member): (file, name) = (module, member)
                }
            }
        }
    }

    /// Where an import leads: to a thing, or on to a member of a module.
    private enum Lead {
        case thing(Thing)
        case member(Int32, GlobalName)
    }

    private func imported(_ record: SummaryImport, in table: FileTable) -> Lead {
        let path = SymbolicPath(table.summary.strings[record.module], names)
        let member = table.name(record.name, names)
        let parts = path.segments.map(\.name)
        if path.level > 0 {
            guard let folder = modules.folder(above: table.file, level: path.level), let start = place(parts[...], under: folder) else {
                return .thing(.unknown)
            }
            guard case .module(let file) = start else { return .thing(self.member(member, of: start)) }
            return .member(file, member)
        }
        let folder = tree.folderOf[Int(table.file)]
        guard let first = parts.first else { return .thing(.unknown) }
        if record.form == .module {
            // `import a.b` binds a.
            let isWhole = table.name(record.alias, names) != first
            let bound = isWhole ? parts : [first]
            let whole = bound.reduce(.none, names.join)
            if let file = modules.file(bound[...], whole: whole, from: folder) { return .thing(.module(file)) }
            // A folder without `__init__.py`, if what was imported is in it.
            if parts.count > 1, let file = modules.file(parts[...], whole: parts.reduce(.none, names.join), from: folder), !isWhole {
                var at = tree.package(of: file) ?? tree.folderOf[Int(file)]
                let up = tree.package(of: file) == nil ? parts.count - 2 : parts.count - 1
                for _ in 0..<up { at = max(tree.folders[Int(at)].parent, 0) }
                return .thing(.folder(at))
            }
            return .thing(.external(whole))
        }
        let module = parts.reduce(.none, names.join)
        if let file = modules.file(parts[...], whole: module, from: folder) { return .member(file, member) }
        if let file = modules.file((parts + [member])[...], whole: names.join(module, member), from: folder) { return .thing(.module(file)) }
        return .thing(.external(names.join(module, member)))
    }

    /// A name the module itself does not bind: a module of the package, something from a star, or nothing known.
    private func unbound(_ name: GlobalName, in table: FileTable) -> Lead {
        if let package = tree.package(of: table.file) {
            if let file = tree.module(package, name) { return .thing(.module(file)) }
            if let folder = tree.child(package, name) { return .thing(.folder(folder)) }
        }
        if let lead = starred(name, in: table) { return lead }
        if evaluation.isLost { return .thing(.unknown) }
        // A file that happens to be called like a module of the standard library is not what was meant.
        let module = modules.name(of: table.file)
        let isStandard = modules.isStandard(modules.top(of: module)) && !table.binds(words.attribute, inScope: 0)
        return .thing(isStandard ? .external(names.join(module, name)) : .unknown)
    }

    /// What `from x import *` gives for a name.
    private func starred(_ name: GlobalName, in table: FileTable) -> Lead? {
        guard !table.starImports.isEmpty else { return nil }
        var pending = starSources(of: table)
        var seen: Set<Int32> = [table.file]
        var external: GlobalName?, externals = 0
        // The last star wins, and with it what it takes from others.
        while let next = pending.popLast() {
            let file: Int32
            switch next {
            case .file(let known): file = known
            case .external(let module):
                externals += 1
                external = module
                continue
            case .nothing: continue
            }
            guard seen.insert(file).inserted, mayBind(name, file) else { continue }
            if let surface = surface(of: file) {
                if surface.hides(name) { continue }
                if !surface.mayBind(name, names) {
                    pending += surface.stars.map { starSource($0, from: file) }
                    continue
                }
            }
            guard let source = self.table(of: file) else { return nil }
            guard isPublic(name, in: source) else { continue }
            switch bound(name, inScope: 0, of: source) {
            case .nothing: break
            default: return .member(file, name)
            }
            if let package = tree.package(of: file), !source.summary.exports.isEmpty, let module = tree.module(package, name) {
                return .thing(.module(module))
            }
            pending += starSources(of: source)
        }
        guard externals == 1, let external else { return nil }
        return .thing(.external(names.join(external, name)))
    }

    /// The modules a file takes everything from.
    private func starSources(of table: FileTable) -> [FileTable.StarSource] {
        if let known = table.starSources { return known }
        let sources = table.starImports.map { string -> FileTable.StarSource in
            starSource(SymbolicPath(table.summary.strings[string], names), from: table.file)
        }
        table.starSources = sources
        return sources
    }

    private func starSource(_ path: SymbolicPath, from file: Int32) -> FileTable.StarSource {
        if let source = self.file(path, from: file) { return .file(source) }
        return path.level == 0 ? .external(path.segments.map(\.name).reduce(.none, names.join)) : .nothing
    }

    private func file(_ path: SymbolicPath, from file: Int32) -> Int32? {
        let parts = path.segments.map(\.name)
        guard path.level > 0 else {
            return modules.file(parts[...], whole: parts.reduce(.none, names.join), from: tree.folderOf[Int(file)])
        }
        guard let folder = modules.folder(above: file, level: path.level), case .module(let file) = place(parts[...], under: folder) else {
            return nil
        }
        return file
    }

    private func isPublic(_ name: GlobalName, in table: FileTable) -> Bool {
        if !table.summary.exports.isEmpty { return table.exports(name, names) }
        return names.withBytes(of: name) { $0.first != UInt8(ascii: "_") }
    }

    /// What a bare name that the file does not bind may be: something from a star import.
    func starMember(_ name: GlobalName, in table: FileTable) -> Thing {
        guard table.summary.hasStarImport, let lead = starred(name, in: table) else { return .unknown }
        switch lead {
        case .thing(let thing): return thing
        case .member(let file, let name): return moduleMember(name, of: file)
        }
    }
}
