/// Turns libyaml's position, a count of scalars, into a line, a column and a byte offset.
///
/// libyaml's own lines also end at U+0085, U+2028 and U+2029, which no editor and no YAML 1.2 counts; ours end at LF, CR and CRLF.
/// Marks come nearly in order, so a cursor that moves from one to the next reads the text about once.
struct YAMLPositions {
    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    private var here: Cursor

    private struct Cursor {
        var scalar = 0
        var byte: Int
        var line = 1
        var lineStart = 0
    }

    /// `start` is the offset of the first byte that counts, after a byte order mark.
    init(_ bytes: UnsafeRawBufferPointer, start: Int) {
        self.bytes = bytes
        self.start = start
        here = Cursor(byte: start)
    }

    mutating func mark(scalar: Int) -> YAMLMark {
        if scalar < here.scalar { back(to: scalar) }
        while here.scalar < scalar, here.byte < bytes.count { step() }
        return YAMLMark(line: here.line, column: here.scalar - here.lineStart + 1, offset: here.byte)
    }

    /// The place of a byte; of the lead byte before it when `isTrailing`.
    mutating func mark(scalarAround byte: Int, isTrailing: Bool) -> YAMLMark {
        var byte = min(byte, bytes.count)
        while isTrailing, byte > start, byte == bytes.count || bytes[byte] < 0xC0 { byte -= 1 }
        here = Cursor(byte: start)
        while here.byte < byte { step() }
        return YAMLMark(line: here.line, column: here.scalar - here.lineStart + 1, offset: here.byte)
    }

    /// To an earlier place: cheap on the same line, from the start of the text otherwise.
    private mutating func back(to scalar: Int) {
        guard scalar >= here.lineStart else { here = Cursor(byte: start); return }
        while here.scalar > scalar {
            here.byte -= 1
            while here.byte > start, bytes[here.byte] & 0xC0 == 0x80 { here.byte -= 1 }
            here.scalar -= 1
        }
    }

    private mutating func step() {
        let byte = bytes[here.byte]
        here.byte += 1
        while here.byte < bytes.count, bytes[here.byte] & 0xC0 == 0x80 { here.byte += 1 }
        here.scalar += 1
        let newline = byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r") && !(here.byte < bytes.count && bytes[here.byte] == UInt8(ascii: "\n"))
        if newline {
            here.line += 1
            here.lineStart = here.scalar
        }
    }
}
