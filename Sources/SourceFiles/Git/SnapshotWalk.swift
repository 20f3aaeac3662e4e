internal import Findings

/// The files of a commit or of the index, as a walk over a working tree that held just them would find them.
package struct GitSnapshot: Sendable {
    package var repository: GitRepository
    /// By the bytes of their paths.
    package private(set) var entries: [GitEntry]
    /// Where submodules start whose files are among the entries.
    private var submodules: Set<[UInt8]> = []
    private var skipped: [SkippedFile] = []

    package init(repository: GitRepository, entries: [GitEntry]) {
        self.repository = repository
        self.entries = entries
    }

    /// A revision's files, those of its submodules too as far as they are here. What a sparse checkout leaves out of the working tree is left
    /// out here as well, so that the two can be compared.
    package init(of revision: GitRepository.Revision, in repository: GitRepository) throws(GitError) {
        let sparse = try repository.sparsePaths()
        self.init(repository: repository, entries: try repository.entries(of: revision).filter { !sparse.contains($0.path) })
        addSubmodules()
    }

    /// What the index holds. A file that is the same in the working tree is read there.
    package init(ofIndexIn repository: GitRepository) throws(GitError) {
        let index = try repository.indexEntries(), changed = try repository.pathsChangedSinceStaging()
        self.init(
            repository: repository,
            entries: index.entries.map { entry in
                var entry = entry
                entry.isInWorkingTree = repository.top != nil && !changed.contains(entry.path)
                return entry
            })
        skipped = index.unmerged.map { SkippedFile(path: String(decoding: $0, as: UTF8.self), reason: "a merge is open in it; `git add` closes it", isFailure: true) }
        addSubmodules()
    }

    private static let deepestSubmodule = 8

    private mutating func addSubmodules() {
        guard let top = repository.top, entries.contains(where: \.isSubmodule) else { return }
        entries = expand(entries, below: Array(top.utf8), in: repository, depth: 0).sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }

    private mutating func expand(_ entries: [GitEntry], below top: [UInt8], in outer: GitRepository, depth: Int) -> [GitEntry] {
        var all: [GitEntry] = []
        for entry in entries {
            guard entry.isSubmodule else {
                all.append(entry)
                continue
            }
            let folder = top + [slash] + entry.path
            // One that was never fetched is an empty folder; nothing of it is in the working tree either.
            guard depth < Self.deepestSubmodule, Repository(at: folder) != nil, let inner = try? GitRepository(submodule: String(decoding: folder, as: UTF8.self), of: outer) else { continue }
            guard let files = try? inner.entries(of: GitRepository.Revision(name: entry.blob.object, object: entry.blob.object, isCommit: true)) else {
                skipped.append(
                    SkippedFile(path: String(decoding: entry.path, as: UTF8.self) + "/", reason: "a submodule whose commit is not here; `git submodule update` fetches it", isFailure: false))
                continue
            }
            submodules.insert(entry.path)
            all += expand(files, below: folder, in: inner, depth: depth + 1).map { file in
                var file = file
                file.path = entry.path + [slash] + file.path
                return file
            }
            submodules.formUnion(submodules.filter { Repository(at: folder + [slash] + $0) != nil }.map { entry.path + [slash] + $0 })
        }
        return all
    }

    /// The selected files; links, and what is no file, are left out.
    package func select(_ selection: FileSelection, in surroundings: Surroundings) throws(GitError) -> WalkResult {
        var walk = SnapshotWalk(selection, repository, entries, submodules, surroundings)
        for root in selection.roots + selection.filesFrom { walk.walk(root) }
        var result = walk.result
        result.skipped += skipped
        // Of where configuration may lie nothing is known but the files' folders.
        result.places = Set(result.files.map { file in file.path.utf8.lastIndex(of: slash).map { String(file.path[..<$0]) } ?? "" })
        result.metConfiguration = true
        result.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        result.skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return result
    }
}

/// Holds the entries against what a selection wants, folder by folder, without touching the disk where the content need not come from there.
struct SnapshotWalk {
    private let selection: FileSelection
    private let entries: [GitEntry]
    private let submodules: Set<[UInt8]>
    private let surroundings: Surroundings
    private let repository: GitRepository
    /// The working tree's top, absolute and without links; empty in a bare repository, whose paths then start at `/`.
    private let top: [UInt8]
    /// The working directory's components.
    private let here: [ArraySlice<UInt8>]
    private var filter: PathFilter
    private var frames: [Frame] = []
    private var seen: Set<[UInt8]> = []
    private let content = GitContent()
    private(set) var result = WalkResult()

    /// A folder on the way to the entry at hand.
    private struct Frame {
        /// Of the folder's path and the slash behind it.
        var count: Int
        var mark: PathFilter.Mark
        var foldsCase: Bool
        var role: FileRole
        var isIncluded: Bool
        var isLeftOut = false
    }

    init(_ selection: FileSelection, _ repository: GitRepository, _ entries: [GitEntry], _ submodules: Set<[UInt8]>, _ surroundings: Surroundings) {
        self.selection = selection
        self.repository = repository
        self.entries = entries
        self.submodules = submodules
        self.surroundings = surroundings
        top = Array((repository.top ?? "").utf8)
        here = repository.top == nil ? [] : Array(surroundings.workingDirectory.utf8).split(separator: slash)
        filter = PathFilter(selection)
    }

    /// Adds what lies in a root, or the file it is.
    mutating func walk(_ written: String) {
        guard let root = path(ofRoot: written) else { return }
        let range = range(of: root)
        if range.isEmpty {
            if let index = index(of: root), entries[index].isFile { addNamed(entries[index]) }
            return
        }
        let shown = shown(root)
        guard !filter.isExcluded(fromAbove: shown, isFolder: true) else { return }
        filter.rootBase = top.count + 1 + (root.isEmpty ? 0 : root.count + 1)
        let mark = filter.mark
        defer {
            filter.restore(mark)
            frames = []
        }
        var foldsCase = false
        if selection.usesGitignore {
            foldsCase = startRepository(top)
            var end = 0
            while !root.isEmpty, end < root.count {
                addIgnoreFile(of: Array(root[..<end]), foldsCase: foldsCase)
                end = root[(end + 1)...].firstIndex(of: slash) ?? root.count
            }
            addIgnoreFile(of: root, foldsCase: foldsCase)
        }
        let role = root.withUnsafeBufferPointer { FileRole(folders: $0) }
        frames = [
            Frame(
                count: root.isEmpty ? 0 : root.count + 1, mark: filter.mark, foldsCase: foldsCase, role: role,
                isIncluded: filter.isIncluded(fromAbove: shown, isFolder: true))
        ]
        for index in range { visit(entries[index]) }
    }

    private mutating func visit(_ entry: GitEntry) {
        // The root's frame stays; another is left when the entry lies outside of its folder.
        while frames.count > 1, let frame = frames.last, !entry.path.prefix(frame.count).elementsEqual(current.prefix(frame.count)) {
            filter.restore(frame.mark)
            frames.removeLast()
        }
        current = entry.path
        while let frame = frames.last, !frame.isLeftOut, let end = entry.path[frame.count...].firstIndex(of: slash) { enter(Array(entry.path[..<end]), from: frame) }
        guard let frame = frames.last, !frame.isLeftOut, entry.isFile, !seen.contains(entry.path) else { return }
        let nameCount = entry.path.count - frame.count, real = real(entry.path), shown = shown(entry.path)
        guard !filter.isIgnored(real, nameCount: nameCount, isFolder: false), !filter.isExcluded(shown: shown, real: real, nameCount: nameCount, isFolder: false),
            frame.isIncluded || filter.isIncluded(shown: shown, real: real, nameCount: nameCount, isFolder: false)
        else { return }
        add(entry, folderRole: frame.role)
    }

    /// The folders with a `*.dist-info/METADATA` below: packages are installed there.
    private lazy var installed: Set<[UInt8]> = {
        let ending = Array("\(DefaultExcludes.installedEnding)/METADATA".utf8)
        return Set(entries.compactMap { entry in
            guard entry.path.last == ending.last, entry.path.count > ending.count, entry.path.suffix(ending.count).elementsEqual(ending) else { return nil }
            return entry.path.dropLast(ending.count).lastIndex(of: slash).map { Array(entry.path[..<$0]) }
        })
    }()

    /// The path of the entry visited last.
    private var current: [UInt8] = []

    private mutating func enter(_ folder: [UInt8], from parent: Frame) {
        let name = folder[parent.count...], real = real(folder), shown = shown(folder)
        var frame = Frame(count: folder.count + 1, mark: filter.mark, foldsCase: parent.foldsCase, role: parent.role, isIncluded: parent.isIncluded)
        defer { frames.append(frame) }
        if selection.usesDefaultExcludes {
            let condition = name.withUnsafeBufferPointer { DefaultExcludes.condition(for: $0) }
            func holds(_ name: String) -> Bool { index(of: folder + [slash] + Array(name.utf8)) != nil }
            let marked: DefaultExcludes.Reason? =
                holds("pyvenv.cfg") ? .environment : holds("CACHEDIR.TAG") ? .cache : installed.contains(folder) ? .installed : nil
            if marked != nil || condition == .always || (condition == .unlessPackage && !holds("__init__.py")) {
                frame.isLeftOut = true
                let reason = marked ?? .byName
                result.skipped.append(SkippedFile(path: String(decoding: shown, as: UTF8.self) + "/", reason: reason.rawValue, isFailure: false))
                return
            }
        }
        if filter.isIgnored(real, nameCount: name.count, isFolder: true) || filter.isExcluded(shown: shown, real: real, nameCount: name.count, isFolder: true) {
            frame.isLeftOut = true
            return
        }
        frame.role = max(frame.role, name.withUnsafeBufferPointer { FileRole(folder: $0) })
        frame.isIncluded = frame.isIncluded || filter.isIncluded(shown: shown, real: real, nameCount: name.count, isFolder: true)
        guard selection.usesGitignore else { return }
        if submodules.contains(folder) { frame.foldsCase = startRepository(real) }
        addIgnoreFile(of: folder, foldsCase: frame.foldsCase)
    }

    /// A file named by itself: scanned even where git ignores it.
    private mutating func addNamed(_ entry: GitEntry) {
        let shown = shown(entry.path)
        guard filter.isIncluded(fromAbove: shown, isFolder: false), !filter.isExcluded(fromAbove: shown, isFolder: false), !seen.contains(entry.path) else { return }
        let folder = entry.path[..<(entry.path.lastIndex(of: slash) ?? 0)]
        add(entry, folderRole: folder.withUnsafeBufferPointer { FileRole(folders: $0) })
    }

    private mutating func add(_ entry: GitEntry, folderRole: FileRole) {
        let name = entry.path[((entry.path.lastIndex(of: slash) ?? -1) + 1)...]
        var language = name.withUnsafeBufferPointer { LanguageRecognition.language(named: $0) }
        var size = entry.size, mode = UInt16(entry.mode & 0o777), uid = currentUser, opened: [UInt8]?, stamp: FileStamp?
        if entry.isInWorkingTree, let status = try? real(entry.path).withCPath({ name throws(SystemError) in try FileStatus.of(name, in: currentFolder, followsLinks: false) }),
            status.kind == .regular
        {
            (size, mode, uid, opened, stamp) = (status.size, status.permissions, status.owner, real(entry.path), status.stamp)
        } else if size == 0, case .bytes(let bytes) = content.read(entry.blob) {
            size = bytes.count
        }
        let hasExtension = name.dropFirst().contains(UInt8(ascii: "."))
        if language == nil, selection.onlySources, hasExtension { return }
        var isShebangScript = false
        if language == nil, !hasExtension, size >= 4, mode & 0o111 != 0 ? size <= GitContent.largest : size <= 1 << 16 {
            language = shebangLanguage(of: entry, opened: opened)
            isShebangScript = language != nil
        }
        if language == nil, selection.onlySources { return }
        seen.insert(entry.path)
        let shown = shown(entry.path)
        result.files.append(
            SourceFile(
                path: String(decoding: shown, as: UTF8.self), origin: opened.map { .disk($0) } ?? .blob(entry.blob), language: language,
                role: max(folderRole, name.withUnsafeBufferPointer { FileRole(name: $0, isShebangScript: isShebangScript) }), size: size, mode: mode, uid: uid,
                indexMode: entry.mode, stamp: stamp))
    }

    private mutating func shebangLanguage(of entry: GitEntry, opened: [UInt8]?) -> Language? {
        if let opened {
            guard let file = try? Descriptor.open(path: opened, for: .reading) else { return nil }
            return TreeWalk.languageOfShebang(in: file)
        }
        guard case .bytes(let bytes) = content.read(entry.blob) else { return nil }
        return bytes.prefix(128).withUnsafeBufferPointer { LanguageRecognition.language(ofShebang: $0) }
    }

    private mutating func startRepository(_ folder: [UInt8]) -> Bool {
        guard let found = Repository(at: folder) else { return false }
        let excludes = found.standardExcludes(surroundings.variables)
        filter.startRepository(excludes.lists)
        return excludes.ignoresCase
    }

    private mutating func addIgnoreFile(of folder: [UInt8], foldsCase: Bool) {
        let path = folder.isEmpty ? Array(".gitignore".utf8) : folder + Array("/.gitignore".utf8)
        guard let index = index(of: path), entries[index].isFile, case .bytes(let text) = content.read(entries[index].blob) else { return }
        let list = IgnoreList(text: text, base: real(folder).count + 1, foldsCase: foldsCase)
        if !list.isEmpty { filter.add(list) }
    }

    // MARK: Paths

    private func real(_ path: [UInt8]) -> [UInt8] { path.isEmpty ? top : top + [slash] + path }

    /// Relative to the working directory, as reports show it.
    private func shown(_ path: [UInt8]) -> [UInt8] {
        let components = real(path).split(separator: slash)
        let shared = zip(components, here).prefix { $0 == $1 }.count
        return Array((here[shared...].map { _ in Array("..".utf8)[...] } + components[shared...]).joined(separator: [slash]))
    }

    /// A root relative to the top; nil when it lies elsewhere. It need not be on the disk.
    private func path(ofRoot written: String) -> [UInt8]? {
        var bytes = Array(written.utf8)
        if bytes.first != slash { bytes = (repository.top == nil ? [] : Array(surroundings.workingDirectory.utf8)) + [slash] + bytes }
        var components: [ArraySlice<UInt8>] = []
        for part in ((try? realPath(bytes)) ?? bytes).split(separator: slash) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("..".utf8) { _ = components.popLast() } else { components.append(part) }
        }
        let above = top.split(separator: slash)
        guard components.starts(with: above) else { return above.starts(with: components) ? [] : nil }
        return Array(components[above.count...].joined(separator: [slash]))
    }

    /// The entries below a folder.
    private func range(of folder: [UInt8]) -> Range<Int> {
        if folder.isEmpty { return entries.indices }
        let prefix = folder + [slash], start = firstIndex { !$0.lexicographicallyPrecedes(prefix) }
        return start..<max(start, firstIndex { !$0.lexicographicallyPrecedes(prefix) && !$0.starts(with: prefix) })
    }

    private func index(of path: [UInt8]) -> Int? {
        let index = firstIndex { !$0.lexicographicallyPrecedes(path) }
        return index < entries.count && entries[index].path == path ? index : nil
    }

    /// The first entry from which on something holds.
    private func firstIndex(where holds: ([UInt8]) -> Bool) -> Int {
        var low = 0, high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if holds(entries[middle].path) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
