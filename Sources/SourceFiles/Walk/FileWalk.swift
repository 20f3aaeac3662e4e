internal import Findings

extension FileSelection {
    /// Finds the selected files: one walk over all roots.
    ///
    /// Never follows a link it meets, never opens a FIFO, a socket or a device, never walks a folder twice. A root that is a link is
    /// followed, for it was named. What cannot be read is in the result's `skipped`; the rest goes on.
    /// - Throws: `FileError` with the code `badGlob` for an exclude or include pattern that could never match.
    package func walk(in surroundings: Surroundings) throws(FileError) -> WalkResult {
        for (patterns, option) in [(exclude, "--exclude"), (include, "--include")] {
            for pattern in patterns where IgnoreList(patterns: [pattern], base: 0).isEmpty {
                throw FileError(
                    .badGlob, subject: pattern, reason: "\(option) `\(pattern)` can match nothing",
                    advice: "Close every `[`, and write `\\\\` for a backslash.")
            }
        }
        let directory = Array(surroundings.workingDirectory.utf8)
        let base = directory == [slash] ? [] : directory
        var walk = TreeWalk(self, in: surroundings, workingDirectory: base)
        var folders: [Root] = []
        for (index, path) in (roots + filesFrom).enumerated() {
            do {
                let root = try Root(path, workingDirectory: base)
                if excludesNamed, walk.leavesOut(root) { continue }
                // Files first: what was named is not met a second time.
                if root.status.kind == .folder { folders.append(root) } else { walk.add(root) }
            } catch {
                if error.isMissing, index < roots.count { walk.result.missingRoots.append(path) }
                walk.result.skipped.append(SkippedFile(path: path, reason: error.words, isFailure: true))
            }
        }
        walk.forgetAbove()
        for folder in folders { walk.walk(folder) }
        var result = walk.result
        result.hasFolders = !folders.isEmpty
        // One walk mostly comes in order, and then this is one pass; several, or one from above the working directory, need not.
        result.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        result.skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return result
    }
}
