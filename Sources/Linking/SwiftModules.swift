internal import Findings
internal import Semantics

/// Which Swift module each file is part of, from the paths alone, and what the modules that were asked about declare.
struct SwiftModules {
    private let tree: ModuleTree
    private let names: GlobalNames
    /// Folders whose folders are targets (docs.swift.org/package-manager/PackageDescription, `path` of a target).
    private let targetFolders: Set<GlobalName>
    /// The module folder of each folder, -1 where not asked yet.
    private var known: [Int32]
    private var swiftFiles: [Int32]
    private var filesOf: [Int32: [Int32]] = [:]
    private var modulesNamed: [GlobalName: [Int32]] = [:]
    private var isGrouped = false
    var indexes: [Int32: SwiftIndex] = [:]

    init(_ tree: ModuleTree, _ files: [ProgramFile], _ names: GlobalNames) {
        self.tree = tree
        self.names = names
        targetFolders = Set(["Sources", "Source", "src", "srcs", "Tests", "Plugins", "Snippets"].map { names.intern($0) })
        known = Array(repeating: -1, count: tree.folders.count)
        swiftFiles = files.indices.filter { files[$0].language == .swift }.map(Int32.init)
    }

    mutating func forget() { indexes.removeAll() }

    /// The folder that stands for a file's module: `Sources/<Target>` of the nearest package around it, else its top folder.
    mutating func module(of file: Int32) -> Int32 {
        let folder = Int(tree.folderOf[Int(file)])
        if known[folder] < 0 { known[folder] = find(Int32(folder)) }
        return known[folder]
    }

    private func find(_ folder: Int32) -> Int32 {
        var way: [Int32] = []
        var at = folder
        while at > 0, !tree.folders[Int(at)].isPackage {
            way.append(at)
            at = tree.folders[Int(at)].parent
        }
        guard let first = way.popLast() else { return at }
        guard tree.folders[Int(at)].isPackage, targetFolders.contains(tree.folders[Int(first)].name), let target = way.popLast() else { return first }
        return target
    }

    private mutating func group() {
        guard !isGrouped else { return }
        isGrouped = true
        for file in swiftFiles { filesOf[module(of: file), default: []].append(file) }
        for module in filesOf.keys.sorted() { modulesNamed[tree.folders[Int(module)].name, default: []].append(module) }
    }

    /// A module's files.
    mutating func files(of module: Int32) -> [Int32] {
        group()
        return filesOf[module] ?? []
    }

    /// The module of that name nearest to a file: what shares most of its path, then the first in order.
    mutating func module(named name: GlobalName, from file: Int32) -> Int32? {
        group()
        let folder = tree.folderOf[Int(file)]
        let modules = modulesNamed[name] ?? []
        let nearest = modules.map { tree.shared($0, folder) }.max()
        return modules.filter { tree.shared($0, folder) == nearest }
            .min { tree.path($0).map(names.text).lexicographicallyPrecedes(tree.path($1).map(names.text)) }
    }

    func name(of module: Int32) -> GlobalName { tree.folders[Int(module)].name }
}

/// What a Swift module declares, by dotted path: `Store`, `Store.load`.
final class SwiftIndex {
    /// Declarations and extensions; where there is a declaration, it is the first.
    var types: [GlobalName: [ClassRef]] = [:]
    var functions: [GlobalName: [FunctionRef]] = [:]
    /// Stored and computed properties.
    var attributes: [GlobalName: [(file: Int32, number: UInt32)]] = [:]
    /// The first file that has a variable of the name outside of types.
    var variableFile: [GlobalName: Int32] = [:]
}

extension Program {
    /// What a module declares; nil, and all its missing files wanted, when some are not there.
    func index(of module: Int32) -> SwiftIndex? {
        if let index = swift.indexes[module] { return index }
        let files = swift.files(of: module).sorted { self.files[Int($0)].path.utf8.lexicographicallyPrecedes(self.files[Int($1)].path.utf8) }
        var isWhole = true
        for file in files where !isReadable(file) {
            _ = table(of: file)
            if evaluation.lost == .missing { isWhole = false }
        }
        guard isWhole else { return nil }
        let index = SwiftIndex()
        for file in files { if let table = table(of: file) { add(table, to: index) } }
        for path in index.types.keys {
            index.types[path]?.sort { (isExtension($0) ? 1 : 0) < (isExtension($1) ? 1 : 0) }
        }
        swift.indexes[module] = index
        return index
    }

    private func isExtension(_ type: ClassRef) -> Bool {
        guard let summary = summary(of: type.file) else { return true }
        return summary.strings[summary.classes[Int(type.type)].keyword].elementsEqual("extension".utf8)
    }

    private func add(_ table: FileTable, to index: SwiftIndex) {
        let summary = table.summary
        for (number, type) in summary.classes.enumerated() {
            index.types[path(type.qualifiedName, in: table), default: []].append(ClassRef(file: table.file, type: UInt32(number)))
        }
        for (number, function) in summary.functions.enumerated() where function.outerFunction == 0 && function.qualifiedName != 0 {
            index.functions[path(function.qualifiedName, in: table), default: []].append(FunctionRef(file: table.file, function: UInt32(number)))
        }
        for (number, attribute) in summary.attributes.enumerated() {
            let owner = path(summary.classes[Int(attribute.ownerClass)].qualifiedName, in: table)
            index.attributes[names.join(owner, table.name(attribute.name, names)), default: []].append((table.file, UInt32(number)))
        }
        for binding in summary.bindings where binding.scope == 0 && binding.form != .removed {
            let name = table.name(binding.name, names)
            if index.variableFile[name] == nil { index.variableFile[name] = table.file }
        }
    }

    /// A name the file declares, without its `@`.
    func path(_ string: StringID, in table: FileTable) -> GlobalName {
        let text = table.summary.strings[string]
        return text.first == UInt8(ascii: "@") ? names.intern(text.dropFirst()) : table.name(string, names)
    }
}
