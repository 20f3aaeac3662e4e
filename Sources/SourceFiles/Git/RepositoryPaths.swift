/// Between paths as reports show them and paths as git keeps them.
package struct RepositoryPaths: Sendable {
    private let top: [ArraySlice<UInt8>]
    private let here: [ArraySlice<UInt8>]
    /// What stands before a path below the working directory, with its slash; nil when that lies outside.
    private let prefix: [UInt8]?

    package init(of repository: GitRepository, in surroundings: Surroundings) {
        top = Array((repository.top ?? "").utf8).split(separator: slash)
        here = repository.top == nil ? [] : Array(surroundings.workingDirectory.utf8).split(separator: slash)
        prefix = here.starts(with: top) ? here[top.count...].flatMap { $0 + [slash] } : nil
    }

    /// Nil for a file outside of the repository.
    package func path(of file: SourceFile) -> [UInt8]? {
        if case .disk(let opened?) = file.origin { return path(absolute: opened) }
        let shown = Array(file.path.utf8)
        if let prefix, shown.first != slash, !shown.starts(with: "../".utf8) { return prefix + shown }
        return path(absolute: shown.first == slash ? shown : [slash] + Array(here.joined(separator: [slash])) + [slash] + shown)
    }

    private func path(absolute: [UInt8]) -> [UInt8]? {
        var components: [ArraySlice<UInt8>] = []
        for part in absolute.split(separator: slash) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("..".utf8) { _ = components.popLast() } else { components.append(part) }
        }
        guard components.starts(with: top) else { return nil }
        return Array(components[top.count...].joined(separator: [slash]))
    }

    /// As a report shows it; what is not UTF-8 as U+FFFD.
    package func shown(_ path: [UInt8]) -> String {
        let components = top + path.split(separator: slash), shared = zip(components, here).prefix { $0 == $1 }.count
        return String(decoding: Array((here[shared...].map { _ in Array("..".utf8)[...] } + components[shared...]).joined(separator: [slash])), as: UTF8.self)
    }
}

/// The paths git tracks.
package struct GitIndexPaths: Sendable {
    private var files: Set<[UInt8]> = []
    /// Folders that are repositories of their own.
    private var submodules: [[UInt8]] = []

    package init(of repository: GitRepository) throws(GitError) {
        let index = try repository.indexEntries()
        files = Set(index.entries.map(\.path) + index.unmerged)
        submodules = index.entries.filter(\.isSubmodule).map { $0.path + [slash] }
    }

    /// Whether git tracks a file, if only as part of a submodule.
    package func contains(_ path: [UInt8]) -> Bool { files.contains(path) || submodules.contains { path.starts(with: $0) } }
}
