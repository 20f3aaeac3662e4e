package import YAML

/// Where a setting is written.
package struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// As shown to people.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package init(file: String, _ mark: YAMLMark) { self.init(file: file, line: mark.line, column: mark.column) }

    /// `file:line:column`
    package var description: String { "\(file):\(line):\(column)" }
}

/// A value and where it is written.
package struct Setting<Value: Sendable>: Sendable {
    package var value: Value
    package var origin: Origin

    package init(_ value: Value, _ origin: Origin) {
        self.value = value
        self.origin = origin
    }
}
