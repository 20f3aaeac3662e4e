package import Findings

/// What the walk found, both lists sorted by the bytes of the path.
package struct WalkResult: Sendable {
    package var files: [SourceFile] = []
    /// What could not be read (`isFailure`), and what a user may expect in the list and was left out on purpose: folders left out by default,
    /// too, but for `.git`.
    package var skipped: [SkippedFile] = []
    /// The roots that do not exist, as the user wrote them, each in `skipped` as well. (The command line's exit code 66.)
    package var missingRoots: [String] = []
    /// The folders the walk began in and those that named files lie in, as shown; the working directory is empty.
    package var places: Set<String> = []
    /// Whether a folder was walked: else all files were named.
    package var hasFolders = false
    /// Whether a folder below one of those holds a configuration file.
    package var metConfiguration = false

    package init(files: [SourceFile] = [], skipped: [SkippedFile] = [], missingRoots: [String] = []) {
        self.files = files
        self.skipped = skipped
        self.missingRoots = missingRoots
    }
}
