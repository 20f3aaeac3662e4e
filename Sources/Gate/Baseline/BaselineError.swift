/// Why a baseline cannot be used.
package struct BaselineError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// Not there, or not to be read.
        case unreadable
        /// No baseline, or not of a kind this version reads.
        case malformed
    }

    package var code: Code
    package var path: String
    /// From 1; nil where it is about the file as a whole.
    package var line: Int?
    /// What is wrong, as a sentence without its full stop.
    package var reason: String
    package var advice: String

    package init(_ code: Code, path: String, line: Int? = nil, reason: String, advice: String) {
        self.code = code
        self.path = path
        self.line = line
        self.reason = reason
        self.advice = advice
    }

    package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(reason). \(advice)" }
}
