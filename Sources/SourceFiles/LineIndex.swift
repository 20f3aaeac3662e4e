package import Findings

/// Where the lines of a text start: turns byte offsets into lines and columns and back. Made only for files that have something to show.
///
/// A line ends with LF, CRLF or a lone CR. A text that ends with a line end has an empty last line, where an offset at its very end lies.
package struct LineIndex: Sendable {
    /// The offset of each line's first byte.
    private let starts: [Int32]
    /// The length of the text in bytes.
    private let count: Int

    /// - Parameter bytes: UTF-8, less than 2 GiB; the other calls must be given the same.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var starts: [Int32] = [0]
        // Lines of code have some thirty bytes: one allocation for nearly every file.
        starts.reserveCapacity(bytes.count / 24 + 8)
        if let base = bytes.baseAddress {
            let raw = UnsafeRawPointer(base)
            var i = 0
            while i < bytes.count {
                if i + 8 <= bytes.count {
                    let word = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                    if !Self.mayHold(word, 0x0A) && !Self.mayHold(word, 0x0D) {
                        i += 8
                        continue
                    }
                }
                let end = min(i + 8, bytes.count)
                while i < end {
                    let byte = base[i]
                    i += 1
                    if byte == 0x0A || (byte == 0x0D && !(i < bytes.count && base[i] == 0x0A)) { starts.append(Int32(truncatingIfNeeded: i)) }
                }
            }
        }
        self.starts = starts
        count = bytes.count
    }

    /// Whether some byte of the word is `byte`; may say so wrongly, never deny it.
    @inline(__always)
    private static func mayHold(_ word: UInt64, _ byte: UInt64) -> Bool {
        let difference = word ^ (byte &* 0x0101_0101_0101_0101)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080 != 0
    }

    /// How many lines there are; an empty text has one.
    package var lineCount: Int { starts.count }

    /// The line, from 1, that the byte at `offset` is on. Offsets beyond the text count as its end.
    package func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        // The last line that starts at or before the offset.
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The offset of the first byte of a line (from 1) there is.
    func start(ofLine line: Int) -> Int { Int(starts[line - 1]) }

    /// The bytes of a line (from 1) without its line end; empty for a line there is not.
    package func bytes(ofLine line: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        guard line >= 1, line <= starts.count else { return count..<count }
        let start = Int(starts[line - 1])
        var end = line < starts.count ? Int(starts[line]) : count
        if line < starts.count {
            end -= 1
            if bytes[end] == 0x0A, end > start, bytes[end - 1] == 0x0D { end -= 1 }
        }
        return start..<end
    }

    /// The position of `offset`: line and column from 1, the column in Unicode scalars.
    package func position(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Position {
        let line = line(at: offset)
        return Position(line: line, column: column(at: offset, line: line, in: bytes, .scalars))
    }

    /// What a column counts.
    package enum ColumnUnit: Sendable {
        /// JSON, text, and SARIF's `unicodeCodePoints`.
        case scalars
        /// LSP.
        case utf16
        case bytes
    }

    /// The column of `offset`, from 1. An offset within a scalar counts as its first byte.
    package func column(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, _ unit: ColumnUnit) -> Int {
        column(at: offset, line: line(at: offset), in: bytes, unit)
    }

    private func column(at offset: Int, line: Int, in bytes: UnsafeBufferPointer<UInt8>, _ unit: ColumnUnit) -> Int {
        let start = Int(starts[line - 1])
        var end = max(start, min(offset, count))
        if unit == .bytes { return end - start + 1 }
        while end > start, end < count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        var column = 1
        for i in start..<end {
            let byte = bytes[i]
            if byte & 0xC0 != 0x80 { column += 1 }
            if byte >= 0xF0, unit == .utf16 { column += 1 }
        }
        return column
    }
}
