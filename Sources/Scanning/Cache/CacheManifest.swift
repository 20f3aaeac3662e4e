import SourceFiles

/// Rows by path, and where their bytes lie. One file, replaced whole.
///
/// Form: magic; a check sum of the rest; that of the manifest it adds to; the numbers of rows, names' bytes and runs; and these, as they are in
/// memory. Only the build that wrote it reads it: see `CacheKey`.
struct CacheManifest: Sendable {
    /// By the bytes of their paths.
    private(set) var rows: [CacheRow] = []
    private(set) var names: [UInt8] = []
    /// The youngest first.
    private(set) var runs: [CacheRun] = []
    /// The check sum of the manifest that these rows stand beside; none where it stands alone.
    private(set) var base = ContentHash.none
    /// Its own check sum, once it was read.
    private(set) var check = ContentHash.none

    init() {}

    /// - Parameter rows: with their paths; in any order.
    init(_ rows: [(path: String, row: CacheRow)], runs: [CacheRun], base: ContentHash = .none) {
        self.runs = runs
        self.base = base
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
        var names = Set(runs.map(\.outcome.segment)), last: UInt64 = 0
        func add(_ part: CachePart) {
            // Mostly one after the other in the same segment.
            guard part.segment != last else { return }
            last = part.segment
            names.insert(last)
        }
        for row in rows {
            add(row.result)
            add(row.summary)
            add(row.words)
            add(row.declared)
        }
        names.remove(0)
        return names
    }

    func path(of row: CacheRow) -> String { String(decoding: names[Int(row.nameStart)..<Int(row.nameStart + row.nameCount)], as: UTF8.self) }

    /// What is known of a path.
    func row(of path: String) -> CacheRow? {
        var path = path
        return path.withUTF8 { wanted in
            names.withUnsafeBufferPointer { names in
                var low = 0, high = rows.count
                while low < high {
                    let middle = (low + high) / 2
                    if Self.order(rows[middle], names, wanted) < 0 { low = middle + 1 } else { high = middle }
                }
                return low < rows.count && Self.order(rows[low], names, wanted) == 0 ? rows[low] : nil
            }
        }
    }

    private static func order(_ row: CacheRow, _ names: UnsafeBufferPointer<UInt8>, _ wanted: UnsafeBufferPointer<UInt8>) -> Int {
        let start = Int(row.nameStart), count = Int(row.nameCount)
        for at in 0..<min(count, wanted.count) where names[start + at] != wanted[at] { return names[start + at] < wanted[at] ? -1 : 1 }
        return count - wanted.count
    }

    private static let magic = Array("SLUICECACHE 002\n".utf8)

    func encode() -> [UInt8] {
        var body: [UInt8] = []
        func add<Value: BitwiseCopyable>(_ values: [Value]) { values.withUnsafeBytes { body.append(contentsOf: $0) } }
        add([base])
        add([UInt64(rows.count), UInt64(names.count), UInt64(runs.count)])
        add(rows)
        add(names)
        add(runs)
        let check = ContentHash(body)
        return withUnsafeBytes(of: check) { Self.magic + $0 + body }
    }

    /// Nil for what is no manifest, is cut short or was changed.
    init?(decoding bytes: [UInt8]) {
        let hash = MemoryLayout<ContentHash>.size, head = Self.magic.count + hash
        guard bytes.count >= head + hash + 24, bytes.starts(with: Self.magic) else { return nil }
        let isRead = bytes.withUnsafeBytes { all -> Bool in
            let body = UnsafeRawBufferPointer(rebasing: all[head...])
            check = all.loadUnaligned(fromByteOffset: Self.magic.count, as: ContentHash.self)
            guard check == ContentHash(body) else { return false }
            base = body.loadUnaligned(as: ContentHash.self)
            var at = hash + 24
            func read<Value: BitwiseCopyable>(_ number: Int, _: Value.Type) -> [Value]? {
                let stride = UInt64(MemoryLayout<Value>.stride), count = body.loadUnaligned(fromByteOffset: hash + number * 8, as: UInt64.self)
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
