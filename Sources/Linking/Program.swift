package import Findings
package import Semantics

/// A file of the program: where it is, and what is known about it.
package struct ProgramFile: Sendable {
    package var path: String
    package var language: Language
    package var isTest: Bool
    /// Nil while nobody has asked for it (it was left unparsed), or when it could not be read.
    package var summary: FileSummary?

    package init(path: String, language: Language, isTest: Bool, summary: FileSummary?) {
        self.path = path
        self.language = language
        self.isTest = isTest
        self.summary = summary
    }
}
