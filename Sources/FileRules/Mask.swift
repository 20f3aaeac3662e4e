/// Makes secrets unreadable in what is shown of a file.
package enum Mask {
    /// The text of `range` with every secret in it starred out, scalar by scalar, so that columns stay true. Of each secret a quarter is
    /// left to know it by, four characters at most.
    package static func text(_ content: UnsafeRawBufferPointer, _ range: Range<Int>, secrets: [Range<Int>]) -> String {
        let range = range.clamped(to: 0..<content.count)
        var bytes = Array(content[range])
        for secret in secrets {
            let kept = secret.lowerBound + shownBytes(of: content, secret)
            let hidden = (max(kept, range.lowerBound)..<max(kept, secret.upperBound, range.lowerBound)).clamped(to: range)
            for at in hidden where content[at] != UInt8(ascii: "\n") && content[at] != UInt8(ascii: "\r") {
                // The bytes of a scalar after its first are marked and taken out below.
                bytes[at - range.lowerBound] = content[at] & 0xC0 == 0x80 ? 0xFF : UInt8(ascii: "*")
            }
        }
        return String(decoding: secrets.isEmpty ? bytes : bytes.filter { $0 != 0xFF }, as: UTF8.self)
    }

    /// What a message shows of a secret: its start and three stars, whatever its length.
    static func excerpt(_ content: UnsafeRawBufferPointer, _ secret: Range<Int>) -> String {
        let end = secret.lowerBound + shownBytes(of: content, secret)
        return String(decoding: content[secret.lowerBound..<end], as: UTF8.self) + "***"
    }

    private static func shownBytes(of content: UnsafeRawBufferPointer, _ secret: Range<Int>) -> Int {
        let starts = secret.clamped(to: 0..<content.count).filter { content[$0] & 0xC0 != 0x80 }
        let shown = min(4, starts.count / 4)
        return shown < starts.count ? starts[shown] - secret.lowerBound : secret.count
    }
}
