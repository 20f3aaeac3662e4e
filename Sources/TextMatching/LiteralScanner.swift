/// Tells which of many literals occur in a text: the prefilter.
///
/// Two engines with the same answers: a plain automaton, built at once, and a vectorscan database, several times as fast to run and
/// tens of milliseconds to build. Neither allocates while it scans.
package final class LiteralScanner: Sendable {
    package enum Engine: Sendable { case automaton, vectorscan }

    package let literals: [Literal]
    private let implementation: Implementation

    private enum Implementation: Sendable {
        case automaton(LiteralAutomaton)
        case vectorscan(VectorscanDatabase)
        /// More literals than the automaton holds, and no vectorscan: looks for one after the other.
        case search
    }

    /// Below this much text a database costs more to build than it spares: 300 literals took 36 ms to compile, and then a megabyte
    /// 0.4 ms against the automaton's 1.9 ms.
    private static let worthADatabase = 24 << 20

    /// `expectedBytes` is how much text there will be to scan in all; it decides the engine.
    package convenience init(_ literals: [Literal], expectedBytes: Int) {
        self.init(literals, prefer: expectedBytes < Self.worthADatabase ? .automaton : .vectorscan)
    }

    /// With the engine named; the other one is taken where that one cannot hold the literals.
    package init(_ literals: [Literal], prefer: Engine) {
        self.literals = literals
        let automaton = { LiteralAutomaton(literals).map(Implementation.automaton) }
        let vectorscan = { VectorscanDatabase(literals).map(Implementation.vectorscan) }
        implementation =
            switch prefer {
            case .automaton: automaton() ?? vectorscan() ?? .search
            case .vectorscan: vectorscan() ?? automaton() ?? .search
            }
    }

    package var engine: Engine {
        if case .vectorscan = implementation { .vectorscan } else { .automaton }
    }

    /// What one thread scans with.
    package func makeHits() -> LiteralHits {
        if case .vectorscan(let database) = implementation { return LiteralHits(count: literals.count, scratch: database.makeScratch()) }
        return LiteralHits(count: literals.count, scratch: nil)
    }

    /// Leaves in `hits` the literals that occur in the text, and no others.
    package func scan(_ text: UnsafeRawBufferPointer, into hits: LiteralHits) {
        hits.removeAll()
        switch implementation {
        case .automaton(let automaton): automaton.scan(text, into: hits)
        case .vectorscan(let database): if !database.scan(text, into: hits) { search(text, into: hits) }
        case .search: search(text, into: hits)
        }
    }

    private func search(_ text: UnsafeRawBufferPointer, into hits: LiteralHits) {
        for (index, literal) in literals.enumerated() where occurs(literal, in: text) { hits.insert(index) }
    }

    private func occurs(_ literal: Literal, in text: UnsafeRawBufferPointer) -> Bool {
        func folded(_ byte: UInt8) -> UInt8 { literal.ignoresCase && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
        guard literal.bytes.count <= text.count else { return false }
        return (0...(text.count - literal.bytes.count)).contains { start in
            literal.bytes.indices.allSatisfy { folded(text[start + $0]) == folded(literal.bytes[$0]) } && literal.edges.hold(text, start, start + literal.bytes.count)
        }
    }
}
