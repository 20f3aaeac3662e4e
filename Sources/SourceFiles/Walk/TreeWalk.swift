/// Walks one folder after another, in the order of the paths' bytes, without recursion: a tree of any depth costs no stack, few
/// descriptors, and no path that a system call could find too long.
struct TreeWalk {
    let selection: FileSelection
    let surroundings: Surroundings
    /// Absolute and without links; empty for `/`.
    let workingDirectory: [UInt8]
    var result = WalkResult()
    /// Real paths of the files named explicitly: they are in the result already.
    var named: Set<[UInt8]> = []
    /// What the folders of those say of them.
    var rolesOfNamed: [[UInt8]: FileRole] = [:]
    /// The folder of the file named last, as shown: one after another mostly lie in the same.
    var lastPlace: ArraySlice<UInt8>?

    /// Of what is named explicitly, where that is left out as in a walk.
    var above: FolderAbove?

    var filter: PathFilter
    var entries = FolderEntries()
    private var frames: [Frame] = []
    /// Frames below this have lent their descriptors to deeper ones.
    private var firstOpen = 0
    private var visited: Set<FileStatus.Identity> = []
    /// The path of what is being looked at: really, and as shown.
    var real: [UInt8] = []
    var shown: [UInt8] = []
    /// The root's real path.
    private(set) var rootReal: [UInt8] = []
    /// Whether the shown path opens the file.
    var opensAsShown = true

    /// A folder being walked.
    struct Frame {
        var descriptor: Int32
        var identity: FileStatus.Identity
        var next: Int
        var height: FolderEntries.Height
        var realCount: Int
        var shownCount: Int
        var mark: PathFilter.Mark
        var foldsCase: Bool
        var role: FileRole
        var isIncluded: Bool
        /// What `shown` was before a folder above the working directory gave it its proper form.
        var replacedShown: [UInt8]?
    }

    /// Enough that hardly any tree has to reopen a folder, little of the 256 descriptors macOS allows.
    private static let mostOpen = 64

    init(_ selection: FileSelection, in surroundings: Surroundings, workingDirectory: [UInt8]) {
        self.selection = selection
        self.surroundings = surroundings
        self.workingDirectory = workingDirectory
        filter = PathFilter(selection)
    }

    /// Walks everything below a root folder.
    mutating func walk(_ root: Root) {
        real = root.real
        shown = root.shown
        rootReal = real
        result.places.insert(String(decoding: shown, as: UTF8.self))
        filter.rootBase = real.count + 1
        opensAsShown = surroundings.isOfProcess
        let mark = filter.mark
        defer { filter.restore(mark) }
        let repository = Repository(around: real)
        let foldsCase = repository.map { applyPatterns(of: $0) } ?? false
        let role = Self.folderRole(real: real, shown: shown, repository: repository)
        let isIncluded = filter.isIncluded(fromAbove: shown, isFolder: true)
        if filter.isExcluded(fromAbove: shown, isFolder: true) { return }
        do {
            let folder = try Descriptor.open(path: real.isEmpty ? [slash] : real, for: .listing)
            enter(folder, isRoot: true, condition: nil, foldsCase: foldsCase, role: role, isIncluded: isIncluded)
        } catch { skip("the folder could not be opened: \(error.words)", isFailure: true) }
        while let frame = frames.last {
            guard frame.next < entries.count else {
                leave()
                continue
            }
            frames[frames.count - 1].next += 1
            let entry = entries.entries[frame.next]
            entries.withName(of: entry) { name in
                real.append(slash)
                real += name
                if !shown.isEmpty { shown.append(slash) }
                shown += name
            }
            let depth = frames.count
            visit(entry, in: frame)
            if frames.count == depth {
                real.removeLast(real.count - frame.realCount)
                shown.removeLast(shown.count - frame.shownCount)
            }
        }
    }

    mutating func enter(
        _ folder: consuming Descriptor, isRoot: Bool, condition: DefaultExcludes.Condition?, foldsCase: Bool, role: FileRole, isIncluded: Bool
    ) {
        let height = entries.height
        let mark = filter.mark
        do {
            let identity = try folder.status().identity
            guard !visited.contains(identity) else { return }
            let landmarks = try entries.list(folder.number)
            let reason = landmarks.reasonToLeaveOut ?? (condition == .unlessPackage && !landmarks.isPackage ? .byName : nil)
            if !isRoot, let reason, selection.usesDefaultExcludes {
                entries.drop(to: height)
                return leaveOut(reason)
            }
            visited.insert(identity)
            if landmarks.hasConfiguration { result.metConfiguration = true }
            var foldsCase = foldsCase
            if landmarks.hasGit, selection.usesGitignore, let repository = Repository(at: real) { foldsCase = startRepository(repository) }
            if landmarks.hasGitignore, selection.usesGitignore { addIgnoreFile(in: folder.number, base: real.count + 1, foldsCase: foldsCase) }
            let replacedShown = isRoot ? nil : shortenShown()
            frames.append(
                Frame(
                    descriptor: folder.release(), identity: identity, next: height.entries, height: height, realCount: real.count,
                    shownCount: shown.count, mark: mark, foldsCase: foldsCase, role: role, isIncluded: isIncluded, replacedShown: replacedShown))
            lendDescriptor()
        } catch {
            entries.drop(to: height)
            skip("the folder could not be read: \(error.words)", isFailure: true)
        }
    }

    private mutating func leave() {
        let frame = frames.removeLast()
        let folder = Descriptor(owning: frame.descriptor)
        entries.drop(to: frame.height)
        filter.restore(frame.mark)
        guard let parent = frames.last else {
            firstOpen = 0
            return
        }
        if let replaced = frame.replacedShown { shown = replaced }
        real.removeLast(real.count - parent.realCount)
        shown.removeLast(shown.count - parent.shownCount)
        if firstOpen == frames.count { reopenLast(from: folder) }
    }

    /// From `..` downwards, the working directory is `` and not `../name`, and so are the folders between. Returns what was replaced.
    private mutating func shortenShown() -> [UInt8]? {
        guard rootReal.count < workingDirectory.count, workingDirectory == real || workingDirectory.starts(with: real + [slash]) else { return nil }
        let replaced = shown
        let levels = workingDirectory[real.count...].count { $0 == slash }
        shown = Array(repeatElement("..".utf8, count: levels).joined(separator: [slash]))
        return replaced
    }

    /// Keeps the number of open descriptors bounded in a deep tree.
    private mutating func lendDescriptor() {
        guard frames.count - firstOpen > Self.mostOpen else { return }
        _ = Descriptor(owning: frames[firstOpen].descriptor)
        frames[firstOpen].descriptor = -1
        firstOpen += 1
    }

    /// Opens the last frame's folder again: through its child, or by its path if the child was moved away.
    private mutating func reopenLast(from child: borrowing Descriptor) {
        firstOpen -= 1
        let last = frames.count - 1
        func isSame(_ folder: borrowing Descriptor) -> Bool { (try? folder.status().identity) == frames[last].identity }
        if let folder = try? Descriptor.open("..", in: child.number, for: .listing), isSame(folder) {
            frames[last].descriptor = folder.release()
        } else if let folder = try? Descriptor.open(path: real, for: .listing), isSame(folder) {
            frames[last].descriptor = folder.release()
        } else {
            skip("the folder was moved or removed during the scan", isFailure: true)
            frames[last].next = entries.count
        }
    }

    /// Puts in force what a repository says for the folder `real` inside it. Returns its `core.ignoreCase`.
    private mutating func applyPatterns(of repository: Repository) -> Bool {
        // The walk meets the top folder's own patterns when it lists it.
        guard selection.usesGitignore, repository.top != real else { return false }
        let foldsCase = startRepository(repository)
        var end = repository.top.count
        while end < real.count {
            if let folder = try? Descriptor.open(path: end == 0 ? [slash] : Array(real[..<end]), for: .listing) {
                addIgnoreFile(in: folder.number, base: end + 1, foldsCase: foldsCase)
            }
            end = real[(end + 1)...].firstIndex(of: slash) ?? real.count
        }
        return foldsCase
    }

    mutating func startRepository(_ repository: Repository) -> Bool {
        let excludes = repository.standardExcludes(surroundings.variables)
        filter.startRepository(excludes.lists)
        return excludes.ignoresCase
    }

    /// As git since 2.32: a `.gitignore` that is a link is not read.
    mutating func addIgnoreFile(in folder: Int32, base: Int, foldsCase: Bool) {
        guard let file = try? Descriptor.open(".gitignore", in: folder, for: .reading) else { return }
        if let list = IgnoreList(reading: file, base: base, foldsCase: foldsCase) { filter.add(list) }
    }
}
