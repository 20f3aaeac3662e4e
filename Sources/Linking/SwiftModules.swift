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
