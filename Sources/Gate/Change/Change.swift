package import Findings
package import SourceFiles

/// A change of a project: its files as they are and as they were, and which of them differ in which lines.
package struct Change: Sendable {
    /// One file that is new or different.
    package struct ChangedFile: Sendable {
        /// Added or modified.
        package var lines: LineSet
        /// Those, and the lines around gaps.
        package var touched: LineSet
        package var touchedOld: LineSet
        /// The file before; nil where it is new.
        package var old: SourceFile?

        /// Whether what the finding is about begins on such a line, or has one among its first.
        func isOnChangedLines(_ finding: Finding) -> Bool { lines.overlaps(finding.location.firstLines) }

        func isTouched(_ location: Location) -> Bool { touched.overlaps(location.start.line...max(location.start.line, location.end.line)) }

        func nearestLine(to line: Int) -> Int {
            guard case .some(let ranges) = touched else { return 1 }
            return ranges.map(\.lowerBound).min { abs($0 - line) < abs($1 - line) } ?? line
        }
    }

    /// What it is compared with, as the user named it.
    package let name: String
    package let files: [SourceFile]
    package let skipped: [SkippedFile]
    package let missingRoots: [String]
    /// By index in `files`.
    package let changed: [Int: ChangedFile]
    /// Files that are not there any more.
    package let gone: [SourceFile]
    private let indices: [String: Int]

    /// - Parameters:
    ///   - listing: the new state's files.
    ///   - changes: what git says differs.
    ///   - tracked: the paths the index holds; others of the listing are new.
    /// - Throws: `GitError`.
    package init(
        name: String, listing: WalkResult, changes: [GitChange], tracked: GitIndexPaths?, repository: GitRepository, selection: FileSelection, surroundings: Surroundings
    ) throws(GitError) {
        self.name = name
        files = listing.files
        skipped = listing.skipped
        missingRoots = listing.missingRoots
        let byPath = Dictionary(changes.compactMap { change in change.newPath.map { ($0, change) } }) { first, _ in first }
        // Files as they were: by a snapshot of just these, so that the same rules select and judge them.
        let olds = changes.compactMap(\.old).sorted { $0.path.lexicographicallyPrecedes($1.path) }
        let before = try GitSnapshot(repository: repository, entries: olds).select(selection, in: surroundings)
        let oldFiles = Dictionary(before.files.map { ($0.path, $0) }) { first, _ in first }
        let paths = RepositoryPaths(of: repository, in: surroundings)
        var changed: [Int: ChangedFile] = [:], kept: Set<String> = []
        for (index, file) in listing.files.enumerated() where !file.isStandardInput {
            guard let path = paths.path(of: file) else { continue }
            if let change = byPath[path] {
                let old = change.old.flatMap { oldFiles[paths.shown($0.path)] }
                if let old { kept.insert(old.path) }
                changed[index] = ChangedFile(
                    lines: old == nil ? .all : change.changedLines, touched: old == nil ? .all : change.touchedNewLines, touchedOld: change.touchedOldLines, old: old)
            } else if let tracked, !tracked.contains(path) {
                changed[index] = ChangedFile(lines: .all, touched: .all, touchedOld: .all, old: nil)
            }
        }
        self.changed = changed
        gone = before.files.filter { !kept.contains($0.path) }
        indices = Dictionary(listing.files.enumerated().map { ($1.path, $0) }) { first, _ in first }
    }

    /// The old state: what did not change is the same file.
    var oldFiles: [SourceFile] {
        var all = files.indices.compactMap { index in changed[index].map { $0.old } ?? files[index] } + gone
        all.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return all
    }

    func index(of path: String) -> Int? { indices[path] }

    func changedFile(at path: String) -> ChangedFile? { indices[path].flatMap { changed[$0] } }

    /// What a file was called before; nil where it was not there.
    func oldPath(of path: String) -> String? {
        guard let index = indices[path] else { return nil }
        return changed[index].map { $0.old?.path } ?? path
    }

    /// The lines it touches, by path.
    package var touched: [String: LineSet] { Dictionary(changed.map { (files[$0].path, $1.touched) }) { first, _ in first } }

    /// Whether a change touches the file at a path.
    package func touches(_ path: String) -> Bool { changedFile(at: path) != nil }
}
