/// A change to a copy of the source that keeps its length: every position in the tree stays true.
struct SourceEdit {
    private enum Content {
        /// This text, then blanks.
        case text(StaticString)
        /// Underscores for the bytes chosen.
        case underscores(where: (UInt8) -> Bool)
    }

    private let range: Range<Int>
    private let content: Content

    /// Shows `text` from the start of the range; the rest of it becomes blank. Line breaks stay.
    init(_ range: Range<Int>, text: StaticString = "") {
        self.range = range
        content = .text(text)
    }

    /// Turns the bytes of the range that are `odd` into underscores.
    init(_ range: Range<Int>, replacing odd: @escaping (UInt8) -> Bool) {
        self.range = range
        content = .underscores(where: odd)
    }

    func apply(to bytes: UnsafeMutableRawBufferPointer) {
        for index in range where bytes[index] != UInt8(ascii: "\n") {
            switch content {
            case .text(let text):
                let offset = index - range.lowerBound
                bytes[index] = offset < text.utf8CodeUnitCount ? text.utf8Start[offset] : UInt8(ascii: " ")
            case .underscores(let odd):
                if odd(bytes[index]) { bytes[index] = UInt8(ascii: "_") }
            }
        }
    }
}
