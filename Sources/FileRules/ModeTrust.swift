/// Whether a tree's permission bits were set by anyone: file systems without them (vfat, some mounts) show every file as executable.
package struct ModeTrust: Sendable {
    private var files = 0
    private var surprising = 0

    package init() {}

    /// Takes in one regular file; `indexMode` as in `FileFacts`.
    package mutating func add(mode: UInt16, indexMode: UInt32?) {
        files += 1
        // Git says otherwise, or nobody does.
        if mode & 0o111 != 0, indexMode.map({ $0 & 0o111 == 0 }) ?? true { surprising += 1 }
    }

    /// False when more than nine files in ten are executable without git knowing of it. A handful of files tell nothing.
    package var isTrusted: Bool { files < 10 || surprising * 10 <= files * 9 }
}
