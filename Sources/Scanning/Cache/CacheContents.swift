import SourceFiles

/// What a cache holds: a manifest, and a small one of what was learnt since. A hook that runs at every commit writes the small one alone.
struct CacheContents: Sendable {
    private let whole: CacheManifest
    private let since: CacheManifest?

    /// - Parameter since: counts only where it was made to stand beside `whole`.
    init(_ whole: CacheManifest = CacheManifest(), since: CacheManifest? = nil) {
        self.whole = whole
        self.since = since.flatMap { $0.base == whole.check ? $0 : nil }
    }

    /// The youngest first.
    var runs: [CacheRun] { since?.runs ?? whole.runs }

    /// The names of the segments that something lies in.
    var segments: Set<UInt64> { whole.segments.union(since?.segments ?? []) }

    func row(of path: String) -> CacheRow? { since?.row(of: path) ?? whole.row(of: path) }

    /// All rows with their paths.
    var rows: [(path: String, row: CacheRow)] {
        let newer = paths(since?.rows ?? [], since)
        let known = Set(newer.map(\.path))
        return newer + paths(whole.rows, whole).filter { !known.contains($0.path) }
    }

    private func paths(_ rows: [CacheRow], _ manifest: CacheManifest?) -> [(path: String, row: CacheRow)] {
        guard let manifest else { return [] }
        return rows.map { (manifest.path(of: $0), $0) }
    }

    /// The small manifest with some more rows; nil once it would not be small.
    func adding(_ rows: [(path: String, row: CacheRow)], runs: [CacheRun]) -> CacheManifest? {
        let known = Set(rows.map(\.path)), all = rows + paths(since?.rows ?? [], since).filter { !known.contains($0.path) }
        guard whole.check != .none, all.count <= max(Self.fewRows, whole.rows.count / Self.share) else { return nil }
        return CacheManifest(all, runs: runs, base: whole.check)
    }

    private static let fewRows = 64
    /// Of the whole's rows.
    private static let share = 8
}
