internal import Semantics

/// One file's summary, unpacked, with what is needed to look names up in it.
final class FileTable {
    enum Kind: UInt8 { case function, type, imported, binding, attribute, variable }

    struct Entry {
        var kind: Kind
        /// In the summary's section of that kind.
        var number: UInt32
        fileprivate var next: Int32 = -1
    }

    let file: Int32
    let summary: FileSummary
    /// The program's names of the summary's strings, 0 where not asked yet.
    private var globals: [UInt32]
    private var entries: [Entry] = []
    /// The first and last entry for each name in each scope.
    private var first: [UInt64: (first: Int32, last: Int32)] = [:]
    /// What this file's strings and variables mean, as far as asked.
    var things: [UInt64: Answer] = [:]
    var targets: [UInt32: CallTarget] = [:]
    /// The Swift modules it sees, once asked.
    var swiftModules: [Int32]?
    /// The modules its imports name, and those it takes everything from.
    private(set) var importedModules: Set<GlobalName> = []
    private(set) var starImports: [StringID] = []
    /// What the latter are, once asked; paths alone tell.
    var starSources: [StarSource]?
    /// The names of its `__all__`.
    private var exported: Set<GlobalName>?

    enum StarSource {
        case file(Int32)
        case external(GlobalName)
        case nothing
    }

    init(_ file: Int32, _ summary: FileSummary, _ names: GlobalNames) {
        self.file = file
        self.summary = summary
        globals = Array(repeating: 0, count: summary.strings.count)
        let definitions = summary.functions.count + summary.classes.count
        entries.reserveCapacity(definitions + summary.imports.count + summary.bindings.count + summary.attributes.count + summary.variables.count)
        first.reserveCapacity(definitions + summary.imports.count + summary.variables.count)
        for (number, function) in summary.functions.enumerated() where function.name != 0 {
            add(.function, number, scope: parent(function.scope), function.name, names)
        }
        for (number, type) in summary.classes.enumerated() { add(.type, number, scope: parent(type.scope), type.name, names) }
        for (number, one) in summary.imports.enumerated() {
            let module = name(one.module, names)
            importedModules.insert(module)
            // `import a.b` also gives a.
            if one.form == .module { importedModules.insert(names.intern(summary.strings[one.module].prefix { $0 != UInt8(ascii: ".") })) }
            if one.form == .star { starImports.append(one.module) } else { add(.imported, number, scope: one.scope, one.alias, names) }
        }
        for (number, binding) in summary.bindings.enumerated() { add(.binding, number, scope: binding.scope, binding.name, names) }
        for (number, attribute) in summary.attributes.enumerated() {
            add(.attribute, number, scope: summary.classes[Int(attribute.ownerClass)].scope, attribute.name, names)
        }
        for (number, variable) in summary.variables.enumerated() { add(.variable, number, scope: variable.scope, variable.name, names) }
    }

    private func parent(_ scope: UInt32) -> UInt32 { Int(scope) < summary.scopes.count ? summary.scopes[Int(scope)].parent : 0 }

    private func add(_ kind: Kind, _ number: Int, scope: UInt32, _ name: StringID, _ names: GlobalNames) {
        guard name != 0 else { return }
        let key = UInt64(scope) << 32 | UInt64(self.name(name, names).id)
        let index = Int32(entries.count)
        entries.append(Entry(kind: kind, number: UInt32(number)))
        if let ends = first[key] {
            entries[Int(ends.last)].next = index
            first[key] = (ends.first, index)
        } else {
            first[key] = (index, index)
        }
    }

    /// The program's name for a string of the file.
    func name(_ string: StringID, _ names: GlobalNames) -> GlobalName {
        guard Int(string) < globals.count, string != 0 else { return .none }
        if globals[Int(string)] == 0 { globals[Int(string)] = names.intern(summary.strings[string]).id }
        return GlobalName(id: globals[Int(string)])
    }

    /// Whether its `__all__` has a name.
    func exports(_ name: GlobalName, _ names: GlobalNames) -> Bool {
        if let exported { return exported.contains(name) }
        let made = Set(summary.exports.map { self.name($0, names) })
        exported = made
        return made.contains(name)
    }

    /// What a scope binds to a name: functions, then classes, imports, bindings, attributes, variables, each in the order of the file.
    func entries(_ name: GlobalName, inScope scope: UInt32) -> Entries {
        Entries(table: self, at: first[UInt64(scope) << 32 | UInt64(name.id)]?.first ?? -1)
    }

    func binds(_ name: GlobalName, inScope scope: UInt32) -> Bool { first[UInt64(scope) << 32 | UInt64(name.id)] != nil }

    struct Entries: Sequence, IteratorProtocol {
        fileprivate let table: FileTable
        fileprivate var at: Int32

        mutating func next() -> Entry? {
            guard at >= 0 else { return nil }
            defer { at = table.entries[Int(at)].next }
            return table.entries[Int(at)]
        }
    }
}
