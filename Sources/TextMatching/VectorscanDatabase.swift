internal import CVectorscan
internal import Synchronization

/// Many literals compiled by vectorscan: over a gigabyte a second, after some tens of milliseconds to build.
// A database is never written after it is compiled (hs_runtime.h); each thread brings its own scratch.
final class VectorscanDatabase: @unchecked Sendable {
    private let database: OpaquePointer
    private let emptyLiterals: [Int]
    private let longest: Int

    /// The compiler takes much memory; two at once gain nothing on a small machine.
    private static let compiling = Mutex(())
    /// vectorscan counts in 32 bits, so longer texts are read in parts that overlap by a literal's length.
    private static let longestText = 1 << 30

    /// Nil when vectorscan cannot take the literals (one that starts with NUL, for instance) or runs on no such processor.
    init?(_ literals: [Literal]) {
        emptyLiterals = literals.indices.filter { literals[$0].bytes.isEmpty }
        longest = literals.map(\.bytes.count).max() ?? 0
        guard longest > 0, longest < 1 << 16, literals.count < Int(Int32.max) else { return nil }
        let kept = literals.indices.filter { !literals[$0].bytes.isEmpty }
        // Edges of words can be said in patterns only, and these compile more slowly.
        let arePatterns = kept.contains { !literals[$0].edges.isEmpty }
        let texts = kept.map { arePatterns ? Self.pattern(literals[$0]) : literals[$0].bytes }
        let bytes = texts.flatMap { $0 }.map { CChar(bitPattern: $0) }
        let lengths = texts.map(\.count)
        let ids = kept.map { UInt32($0) }
        let flags = kept.map { UInt32(HS_FLAG_SINGLEMATCH) | (literals[$0].ignoresCase ? UInt32(HS_FLAG_CASELESS) : 0) }
        var database: OpaquePointer?
        let status = bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            let expressions: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { start += length }
                return bytes.baseAddress.map { $0 + start }
            }
            return Self.compiling.withLock { _ in
                var error: UnsafeMutablePointer<hs_compile_error_t>?
                defer { if let error { hs_free_compile_error(error) } }
                if arePatterns { return hs_compile_multi(expressions, flags, ids, UInt32(kept.count), UInt32(HS_MODE_BLOCK), nil, &database, &error) }
                return hs_compile_lit_multi(expressions, flags, ids, lengths, UInt32(kept.count), UInt32(HS_MODE_BLOCK), nil, &database, &error)
            }
        }
        guard status == HS_SUCCESS, let database else { return nil }
        self.database = database
    }

    deinit { hs_free_database(database) }

    /// A literal as a pattern that ends with NUL: each byte by its number, so that none means anything.
    private static func pattern(_ literal: Literal) -> [UInt8] {
        let edge = Array(#"\b"#.utf8), digits = Array("0123456789abcdef".utf8)
        let bytes = literal.bytes.flatMap { [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return (literal.edges.contains(.before) ? edge : []) + bytes + (literal.edges.contains(.after) ? edge : []) + [0]
    }

    /// Working memory for one thread; nil when memory ran out.
    func makeScratch() -> OpaquePointer? {
        var scratch: OpaquePointer?
        return hs_alloc_scratch(database, &scratch) == HS_SUCCESS ? scratch : nil
    }

    /// False when vectorscan failed and the hits are not complete.
    func scan(_ text: UnsafeRawBufferPointer, into hits: LiteralHits) -> Bool {
        for literal in emptyLiterals { hits.insert(literal) }
        guard let base = text.baseAddress, let scratch = hits.scratch else { return text.isEmpty }
        var start = 0
        while true {
            let count = min(text.count - start, Self.longestText)
            let status = hs_scan(
                database, (base + start).assumingMemoryBound(to: CChar.self), UInt32(count), 0, scratch,
                { id, _, _, _, words in
                    words?.assumingMemoryBound(to: UInt64.self)[Int(id >> 6)] |= 1 << UInt64(id & 63)
                    return 0
                }, hits.words.baseAddress)
            guard status == HS_SUCCESS else { return false }
            if start + count == text.count { return true }
            // A byte more on both sides, to see where words end.
            start += count - (longest + 1)
        }
    }
}
