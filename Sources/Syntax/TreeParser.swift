internal import CSyntax
package import Findings

/// Parses files one after another on one thread, reusing its memory.
///
/// All parsing runs guarded: a crash, a hang or memory without end inside the parser ends in an error for that file, and the next
/// file parses as if nothing had happened. The guard belongs to the thread, so call it from the thread that goes on using it;
/// 512 KiB of stack are plenty for it.
package final class TreeParser {
    private let parsers = ParserPair()

    package init() {}

    /// Parses `bytes` (UTF-8, no byte order mark) within `deadline`. The tree in the result is valid until the next call.
    ///
    /// Where Swift source is newer than the grammar, the tree is that of a repaired copy: every position is true, `bytes` are the file's
    /// own, and `coverage` counts what was changed.
    package func parse(
        _ bytes: UnsafeRawBufferPointer, as language: Language, deadline: Duration = .seconds(5)
    ) throws(SyntaxError) -> FlatTree {
        let clock = ContinuousClock()
        let end = clock.now + deadline
        let grammar = Grammar.of(language)
        let nodes = try parsers.parse(bytes, grammar, deadline: deadline)
        guard let root = nodes.first, root.hasErrorInside else {
            return FlatTree(language: language, nodes: nodes, bytes: bytes, coverage: ParseCoverage(bytes: bytes.count))
        }
        guard language == .swift else {
            return FlatTree(language: language, nodes: nodes, bytes: bytes, coverage: ParseCoverage(of: nodes, bytes: bytes.count))
        }
        var repair = SwiftRepair(of: bytes, nodes: nodes) { [parsers] copy in
            let left = clock.now.duration(to: end)
            return left > .zero ? try? parsers.attempt(copy, grammar, deadline: left) : nil
        } keep: { [parsers] in
            parsers.keep()
        }
        repair.run()
        let coverage = ParseCoverage(of: repair.nodes, bytes: bytes.count, repaired: repair.repairedBytes)
        return FlatTree(language: language, nodes: repair.nodes, bytes: bytes, coverage: coverage)
    }
}
