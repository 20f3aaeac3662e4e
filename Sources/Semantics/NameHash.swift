/// Eight bytes at a time, multiply and fold: names are short, and no table of them outlives the run, so no seed is needed.
@inlinable @inline(__always) package func nameHash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(text.count) &* 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at + 8 <= text.count {
        hash = (hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        at += 8
    }
    var tail: UInt64 = 0
    while at < text.count {
        tail = tail << 8 | UInt64(text[at])
        at += 1
    }
    hash = (hash ^ tail) &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 32)
}
