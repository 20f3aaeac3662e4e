package import Findings

/// One file to scan, as the walk met it; nothing of its content has been read, save for a shebang.
package struct SourceFile: Sendable, Hashable {
    /// As reports show it: relative to the working directory, `/`-separated, `../…` for files outside. Bytes that are not UTF-8 are shown as
    /// U+FFFD.
    package var path: String
    /// Where its bytes come from.
    package var origin: Origin
    /// Nil for a file only `file` and `text` rules look at.
    package var language: Language?
    package var role: FileRole
    /// In bytes, when the walk saw it.
    package var size: Int
    /// The permission bits, set-id and sticky bits included.
    package var mode: UInt16
    /// The owner's user id.
    package var uid: UInt32
    /// Which of the run's rule profiles holds for it; of no meaning where there are none.
    package var profile = 0
    /// The mode git keeps of it, where it was taken from there.
    package var indexMode: UInt32?
    /// What the walk was told of it; nil for what is not read from the disk.
    package var stamp: FileStamp?

    /// Where a file's bytes come from.
    package enum Origin: Sendable, Hashable {
        /// From the disk; the path is given where the one that is shown does not open it.
        case disk([UInt8]?)
        /// From a repository's objects: a file of a commit or of the index.
        case blob(GitBlob)
        case standardInput
    }

    package var isStandardInput: Bool { origin == .standardInput }

    package var isOnDisk: Bool { if case .disk = origin { true } else { false } }

    /// What the file system tells of it: what the walk was told, or what it says now. Nil for what is not read from the disk, or is not there.
    package func currentStamp() -> FileStamp? {
        if let stamp { return stamp }
        guard case .disk(let opened) = origin else { return nil }
        let status = try? (opened ?? Array(path.utf8)).withCPath { path throws(SystemError) in try FileStatus.of(path, in: currentFolder, followsLinks: false) }
        return status?.kind == .regular ? status?.stamp : nil
    }

    init(path: String, origin: Origin, language: Language?, role: FileRole, size: Int, mode: UInt16, uid: UInt32, indexMode: UInt32? = nil, stamp: FileStamp? = nil) {
        self.path = path
        self.origin = origin
        self.language = language
        self.role = role
        self.size = size
        self.mode = mode
        self.uid = uid
        self.indexMode = indexMode
        self.stamp = stamp
    }

    /// A file that was scanned somewhere else: it cannot be opened.
    package static func scannedElsewhere(path: String, language: Language?, role: FileRole, size: Int) -> SourceFile {
        SourceFile(path: path, origin: .disk([]), language: language, role: role, size: size, mode: 0, uid: 0)
    }

    /// Standard input, to be reported and judged as if it were the file at `path` (`--stdin-path`). Without a known extension its language
    /// is nil until its content is read: `LanguageRecognition.language(ofShebang:)`.
    package static func standardInput(path: String) -> SourceFile {
        SourceFile(
            path: path, origin: .standardInput, language: LanguageRecognition.language(named: path), role: FileRole(path: path), size: 0, mode: 0, uid: 0)
    }
}
