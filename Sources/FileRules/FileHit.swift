/// A place where a file or text rule holds.
package struct FileHit: Sendable, Hashable {
    /// In the content that was searched; nil when the finding is about the file as a whole.
    package var bytes: Range<Int>?
    /// What the rule's message may name: `MODE`, `INDEX_MODE`, `PATH`, `OWNER`, and by clause `TAG`, `KEY`, `KIND`, `EXCERPT`. Never holds
    /// a secret.
    package var variables: [String: String]
    /// What must not be shown: pass it to `Mask` with any line of the file that is printed.
    package var secrets: [Range<Int>]

    /// Whether it is worth a note only, whatever the rule's severity is.
    package var isNote: Bool

    package init(bytes: Range<Int>?, variables: [String: String] = [:], secrets: [Range<Int>] = [], isNote: Bool = false) {
        self.bytes = bytes
        self.variables = variables
        self.secrets = secrets
        self.isNote = isNote
    }

    /// By place; hits on the whole file come first.
    static func inOrder(_ a: FileHit, _ b: FileHit) -> Bool {
        (a.bytes?.lowerBound ?? -1, a.bytes?.upperBound ?? -1) < (b.bytes?.lowerBound ?? -1, b.bytes?.upperBound ?? -1)
    }
}
