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

    /// The files of the state that is told of: the working tree's, or those of the index.
    func walk(_ selection: FileSelection, in surroundings: Surroundings) throws(Stop) -> WalkResult {
        guard staged else { return try Stop.onFileError { () throws(FileError) in try selection.walk(in: surroundings) } }
        return try Stop.onGitError { () throws(GitError) in
            try GitSnapshot(ofIndexIn: GitRepository(in: surroundings)).select(selection, in: surroundings)
        }
    }

    /// Nil where all is to be told.
    ///
    /// - Parameter walk: what `walk` gave, less what configurations exclude.
    func change(of selection: FileSelection, _ walk: WalkResult, in surroundings: Surroundings) throws(Stop) -> Change? {
        guard isAsked else { return nil }
        return try Stop.onGitError { () throws(GitError) in
            let repository = try GitRepository(in: surroundings)
            guard let diff else {
                let head = try repository.head(), changes = try repository.changes(since: head, in: .index)
                return try Change(name: "HEAD", listing: walk, changes: changes, tracked: nil, repository: repository, selection: selection, surroundings: surroundings)
            }
            let revision = try repository.mergeBase(with: repository.revision(diff)), changes = try repository.changes(since: revision, in: .workingTree)
            let tracked = try GitIndexPaths(of: repository)
            return try Change(name: revision.name, listing: walk, changes: changes, tracked: tracked, repository: repository, selection: selection, surroundings: surroundings)
        }
    }
}
