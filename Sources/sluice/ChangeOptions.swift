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
    func change(of selection: FileSelection, in surroundings: Surroundings) throws(Stop) -> Change? {
        guard isAsked else { return nil }
        let repository = try Stop.onGitError { () throws(GitError) in try GitRepository(in: surroundings) }
        if let diff {
            let (revision, changes, tracked) = try Stop.onGitError { () throws(GitError) in
                let revision = try repository.mergeBase(with: repository.revision(diff))
                return (revision, try repository.changes(since: revision, in: .workingTree), try GitIndexPaths(of: repository))
            }
            let listing = try Stop.onFileError { () throws(FileError) in try selection.walk(in: surroundings) }
            return try Stop.onGitError { () throws(GitError) in
                try Change(name: revision.name, listing: listing, changes: changes, tracked: tracked, repository: repository, selection: selection, surroundings: surroundings)
            }
        }
        return try Stop.onGitError { () throws(GitError) in
            let head = try repository.head(), changes = try repository.changes(since: head, in: .index)
            let listing = try GitSnapshot(ofIndexIn: repository).select(selection, in: surroundings)
            return try Change(name: "HEAD", listing: listing, changes: changes, tracked: nil, repository: repository, selection: selection, surroundings: surroundings)
        }
    }
}
