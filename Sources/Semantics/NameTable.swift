/// A name of the current file, interned: equal names have equal numbers. 0 is no name.
package typealias Name = UInt32

/// Names as bytes, each stored once; emptied for the next file without touching its memory.
struct NameTable: ~Copyable {
    private struct Span { var start: UInt32, count: UInt32 }

    private var bytes = Pool<UInt8>(capacity: 1 << 14)
    private var spans = Pool<Span>(capacity: 1 << 10)
    /// Open addressing; a slot is `generation << 32 | name` and empty when its generation is an old one.
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private var generation: UInt64 = 1

    init() {
        mask = (1 << 11) - 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
        spans.append(Span(start: 0, count: 0))
    }

    deinit { slots.deallocate() }

    mutating func removeAll() {
        bytes.removeAll()
        spans.truncate(to: 1)
        generation += 1
        if generation > 0xFFFF_FFFF {
            slots.update(repeating: 0, count: mask + 1)
            generation = 1
        }
    }

    func text(_ name: Name) -> UnsafeRawBufferPointer {
        let span = spans[Int(name)]
        return UnsafeRawBufferPointer(start: bytes.base + Int(span.start), count: Int(span.count))
    }

    mutating func intern(_ text: UnsafeRawBufferPointer) -> Name {
        guard text.count > 0 else { return 0 }
        let slot = slot(of: text)
        if slots[slot] >> 32 == generation { return Name(truncatingIfNeeded: slots[slot]) }
        let start = bytes.count
        bytes.append(contentsOf: text.bindMemory(to: UInt8.self))
        return add(from: start, slot: slot)
    }

    mutating func intern(_ text: StaticString) -> Name {
        intern(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The name of that text, or 0 when this file has none: for look-ups that should not add one.
    func find(_ text: UnsafeRawBufferPointer) -> Name {
        guard text.count > 0 else { return 0 }
        let slot = slots[slot(of: text)]
        return slot >> 32 == generation ? Name(truncatingIfNeeded: slot) : 0
    }

    /// Longer names are no names: they would only cost memory.
    private static let limit = 4096

    /// `first`, `separator` and `second` one after the other; 0 when that is too long.
    mutating func join(_ first: Name, _ separator: StaticString, _ second: Name) -> Name {
        let start = bytes.count
        appendCopy(of: first)
        bytes.append(contentsOf: UnsafeBufferPointer(start: separator.utf8Start, count: separator.utf8CodeUnitCount))
        appendCopy(of: second)
        return intern(from: start)
    }

    mutating func join(_ first: Name, _ separator: StaticString, _ second: UnsafeRawBufferPointer) -> Name {
        let start = bytes.count
        appendCopy(of: first)
        bytes.append(contentsOf: UnsafeBufferPointer(start: separator.utf8Start, count: separator.utf8CodeUnitCount))
        bytes.append(contentsOf: second.bindMemory(to: UInt8.self))
        return intern(from: start)
    }

    private mutating func appendCopy(of name: Name) {
        let span = spans[Int(name)]
        // One byte at a time: appending may move the very bytes that are being copied.
        for at in Int(span.start)..<Int(span.start + span.count) { bytes.append(bytes[at]) }
    }

    /// Interns what was just appended at the end of `bytes` and drops the copy when the name is known.
    private mutating func intern(from start: Int) -> Name {
        let text = UnsafeRawBufferPointer(start: bytes.base + start, count: bytes.count - start)
        guard text.count > 0, text.count <= Self.limit else {
            bytes.truncate(to: start)
            return 0
        }
        let slot = slot(of: text)
        if slots[slot] >> 32 == generation {
            bytes.truncate(to: start)
            return Name(truncatingIfNeeded: slots[slot])
        }
        return add(from: start, slot: slot)
    }

    private mutating func add(from start: Int, slot: Int) -> Name {
        let name = spans.append(Span(start: UInt32(start), count: UInt32(bytes.count - start)))
        slots[slot] = generation << 32 | UInt64(name)
        if spans.count * 2 > mask { grow() }
        return Name(name)
    }

    private func slot(of text: UnsafeRawBufferPointer) -> Int {
        var at = Int(truncatingIfNeeded: nameHash(text)) & mask
        while slots[at] >> 32 == generation {
            let span = spans[Int(truncatingIfNeeded: slots[at] & 0xFFFF_FFFF)]
            if Int(span.count) == text.count,
                equal(text, UnsafeRawBufferPointer(start: bytes.base + Int(span.start), count: text.count))
            {
                return at
            }
            at = (at + 1) & mask
        }
        return at
    }

    private mutating func grow() {
        slots.deallocate()
        mask = (mask + 1) * 2 - 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
        for name in 1..<spans.count { slots[slot(of: text(Name(name)))] = generation << 32 | UInt64(name) }
    }
}

/// Whether two texts are the same bytes.
@inline(__always) func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    var at = 0
    while at + 8 <= a.count {
        if a.loadUnaligned(fromByteOffset: at, as: UInt64.self) != b.loadUnaligned(fromByteOffset: at, as: UInt64.self) { return false }
        at += 8
    }
    while at < a.count {
        if a[at] != b[at] { return false }
        at += 1
    }
    return true
}

@inline(__always) func equal(_ a: UnsafeRawBufferPointer, _ b: StaticString) -> Bool {
    equal(a, UnsafeRawBufferPointer(start: b.utf8Start, count: b.utf8CodeUnitCount))
}
