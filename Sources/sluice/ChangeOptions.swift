import ArgumentParser
import Findings
import Gate
import Rules
import Scanning
import SourceFiles

/// Telling only of a change.
struct ChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp(
        "Tell only what changed since this revision (since HEAD parted from it): findings on lines added or modified, and those elsewhere that the change causes.",
        valueName: "rev"))
    var diff: String?

    @Flag(help: "The same of what is staged for the next commit; the index is read, not the working tree.")
    var staged = false

    var isAsked: Bool { diff != nil || staged }

    func validate() throws {
        if diff != nil, staged { throw ValidationError("--diff speaks of the working tree, --staged of the index; give one") }
    }

    /// Nil where all is to be told.
    func repository(in surroundings: Surroundings) throws(Stop) -> GitRepository? {
        guard isAsked else { return nil }
        return try Stop.onGitError { () throws(GitError) in try GitRepository(in: surroundings) }
    }

    /// The index's files; nil where those of the disk are meant.
    func listing(of selection: FileSelection, in repository: GitRepository?, _ surroundings: Surroundings) throws(Stop) -> WalkResult? {
        guard staged, let repository else { return nil }
        return try Stop.onGitError { () throws(GitError) in try GitSnapshot(ofIndexIn: repository).select(selection, in: surroundings) }
    }

    func change(of selection: FileSelection, _ listing: WalkResult, in repository: GitRepository?, _ surroundings: Surroundings) throws(Stop) -> Change? {
        guard let repository else { return nil }
        return try Stop.onGitError { () throws(GitError) in
            let revision = if let diff { try repository.mergeBase(with: repository.revision(diff)) } else { try repository.head() }
            return try Change(
                name: revision.name, listing: listing, changes: repository.changes(since: revision, in: staged ? .index : .workingTree),
                tracked: staged ? nil : GitIndexPaths(of: repository), repository: repository, selection: selection, surroundings: surroundings)
        }
    }
}

extension Stop {
    static func onWalk(_ selection: FileSelection, in surroundings: Surroundings) throws(Stop) -> WalkResult {
        try onFileError { () throws(FileError) in try selection.walk(in: surroundings) }
    }
}
