internal import Semantics

/// What a Swift module declares, by dotted path: `Store`, `Store.load`. Holds the files that were read, and knows which of the others may
/// declare a name.
final class SwiftIndex {
    struct TypeEntry {
        var type: ClassRef
        var isExtension: Bool
    }

    /// Declarations, then extensions, each in the order of the files.
    private(set) var types: [GlobalName: [TypeEntry]] = [:]
    private(set) var functions: [GlobalName: [FunctionRef]] = [:]
    /// Stored and computed properties.
    private(set) var attributes: [GlobalName: [(file: Int32, number: UInt32)]] = [:]
    /// The first file that has a variable of the name outside of types.
    private(set) var variableFile: [GlobalName: Int32] = [:]

    /// Each file's place in the order of their paths.
    private let rank: [Int32: Int]
    /// Files that are not in the index yet.
    private var absent: Set<Int32>
    /// Which of them may declare a name, by its hash, and those that may declare any.
    private var declaring: [UInt32: [Int32]] = [:]
    private var undetermined: [Int32] = []
    /// Names for which every file that may declare them is here.
    private var complete: Set<GlobalName> = []

    /// - Parameter files: in the order of their paths.
    init(_ files: [Int32], declared: (Int32) -> DeclaredNames?) {
        rank = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        absent = Set(files)
        for file in files {
            guard let names = declared(file), !names.mayBeAny else {
                undetermined.append(file)
                continue
            }
            for hash in names.hashes { declaring[hash, default: []].append(file) }
        }
    }

    func isComplete(_ name: GlobalName) -> Bool { complete.contains(name) }

    func setComplete(_ name: GlobalName) { complete.insert(name) }

    /// The files, not here yet, that may declare a name or something in it.
    func absentFiles(declaring hash: UInt32?) -> [Int32] {
        guard let hash else { return absent.sorted() }
        return (undetermined + (declaring[hash] ?? [])).filter(absent.contains)
    }

    func add(_ table: FileTable, _ names: GlobalNames) {
        guard absent.remove(table.file) != nil else { return }
        let summary = table.summary
        for (number, type) in summary.classes.enumerated() {
            let isExtension = summary.strings[type.keyword].elementsEqual("extension".utf8)
            let entry = TypeEntry(type: ClassRef(file: table.file, type: UInt32(number)), isExtension: isExtension)
            insert(entry, into: &types[table.path(type.qualifiedName, names), default: []]) { ($0.isExtension ? 1 : 0, order($0.type.file), $0.type.type) }
        }
        for (number, function) in summary.functions.enumerated() where function.outerFunction == 0 && function.qualifiedName != 0 {
            let entry = FunctionRef(file: table.file, function: UInt32(number))
            insert(entry, into: &functions[table.path(function.qualifiedName, names), default: []]) { (0, order($0.file), $0.function) }
        }
        for (number, attribute) in summary.attributes.enumerated() {
            let owner = table.path(summary.classes[Int(attribute.ownerClass)].qualifiedName, names)
            let path = names.join(owner, table.name(attribute.name, names))
            insert((table.file, UInt32(number)), into: &attributes[path, default: []]) { (0, order($0.file), $0.number) }
        }
        for binding in summary.bindings where binding.scope == 0 && binding.form != .removed {
            let name = table.name(binding.name, names)
            if let known = variableFile[name], order(known) <= order(table.file) { continue }
            variableFile[name] = table.file
        }
    }

    private func order(_ file: Int32) -> Int { rank[file] ?? 0 }

    /// Files come in any order; what the index says must not depend on it.
    private func insert<Entry>(_ entry: Entry, into entries: inout [Entry], by key: (Entry) -> (Int, Int, UInt32)) {
        let own = key(entry)
        var at = entries.count
        while at > 0, own < key(entries[at - 1]) { at -= 1 }
        entries.insert(entry, at: at)
    }
}

extension FileTable {
    /// A name the file declares, without its `@`.
    func path(_ string: StringID, _ names: GlobalNames) -> GlobalName {
        let text = summary.strings[string]
        return text.first == UInt8(ascii: "@") ? names.intern(text.dropFirst()) : name(string, names)
    }
}

extension Program {
    /// What a module declares, as far as its files were read: `complete` sees to it that all that matter for a name are.
    func index(of module: Int32) -> SwiftIndex {
        if let index = swift.indexes[module] { return index }
        let files = swift.files(of: module).sorted { self.files[Int($0)].path.utf8.lexicographicallyPrecedes(self.files[Int($1)].path.utf8) }
        let index = SwiftIndex(files) { self.files[Int($0)].declared }
        swift.indexes[module] = index
        return index
    }

    /// Adds the files that may declare a path to an index.
    func complete(_ index: SwiftIndex, for path: GlobalName) {
        let first = names.withBytes(of: path) { text in text.firstIndex(of: UInt8(ascii: ".")).map { Array(text[..<$0]) } }
        let name = first.map { names.intern($0) } ?? path
        if index.isComplete(name) { return }
        let hash = names.withBytes(of: name) { DeclaredNames.hash($0) }
        for file in index.absentFiles(declaring: hash) {
            if let table = table(of: file) { index.add(table, names) }
        }
        index.setComplete(name)
    }
}
