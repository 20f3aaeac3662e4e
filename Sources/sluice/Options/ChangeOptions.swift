import ArgumentParser
import Findings
import Gate
import Rules
import Scanning
import SourceFiles
import Syntax

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

    /// What git says of a change.
    struct GitAnswer: Sendable {
        fileprivate var repository: GitRepository
        /// What it is compared with.
        fileprivate var name: String
        fileprivate var changes: [GitChange]
        /// What the index holds; nil where that is the state that is told of.
        fileprivate var tracked: GitIndexPaths?
    }

    /// Begins to ask git, for `change`, while the files are looked for; nil where all is to be told.
    func askGit(in surroundings: Surroundings) -> Aside<Result<GitAnswer, GitError>>? {
        guard isAsked else { return nil }
        return Aside { [diff] in
            Result { () throws(GitError) in
                let repository = try GitRepository(in: surroundings)
                guard let diff else {
                    let head = try repository.head()
                    return GitAnswer(repository: repository, name: "HEAD", changes: try repository.changes(since: head, in: .index))
                }
                let revision = try repository.mergeBase(with: repository.revision(diff)), changes = try repository.changes(since: revision, in: .workingTree)
                return GitAnswer(repository: repository, name: revision.name, changes: changes, tracked: try GitIndexPaths(of: repository))
            }
        }
    }

    /// Nil where all is to be told.
    ///
    /// - Parameter walk: what `walk` gave, less what configurations exclude.
    func change(_ answer: Aside<Result<GitAnswer, GitError>>?, of selection: FileSelection, _ walk: WalkResult, in surroundings: Surroundings) throws(Stop) -> Change? {
        guard let answer else { return nil }
        return try Stop.onGitError { () throws(GitError) in
            let told = try answer.value().get()
            return try Change(
                name: told.name, listing: walk, changes: told.changes, tracked: told.tracked, repository: told.repository, selection: selection, surroundings: surroundings)
        }
    }
}
