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
        var seen: Set<[UInt8]> = [], isInOrder = true
        for place in places.sorted() {
            let path = FolderPlace(shown: place, in: surroundings).path
            guard let repository = Repository(around: path == "/" ? [] : Array(path.utf8)), seen.insert(repository.top).inserted else { continue }
            let view = View(of: repository.top, from: here)
            isInOrder = files.isEmpty && view.keepsOrder
            add(repository, view)
        }
        if !isInOrder { files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
    }

    /// An index above this is not read, in bytes: some five million files.
    private static let largestIndex = 1 << 29

    private mutating func add(_ repository: Repository, _ view: View) {
        guard let file = try? Descriptor.open(path: repository.gitFolder + Array("/index".utf8), for: .reading), let bytes = try? file.readAll(limit: Self.largestIndex),
            let index = bytes.withUnsafeBytes({ GitIndex($0) })
        else { return }
        var folder: Folder?
        index.forEach { path, mode in
            guard mode & 0o170000 == 0o100000 else { return }
            let nameStart = path.lastIndex(of: slash).map { $0 + 1 } ?? 0
            let name = UnsafeBufferPointer(rebasing: path[nameStart...])
            guard let language = LanguageRecognition.language(named: name) else { return }
            let above = UnsafeBufferPointer(rebasing: path[..<nameStart])
            if folder?.isAt(above) != true { folder = Folder(above, view) }
            guard let folder, !folder.isLeftOut else { return }
            let shown = folder.shown + name, valid = String(validating: shown, as: UTF8.self)
            files.append(
                SourceFile(
                    path: valid ?? String(decoding: shown, as: UTF8.self), origin: .disk(surroundings.isOfProcess && valid != nil ? nil : repository.top + [slash] + path),
                    language: language, role: max(folder.role, FileRole(name: name, isShebangScript: false)), size: 0, mode: 0, uid: 0))
        }
    }

    /// How the paths of a working tree are shown from the working directory.
    private struct View {
        /// What stands before each path: up from the working directory, and down to the tree; empty where that lies in the tree.
        private var before: [UInt8] = []
        /// Where the working directory lies in the tree: the folders from the top.
        private var inside: ArraySlice<ArraySlice<UInt8>> = []
        private static let up = Array("../".utf8)

        init(of top: [UInt8], from here: [ArraySlice<UInt8>]) {
            let components = top.split(separator: slash), shared = zip(components, here).prefix { $0 == $1 }.count
            if shared == components.count {
                inside = here[shared...]
            } else {
                for _ in here[shared...] { before += Self.up }
                for part in components[shared...] { before += part + [slash] }
            }
        }

        /// Whether paths in the order of their bytes are in that order as they are shown.
        var keepsOrder: Bool { inside.isEmpty }

        /// - Parameter path: of a folder below the top, with a slash at its end.
        func shown(_ path: UnsafeBufferPointer<UInt8>) -> [UInt8] {
            if inside.isEmpty { return before + path }
            var at = 0, above = inside
            while let part = above.first, path[at...].starts(with: part), at + part.count < path.count, path[at + part.count] == slash {
                at += part.count + 1
                above.removeFirst()
            }
            return above.flatMap { _ in Self.up } + path[at...]
        }
    }

    /// What the files of a folder have in common.
    private struct Folder {
        /// Below the top, with a slash at its end; empty for the top.
        private let path: [UInt8]
        /// As reports show it, likewise.
        let shown: [UInt8]
        private(set) var role = FileRole.source
        private(set) var isLeftOut = false

        init(_ path: UnsafeBufferPointer<UInt8>, _ view: View) {
            self.path = Array(path)
            shown = view.shown(path)
            var start = 0
            for end in path.indices where path[end] == slash {
                let name = UnsafeBufferPointer(rebasing: path[start..<end])
                role = max(role, FileRole(folder: name))
                if DefaultExcludes.condition(for: name) == .always { isLeftOut = true }
                start = end + 1
            }
        }

        func isAt(_ other: UnsafeBufferPointer<UInt8>) -> Bool { path.count == other.count && path.indices.allSatisfy { path[$0] == other[$0] } }
    }
}
