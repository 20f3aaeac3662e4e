package import YAML

/// What is wrong with a rule file, where, and what to do about it. A file can have many; all are reported at once.
package struct RuleError: Error, Sendable, Hashable {
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package init(file: String, at mark: YAMLMark, _ message: String) {
        self.init(file: file, line: mark.line, column: mark.column, message: message)
    }
}

extension RuleError: CustomStringConvertible {
    package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// The errors of one file while it is read, in order.
package struct RuleErrors {
    /// Of the errors added from now on.
    package var file: String
    package private(set) var all: [RuleError] = []

    package init(file: String) { self.file = file }

    package mutating func add(_ mark: YAMLMark, _ message: String) { all.append(RuleError(file: file, at: mark, message)) }
}
