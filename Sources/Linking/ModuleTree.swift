internal import Findings

/// The folders the files stand in, and what can be told about modules from the paths alone.
struct ModuleTree {
    struct Folder {
        var parent: Int32
        var name: GlobalName
        /// How many folders are around it; 0 for where the scan began.
        var depth: Int32
        /// Its `__init__.py`, or -1.
        var initFile: Int32 = -1
        /// There is a `setup.py` or `manage.py`: Python starts here.
        var isStart = false
        /// There is a `Package.swift`.
        var isPackage = false
        /// The next folder (as its number times two) or file (plus one) of the same name; -1 ends the list.
        var next: Int32 = -1
    }

    private(set) var folders = [Folder(parent: -1, name: .none, depth: 0)]
    /// Each file's folder, and its name without the ending.
    private(set) var folderOf: [Int32] = []
    private(set) var stemOf: [GlobalName] = []
    private var children: [UInt64: Int32] = [:]
    private var modules: [UInt64: Int32] = [:]
    /// The first folder or file of a name, by the name's number, with `next` going on.
    private var firstNamed: [Int32] = []
    private var nextFile: [Int32] = []
    /// Ending in `.pyi`.
    private var isStub: [Bool] = []

    init(_ files: [ProgramFile], _ names: GlobalNames) {
        folderOf.reserveCapacity(files.count)
        stemOf.reserveCapacity(files.count)
        children.reserveCapacity(files.count / 4)
        modules.reserveCapacity(files.count)
        let starts = [names.intern("setup"), names.intern("manage")]
        let initial = names.intern("__init__"), package = names.intern("Package")
        var last = "", lastFolder: Int32 = 0, lastLength = -1
        for file in files.indices {
            var path = files[file].path
            path.withUTF8 { bytes in
                let slash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1
                let isSame = slash == lastLength && last.utf8.prefix(max(slash, 0)).elementsEqual(bytes.prefix(max(slash, 0)))
                if !isSame { lastFolder = folder(UnsafeRawBufferPointer(bytes), upTo: slash, names) }
                var end = bytes.count
                while end > slash + 1, bytes[end - 1] != UInt8(ascii: ".") { end -= 1 }
                let dot = end > slash + 1 ? end - 1 : bytes.count
                let stem = names.intern(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[(slash + 1)..<dot]))
                folderOf.append(lastFolder)
                stemOf.append(stem)
                isStub.append(bytes.last == UInt8(ascii: "i"))
                nextFile.append(-1)
                lastLength = slash
                if files[file].language == .python {
                    addModule(Int32(file), stem, lastFolder, isInitial: stem == initial)
                    if starts.contains(stem) { folders[Int(lastFolder)].isStart = true }
                } else if stem == package {
                    folders[Int(lastFolder)].isPackage = true
                }
            }
            last = path
        }
    }

    private func key(_ folder: Int32, _ name: GlobalName) -> UInt64 { UInt64(UInt32(bitPattern: folder)) << 32 | UInt64(name.id) }

    private mutating func folder(_ path: UnsafeRawBufferPointer, upTo end: Int, _ names: GlobalNames) -> Int32 {
        var at: Int32 = 0, start = 0
        while start < end {
            var stop = start
            while stop < end, path[stop] != UInt8(ascii: "/") { stop += 1 }
            let segment = UnsafeRawBufferPointer(rebasing: path[start..<stop])
            start = stop + 1
            if segment.isEmpty || segment.count == 1 && segment[0] == UInt8(ascii: ".") { continue }
            let name = names.intern(segment)
            if let child = children[key(at, name)] {
                at = child
                continue
            }
            let child = Int32(folders.count)
            folders.append(Folder(parent: at, name: name, depth: folders[Int(at)].depth + 1, next: first(name)))
            children[key(at, name)] = child
            setFirst(name, child * 2)
            at = child
        }
        return at
    }

    private mutating func addModule(_ file: Int32, _ stem: GlobalName, _ folder: Int32, isInitial: Bool) {
        if isInitial {
            let known = folders[Int(folder)].initFile
            if known < 0 || isStub[Int(known)] && !isStub[Int(file)] { folders[Int(folder)].initFile = file }
            return
        }
        if let known = modules[key(folder, stem)] {
            if isStub[Int(known)], !isStub[Int(file)] { modules[key(folder, stem)] = file }
            return
        }
        modules[key(folder, stem)] = file
        nextFile[Int(file)] = first(stem)
        setFirst(stem, file * 2 + 1)
    }

    private func first(_ name: GlobalName) -> Int32 { Int(name.id) < firstNamed.count ? firstNamed[Int(name.id)] : -1 }

    private mutating func setFirst(_ name: GlobalName, _ entry: Int32) {
        if Int(name.id) >= firstNamed.count {
            firstNamed.append(contentsOf: repeatElement(-1, count: max(Int(name.id) + 1 - firstNamed.count, firstNamed.count)))
        }
        firstNamed[Int(name.id)] = entry
    }

    // MARK: Looking things up

    func child(_ folder: Int32, _ name: GlobalName) -> Int32? { children[key(folder, name)] }

    /// The file that `name` is in a folder, as Python looks: a package, then a module; nil for a mere folder or nothing.
    func module(_ folder: Int32, _ name: GlobalName) -> Int32? {
        if let child = child(folder, name), folders[Int(child)].initFile >= 0 { return folders[Int(child)].initFile }
        return modules[key(folder, name)]
    }

    /// The folders that have a module, package or folder of that name.
    func holders(of name: GlobalName) -> [Int32] {
        var holders: [Int32] = []
        var entry = first(name)
        while entry >= 0 {
            let number = Int(entry / 2)
            if entry & 1 == 0 {
                holders.append(folders[number].parent)
                entry = folders[number].next
            } else {
                holders.append(folderOf[number])
                entry = nextFile[number]
            }
        }
        return holders
    }

    /// The folder a file is the `__init__` of, or nil.
    func package(of file: Int32) -> Int32? {
        let folder = folderOf[Int(file)]
        return folders[Int(folder)].initFile == file ? folder : nil
    }

    /// How many folders two folders have around them both, themselves included.
    func shared(_ a: Int32, _ b: Int32) -> Int32 {
        var a = a, b = b
        while folders[Int(a)].depth > folders[Int(b)].depth { a = folders[Int(a)].parent }
        while folders[Int(b)].depth > folders[Int(a)].depth { b = folders[Int(b)].parent }
        while a != b {
            a = folders[Int(a)].parent
            b = folders[Int(b)].parent
        }
        return folders[Int(a)].depth
    }

    /// The names from the top down to a folder.
    func path(_ folder: Int32) -> [GlobalName] {
        var path: [GlobalName] = []
        var at = folder
        while at > 0 {
            path.append(folders[Int(at)].name)
            at = folders[Int(at)].parent
        }
        return path.reversed()
    }
}
