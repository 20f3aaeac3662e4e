#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A failed system call, by its `errno`.
struct SystemError: Error, Sendable, Hashable {
    let number: Int32

    static var last: SystemError { SystemError(number: errno) }

    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    var isLink: Bool { number == ELOOP }

    /// In words a person understands.
    var words: String {
        switch number {
        case ENOENT, ENOTDIR: "no such file or directory"
        case EACCES, EPERM: "permission denied"
        case ELOOP: "a symbolic link, or a loop of them"
        case EMFILE, ENFILE: "too many open files"
        case ENXIO: "not a regular file"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}

/// What the file system says of one file.
struct FileStatus: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case regular, folder, link, fifo, socket, device, unknown
    }

    /// Which file it is, whatever its name.
    struct Identity: Sendable, Hashable {
        var device: UInt64
        var inode: UInt64
    }

    var kind: Kind
    var identity: Identity
    /// In bytes.
    var size: Int
    var permissions: UInt16
    var owner: UInt32
    /// Nanoseconds since 1970.
    var modified: Int64
    var changed: Int64

    init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .unknown
            }
        identity = Identity(device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(truncatingIfNeeded: raw.st_ino))
        size = Int(raw.st_size)
        permissions = UInt16(truncatingIfNeeded: raw.st_mode & 0o7777)
        owner = raw.st_uid
        #if canImport(Darwin)
            (modified, changed) = (Self.nanoseconds(raw.st_mtimespec), Self.nanoseconds(raw.st_ctimespec))
        #else
            (modified, changed) = (Self.nanoseconds(raw.st_mtim), Self.nanoseconds(raw.st_ctim))
        #endif
    }

    /// Of years beyond counting, something: it is only ever compared.
    private static func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }

    var stamp: FileStamp {
        FileStamp(size: Int64(size), modified: modified, changed: changed, inode: identity.inode, device: identity.device)
    }

    /// The file called `name` (NUL-terminated) in an open folder.
    static func of(_ name: UnsafePointer<CChar>, in folder: Int32, followsLinks: Bool) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard fstatat(folder, name, &raw, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
        return FileStatus(raw)
    }
}

/// An open file, closed when it goes out of scope.
struct Descriptor: ~Copyable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Gives the number away: closing it is the caller's business now.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    enum Purpose: Sendable {
        /// A file to read; a FIFO does not block, a link is refused.
        case reading
        /// A folder to list; a link is refused.
        case listing
        /// A folder on the way to a file; links are followed, as the path names them.
        case passing
    }

    /// Opens `name` (NUL-terminated, shorter than PATH_MAX) as seen from an open folder.
    static func open(_ name: UnsafePointer<CChar>, in folder: Int32, for purpose: Purpose) throws(SystemError) -> Descriptor {
        let flags =
            switch purpose {
            case .reading: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
            case .listing: O_RDONLY | O_NOFOLLOW | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC
            case .passing: O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC
            }
        while true {
            let number = openat(folder, name, flags)
            if number >= 0 { return Descriptor(owning: number) }
            guard errno == EINTR else { throw .last }
        }
    }

    /// Opens a path of any length: one longer than PATH_MAX is walked in pieces.
    static func open(path: some Collection<UInt8>, for purpose: Purpose) throws(SystemError) -> Descriptor {
        var rest = Array(path)[...]
        guard !rest.contains(0), !rest.isEmpty else { throw SystemError(number: ENOENT) }
        var folder: Int32 = AT_FDCWD
        defer { if folder != AT_FDCWD { close(folder) } }
        while rest.count >= longestPath {
            guard let cut = rest.prefix(longestPath).lastIndex(of: slash), cut > rest.startIndex else { throw SystemError(number: ENAMETOOLONG) }
            let next = try Self.open(terminated: rest[..<cut], in: folder, for: .passing).release()
            if folder != AT_FDCWD { close(folder) }
            folder = next
            rest = rest[cut...].drop { $0 == slash }
        }
        return try open(terminated: rest, in: folder, for: purpose)
    }

    /// Linux counts the final NUL in its 4096; macOS allows 1024.
    private static var longestPath: Int { Int(PATH_MAX) - 1 }

    private static func open(terminated path: ArraySlice<UInt8>, in folder: Int32, for purpose: Purpose) throws(SystemError) -> Descriptor {
        var name = path.map { CChar(bitPattern: $0) }
        name.append(0)
        return try open(name, in: folder, for: purpose)
    }

    /// Opens a list the user named, or standard input. A list may well be a pipe (`--files-from <(git diff --name-only)`): links are followed
    /// and pipes waited for.
    static func openList(_ path: String?) throws(SystemError) -> Descriptor {
        let number: Int32
        if let path {
            number = try Array(path.utf8).withCPath { name throws(SystemError) in
                let number = openat(AT_FDCWD, name, O_RDONLY | O_CLOEXEC | O_NOCTTY)
                guard number >= 0 else { throw .last }
                return number
            }
        } else {
            number = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
            guard number >= 0 else { throw .last }
        }
        return Descriptor(owning: number)
    }

    func status() throws(SystemError) -> FileStatus {
        var raw = stat()
        guard fstat(number, &raw) == 0 else { throw .last }
        return FileStatus(raw)
    }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int { try Self.read(number, into: memory) }

    /// Reads once; 0 at the end. A descriptor that would block is waited for.
    static func read(_ number: Int32, into memory: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(number, memory.baseAddress, memory.count)
            #elseif canImport(Musl)
                let count = Musl.read(number, memory.baseAddress, memory.count)
            #else
                let count = Glibc.read(number, memory.baseAddress, memory.count)
            #endif
            if count >= 0 { return count }
            if errno == EAGAIN {
                var one = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
                _ = poll(&one, 1, -1)
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// Everything up to `limit` bytes; nil when there is more.
    func readAll(limit: Int) throws(SystemError) -> [UInt8]? {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 16384, alignment: 1)
        defer { piece.deallocate() }
        var bytes: [UInt8] = []
        while true {
            let count = try read(into: piece)
            if count == 0 { return bytes }
            if bytes.count + count > limit { return nil }
            bytes += piece[..<count]
        }
    }
}

/// The path without links or `..`, or why there is none.
func realPath(_ path: [UInt8]) throws(SystemError) -> [UInt8] {
    guard !path.contains(0), !path.isEmpty else { throw SystemError(number: ENOENT) }
    guard let resolved = realpath(path.map { CChar(bitPattern: $0) } + [0], nil) else { throw .last }
    defer { free(resolved) }
    return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
}

/// The process's working directory, or nil when it is gone.
func workingFolder() -> [UInt8]? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return Array(UnsafeRawBufferPointer(start: path, count: strlen(path)))
}

/// The folder relative paths start from, for the calls that ask for one.
var currentFolder: Int32 { AT_FDCWD }

/// The number of the process's standard input.
var standardInput: Int32 { STDIN_FILENO }

extension [UInt8] {
    /// Calls `body` with the path as C wants it.
    func withCPath<R>(_ body: (UnsafePointer<CChar>) throws(SystemError) -> R) throws(SystemError) -> R {
        try body(map { CChar(bitPattern: $0) } + [0])
    }
}

/// The user id the process acts with.
var currentUser: UInt32 { getuid() }

/// A variable of the process's environment.
func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
