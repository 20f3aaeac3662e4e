/// Finds scalars in the lines of one file by counting bytes. It goes on from where it was last: findings stand in order, so a line is walked
/// once, however long it is and however many findings stand in it.
struct LineCursor {
    /// The line it stands in; lines are told apart by their numbers.
    private var line = 0
    /// The scalar it stands at, and that scalar's first byte.
    private var scalar = 0
    private var offset = 0

    /// The index of a scalar, counted from 0; the end when there are not as many.
    mutating func index(ofScalar wanted: Int, in text: String, number: Int) -> String.Index {
        if number != line || wanted < scalar { (line, scalar, offset) = (number, 0, 0) }
        var text = text
        text.withUTF8 { bytes in
            while scalar < wanted, offset < bytes.count {
                offset += 1
                while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
                scalar += 1
            }
        }
        return text.utf8.index(text.startIndex, offsetBy: offset)
    }
}
