/// One file of a commit or of the index.
package struct GitEntry: Sendable, Hashable {
    /// Relative to the top of the working tree, as git keeps it.
    package var path: [UInt8]
    /// `0o100644`, `0o100755`, `0o120000` for a link, `0o160000` for a submodule.
    package var mode: UInt32
    package var blob: GitBlob
    /// In bytes, where git was asked for it.
    package var size: Int
    /// Whether the file in the working tree holds the same, and may be read instead.
    package var isInWorkingTree = false

    var isFile: Bool { mode & 0o170000 == 0o100000 }
    var isLink: Bool { mode == 0o120000 }
    var isSubmodule: Bool { mode == 0o160000 }
}

extension GitRepository {
    /// All files of a revision, by the bytes of their paths.
    package func entries(of revision: Revision) throws(GitError) -> [GitEntry] {
        guard let object = revision.object else { return [] }
        // <mode> SP <type> SP <object> SP+ <size> TAB <path> NUL
        return try output(["ls-tree", "-r", "-l", "-z", "--full-tree", object]).split(separator: 0).compactMap { line in
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
            let words = line[..<tab].split(separator: UInt8(ascii: " "))
            guard words.count == 4, let mode = UInt32(String(decoding: words[0], as: UTF8.self), radix: 8) else { return nil }
            return GitEntry(
                path: Array(line[(tab + 1)...]), mode: mode, blob: GitBlob(repository: self, object: String(decoding: words[2], as: UTF8.self)),
                size: Int(String(decoding: words[3], as: UTF8.self)) ?? 0)
        }
    }

    /// What the index holds: all files, by the bytes of their paths, and the paths that a merge left open.
    package func indexEntries() throws(GitError) -> (entries: [GitEntry], unmerged: [[UInt8]]) {
        var entries: [GitEntry] = [], unmerged: [[UInt8]] = []
        // <mode> SP <object> SP <stage> TAB <path> NUL
        for line in try output(inTop(["ls-files", "-s", "-z", "--full-name"])).split(separator: 0) {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let words = line[..<tab].split(separator: UInt8(ascii: " ")), path = Array(line[(tab + 1)...])
            guard words.count == 3, let mode = UInt32(String(decoding: words[0], as: UTF8.self), radix: 8) else { continue }
            if words[2] != [UInt8(ascii: "0")] {
                if unmerged.last != path { unmerged.append(path) }
            } else {
                entries.append(GitEntry(path: path, mode: mode, blob: GitBlob(repository: self, object: String(decoding: words[1], as: UTF8.self)), size: 0))
            }
        }
        return (entries, unmerged)
    }

    /// Paths the index holds and a sparse checkout leaves out of the working tree.
    package func sparsePaths() throws(GitError) -> Set<[UInt8]> {
        guard top != nil, try run(["config", "--type=bool", "--get", "core.sparseCheckout"]).output.starts(with: "true".utf8) else { return [] }
        let tag = Array("S ".utf8)
        return try Set(output(inTop(["ls-files", "-t", "-z", "--full-name"])).split(separator: 0).compactMap { $0.starts(with: tag) ? Array($0.dropFirst(2)) : nil })
    }

    /// Paths whose file in the working tree is not what the index holds, as far as its status tells.
    func pathsChangedSinceStaging() throws(GitError) -> Set<[UInt8]> {
        top == nil ? [] : Set(try output(["diff-files", "--name-only", "-z"]).split(separator: 0).map { Array($0) })
    }

    /// The arguments with which git speaks of the whole working tree, wherever it was started.
    func inTop(_ arguments: [String]) -> [String] { top == nil ? arguments : arguments + ["--", ":/"] }
}
