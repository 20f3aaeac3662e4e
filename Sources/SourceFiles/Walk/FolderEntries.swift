#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What a configuration file is called.
package let configurationName = ".sluice.yaml"

/// What some call it; it is not read under this name, and whoever wrote it should hear of that.
package let misnamedConfigurationName = ".sluice.yml"

/// The entries of the folders being walked, as a stack: those of a folder lie above those of its parent, so a walk of any depth allocates
/// next to nothing per folder.
struct FolderEntries {
    struct Entry {
        /// Where the name starts in `names`; a NUL follows it.
        var nameStart: Int
        var nameCount: Int
        var kind: FileStatus.Kind
    }

    /// What a listing met on the way that changes how the folder is treated.
    struct Landmarks {
        var hasGit = false
        var hasGitignore = false
        /// `.sluice.yaml`.
        var hasConfiguration = false
        /// `pyvenv.cfg`: a Python virtual environment.
        var hasEnvironmentMarker = false
        /// `CACHEDIR.TAG` (https://bford.info/cachedir/): what lies here can be made anew.
        var hasCacheTag = false
        /// `*.dist-info`: installers put packages here that are somebody else's.
        var hasInstalledPackages = false
        /// `__init__.py`.
        var isPackage = false

        /// Why the folder is left out, unless it is a root or the user wants all.
        var reasonToLeaveOut: DefaultExcludes.Reason? {
            hasEnvironmentMarker ? .environment : hasCacheTag ? .cache : hasInstalledPackages ? .installed : nil
        }
    }

    private(set) var entries: [Entry] = []
    private var names: [UInt8] = []

    var count: Int { entries.count }

    /// The stack's height, to come back to with `drop(to:)`.
    struct Height {
        var entries = 0
        var names = 0
    }

    var height: Height { Height(entries: entries.count, names: names.count) }

    mutating func drop(to height: Height) {
        entries.removeLast(entries.count - height.entries)
        names.removeLast(names.count - height.names)
    }

    /// Calls `body` with the name of an entry; a NUL stands behind its last byte.
    func withName<R>(of entry: Entry, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        names.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[Int(entry.nameStart)..<Int(entry.nameStart + entry.nameCount)])) }
    }

    /// Calls `body` with the NUL-terminated name of an entry.
    func withCName<R>(of entry: Entry, _ body: (UnsafePointer<CChar>) throws(SystemError) -> R) throws(SystemError) -> R {
        // The result type keeps the typed error through the closure, which rethrows untyped ones only.
        let result = names.withUnsafeBytes { names -> Result<R, SystemError> in
            guard let base = names.baseAddress else { return .failure(SystemError(number: ENOENT)) }
            let name = base.advanced(by: entry.nameStart).assumingMemoryBound(to: CChar.self)
            do throws(SystemError) { return .success(try body(name)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Reads the open folder and puts its entries on top, in the order of the paths' bytes: a folder counts as if its name ended in `/`.
    mutating func list(_ folder: Int32) throws(SystemError) -> Landmarks {
        let start = height
        var landmarks = Landmarks()
        do throws(SystemError) { try read(folder, &landmarks) } catch {
            drop(to: start)
            throw error
        }
        names.withUnsafeBufferPointer { names in
            entries[start.entries...].sort { a, b in Self.isBefore(a, b, names) }
        }
        return landmarks
    }

    private mutating func read(_ folder: Int32, _ landmarks: inout Landmarks) throws(SystemError) {
        // The stream owns and closes its descriptor, and `folder` is needed after it.
        let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .last }
        guard let stream = fdopendir(copy) else {
            let error = SystemError.last
            close(copy)
            throw error
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let found = readdir(stream) else {
                if errno != 0 { throw .last }
                return
            }
            // Through the pointer: the entry is shorter than its declared type.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
            let name = UnsafeRawPointer(found).advanced(by: offset)
            let count = strlen(name.assumingMemoryBound(to: CChar.self))
            let bytes = UnsafeRawBufferPointer(start: name, count: count)
            if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { continue }
            Self.note(bytes, &landmarks)
            var kind = Self.kind(found.pointee.d_type)
            if kind == .unknown {
                // Gone already, or it will say so when it is opened.
                kind = (try? FileStatus.of(name.assumingMemoryBound(to: CChar.self), in: folder, followsLinks: false).kind) ?? .regular
            }
            entries.append(Entry(nameStart: names.count, nameCount: count, kind: kind))
            names.append(contentsOf: bytes)
            names.append(0)
        }
    }

    private static func note(_ name: UnsafeRawBufferPointer, _ landmarks: inout Landmarks) {
        switch name.first {
        case UInt8(ascii: "."):
            if name.elementsEqual(".git".utf8) { landmarks.hasGit = true }
            if name.elementsEqual(".gitignore".utf8) { landmarks.hasGitignore = true }
            if name.elementsEqual(configurationName.utf8) || name.elementsEqual(misnamedConfigurationName.utf8) { landmarks.hasConfiguration = true }
        case UInt8(ascii: "C"): if name.elementsEqual("CACHEDIR.TAG".utf8) { landmarks.hasCacheTag = true }
        case UInt8(ascii: "p"): if name.elementsEqual("pyvenv.cfg".utf8) { landmarks.hasEnvironmentMarker = true }
        case UInt8(ascii: "_"): if name.elementsEqual("__init__.py".utf8) { landmarks.isPackage = true }
        default: break
        }
        if name.last == UInt8(ascii: "o"), name.suffix(DefaultExcludes.installedEnding.utf8.count).elementsEqual(DefaultExcludes.installedEnding.utf8) {
            landmarks.hasInstalledPackages = true
        }
    }

    private static func kind(_ type: UInt8) -> FileStatus.Kind {
        switch Int(type) {
        case Int(DT_REG): .regular
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .link
        case Int(DT_FIFO): .fifo
        case Int(DT_SOCK): .socket
        case Int(DT_CHR), Int(DT_BLK): .device
        default: .unknown
        }
    }

    private static func isBefore(_ a: Entry, _ b: Entry, _ names: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while true {
            let x = byte(i, of: a, names)
            let y = byte(i, of: b, names)
            if x != y { return x < y }
            if x < 0 { return false }
            i += 1
        }
    }

    @inline(__always)
    private static func byte(_ i: Int, of entry: Entry, _ names: UnsafeBufferPointer<UInt8>) -> Int {
        if i < entry.nameCount { return Int(names[entry.nameStart + i]) }
        return i == entry.nameCount && entry.kind == .folder ? Int(slash) : -1
    }
}
