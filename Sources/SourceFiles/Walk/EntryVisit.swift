internal import Findings

/// What becomes of one entry of a folder, and of one file named explicitly.
extension TreeWalk {
    mutating func visit(_ entry: FolderEntries.Entry, in frame: Frame) {
        let nameCount = entry.nameCount
        // No folder and no file of that name is anybody's source.
        if nameCount == 4, real.suffix(4).elementsEqual(".git".utf8) { return }
        switch entry.kind {
        case .folder: visitFolder(entry, in: frame)
        case .regular: visitFile(entry, in: frame)
        case .link: visitLink(entry, in: frame)
        case .fifo, .socket, .device, .unknown:
            // Worth a word only where it passes for a source file.
            guard language(nameCount) != nil, isWanted(nameCount, in: frame) else { return }
            skip("\(Self.describe(entry.kind)), not a regular file", isFailure: false)
        }
    }

    private mutating func visitFolder(_ entry: FolderEntries.Entry, in frame: Frame) {
        var condition: DefaultExcludes.Condition?
        if selection.usesDefaultExcludes {
            condition = entries.withName(of: entry) { DefaultExcludes.condition(for: $0) }
            if condition == .always { return leaveOut(.byName) }
        }
        let nameCount = entry.nameCount
        if filter.isIgnored(real, nameCount: nameCount, isFolder: true)
            || filter.isExcluded(shown: shown, real: real, nameCount: nameCount, isFolder: true)
        {
            return
        }
        do {
            let folder = try entries.withCName(of: entry) { name throws(SystemError) in
                try Descriptor.open(name, in: frame.descriptor, for: .listing).release()
            }
            let role = max(frame.role, entries.withName(of: entry) { FileRole(folder: $0) })
            let isIncluded = frame.isIncluded || filter.isIncluded(shown: shown, real: real, nameCount: nameCount, isFolder: true)
            enter(
                Descriptor(owning: folder), isRoot: false, condition: condition, foldsCase: frame.foldsCase, role: role, isIncluded: isIncluded)
        } catch { skip("the folder could not be opened: \(error.words)", isFailure: true) }
    }

    private mutating func visitFile(_ entry: FolderEntries.Entry, in frame: Frame) {
        var language = language(entry.nameCount)
        let hasExtension = entries.withName(of: entry) { $0.dropFirst().contains(UInt8(ascii: ".")) }
        if language == nil, hasExtension, selection.onlySources { return }
        guard isWanted(entry.nameCount, in: frame), named.isEmpty || !named.contains(real) else { return }
        do {
            let status = try status(of: entry, in: frame, followsLinks: false)
            guard status.kind == .regular else {
                skip("became \(Self.describe(status.kind)) during the scan", isFailure: true)
                return
            }
            var isShebangScript = false
            if language == nil, !hasExtension, Self.mayBeScript(status) {
                language = try entries.withCName(of: entry) { name throws(SystemError) in
                    // Whoever may not read a script may not run it either: not worth a word.
                    guard let file = try? Descriptor.open(name, in: frame.descriptor, for: .reading) else { return nil }
                    return Self.languageOfShebang(in: file)
                }
                isShebangScript = language != nil
            }
            if language == nil, selection.onlySources { return }
            let role = max(frame.role, entries.withName(of: entry) { FileRole(name: $0, isShebangScript: isShebangScript) })
            append(status, language: language, role: role)
        } catch { skip(error.isMissing ? "vanished during the scan" : error.words, isFailure: true) }
    }

    /// A link is never followed: what it leads to inside the tree has a place of its own there, and what lies outside was not asked for.
    private mutating func visitLink(_ entry: FolderEntries.Entry, in frame: Frame) {
        let isSourceName = language(entry.nameCount) != nil
        guard isWanted(entry.nameCount, in: frame) else { return }
        do {
            let status = try status(of: entry, in: frame, followsLinks: true)
            guard status.kind == .folder || (status.kind == .regular && isSourceName), let target = try? realPath(real) else { return }
            if target == rootReal || target.starts(with: rootReal + [slash]) { return }
            skip("a symbolic link that leads out of the scanned folder; name it to scan it", isFailure: false)
        } catch {
            guard isSourceName else { return }
            skip(error.isLink ? "a symbolic link that leads in a circle" : "a symbolic link that leads nowhere", isFailure: false)
        }
    }

    /// Adds a file named explicitly. What git ignores is scanned all the same, what `--exclude` names is not.
    mutating func add(_ root: Root) {
        real = root.real
        shown = root.shown
        opensAsShown = surroundings.isOfProcess && !root.isLink
        guard filter.isIncluded(fromAbove: shown, isFolder: false), !filter.isExcluded(fromAbove: shown, isFolder: false) else { return }
        guard root.status.kind == .regular else {
            skip("\(Self.describe(root.status.kind)), not a regular file; pipe its content in with --stdin-path to scan it", isFailure: true)
            return
        }
        guard named.insert(real).inserted else { return }
        let place = shown[..<(shown.lastIndex(of: slash) ?? 0)]
        if place != lastPlace { result.places.insert(String(decoding: place, as: UTF8.self)) }
        lastPlace = place
        let nameCount = real.count - 1 - (real.lastIndex(of: slash) ?? -1)
        var language = language(nameCount)
        var isShebangScript = false
        if language == nil, root.status.size >= Self.shortestShebang, let file = try? Descriptor.open(path: real, for: .reading) {
            language = Self.languageOfShebang(in: file)
            isShebangScript = language != nil
        }
        let ofName = real.suffix(nameCount).withUnsafeBufferPointer { FileRole(name: $0, isShebangScript: isShebangScript) }
        append(root.status, language: language, role: max(ofName, roleOfNamed(nameCount)))
    }

    private mutating func roleOfNamed(_ nameCount: Int) -> FileRole {
        let folder = Array(real.dropLast(nameCount + 1))
        if let known = rolesOfNamed[folder] { return known }
        let role = Self.folderRole(real: folder, shown: Array(shown.dropLast(nameCount)), repository: Repository(around: folder))
        rolesOfNamed[folder] = role
        return role
    }

    /// What a folder's place in its project says of the files in it. Where the project starts is known in a repository, and else taken to
    /// be the working directory.
    static func folderRole(real: [UInt8], shown: [UInt8], repository: Repository?) -> FileRole {
        if let repository { return real.dropFirst(repository.top.count).withUnsafeBufferPointer { FileRole(folders: $0) } }
        return shown.starts(with: "..".utf8) ? .source : shown.withUnsafeBufferPointer { FileRole(folders: $0) }
    }

    /// Puts the file that is being looked at in the result.
    private mutating func append(_ status: FileStatus, language: Language?, role: FileRole) {
        var openPath = opensAsShown ? nil : real
        let path: String
        if let text = String(validating: shown, as: UTF8.self) {
            path = text
        } else {
            path = String(decoding: shown, as: UTF8.self)
            openPath = real
        }
        result.files.append(
            SourceFile(
                path: path, origin: .disk(openPath), language: language, role: role, size: status.size, mode: status.permissions, uid: status.owner,
                stamp: status.stamp))
    }

    /// Notes why what is being looked at is not scanned.
    mutating func skip(_ reason: String, isFailure: Bool) {
        result.skipped.append(SkippedFile(path: shown.isEmpty ? "." : String(decoding: shown, as: UTF8.self), reason: reason, isFailure: isFailure))
    }

    /// Notes that the folder being looked at is left out by default.
    mutating func leaveOut(_ reason: DefaultExcludes.Reason) {
        result.skipped.append(SkippedFile(path: String(decoding: shown, as: UTF8.self) + "/", reason: reason.rawValue, isFailure: false))
    }

    private func isWanted(_ nameCount: Int, in frame: Frame) -> Bool {
        !filter.isIgnored(real, nameCount: nameCount, isFolder: false)
            && !filter.isExcluded(shown: shown, real: real, nameCount: nameCount, isFolder: false)
            && (frame.isIncluded || filter.isIncluded(shown: shown, real: real, nameCount: nameCount, isFolder: false))
    }

    private func language(_ nameCount: Int) -> Language? {
        real.suffix(nameCount).withUnsafeBufferPointer { LanguageRecognition.language(named: $0) }
    }

    private func status(of entry: FolderEntries.Entry, in frame: Frame, followsLinks: Bool) throws(SystemError) -> FileStatus {
        try entries.withCName(of: entry) { name throws(SystemError) in
            try FileStatus.of(name, in: frame.descriptor, followsLinks: followsLinks)
        }
    }

    /// `#!/x`.
    private static let shortestShebang = 4
    /// No script written by hand is larger; keeps the walk from opening data files, which often have no extension.
    private static let largestPlainScript = 1 << 16

    private static func mayBeScript(_ status: FileStatus) -> Bool {
        status.size >= shortestShebang && (status.permissions & 0o111 != 0 || status.size <= largestPlainScript)
    }

    static func languageOfShebang(in file: borrowing Descriptor) -> Language? {
        guard let status = try? file.status(), status.kind == .regular else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { memory in
            guard let count = try? file.read(into: memory) else { return nil }
            return LanguageRecognition.language(ofShebang: UnsafeBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[..<count]))
        }
    }

    private static func describe(_ kind: FileStatus.Kind) -> String {
        switch kind {
        case .regular: "a regular file"
        case .folder: "a folder"
        case .link: "a symbolic link"
        case .fifo: "a FIFO"
        case .socket: "a socket"
        case .device: "a device"
        case .unknown: "of an unknown kind"
        }
    }
}
