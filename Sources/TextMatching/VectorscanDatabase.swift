internal import CVectorscan
internal import Synchronization

/// Many literals compiled by vectorscan: over a gigabyte a second, after some tens of milliseconds to build.
// A database is never written after it is compiled (hs_runtime.h); each thread brings its own scratch.
final class VectorscanDatabase: @unchecked Sendable {
    private let database: OpaquePointer
    private let emptyLiterals: [Int]
    private let longest: Int
    /// By literal.
    private let edged: [Edged]

    /// The compiler takes much memory; two at once gain nothing on a small machine.
    private static let compiling = Mutex(())
    /// vectorscan counts in 32 bits, so longer texts are read in parts that overlap by a literal's length.
    private static let longestText = 1 << 30

    /// Nil when vectorscan cannot take the literals (one that starts with NUL, for instance) or runs on no such processor.
    init?(_ literals: [Literal]) {
        emptyLiterals = literals.indices.filter { literals[$0].bytes.isEmpty }
        longest = literals.map(\.bytes.count).max() ?? 0
        edged = literals.map { Edged(count: Int32(clamping: $0.bytes.count), edges: $0.edges) }
        guard longest > 0, longest < 1 << 16, literals.count < Int(Int32.max) else { return nil }
        let kept = literals.indices.filter { !literals[$0].bytes.isEmpty }
        let bytes = kept.flatMap { literals[$0].bytes }.map { CChar(bitPattern: $0) }
        let lengths = kept.map { literals[$0].bytes.count }
        let ids = kept.map { UInt32($0) }
        // Where edges count, each place must be looked at. (As patterns with `\b` the literals of all rules took 400 ms to compile; so they take 20.)
        let flags = kept.map { (literals[$0].edges.isEmpty ? UInt32(HS_FLAG_SINGLEMATCH) : 0) | (literals[$0].ignoresCase ? UInt32(HS_FLAG_CASELESS) : 0) }
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
                return hs_compile_lit_multi(expressions, flags, ids, lengths, UInt32(kept.count), UInt32(HS_MODE_BLOCK), nil, &database, &error)
            }
        }
        guard status == HS_SUCCESS, let database else { return nil }
        self.database = database
    }

    deinit { hs_free_database(database) }

    /// Working memory for one thread; nil when memory ran out.
    func makeScratch() -> OpaquePointer? {
        var scratch: OpaquePointer?
        return hs_alloc_scratch(database, &scratch) == HS_SUCCESS ? scratch : nil
    }

    /// What a match is judged by.
    private struct Scan {
        var text: UnsafeRawBufferPointer
        /// Where in the text vectorscan began.
        var start = 0
        var words: UnsafeMutablePointer<UInt64>?
        var literals: UnsafePointer<Edged>?
    }

    /// A literal's length and where it must be at an edge of a word.
    private struct Edged {
        var count: Int32
        var edges: WordEdges
    }

    /// False when vectorscan failed and the hits are not complete.
    func scan(_ text: UnsafeRawBufferPointer, into hits: LiteralHits) -> Bool {
        for literal in emptyLiterals { hits.insert(literal) }
        guard let base = text.baseAddress, let scratch = hits.scratch else { return text.isEmpty }
        return edged.withUnsafeBufferPointer { edged in
            var scan = Scan(text: text, words: hits.words.baseAddress, literals: edged.baseAddress)
            while true {
                let count = min(text.count - scan.start, Self.longestText)
                let status = hs_scan(
                    database, (base + scan.start).assumingMemoryBound(to: CChar.self), UInt32(count), 0, scratch,
                    { id, _, end, _, scan in
                        guard let scan = scan?.assumingMemoryBound(to: Scan.self), let words = scan.pointee.words, let literals = scan.pointee.literals else { return 0 }
                        let word = Int(id >> 6), bit: UInt64 = 1 << UInt64(id & 63), literal = literals[Int(id)]
                        if words[word] & bit != 0 { return 0 }
                        if !literal.edges.isEmpty {
                            let end = scan.pointee.start + Int(end)
                            guard literal.edges.hold(scan.pointee.text, end - Int(literal.count), end) else { return 0 }
                        }
                        words[word] |= bit
                        return 0
                    }, &scan)
                guard status == HS_SUCCESS else { return false }
                if scan.start + count == text.count { return true }
                scan.start += count - (longest - 1)
            }
        }
    }
}
