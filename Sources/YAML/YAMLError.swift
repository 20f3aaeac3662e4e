/// Why a text is not the YAML we take: where, what is wrong, and what to do about it.
package struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    package var message: String

    package init(file: String, mark: YAMLMark, message: String) {
        self.file = file
        self.line = mark.line
        self.column = mark.column
        self.message = message
    }

    /// `file:line:column: message`
    package var description: String { "\(file):\(line):\(column): \(message)" }
}
