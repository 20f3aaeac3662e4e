import Findings
import Glibc
import SourceFiles
import Synchronization

/// What one run takes out of the cache and puts into it. Nothing that goes wrong here is told: without a cache a run only takes longer.
///
/// Files are named by their number in the run. What is there was written by this build for runs of the same key; every part has a check sum.
final class CacheSession: Sendable {
    private let folder: CacheFolder
    private let files: [SourceFile]
    private let contents: CacheContents
    private let segments: [UInt64: MappedFile]
    /// Nanoseconds since 1970.
    private let start: Int64
    private let state: Mutex<State>

    private struct State: ~Copyable {
        /// One for each file of the run; nil while its content is not known to be the row's.
        var rows: [CacheRow?]
        var run: CacheRun?
        var writer: SegmentWriter?
        var isWritable = true
        /// Files of which something is known that the cache does not hold.
        var changed: Set<Int> = []
        /// Files whose results were there.
        var recalled = 0
    }

    init(_ folder: CacheFolder, _ files: [SourceFile]) {
        self.folder = folder
        self.files = files
        contents = folder.read()
        var segments: [UInt64: MappedFile] = [:]
        for name in contents.segments { segments[name] = MappedFile(CacheFolder.segment(name, in: folder.folder)) }
        self.segments = segments
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        start = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        state = Mutex(State(rows: [CacheRow?](repeating: nil, count: files.count)))
    }

    /// What is known of a file, if it is still what it was.
    ///
    /// - Parameter content: reads it; asked where its stamp does not tell.
    func row(_ index: Int, content: () -> ContentHash?) -> CacheRow? {
        if let known = state.withLock({ $0.rows[index] }) { return known }
        let file = files[index]
        guard var row = contents.row(of: file.path), let stamp = file.currentStamp(), row.kind == FileCircumstances.kind(file) else { return nil }
        let isSame = row.stamp == stamp && row.isTrusted
        if !isSame {
            guard row.hasContent, content() == row.content else { return nil }
            row.stamp = stamp
            row.isTrusted = stamp.isSettled(before: start)
        }
        row.age = 0
        state.withLock { state in
            if !isSame { state.changed.insert(index) }
            state.rows[index] = row
        }
        return row
    }

    /// How many files' results were there.
    var recalled: Int { state.withLock { $0.recalled } }

    func countRecalled() { state.withLock { $0.recalled += 1 } }

    /// Nil where it is not there any more, or damaged. Valid as long as the session is.
    func bytes(_ part: CachePart) -> UnsafeRawBufferPointer? { part.isThere ? segments[part.segment]?.bytes(part) : nil }

    /// Changes what is known of a file; a new row where nothing is, or where its content was another one.
    ///
    /// - Parameters:
    ///   - content: of what was read; nil where nothing was.
    ///   - change: is given what puts bytes into the cache.
    func keep(_ index: Int, content: ContentHash?, _ change: (inout CacheRow, ([UInt8]) -> CachePart) -> Void) {
        guard let stamp = files[index].currentStamp() else { return }
        state.withLock { state in
            guard state.isWritable else { return }
            var row = CacheRow(stamp: stamp)
            if let known = state.rows[index], content == nil || known.hasContent && known.content == content { row = known } else {
                row.kind = FileCircumstances.kind(files[index])
                row.isTrusted = stamp.isSettled(before: start)
            }
            if let content { (row.content, row.hasContent) = (content, true) }
            change(&row) { bytes in bytes.withUnsafeBytes { add($0, to: &state) } }
            state.rows[index] = row
            state.changed.insert(index)
        }
    }

    private func add(_ bytes: UnsafeRawBufferPointer, to state: inout State) -> CachePart {
        if state.writer == nil, state.isWritable {
            if folder.make() { state.writer = SegmentWriter(in: folder.folder) }
            state.isWritable = state.writer != nil
        }
        return state.writer?.add(bytes) ?? CachePart()
    }

    // MARK: - Whole runs

    /// All files of the run in one: the same as long as a run of them ends as this one does. Nil where something is not known of one.
    ///
    /// - Parameters:
    ///   - asksOthers: whether anything depends on files of no language.
    ///   - content: reads a file; asked where a stamp does not tell.
    func fingerprint(asksOthers: Bool, circumstances: (SourceFile) -> UInt64, content: (SourceFile) -> ContentHash?) -> ContentHash? {
        var all: [UInt8] = []
        all.reserveCapacity(files.count * 96)
        for (index, file) in files.enumerated() where asksOthers || file.language != nil {
            guard let row = row(index, content: { content(file) }), row.circumstances == circumstances(file) else { return nil }
            var path = file.path
            path.withUTF8 { all.append(contentsOf: $0) }
            all.append(0)
            withUnsafeBytes(of: (row.content, row.circumstances, UInt64(row.kind))) { all.append(contentsOf: $0) }
            // What was not read may be of any content.
            if !row.hasContent, !row.isNothing { withUnsafeBytes(of: row.stamp) { all.append(contentsOf: $0) } }
        }
        return ContentHash(all)
    }

    /// How a run of these files ended.
    func outcome(of files: ContentHash) -> UnsafeRawBufferPointer? { contents.runs.first { $0.files == files }.flatMap { bytes($0.outcome) } }

    func keep(outcome: [UInt8], of files: ContentHash) {
        state.withLock { state in
            state.run = CacheRun(files: files, outcome: outcome.withUnsafeBytes { add($0, to: &state) })
        }
    }

    // MARK: - The end

    /// Runs remembered at a time: those of other roots, or of the branches somebody goes to and fro between.
    private static let mostRuns = 8
    private static let mostSegments = 12
    /// How many of these are put together once there are as many: the smallest, so that the large ones are not written again and again.
    private static let smallSegments = 9
    /// Times the manifest was written by runs that did not meet a file, after which it is forgotten.
    private static let oldest = 50

    /// Writes what is new.
    func save() {
        state.withLock { state in
            guard state.isWritable, !state.changed.isEmpty || state.run != nil, folder.make() else { return folder.touch() }
            var runs = contents.runs
            if let run = state.run { runs = [run] + runs.filter { $0.files != run.files }.prefix(Self.mostRuns - 1) }
            let changed = state.changed.sorted().compactMap { index in state.rows[index].map { (path: files[index].path, row: $0) } }
            if segments.count < Self.mostSegments, let since = contents.adding(changed, runs: runs) {
                if var writer = state.writer.take() { guard writer.finish() else { return } }
                return folder.write(since: since, Set(segments.keys).union(since.segments))
            }
            saveAll(runs, &state)
        }
    }

    private func saveAll(_ runs: [CacheRun], _ state: inout State) {
        var rows = files.indices.compactMap { index in state.rows[index].map { (path: files[index].path, row: $0) } }
        let known = Set(rows.map(\.path)), met = Set(files.map(\.path))
        for (path, row) in contents.rows where row.age < Self.oldest && !known.contains(path) {
            var row = row
            // A file of this run that nothing was asked about is no older for that.
            if !met.contains(path) { row.age += 1 }
            rows.append((path, row))
        }
        var runs = runs
        if var writer = state.writer.take() {
            let old = rewritten(rows.lazy.map(\.row), runs)
            if !old.isEmpty {
                func moved(_ part: CachePart) -> CachePart {
                    guard let segment = old[part.segment] else { return part }
                    return segment.bytes(part).map { writer.add($0) } ?? CachePart()
                }
                for index in rows.indices { rows[index].row.parts = rows[index].row.parts.map(moved) }
                for index in runs.indices { runs[index].outcome = moved(runs[index].outcome) }
            }
            guard writer.finish() else { return }
        }
        folder.write(CacheManifest(rows, runs: runs))
    }

    /// The segments whose parts are written anew: all where half of what they hold is nobody's, the small ones where there are too many.
    private func rewritten(_ rows: some Sequence<CacheRow>, _ runs: [CacheRun]) -> [UInt64: MappedFile] {
        let held = segments.values.reduce(0) { $0 + $1.count }
        var used = runs.reduce(0) { $0 + (segments[$1.outcome.segment] == nil ? 0 : Int($1.outcome.count)) }
        for row in rows { for part in row.parts where segments[part.segment] != nil { used += Int(part.count) } }
        if used * 2 < held { return segments }
        guard segments.count >= Self.mostSegments else { return [:] }
        let small = segments.sorted { ($0.value.count, $0.key) < ($1.value.count, $1.key) }.prefix(Self.smallSegments)
        return Dictionary(uniqueKeysWithValues: small.map { ($0.key, $0.value) })
    }
}
