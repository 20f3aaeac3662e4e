/// GitHub's `primaryLocationLineHash` for chosen lines of one file.
///
/// The format is the one of `src/fingerprints.ts` in github/codeql-action, so that results uploaded with it and results the
/// action fingerprints itself are the same alerts. For each line: take the hundred UTF-16 code units from the line's start
/// on, blanks and tabs left out, every line end read as one line feed, the file closed by one unit 65535 and then zeros;
/// the hash is the polynomial of those units at 37, modulo 2^64, highest power first. `count` tells equal hashes of one file apart, first to last.
///
/// A byte order mark counts: GitHub hashes the file as it lies on disk.
package struct LineHashes {
    private let text: UnsafeBufferPointer<UInt8>
    private let lines: LineIndex
    private let hasByteOrderMark: Bool

    private static let blockSize = 100
    private static let base: UInt64 = 37

    /// - Parameter lines: of that text.
    package init(_ text: FileText, lines: LineIndex) { self.init(text.bytes, lines: lines, hasByteOrderMark: text.hasByteOrderMark) }

    init(_ text: UnsafeBufferPointer<UInt8>, lines: LineIndex, hasByteOrderMark: Bool) {
        (self.text, self.lines, self.hasByteOrderMark) = (text, lines, hasByteOrderMark)
    }

    /// The hash of each wanted line the file has; in any order, repeats allowed.
    package func of(_ wanted: some Sequence<Int>) -> [Int: LineHash] {
        let wanted = Set(wanted).filter { (1...lines.lineCount).contains($0) }
        guard let last = wanted.max() else { return [:] }
        // A hash tells how many lines before have the same one; few begin alike, and only those are hashed.
        let beginnings = Set(wanted.map(beginning))
        var found: [Int: LineHash] = [:], counts: [UInt64: Int] = [:]
        for line in 1...last where beginnings.contains(beginning(line)) {
            let value = hash(line)
            counts[value, default: 0] += 1
            if wanted.contains(line) { found[line] = LineHash(value: value, count: counts[value]!) }
        }
        return found
    }

    /// The first bytes of ASCII that count, at most eight: the same for all lines of the same hash.
    private func beginning(_ line: Int) -> UInt64 {
        if line == 1, hasByteOrderMark { return 0 }
        var packed: UInt64 = 0
        for byte in text[lines.start(ofLine: line)...] where byte != 0x20 && byte != 0x09 {
            if byte >= 0x80 || packed >> 56 != 0 { break }
            packed = packed << 8 | UInt64(byte == 0x0D ? 0x0A : byte)
            // What follows may begin with the other half of a line end.
            if byte == 0x0A || byte == 0x0D { break }
        }
        return packed
    }

    private func hash(_ line: Int) -> UInt64 {
        var hash: UInt64 = 0, taken = 0, isAfterReturn = false
        func take(_ unit: UInt16) {
            let endsCRLF = isAfterReturn && unit == 0x0A
            isAfterReturn = unit == 0x0D
            if taken == Self.blockSize || unit == 0x20 || unit == 0x09 || endsCRLF { return }
            hash = hash &* Self.base &+ UInt64(unit == 0x0D ? 0x0A : unit)
            taken += 1
        }
        if line == 1, hasByteOrderMark { take(0xFEFF) }
        var scalars = text[lines.start(ofLine: line)...].makeIterator(), decoder = UTF8()
        while taken < Self.blockSize, case .scalarValue(let scalar) = decoder.decode(&scalars) { UTF16.encode(scalar)!.forEach(take) }
        take(.max)
        while taken < Self.blockSize { take(0) }
        return hash
    }
}

/// One line's hash; written `<hash in hex>:<count>`.
package struct LineHash: Sendable, Hashable, CustomStringConvertible {
    package var value: UInt64
    /// 1 for the first line of the file with this hash, 2 for the next …
    package var count: Int

    package init(value: UInt64, count: Int) {
        self.value = value
        self.count = count
    }

    package var description: String { String(value, radix: 16) + ":" + String(count) }
}
