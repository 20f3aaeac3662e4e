/// What was written is not what is read: cut short, changed, or of another version.
package enum RecordError: Error, Sendable, Hashable {
    case damaged
}

/// Reads what `RecordWriter` wrote, from bytes that may be anything.
package struct RecordReader {
    private var rest: Slice<UnsafeRawBufferPointer>

    /// `bytes` must stay valid while it is used.
    package init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    /// What is not read yet.
    package var remaining: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: rest) }

    package mutating func number() throws(RecordError) -> UInt64 {
        var value: UInt64 = 0, shift: UInt64 = 0
        while shift < 64, let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .damaged
    }

    package mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) throws(RecordError) -> Number {
        guard let number = Number(exactly: try number()) else { throw .damaged }
        return number
    }

    package mutating func signed() throws(RecordError) -> Int {
        let number = try number()
        return Int(truncatingIfNeeded: number >> 1) ^ -Int(truncatingIfNeeded: number & 1)
    }

    package mutating func flag() throws(RecordError) -> Bool {
        guard let byte = rest.popFirst(), byte <= 1 else { throw .damaged }
        return byte == 1
    }

    package mutating func text() throws(RecordError) -> String { String(decoding: try blob(), as: UTF8.self) }

    /// The bytes themselves, not copied.
    package mutating func blob() throws(RecordError) -> UnsafeRawBufferPointer {
        let count = try number()
        guard count <= UInt64(rest.count) else { throw .damaged }
        defer { rest = rest.dropFirst(Int(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(Int(count)))
    }

    package mutating func optional<Value>(_ body: (inout RecordReader) throws(RecordError) -> Value) throws(RecordError) -> Value? {
        try flag() ? try body(&self) : nil
    }

    package mutating func list<Value>(_ body: (inout RecordReader) throws(RecordError) -> Value) throws(RecordError) -> [Value] {
        let count = try number()
        // Each takes a byte at least.
        guard count <= UInt64(rest.count) else { throw .damaged }
        var values: [Value] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count { values.append(try body(&self)) }
        return values
    }

    /// One of an enumeration's cases, by its raw value.
    package mutating func choice<Value: RawRepresentable<String>>(_: Value.Type) throws(RecordError) -> Value {
        guard let value = Value(rawValue: try text()) else { throw .damaged }
        return value
    }
}
