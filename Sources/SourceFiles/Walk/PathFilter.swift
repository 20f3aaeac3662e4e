/// The patterns in force at one point of the walk, and what they say of a path.
struct PathFilter {
    private let exclude: IgnoreList?
    private let include: IgnoreList?
    /// Weakest first. Those before `firstInForce` belong to an outer repository.
    private var ignores: [IgnoreList] = []
    private var firstInForce = 0
    /// Where the folder being walked puts its paths below the root: see `isExcluded`.
    var rootBase = 0

    init(_ selection: FileSelection) {
        exclude = selection.exclude.isEmpty ? nil : IgnoreList(patterns: selection.exclude, base: 0)
        include = selection.include.isEmpty ? nil : IgnoreList(patterns: selection.include, base: 0)
    }

    /// The state to come back to when a folder is left.
    struct Mark {
        fileprivate var count: Int
        fileprivate var firstInForce: Int
    }

    var mark: Mark { Mark(count: ignores.count, firstInForce: firstInForce) }

    mutating func restore(_ mark: Mark) {
        ignores.removeLast(ignores.count - mark.count)
        firstInForce = mark.firstInForce
    }

    mutating func add(_ list: IgnoreList) { ignores.append(list) }

    /// A repository starts here: only its own patterns hold below.
    mutating func startRepository(_ lists: [IgnoreList]) {
        firstInForce = ignores.count
        ignores += lists
    }

    /// Whether an ignore file in force says so; the last list with an opinion decides.
    func isIgnored(_ real: [UInt8], nameCount: Int, isFolder: Bool) -> Bool {
        if ignores.count == firstInForce { return false }
        return real.withUnsafeBufferPointer { real in
            var index = ignores.count
            while index > firstInForce {
                index -= 1
                if let verdict = ignores[index].verdict(real, nameStart: real.count - nameCount, isFolder: isFolder) { return verdict == .ignored }
            }
            return false
        }
    }

    /// Whether `--exclude` says so, of the path as shown or as seen from the root.
    func isExcluded(shown: [UInt8], real: [UInt8], nameCount: Int, isFolder: Bool) -> Bool {
        guard let exclude else { return false }
        return verdict(exclude, shown, real, nameCount, isFolder) == .ignored
    }

    /// Whether `--include` names it, or there is none. Says nothing about the folders above.
    func isIncluded(shown: [UInt8], real: [UInt8], nameCount: Int, isFolder: Bool) -> Bool {
        guard let include else { return true }
        return verdict(include, shown, real, nameCount, isFolder) == .ignored
    }

    /// Whether `--exclude` says so of a root or of a folder above it.
    func isExcluded(fromAbove shown: [UInt8], isFolder: Bool) -> Bool { exclude.map { Self.hits($0, shown, isFolder) } ?? false }

    /// Whether `--include` names a root or a folder above it, or there is none.
    func isIncluded(fromAbove shown: [UInt8], isFolder: Bool) -> Bool { include.map { Self.hits($0, shown, isFolder) } ?? true }

    private static func hits(_ list: IgnoreList, _ path: [UInt8], _ isFolder: Bool) -> Bool {
        var nameStart = 0
        while nameStart < path.count {
            let end = path[nameStart...].firstIndex(of: slash) ?? path.count
            let isLast = end == path.count
            let verdict = path[..<end].withUnsafeBufferPointer { list.verdict($0, nameStart: nameStart, isFolder: isFolder || !isLast) }
            if verdict == .ignored { return true }
            nameStart = end + 1
        }
        return false
    }

    private func verdict(_ list: IgnoreList, _ shown: [UInt8], _ real: [UInt8], _ nameCount: Int, _ isFolder: Bool) -> IgnoreList.Verdict? {
        let first = shown.withUnsafeBufferPointer { list.verdict($0, nameStart: $0.count - nameCount, isFolder: isFolder) }
        if first != nil || real.count - rootBase == shown.count { return first }
        return real.withUnsafeBufferPointer { real in
            guard rootBase + nameCount <= real.count else { return nil }
            return list.verdict(UnsafeBufferPointer(rebasing: real[rootBase...]), nameStart: real.count - rootBase - nameCount, isFolder: isFolder)
        }
    }
}
