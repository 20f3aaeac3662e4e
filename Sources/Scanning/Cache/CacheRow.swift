import SourceFiles

/// Where some bytes of the cache lie.
struct CachePart: BitwiseCopyable, Hashable {
    /// The segment's name.
    var segment: UInt64 = 0
    var offset: UInt64 = 0
    /// In bytes; none where there is nothing.
    var count: UInt32 = 0
    /// Of the bytes, to be compared before they are read.
    var check: UInt32 = 0

    var isThere: Bool { count > 0 }
}

/// What the cache knows of one file.
struct CacheRow: BitwiseCopyable {
    /// Its path, in the manifest's names.
    var nameStart: UInt32 = 0
    var nameCount: UInt32 = 0
    var stamp: FileStamp
    var content = ContentHash.none
    /// Of all that a file's result depends on beside its content and the run's key; 0 where there is no result.
    var circumstances: UInt64 = 0
    /// What was found in it; its summary; its words; what it declares.
    var result = CachePart(), summary = CachePart(), words = CachePart(), declared = CachePart()
    /// Language and role.
    var kind: UInt32 = 0
    /// Runs that did not meet the file, one after the other.
    var age: UInt16 = 0
    var flags: UInt16 = 0

    /// Whether the same stamp means the same content: see `FileStamp.isSettled`.
    var isTrusted: Bool {
        get { flags & 1 != 0 }
        set { flags = flags & ~1 | (newValue ? 1 : 0) }
    }

    /// Whether `content` was read.
    var hasContent: Bool {
        get { flags & 2 != 0 }
        set { flags = flags & ~2 | (newValue ? 2 : 0) }
    }

    /// Whether no rule was for the file.
    var isNothing: Bool {
        get { flags & 4 != 0 }
        set { flags = flags & ~4 | (newValue ? 4 : 0) }
    }

    init(stamp: FileStamp) { self.stamp = stamp }

    var parts: [CachePart] {
        get { [result, summary, words, declared] }
        set { (result, summary, words, declared) = (newValue[0], newValue[1], newValue[2], newValue[3]) }
    }
}

/// What the cache knows of a whole run.
struct CacheRun: BitwiseCopyable {
    /// Of all files, their content and circumstances.
    var files: ContentHash
    var outcome: CachePart
}
