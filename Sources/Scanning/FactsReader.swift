import FileRules
import Glibc
import SourceFiles

/// What is known of files without opening them, as file rules ask it.
struct FactsReader {
    /// Whether the permission bits of the files scanned mean something.
    private let trustsModes: Bool
    private var tracked: TrackedModes
    private var distributions: SourceDistributions
    private let user = getuid()

    init(workingDirectory: String, trustsModes: Bool) {
        self.trustsModes = trustsModes
        tracked = TrackedModes(workingDirectory: workingDirectory)
        distributions = SourceDistributions(workingDirectory: workingDirectory)
    }

    mutating func facts(of file: SourceFile) -> FileFacts {
        FileFacts(
            path: file.path, mode: trustsModes && !file.isStandardInput ? file.mode : nil, indexMode: tracked.mode(of: file.path),
            isInDistribution: distributions.contain(file.path), size: file.size, owner: file.uid, user: user)
    }

    /// Whether the permission bits of these files were set by someone, or are what their file system shows for everything.
    static func trustsModes(of files: [SourceFile], workingDirectory: String) -> Bool {
        var trust = ModeTrust(), tracked = TrackedModes(workingDirectory: workingDirectory)
        for file in files { trust.add(mode: file.mode, indexMode: file.mode & 0o111 == 0 ? nil : file.indexMode ?? tracked.mode(of: file.path)) }
        return trust.isTrusted
    }
}
