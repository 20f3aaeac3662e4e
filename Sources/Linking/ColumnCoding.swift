// Records of 32-bit words, column by column. Each column is written in whichever of five ways is shortest; numbers are varints: seven
// bits a byte, the lowest first, the high bit set on all bytes but the last.

private enum ColumnMode: UInt8 {
    /// One value for all records.
    case constant
    /// Each value; or each value's difference to the one before, zigzag.
    case plain, difference
    /// A bit for each record, whether a number follows; then the numbers that are not 0.
    case sparse, sparseDifference
}

@inline(__always) private func length(_ word: UInt32) -> Int { (38 - (word | 1).leadingZeroBitCount) / 7 }
@inline(__always) private func zigzag(_ word: UInt32) -> UInt32 { word << 1 ^ UInt32(bitPattern: Int32(bitPattern: word) >> 31) }
@inline(__always) private func unzigzag(_ word: UInt32) -> UInt32 { word >> 1 ^ (0 &- (word & 1)) }

/// Writes columns into memory that is large enough from the start.
struct ColumnWriter: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    /// The most that `words` words in `columns` columns and `bytes` plain bytes can take.
    init(words: Int, columns: Int, bytes: Int) {
        base = .allocate(capacity: words * 6 + columns * 8 + bytes + 256)
    }

    deinit { base.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    @inline(__always) mutating func write(_ value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
            count += 1
            rest >>= 7
        }
        base[count] = UInt8(truncatingIfNeeded: rest)
        count += 1
    }

    mutating func write(_ text: [UInt8]) {
        write(UInt32(text.count))
        text.withUnsafeBufferPointer { source in
            if let from = source.baseAddress { (base + count).update(from: from, count: source.count) }
        }
        count += text.count
    }

    mutating func write<Record: BitwiseCopyable>(_ records: [Record]) {
        write(UInt32(records.count))
        guard !records.isEmpty else { return }
        let width = MemoryLayout<Record>.stride / 4
        records.withUnsafeBytes { raw in
            guard let words = raw.bindMemory(to: UInt32.self).baseAddress else { return }
            for column in 0..<width { write(words + column, records.count, width) }
        }
    }

    private mutating func write(_ words: UnsafePointer<UInt32>, _ records: Int, _ width: Int) {
        var plain = 0, difference = 0, zeros = 0, repeats = 0
        var last: UInt32 = 0
        for record in 0..<records {
            let word = words[record * width]
            let change = zigzag(word &- last)
            plain += length(word)
            difference += length(change)
            if word == 0 { zeros += 1 }
            if change == 0 { repeats += 1 }
            last = word
        }
        let bits = (records + 7) / 8
        let first = words[0]
        if repeats == records || repeats == records - 1 && first != 0 {
            base[count] = ColumnMode.constant.rawValue
            count += 1
            return write(first)
        }
        let sparse = plain - zeros + bits, sparseDifference = difference - repeats + bits
        let best = min(min(plain, difference), min(sparse, sparseDifference))
        let mode: ColumnMode = best == plain ? .plain : best == difference ? .difference : best == sparse ? .sparse : .sparseDifference
        base[count] = mode.rawValue
        count += 1
        last = 0
        switch mode {
        case .constant: break
        case .plain: for record in 0..<records { write(words[record * width]) }
        case .difference:
            for record in 0..<records {
                write(zigzag(words[record * width] &- last))
                last = words[record * width]
            }
        case .sparse, .sparseDifference:
            let map = base + count
            map.update(repeating: 0, count: bits)
            count += bits
            for record in 0..<records {
                let word = words[record * width]
                let value = mode == .sparse ? word : zigzag(word &- last)
                last = word
                guard value != 0 else { continue }
                map[record >> 3] |= 1 << UInt8(record & 7)
                write(value)
            }
        }
    }
}

/// Reads what `ColumnWriter` wrote in this process, or what the cache kept of it under a check sum: nothing is checked here.
struct ColumnReader {
    private var at: UnsafePointer<UInt8>

    init(_ bytes: UnsafePointer<UInt8>) { at = bytes }

    @inline(__always) mutating func read() -> UInt32 {
        var value: UInt32 = 0, shift: UInt32 = 0
        while true {
            let byte = at[0]
            at += 1
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    mutating func readBytes() -> [UInt8] {
        let count = Int(read())
        defer { at += count }
        return Array(UnsafeBufferPointer(start: at, count: count))
    }

    mutating func readRecords<Record: BitwiseCopyable>(_: Record.Type) -> [Record] {
        let count = Int(read())
        guard count > 0 else { return [] }
        let width = MemoryLayout<Record>.stride / 4
        return [Record](unsafeUninitializedCapacity: count) { records, filled in
            UnsafeMutableRawBufferPointer(records).withMemoryRebound(to: UInt32.self) { words in
                guard let words = words.baseAddress else { return }
                for column in 0..<width { readColumn(words + column, count, width) }
            }
            filled = count
        }
    }

    private mutating func readColumn(_ words: UnsafeMutablePointer<UInt32>, _ records: Int, _ width: Int) {
        let mode = ColumnMode(rawValue: at[0])
        at += 1
        var last: UInt32 = 0
        switch mode {
        case .plain: for record in 0..<records { words[record * width] = read() }
        case .difference:
            for record in 0..<records {
                last = last &+ unzigzag(read())
                words[record * width] = last
            }
        case .sparse, .sparseDifference:
            let map = at
            at += (records + 7) / 8
            for record in 0..<records {
                let value = map[record >> 3] >> UInt8(record & 7) & 1 == 0 ? 0 : read()
                last = mode == .sparse ? value : last &+ unzigzag(value)
                words[record * width] = last
            }
        case .constant, nil:
            let value = read()
            for record in 0..<records { words[record * width] = value }
        }
    }
}
