import Glibc

/// A file's bytes, read as they are asked for. Whoever wrote it renamed it into its place and never touches it again.
final class MappedFile: Sendable {
    private let start: UInt
    let count: Int

    /// Nil for what cannot be read or is empty.
    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            let memory = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED
        else { return nil }
        start = UInt(bitPattern: memory)
        count = Int(status.st_size)
    }

    deinit { munmap(UnsafeMutableRawPointer(bitPattern: start), count) }

    /// Nil where the part is not there or is not what was written.
    func bytes(_ part: CachePart) -> UnsafeRawBufferPointer? {
        guard let base = UnsafeRawPointer(bitPattern: start), part.offset <= UInt64(count), UInt64(part.count) <= UInt64(count) - part.offset else { return nil }
        let bytes = UnsafeRawBufferPointer(start: base + Int(part.offset), count: Int(part.count))
        return UInt32(truncatingIfNeeded: ContentHash(bytes).low) == part.check ? bytes : nil
    }
}
