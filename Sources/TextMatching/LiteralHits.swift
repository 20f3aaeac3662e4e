internal import CVectorscan

/// Which literals a scan found, and the memory a scan needs: one for each thread, used again for every file.
package final class LiteralHits {
    /// One bit a literal, by its index; the last word's spare bits are zero.
    package let words: UnsafeMutableBufferPointer<UInt64>
    /// vectorscan's working memory; nil for the plain scanner.
    let scratch: OpaquePointer?

    init(count: Int, scratch: OpaquePointer?) {
        words = .allocate(capacity: (count + 63) / 64)
        words.initialize(repeating: 0)
        self.scratch = scratch
    }

    deinit {
        words.deallocate()
        if let scratch { hs_free_scratch(scratch) }
    }

    package func contains(_ literal: Int) -> Bool { words[literal >> 6] & (1 << UInt64(literal & 63)) != 0 }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    func insert(_ literal: Int) { words[literal >> 6] |= 1 << UInt64(literal & 63) }

    func removeAll() { words.update(repeating: 0) }
}
