/// Where some words stand in a text, as lines.
struct Words {
    private let words: Set<[UInt8]>
    /// By first byte: most words of a text begin with no letter that is asked for.
    private var begins = [Bool](repeating: false, count: 256)
    private let longest: Int

    init(_ words: Set<[UInt8]>) {
        self.words = words
        longest = words.map(\.count).max() ?? 0
        for word in words { if let first = word.first { begins[Int(first)] = true } }
    }

    /// The lines in which one of them stands, in order.
    func lines(in text: UnsafeBufferPointer<UInt8>) -> [Int] {
        var lines: [Int] = [], line = 1, at = 0
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard Self.isWord(byte) else {
                at += 1
                continue
            }
            let start = at
            while at < text.count, Self.isWord(text[at]) { at += 1 }
            if begins[Int(byte)], at - start <= longest, lines.last != line, words.contains(Array(text[start..<at])) { lines.append(line) }
        }
        return lines
    }

    static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
