/// What a walk from above would say of something named explicitly.
extension TreeWalk {
    /// Whether the walk of the repository around `root`, or of the working directory where there is none, would never come to it: git
    /// ignores it or a folder above it, or one of the folders is left out by its name. Outside both there is no above, and it stays.
    mutating func leavesOut(_ root: Root) -> Bool {
        let repository = Repository(around: Self.parent(of: root.real))
        let top = repository?.top ?? workingDirectory
        guard root.real.starts(with: top + [slash]) else { return false }
        let mark = filter.mark
        defer { filter.restore(mark) }
        var foldsCase = false
        if selection.usesGitignore, let repository { foldsCase = startRepository(repository) }
        var end = top.count
        while end < root.real.count {
            if selection.usesGitignore, let folder = try? Descriptor.open(path: end == 0 ? [slash] : Array(root.real[..<end]), for: .listing) {
                addIgnoreFile(in: folder.number, base: end + 1, foldsCase: foldsCase)
            }
            let next = root.real[(end + 1)...].firstIndex(of: slash) ?? root.real.count
            let path = Array(root.real[..<next])
            let isFolder = next < root.real.count || root.status.kind == .folder
            if filter.isIgnored(path, nameCount: next - end - 1, isFolder: isFolder) { return true }
            if isFolder, selection.usesDefaultExcludes, Self.isLeftOutByDefault(path, nameStart: end + 1) { return true }
            end = next
        }
        return false
    }

    private static func isLeftOutByDefault(_ folder: [UInt8], nameStart: Int) -> Bool {
        func holds(_ name: String) -> Bool { (try? realPath(folder + [slash] + Array(name.utf8))) != nil }
        if holds("pyvenv.cfg") { return true }
        switch folder[nameStart...].withUnsafeBufferPointer({ DefaultExcludes.condition(for: $0) }) {
        case .always: return true
        case .unlessPackage: return !holds("__init__.py")
        case nil: return false
        }
    }

    private static func parent(of path: [UInt8]) -> [UInt8] { path.lastIndex(of: slash).map { Array(path[..<$0]) } ?? [] }
}
