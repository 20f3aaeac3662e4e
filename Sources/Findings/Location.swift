/// A place in a file as people count: lines and columns from 1, columns in Unicode scalars.
package struct Position: Sendable, Hashable, Codable, Comparable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (a: Position, b: Position) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// A region of a file. `end` is exclusive: the position after the last scalar.
package struct Location: Sendable, Hashable {
    /// Relative to the working directory, `/`-separated.
    package var path: String
    /// Byte offsets in the file (its byte order mark, if any, not counted).
    package var bytes: Range<Int>
    package var start: Position
    package var end: Position

    package init(path: String, bytes: Range<Int>, start: Position, end: Position) {
        self.path = path
        self.bytes = bytes
        self.start = start
        self.end = end
    }

    /// The lines that tell what it is about; of a region that may be a whole class, as many as a fingerprint reads.
    package var firstLines: ClosedRange<Int> { start.line...max(start.line, min(end.line, start.line + Self.mostLines - 1)) }

    package var allLines: ClosedRange<Int> { start.line...max(start.line, end.line) }

    private static let mostLines = 8
}
