package import Findings

/// What reading one file gave.
package enum FileContents {
    case text(FileText)
    /// Not text to scan, and why. For a file no language claims, only failures of the file system count as failures.
    case skipped(SkippedFile)
}

/// A file's text, in the buffer it was read into: valid until that buffer reads again or goes away.
package struct FileText {
    /// Valid UTF-8 without NUL bytes, the byte order mark left out.
    package let bytes: UnsafeBufferPointer<UInt8>
    /// Whether the file began with a byte order mark.
    package let hasByteOrderMark: Bool
    /// Whether every byte is below 0x80, so that bytes, scalars and UTF-16 units count the same.
    package let isASCII: Bool

    /// The text of an empty file.
    package static var empty: FileText { FileText(bytes: UnsafeBufferPointer(start: nil, count: 0), hasByteOrderMark: false, isASCII: true) }
}

/// Which files are worth reading.
package struct ReadingLimits: Sendable, Hashable {
    /// In bytes; a file larger than this is skipped.
    package var maxFileSize: Int
    /// Whether files that say they are generated are read as well.
    package var readsGenerated: Bool

    package init(maxFileSize: Int = 1 << 20, readsGenerated: Bool = false) {
        self.maxFileSize = maxFileSize
        self.readsGenerated = readsGenerated
    }
}
