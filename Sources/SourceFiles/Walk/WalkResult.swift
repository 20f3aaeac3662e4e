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
    /// Whether a folder below one of those holds a configuration file.
    package var metConfiguration = false

    package init(files: [SourceFile] = [], skipped: [SkippedFile] = [], missingRoots: [String] = []) {
        self.files = files
        self.skipped = skipped
        self.missingRoots = missingRoots
    }
}

extension WalkResult {
    /// These files with the rule profiles of others: those of the same path, else of the same folder, else of the nearest above.
    package func takingProfiles(of others: [SourceFile]) -> WalkResult {
        guard others.contains(where: { $0.profile != 0 }) else { return self }
        var profiles: [Substring: Int] = [:]
        for file in others {
            profiles[file.path[...]] = file.profile
            var folder = file.path[...]
            while let cut = folder.utf8.lastIndex(of: slash) {
                folder = folder[..<cut]
                if profiles[folder] == nil { profiles[folder] = file.profile }
            }
        }
        var result = self
        for index in result.files.indices {
            var path = result.files[index].path[...]
            while profiles[path] == nil, let cut = path.utf8.lastIndex(of: slash) { path = path[..<cut] }
            result.files[index].profile = profiles[path] ?? 0
        }
        return result
    }
}
