/// Where the lines of a file begin; turns byte offsets into lines and columns.
struct LineTable: ~Copyable {
    private var starts = Pool<UInt32>(capacity: 1 << 10)
    private var last = 0
    /// The offset and column asked about last: the next one on the same line counts on from there.
    private var offset = 0, column = 1
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    mutating func begin(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        starts.removeAll()
        starts.append(0)
        last = 0
        offset = 0
        column = 1
        for at in 0..<bytes.count where bytes[at] == UInt8(ascii: "\n") { starts.append(UInt32(at + 1)) }
    }

    /// The line of an offset, from 1. Questions mostly come in order, so the search starts where the last one ended.
    mutating func line(of offset: Int) -> Int {
        var low = 0, high = starts.count
        if Int(starts[last]) <= offset {
            if last + 1 == starts.count || Int(starts[last + 1]) > offset { return last + 1 }
            low = last
        } else {
            high = last
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        last = low
        return low + 1
    }

    /// Line and column of an offset, both from 1; the column in Unicode scalars.
    mutating func site(_ start: Int, _ end: Int) -> SummarySite {
        let line = line(of: start)
        if offset < Int(starts[line - 1]) || offset > start {
            offset = Int(starts[line - 1])
            column = 1
        }
        while offset < start, offset < bytes.count {
            if bytes[offset] & 0xC0 != 0x80 { column += 1 }
            offset += 1
        }
        return SummarySite(start: UInt32(start), end: UInt32(end), line: UInt32(line), column: UInt32(column))
    }
}
