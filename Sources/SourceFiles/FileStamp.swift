/// What the file system tells of a file without opening it. While none of it changes, nor does the content: whatever is written sets the time of
/// the last change, which no program can set back.
package struct FileStamp: Sendable, Hashable, BitwiseCopyable {
    /// In bytes.
    package var size: Int64
    /// Of the content, and of anything at all; nanoseconds since 1970, as fine as the file system keeps them.
    package var modified: Int64
    package var changed: Int64
    package var inode: UInt64
    package var device: UInt64

    package init(size: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.device = device
    }

    /// Whether it will differ once the file is written to after `instant` (nanoseconds since 1970): some file systems keep whole seconds, and a file
    /// that was written in the same one may be written again without a trace.
    package func isSettled(before instant: Int64) -> Bool { max(modified, changed) < instant - Self.coarsest }

    /// FAT counts in steps of two seconds.
    private static let coarsest: Int64 = 2_000_000_000
}
