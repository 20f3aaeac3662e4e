/// What is known of a file without opening it.
package struct FileFacts: Sendable, Hashable {
    /// As reports show it: relative to the working directory, `/`-separated.
    package var path: String
    /// Permission bits in the working tree, set-id and sticky bits included. Nil where they mean nothing (standard input, a file system
    /// that keeps none: see `ModeTrust`); the git index then speaks for them.
    package var mode: UInt16?
    /// The whole mode in the git index, `0o100755` for instance; nil when the file is not tracked.
    package var indexMode: UInt32?
    /// Whether it is part of an unpacked source distribution.
    package var isInDistribution: Bool
    /// In bytes.
    package var size: Int
    /// The owner's user id, and that of the user who scans.
    package var owner: UInt32
    package var user: UInt32

    package init(path: String, mode: UInt16?, indexMode: UInt32?, isInDistribution: Bool = false, size: Int, owner: UInt32, user: UInt32) {
        self.path = path
        self.mode = mode
        self.indexMode = indexMode
        self.isInDistribution = isInDistribution
        self.size = size
        self.owner = owner
        self.user = user
    }

    /// Permission bits, from wherever they are known.
    var permissions: UInt16? { mode ?? indexMode.map { UInt16(truncatingIfNeeded: $0 & 0o7777) } }

    /// What messages may name.
    var variables: [String: String] {
        var variables = ["PATH": path, "OWNER": String(owner)]
        if let permissions { variables["MODE"] = Self.octal(UInt32(permissions), digits: 4) }
        if let indexMode { variables["INDEX_MODE"] = Self.octal(indexMode, digits: 6) }
        return variables
    }

    private static func octal(_ mode: UInt32, digits: Int) -> String {
        let text = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
