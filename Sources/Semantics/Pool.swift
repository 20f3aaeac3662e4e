/// A growing buffer of plain structs that keeps its memory from file to file: emptying it costs nothing.
struct Pool<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 64) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    @inline(__always) subscript(index: Int) -> Element {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    /// Adds an element and returns its index.
    @discardableResult @inline(__always)
    mutating func append(_ element: Element) -> Int {
        if count == capacity { reserve(capacity * 2) }
        base[count] = element
        count += 1
        return count - 1
    }

    mutating func append(contentsOf bytes: UnsafeBufferPointer<Element>) {
        guard let source = bytes.baseAddress else { return }
        if count + bytes.count > capacity { reserve(max(capacity * 2, count + bytes.count)) }
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    mutating func removeAll() { count = 0 }
    mutating func removeLast() { count -= 1 }
    mutating func truncate(to length: Int) { count = length }

    private mutating func reserve(_ wanted: Int) {
        let grown = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
        grown.update(from: base, count: count)
        base.deallocate()
        base = grown
        capacity = wanted
    }
}
