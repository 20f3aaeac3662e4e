package import Findings

/// What one file gave: the unit that is made in any order, on any thread.
package struct FileResult: Sendable {
    package var findings: [Finding] = []
    package var path: String
    /// The language's name, or `other`.
    package var language: String
    package var bytes = 0
    package var isParsed = false
    /// Bytes of a parsed file that the grammar did not understand.
    package var notUnderstood = 0
    package var skipped: SkippedFile?

    package init(path: String, language: String) {
        self.path = path
        self.language = language
    }
}
