/// GitHub's `primaryLocationLineHash` for chosen lines of one file, in one pass and without a String a line.
///
/// The format is the one of `src/fingerprints.ts` in github/codeql-action, so that results uploaded with it and results the
/// action fingerprints itself are the same alerts. For each line: take the hundred UTF-16 code units from the line's start
/// on, blanks and tabs left out, every line end read as one line feed, the file closed by one unit 65535 and then zeros;
/// the hash is the polynomial of those units at 37, modulo 2^64, highest power first. `count` tells equal hashes of one file apart, first to last.
///
/// Feed the file as it lies on disk, its byte order mark included: GitHub counts that too.
package struct LineHashes: Sendable {
    private var wanted: [Int]
    private var found: [Int: LineHash] = [:]
    private var counts: [UInt64: Int] = [:]

    private var decoder = LineHashDecoder()
    /// The last hundred units, the oldest at `slot`.
    private var window = [UInt16](repeating: 0, count: blockSize)
    private var slot = 0
    private var hash: UInt64 = 0
    /// Units taken so far.
    private var taken = 0
    /// `taken` at the start of each line whose hash is not complete yet, oldest first from `firstOpen`.
    private var openLines: [Int] = []
    private var firstOpen = 0
    private var completed = 0
    private var atLineStart = true
    private var afterCarriageReturn = false

    private static let blockSize = 100
    private static let base: UInt64 = 37
    /// 37^100: the weight of the unit that leaves the window.
    private static let leavingWeight: UInt64 = (0..<blockSize).reduce(1) { weight, _ in weight &* base }

    /// - Parameter lines: the lines to report, from 1; in any order, repeats allowed.
    package init(lines: some Sequence<Int>) {
        wanted = Set(lines).sorted(by: >)
    }

    /// Takes the next bytes of the file; pieces may end anywhere, inside a character too.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if wanted.isEmpty { return }
            if byte < 0x80, decoder.isBetweenCharacters {
                take(UInt16(byte))
            } else {
                let units = decoder.decode(byte)
                for i in 0..<units.count { take(units[i]) }
            }
        }
    }

    /// Ends the file and gives the hash of each wanted line it has.
    package mutating func finish() -> [Int: LineHash] {
        let rest = decoder.finish()
        for i in 0..<rest.count { take(rest[i]) }
        if !wanted.isEmpty {
            take(.max)
            for _ in 0..<Self.blockSize { push(0) }
        }
        return found
    }

    /// The hashes of `lines` in a file that lies in memory.
    package static func of(_ file: UnsafeRawBufferPointer, lines: some Sequence<Int>) -> [Int: LineHash] {
        var hashes = LineHashes(lines: lines)
        hashes.feed(file)
        return hashes.finish()
    }

    private mutating func take(_ unit: UInt16) {
        let endsCRLF = afterCarriageReturn && unit == 0x0A
        afterCarriageReturn = unit == 0x0D
        if unit == 0x20 || unit == 0x09 || endsCRLF { return }
        if atLineStart { openLines.append(taken) }
        let unit = unit == 0x0D ? 0x0A : unit
        atLineStart = unit == 0x0A
        push(unit)
    }

    private mutating func push(_ unit: UInt16) {
        hash = hash &* Self.base &+ UInt64(unit) &- Self.leavingWeight &* UInt64(window[slot])
        window[slot] = unit
        slot = slot == Self.blockSize - 1 ? 0 : slot + 1
        taken += 1
        if firstOpen < openLines.count, taken - openLines[firstOpen] == Self.blockSize { completeLine() }
    }

    private mutating func completeLine() {
        firstOpen += 1
        if firstOpen == Self.blockSize {
            openLines.removeFirst(firstOpen)
            firstOpen = 0
        }
        completed += 1
        let count = (counts[hash] ?? 0) + 1
        counts[hash] = count
        while let line = wanted.last, line <= completed {
            if line == completed { found[line] = LineHash(value: hash, count: count) }
            wanted.removeLast()
        }
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
