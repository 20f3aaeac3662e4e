/// Writes values one behind the other: numbers as varints (seven bits a byte, the lowest first, the high bit set on all but the last),
/// texts and lists with their length before them.
package struct RecordWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func write(_ number: some FixedWidthInteger & UnsignedInteger) { write(UInt64(number)) }

    /// Zigzag: small numbers of either sign stay short.
    package mutating func write(_ number: Int) { write(UInt64(bitPattern: Int64(number << 1 ^ number >> (Int.bitWidth - 1)))) }

    package mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            write(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    package mutating func write(_ blob: [UInt8]) {
        write(UInt64(blob.count))
        bytes.append(contentsOf: blob)
    }

    package mutating func write<Value>(_ value: Value?, _ body: (inout RecordWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    package mutating func write<Value>(list: some Collection<Value>, _ body: (inout RecordWriter, Value) -> Void) {
        write(UInt64(list.count))
        for value in list { body(&self, value) }
    }
}
