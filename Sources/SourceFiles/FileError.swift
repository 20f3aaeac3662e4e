/// Why files could not be selected at all. What concerns one file only is a `SkippedFile` instead, and the others go on.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// A glob that cannot be read (usage).
        case badGlob
        /// A `--files-from` list that cannot be read (input missing).
        case unreadableList
        /// A file the run needs and cannot read.
        case unreadableFile
        /// The working directory is gone.
        case noWorkingDirectory
    }

    package var code: Code
    /// The glob or path it is about.
    package var subject: String
    /// What is wrong, as half a sentence that names the subject.
    package var reason: String
    /// What to do about it.
    package var advice: String

    package init(_ code: Code, subject: String, reason: String, advice: String) {
        self.code = code
        self.subject = subject
        self.reason = reason
        self.advice = advice
    }

    package var description: String { advice.isEmpty ? reason : "\(reason). \(advice)" }
}
