import Glibc
import SourceFiles

/// Where a cache lies: a folder of folders, one for each key, each with a manifest, what was learnt since it was written, and the segments they name.
package struct CacheFolder: Sendable, Hashable {
    /// Absolute.
    package let path: String
    /// Of what a run's files do not tell: see `CacheKey`.
    package let key: ContentHash

    package init(path: String, key: ContentHash, mostBytes: Int64 = 1 << 30) {
        self.path = path
        self.key = key
        self.mostBytes = mostBytes
    }

    /// All caches together, in bytes: those not used for longest go first.
    let mostBytes: Int64
    /// A file without a name that is older was left behind, in seconds.
    private static let longestWrite = 3600
    /// In bytes: some five million files.
    private static let largestManifest = 1 << 30
    /// A manifest is touched when it is used and older, in seconds.
    private static let use = 6 * 3600

    var folder: String { "\(path)/\(Self.hexadecimal(key.high))\(Self.hexadecimal(key.low))" }
    var manifest: String { "\(folder)/manifest" }
    var since: String { "\(folder)/since" }

    static func segment(_ name: UInt64, in folder: String) -> String { "\(folder)/\(hexadecimal(name)).segment" }
    static func temporary(_ name: UInt64, in folder: String) -> String { "\(folder)/\(hexadecimal(name)).tmp" }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What is there; nothing where there is nothing to be read.
    func read() -> CacheContents {
        guard let whole = Self.manifest(at: manifest) else { return CacheContents() }
        return CacheContents(whole, since: Self.manifest(at: since))
    }

    private static func manifest(at path: String) -> CacheManifest? {
        guard let bytes = try? SmallFile.read(path, limit: largestManifest) else { return nil }
        return CacheManifest(decoding: bytes)
    }

    /// Makes the folder. False where it cannot be, or belongs to somebody else.
    func make() -> Bool {
        var at = path.startIndex
        while let slash = path[path.index(after: at)...].firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o777)
            at = slash
        }
        mkdir(path, 0o700)
        mkdir(folder, 0o700)
        tag()
        var status = stat()
        return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == getuid()
    }

    /// Tells backups, and every walk, that this is a cache; git, that it is nobody's source. In the key's own folder: the one around it may be anything
    /// that somebody named.
    private func tag() {
        for (name, text) in [("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# What `sluice scan` knows of files; it may be deleted.\n"), (".gitignore", "*\n")] {
            let descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else { continue }
            _ = Array(text.utf8).withUnsafeBytes { Self.write($0, to: descriptor) }
            close(descriptor)
        }
    }

    /// Puts a manifest in its place, and takes away what nobody names any more.
    func write(_ new: CacheManifest) {
        guard put(new, manifest) else { return }
        // It stands beside the manifest that was there.
        unlink(since)
        clean(new.segments)
        shrink()
    }

    /// Puts what was learnt since the manifest was written in its place.
    ///
    /// - Parameter segments: the names of those that something lies in, by either.
    func write(since new: CacheManifest, _ segments: Set<UInt64>) {
        guard put(new, since) else { return }
        touch()
        clean(segments)
    }

    private func put(_ new: CacheManifest, _ path: String) -> Bool {
        let temporary = Self.temporary(UInt64.random(in: 1 ... .max), in: folder)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        let bytes = new.encode(), isWhole = bytes.withUnsafeBytes { Self.write($0, to: descriptor) }
        if close(descriptor) == 0, isWhole, rename(temporary, path) == 0 { return true }
        unlink(temporary)
        return false
    }

    /// Says that the cache is in use.
    func touch() {
        var status = stat()
        guard lstat(manifest, &status) == 0, Int(status.st_mtim.tv_sec) < time(nil) - Self.use else { return }
        utimensat(AT_FDCWD, manifest, nil, 0)
    }

    /// False when not all could be written.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var from = 0
        while from < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + from }, bytes.count - from)
            if count > 0 { from += count } else if errno != EINTR { return false }
        }
        return true
    }

    /// Segments that no manifest names were named by one that was replaced; or by another run's that is about to: so for a while they stay.
    private func clean(_ segments: Set<UInt64>) {
        let named = Set(segments.map { Self.segment($0, in: folder) })
        let others = Self.entries(of: folder).filter { $0.path.hasSuffix(".segment") || $0.path.hasSuffix(".tmp") }
        for entry in others where !named.contains(entry.path) && entry.seconds < time(nil) - Self.longestWrite {
            unlink(entry.path)
        }
    }

    /// Takes caches away that were not used for longest. Only what is ours by its name: somebody may have named a folder that holds other things.
    private func shrink() {
        var caches = Self.entries(of: path).filter { Self.isKey($0.path.dropFirst(path.utf8.count + 1)) }.map { cache in
            let files = Self.entries(of: cache.path).filter { Self.isOurs($0.path.dropFirst(cache.path.utf8.count + 1)) }
            return (path: cache.path, files: files, bytes: files.reduce(0) { $0 + $1.bytes }, seconds: files.first { $0.path.hasSuffix("/manifest") }?.seconds ?? cache.seconds)
        }
        var total = caches.reduce(0) { $0 + $1.bytes }
        caches.sort { $0.seconds < $1.seconds }
        for cache in caches where total > mostBytes && cache.path != folder {
            for file in cache.files { unlink(file.path) }
            unlink("\(cache.path)/.gitignore")
            rmdir(cache.path)
            total -= cache.bytes
        }
    }

    /// Whether a folder is called as a key's is.
    private static func isKey(_ name: Substring) -> Bool { name.utf8.count == 32 && name.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase } }

    private static func isOurs(_ name: Substring) -> Bool {
        name == "manifest" || name == "since" || name == "CACHEDIR.TAG" || name.hasSuffix(".segment") || name.hasSuffix(".tmp")
    }

    private static func entries(of folder: String) -> [(path: String, bytes: Int64, seconds: Int)] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var found: [(path: String, bytes: Int64, seconds: Int)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            var status = stat()
            guard !name.hasPrefix("."), lstat("\(folder)/\(name)", &status) == 0 else { continue }
            found.append(("\(folder)/\(name)", Int64(status.st_size), Int(status.st_mtim.tv_sec)))
        }
        return found
    }
}
