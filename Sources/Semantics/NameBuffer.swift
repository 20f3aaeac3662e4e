/// A reusable buffer of UTF-8 that names are appended to; one a thread, so that resolving a name allocates nothing.
package struct NameBuffer: ~Copyable {
    private var pool = Pool<UInt8>(capacity: 256)

    package init() {}

    package var count: Int { pool.count }
    /// The bytes so far; valid until the buffer changes.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: pool.base, count: pool.count) }
    /// The bytes so far as a String: for messages and tests.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func removeAll() { pool.removeAll() }
    package mutating func append(_ text: UnsafeRawBufferPointer) { pool.append(contentsOf: text.bindMemory(to: UInt8.self)) }
}
