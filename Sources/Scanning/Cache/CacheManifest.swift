import SourceFiles

/// Where some bytes of the cache lie.
struct CachePart: BitwiseCopyable, Hashable {
    /// The segment's name.
    var segment: UInt64 = 0
    var offset: UInt64 = 0
    /// In bytes; none where there is nothing.
    var count: UInt32 = 0
    /// Of the bytes, to be compared before they are read.
    var check: UInt32 = 0

    var isThere: Bool { count > 0 }
}

/// What the cache knows of one file.
struct CacheRow: BitwiseCopyable {
    /// Its path, in the manifest's names.
    var nameStart: UInt32 = 0
    var nameCount: UInt32 = 0
    var stamp: FileStamp
    var content = ContentHash.none
    /// Of all that a file's result depends on beside its content and the run's key; 0 where there is no result.
    var circumstances: UInt64 = 0
    /// What was found in it; its summary; its words; what it declares.
    var result = CachePart(), summary = CachePart(), words = CachePart(), declared = CachePart()
    /// Language and role.
    var kind: UInt32 = 0
    /// Runs that did not meet the file, one after the other.
    var age: UInt16 = 0
    var flags: UInt16 = 0

    /// Whether the same stamp means the same content: see `FileStamp.isSettled`.
    var isTrusted: Bool {
        get { flags & 1 != 0 }
        set { flags = flags & ~1 | (newValue ? 1 : 0) }
    }

    /// Whether `content` was read.
    var hasContent: Bool {
        get { flags & 2 != 0 }
        set { flags = flags & ~2 | (newValue ? 2 : 0) }
    }

    /// Whether no rule was for the file.
    var isNothing: Bool {
        get { flags & 4 != 0 }
        set { flags = flags & ~4 | (newValue ? 4 : 0) }
    }

    init(stamp: FileStamp) { self.stamp = stamp }

    var parts: [CachePart] {
        get { [result, summary, words, declared] }
        set { (result, summary, words, declared) = (newValue[0], newValue[1], newValue[2], newValue[3]) }
    }
}

/// What the cache knows of a whole run.
struct CacheRun: BitwiseCopyable {
    /// Of all files, their content and circumstances.
    var files: ContentHash
    var outcome: CachePart
}

/// What a cache holds: rows by path, and where their bytes lie. One file, replaced whole.
///
/// Form: magic; a check sum of the rest; the numbers of rows, names' bytes and runs; and these, as they are in memory. Only the build that
/// wrote it reads it: see `CacheKey`.
struct CacheManifest: Sendable {
    /// By the bytes of their paths.
    private(set) var rows: [CacheRow] = []
    private(set) var names: [UInt8] = []
    /// The youngest first.
    private(set) var runs: [CacheRun] = []

    init() {}

    /// - Parameter rows: with their paths; in any order.
    init(_ rows: [(path: String, row: CacheRow)], runs: [CacheRun]) {
        self.runs = runs
        self.rows.reserveCapacity(rows.count)
        for (path, row) in rows.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            var row = row, path = path
            row.nameStart = UInt32(truncatingIfNeeded: names.count)
            row.nameCount = UInt32(truncatingIfNeeded: path.utf8.count)
            path.withUTF8 { names.append(contentsOf: $0) }
            self.rows.append(row)
        }
    }

    /// The names of the segments that something lies in.
    var segments: Set<UInt64> {
        var names = Set(runs.map(\.outcome.segment))
        for row in rows { for part in [row.result, row.summary, row.words, row.declared] { names.insert(part.segment) } }
        names.remove(0)
        return names
    }

    func path(of row: CacheRow) -> String { String(decoding: names[Int(row.nameStart)..<Int(row.nameStart + row.nameCount)], as: UTF8.self) }

    /// The number of a path's row.
    func index(of path: String) -> Int? {
        var path = path
        return path.withUTF8 { wanted in
            names.withUnsafeBufferPointer { names in
                var low = 0, high = rows.count
                while low < high {
                    let middle = (low + high) / 2
                    if Self.order(rows[middle], names, wanted) < 0 { low = middle + 1 } else { high = middle }
                }
                return low < rows.count && Self.order(rows[low], names, wanted) == 0 ? low : nil
            }
        }
    }

    private static func order(_ row: CacheRow, _ names: UnsafeBufferPointer<UInt8>, _ wanted: UnsafeBufferPointer<UInt8>) -> Int {
        let start = Int(row.nameStart), count = Int(row.nameCount)
        for at in 0..<min(count, wanted.count) where names[start + at] != wanted[at] { return names[start + at] < wanted[at] ? -1 : 1 }
        return count - wanted.count
    }

    private static let magic = Array("SLUICECACHE 001\n".utf8)

    func encode() -> [UInt8] {
        var body: [UInt8] = []
        func add<Value: BitwiseCopyable>(_ values: [Value]) { values.withUnsafeBytes { body.append(contentsOf: $0) } }
        add([UInt64(rows.count), UInt64(names.count), UInt64(runs.count)])
        add(rows)
        add(names)
        add(runs)
        let check = ContentHash(body)
        return withUnsafeBytes(of: check) { Self.magic + $0 + body }
    }

    /// Nil for what is no manifest, is cut short or was changed.
    init?(decoding bytes: [UInt8]) {
        let head = Self.magic.count + MemoryLayout<ContentHash>.size
        guard bytes.count >= head + 24, bytes.starts(with: Self.magic) else { return nil }
        let isRead = bytes.withUnsafeBytes { all -> Bool in
            let body = UnsafeRawBufferPointer(rebasing: all[head...])
            guard all.loadUnaligned(fromByteOffset: Self.magic.count, as: ContentHash.self) == ContentHash(body) else { return false }
            var at = 24
            func read<Value: BitwiseCopyable>(_ number: Int, _: Value.Type) -> [Value]? {
                let stride = UInt64(MemoryLayout<Value>.stride), count = body.loadUnaligned(fromByteOffset: number * 8, as: UInt64.self)
                guard count <= UInt64(body.count - at) / stride else { return nil }
                defer { at += Int(count * stride) }
                return [Value](unsafeUninitializedCapacity: Int(count)) { values, filled in
                    UnsafeMutableRawBufferPointer(values).copyMemory(from: UnsafeRawBufferPointer(rebasing: body[at..<at + Int(count * stride)]))
                    filled = Int(count)
                }
            }
            guard let rows = read(0, CacheRow.self), let names = read(1, UInt8.self), let runs = read(2, CacheRun.self) else { return false }
            guard rows.allSatisfy({ UInt64($0.nameStart) + UInt64($0.nameCount) <= UInt64(names.count) }) else { return false }
            (self.rows, self.names, self.runs) = (rows, names, runs)
            return true
        }
        guard isRead else { return nil }
    }
}
