/// Why git could not tell what it was asked.
package struct GitError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// There is no program called git.
        case noGit
        /// No repository here.
        case noRepository
        /// There is one, but no files of it lie here.
        case noWorkTree
        /// A revision that does not exist.
        case noRevision
        /// A revision that a shallow clone left out.
        case shallow
        /// Objects that should be there are not, or git failed for reasons of its own.
        case failed
    }

    package var code: Code
    /// What is wrong, as half a sentence that names the subject.
    package var reason: String
    /// What to do about it.
    package var advice: String

    package init(_ code: Code, reason: String, advice: String) {
        self.code = code
        self.reason = reason
        self.advice = advice
    }

    package var description: String { advice.isEmpty ? reason : "\(reason). \(advice)" }
}
