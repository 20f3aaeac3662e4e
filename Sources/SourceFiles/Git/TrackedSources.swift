internal import Findings

/// The Python and Swift files that git tracks: what a file that is scanned by itself is a part of. Nothing of them is looked at but their names in the
/// index.
package struct TrackedSources {
    /// By the bytes of their paths; of no size, mode and stamp.
    package private(set) var files: [SourceFile] = []
    private let surroundings: Surroundings
    private let here: [ArraySlice<UInt8>]

    /// - Parameter places: folders as they are shown; the repositories around them are looked into.
    package init(around places: Set<String>, in surroundings: Surroundings) {
        self.surroundings = surroundings
        here = Array(surroundings.workingDirectory.utf8).split(separator: slash)
        var seen: Set<[UInt8]> = []
        for place in places.sorted() {
            let path = FolderPlace(shown: place, in: surroundings).path
            guard let repository = Repository(around: path == "/" ? [] : Array(path.utf8)), seen.insert(repository.top).inserted else { continue }
            add(repository)
        }
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// An index above this is not read, in bytes: some five million files.
    private static let largestIndex = 1 << 29

    private mutating func add(_ repository: Repository) {
        guard let file = try? Descriptor.open(path: repository.gitFolder + Array("/index".utf8), for: .reading), let bytes = try? file.readAll(limit: Self.largestIndex),
            let index = bytes.withUnsafeBytes({ GitIndex($0) })
        else { return }
        var folder = Folder()
        index.forEach { path, mode in
            guard mode & 0o170000 == 0o100000 else { return }
            let nameStart = path.lastIndex(of: slash).map { $0 + 1 } ?? 0
            let name = UnsafeBufferPointer(rebasing: path[nameStart...])
            guard let language = LanguageRecognition.language(named: name) else { return }
            let above = UnsafeBufferPointer(rebasing: path[..<nameStart])
            if !above.elementsEqual(folder.path) || !folder.isKnown { folder = Folder(above, repository.top, here) }
            if folder.isLeftOut { return }
            let shown = folder.shown + name
            files.append(
                SourceFile(
                    path: String(decoding: shown, as: UTF8.self),
                    origin: .disk(surroundings.isOfProcess && String(validating: shown, as: UTF8.self) != nil ? nil : repository.top + [slash] + path), language: language,
                    role: max(folder.role, FileRole(name: name, isShebangScript: false)), size: 0, mode: 0, uid: 0))
        }
    }

    /// What the files of a folder have in common.
    private struct Folder {
        /// Below the top, with a slash at its end; empty for the top.
        var path: [UInt8] = []
        /// As reports show it, likewise.
        var shown: [UInt8] = []
        var role = FileRole.source
        var isLeftOut = false
        var isKnown = false

        init() {}

        init(_ path: UnsafeBufferPointer<UInt8>, _ top: [UInt8], _ here: [ArraySlice<UInt8>]) {
            self.path = Array(path)
            isKnown = true
            role = FileRole(folders: path)
            let own = self.path.split(separator: slash)
            isLeftOut = own.contains { name in name.withUnsafeBufferPointer { DefaultExcludes.condition(for: $0) } == .always }
            let components = top.split(separator: slash) + own, shared = zip(components, here).prefix { $0 == $1 }.count
            for part in here[shared...].map({ _ in Array("..".utf8)[...] }) + components[shared...] { shown += part + [slash] }
        }
    }
}
