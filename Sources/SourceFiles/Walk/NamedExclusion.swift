/// The folder of the name looked at last, with its patterns in force: lists of names mostly come folder by folder.
struct FolderAbove {
    /// Absolute and without links.
    var path: [UInt8]
    /// The filter without this folder's patterns.
    var mark: PathFilter.Mark
    /// Whether a walk would not come into it.
    var isLeftOut = false
    /// Whether there is a place to walk from: the repository around it, or else the working directory.
    var hasTop = false
}

/// What a walk from above would say of something named explicitly.
extension TreeWalk {
    /// Whether the walk of the repository around `root`, or of the working directory where there is none, would never come to it: git
    /// ignores it or a folder above it, or one of the folders is left out by its name. Outside both there is no above, and it stays.
    mutating func leavesOut(_ root: Root) -> Bool {
        // Nothing is above the root of all.
        guard let cut = root.real.lastIndex(of: slash) else { return false }
        if above?.path[...] != root.real[..<cut] { look(into: Array(root.real[..<cut])) }
        guard let above, above.hasTop, !above.isLeftOut else { return above?.isLeftOut ?? false }
        return isLeftOut(root.real, nameStart: cut + 1, isFolder: root.status.kind == .folder)
    }

    /// Takes the patterns of the last folder out of force.
    mutating func forgetAbove() {
        if let above { filter.restore(above.mark) }
        above = nil
    }

    private mutating func look(into folder: [UInt8]) {
        forgetAbove()
        var found = FolderAbove(path: folder, mark: filter.mark)
        defer { above = found }
        let repository = Repository(around: folder)
        let top = repository?.top ?? workingDirectory
        guard folder == top || folder.starts(with: top + [slash]) else { return }
        found.hasTop = true
        var foldsCase = false
        if selection.usesGitignore, let repository { foldsCase = startRepository(repository) }
        var end = top.count
        while true {
            if selection.usesGitignore, let open = try? Descriptor.open(path: end == 0 ? [slash] : Array(folder[..<end]), for: .listing) {
                addIgnoreFile(in: open.number, base: end + 1, foldsCase: foldsCase)
            }
            guard end < folder.count else { return }
            let next = folder[(end + 1)...].firstIndex(of: slash) ?? folder.count
            found.isLeftOut = isLeftOut(Array(folder[..<next]), nameStart: end + 1, isFolder: true)
            if found.isLeftOut { return }
            end = next
        }
    }

    private func isLeftOut(_ path: [UInt8], nameStart: Int, isFolder: Bool) -> Bool {
        if filter.isIgnored(path, nameCount: path.count - nameStart, isFolder: isFolder) { return true }
        guard isFolder, selection.usesDefaultExcludes else { return false }
        let condition = path[nameStart...].withUnsafeBufferPointer { DefaultExcludes.condition(for: $0) }
        if condition == .always { return true }
        var entries = FolderEntries()
        guard let open = try? Descriptor.open(path: path, for: .listing), let landmarks = try? entries.list(open.number) else { return condition != nil }
        return landmarks.reasonToLeaveOut != nil || condition == .unlessPackage && !landmarks.isPackage
    }
}
