import Findings
import SourceFiles

/// The positions of chosen places in one text, made in one pass: asking for each alone would read its line from the start, which on one
/// line of a megabyte with a finding every ten bytes is quadratic.
struct PositionTable {
    private var positions: [Int: Position] = [:]

    /// - Parameter offsets: of `text`, in any order.
    init(_ offsets: some Sequence<Int>, _ lines: LineIndex, in text: UnsafeBufferPointer<UInt8>) {
        var at = 0, position = Position(line: 1, column: 1)
        for offset in Set(offsets).sorted() {
            let line = lines.line(at: offset)
            if line != position.line {
                at = lines.bytes(ofLine: line, in: text).lowerBound
                position = Position(line: line, column: 1)
            }
            let end = min(offset, text.count)
            // A scalar begins at every byte that continues none.
            if at < end { position.column += text[at..<end].count { $0 & 0xC0 != 0x80 } }
            at = max(at, end)
            positions[offset] = position
        }
    }

    subscript(offset: Int) -> Position { positions[offset] ?? Position(line: 1, column: 1) }
}
