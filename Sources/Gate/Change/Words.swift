/// Where some names stand in a text as words, by line.
struct Words {
    /// With whether a dot must stand before it.
    private var words: [[UInt8]: Bool] = [:]
    /// By first byte: most words of a text begin with no letter that is asked for.
    private var begins = [Bool](repeating: false, count: 256)
    private let longest: Int

    init(_ names: Set<SoughtName>) {
        for name in names { words[name.text] = name.isMember && words[name.text] != false }
        longest = names.map(\.text.count).max() ?? 0
        for name in names { if let first = name.text.first { begins[Int(first)] = true } }
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
            guard begins[Int(byte)], at - start <= longest, lines.last != line, let isMember = words[Array(text[start..<at])] else { continue }
            if !isMember || start > 0 && text[start - 1] == UInt8(ascii: ".") { lines.append(line) }
        }
        return lines
    }

    static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
