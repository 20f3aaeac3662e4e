import Glibc

/// Writes parts one behind the other into a new segment, which has its name once it is whole.
struct SegmentWriter: ~Copyable {
    /// The segment's name.
    let name: UInt64
    private let folder: String
    private let descriptor: Int32
    private var waiting: [UInt8] = []
    private var written: UInt64 = 0
    private var isBroken = false

    private static let most = 1 << 20

    /// Nil where nothing can be written.
    init?(in folder: String) {
        self.folder = folder
        name = UInt64.random(in: 1 ... .max)
        descriptor = open(CacheFolder.temporary(name, in: folder), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) -> CachePart {
        let part = CachePart(
            segment: name, offset: written + UInt64(waiting.count), count: UInt32(bytes.count), check: UInt32(truncatingIfNeeded: ContentHash(bytes).low))
        waiting.append(contentsOf: bytes)
        if waiting.count >= Self.most { flush() }
        return part
    }

    /// Gives the segment its name. False when it could not be written whole: then it is gone.
    mutating func finish() -> Bool {
        flush()
        let temporary = CacheFolder.temporary(name, in: folder)
        if !isBroken, rename(temporary, CacheFolder.segment(name, in: folder)) == 0 { return true }
        unlink(temporary)
        return false
    }

    private mutating func flush() {
        if !isBroken { isBroken = !waiting.withUnsafeBytes { CacheFolder.write($0, to: descriptor) } }
        written += UInt64(waiting.count)
        waiting.removeAll(keepingCapacity: true)
    }
}
