/// A `language: file` rule, compiled: what must hold of a file.
package struct FileRule: Sendable {
    let clause: FileClause
    /// Only the first place in a file counts.
    let once: Bool

    package enum Judgement: Sendable, Hashable {
        case clean
        case hits([FileHit])
        /// Read the file and ask `hits(_:_:)`.
        case needsContent
    }

    /// Judges a file that has not been opened.
    package func judge(_ facts: FileFacts) -> Judgement {
        switch clause.verdict(facts, nil) {
        case .no: .clean
        case .yes(let hits): .hits(finished(hits, facts))
        case .unknown: .needsContent
        }
    }

    /// Judges a file by its content as well; a byte order mark is no part of it. In order of place.
    package func hits(_ facts: FileFacts, _ content: UnsafeRawBufferPointer) -> [FileHit] {
        if case .yes(let hits) = clause.verdict(facts, content) { finished(hits, facts) } else { [] }
    }

    private func finished(_ hits: [FileHit], _ facts: FileFacts) -> [FileHit] {
        var places: Set<Range<Int>?> = []
        let sorted = (hits.isEmpty ? [FileHit(bytes: nil)] : hits).sorted(by: FileHit.inOrder).filter { places.insert($0.bytes).inserted }
        return (once ? Array(sorted.prefix(1)) : sorted).map { hit in
            var hit = hit
            hit.variables.merge(facts.variables) { own, _ in own }
            return hit
        }
    }
}
