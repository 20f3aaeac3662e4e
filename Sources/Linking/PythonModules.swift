internal import Findings

/// What import statements mean, from the paths alone.
struct PythonModules {
    private let tree: ModuleTree
    private let names: GlobalNames
    private let source: GlobalName
    private let standard: StandardModules
    private var known: [UInt64: Int32] = [:]
    private var moduleNames: [GlobalName?]

    init(_ tree: ModuleTree, _ names: GlobalNames) {
        self.tree = tree
        self.names = names
        source = names.intern("src")
        standard = StandardModules(names)
        moduleNames = Array(repeating: nil, count: tree.folderOf.count)
    }

    /// The file that `import first.second…` means in a folder's files; nil when the project has none.
    ///
    /// Any folder that is no package and has such a module can be on Python's path. The nearest to the importer wins: the one that
    /// shares most of its path, then the shortest path, then the first in order. Names of the standard library are the project's only
    /// beside or above the importer.
    mutating func file(_ path: ArraySlice<GlobalName>, whole: GlobalName, from folder: Int32) -> Int32? {
        let key = UInt64(UInt32(bitPattern: folder)) << 32 | UInt64(whole.id)
        if let file = known[key] { return file < 0 ? nil : file }
        let file = find(path, from: folder)
        known[key] = file ?? -1
        return file
    }

    private func find(_ path: ArraySlice<GlobalName>, from folder: Int32) -> Int32? {
        guard let first = path.first else { return nil }
        let isStandard = standard.contains(first)
        var best: (file: Int32, root: Int32, shared: Int32)?
        for root in tree.holders(of: first) {
            guard tree.folders[Int(root)].initFile < 0 || root == 0, let file = walk(path, from: root) else { continue }
            let shared = tree.shared(root, folder)
            if isStandard, shared < tree.folders[Int(root)].depth { continue }
            if let known = best, !isBetter(root, shared, than: known.root, known.shared) { continue }
            best = (file, root, shared)
        }
        return best?.file
    }

    private func isBetter(_ root: Int32, _ shared: Int32, than other: Int32, _ otherShared: Int32) -> Bool {
        if shared != otherShared { return shared > otherShared }
        let depth = tree.folders[Int(root)].depth, otherDepth = tree.folders[Int(other)].depth
        if depth != otherDepth { return depth < otherDepth }
        return tree.path(root).map(names.text).lexicographicallyPrecedes(tree.path(other).map(names.text))
    }

    /// The module at the end of a path of names from a folder.
    func walk(_ path: ArraySlice<GlobalName>, from root: Int32) -> Int32? {
        var folder = root
        for (at, name) in path.enumerated() {
            if at == path.count - 1 { return tree.module(folder, name) }
            guard let child = tree.child(folder, name) else { return nil }
            folder = child
        }
        return nil
    }

    /// The first segment of a dotted name.
    func top(of module: GlobalName) -> GlobalName {
        names.intern(names.withBytes(of: module) { Array($0.prefix { $0 != UInt8(ascii: ".") }) })
    }

    func isStandard(_ name: GlobalName) -> Bool { standard.contains(name) }

    /// The folder `level` dots mean in a file: one is its own.
    func folder(above file: Int32, level: Int) -> Int32? {
        var folder = tree.folderOf[Int(file)]
        for _ in 1..<max(level, 1) {
            guard folder > 0 else { return nil }
            folder = tree.folders[Int(folder)].parent
        }
        return folder
    }

    // MARK: Names

    /// The dotted name a module goes by: from the first folder upward that is no package; without packages from the nearest `src` or
    /// folder with a `setup.py` or `manage.py`, else from the top.
    mutating func name(of file: Int32) -> GlobalName {
        if let known = moduleNames[Int(file)] { return known }
        let folder = tree.folderOf[Int(file)]
        let package = name(ofFolder: folder)
        let isPackage = tree.folders[Int(folder)].initFile == file
        let name = isPackage && package != .none ? package : names.join(package, tree.stemOf[Int(file)])
        moduleNames[Int(file)] = name
        return name
    }

    func name(ofFolder folder: Int32) -> GlobalName {
        var root = folder
        while root > 0, tree.folders[Int(root)].initFile < 0, tree.folders[Int(root)].name != source, !tree.folders[Int(root)].isStart {
            root = tree.folders[Int(root)].parent
        }
        while root > 0, tree.folders[Int(root)].initFile >= 0 { root = tree.folders[Int(root)].parent }
        return tree.path(folder).dropFirst(Int(tree.folders[Int(root)].depth)).reduce(.none, names.join)
    }
}
