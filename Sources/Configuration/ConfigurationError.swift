/// What is wrong with a configuration file, where, and what to do about it. A file can have many; all are reported at once.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    package var origin: Origin
    package var message: String

    package init(_ origin: Origin, _ message: String) {
        self.origin = origin
        self.message = message
    }

    /// `file:line:column: message`
    package var description: String { "\(origin): \(message)" }

    /// By file and place.
    package static func inOrder(_ a: ConfigurationError, _ b: ConfigurationError) -> Bool {
        (a.origin.file, a.origin.line, a.origin.column, a.message) < (b.origin.file, b.origin.line, b.origin.column, b.message)
    }
}
