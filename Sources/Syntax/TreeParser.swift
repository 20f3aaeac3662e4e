internal import CSyntax
package import Findings

/// Parses files one after another on one thread, reusing its memory.
///
/// All parsing runs guarded: a crash, a hang or memory without end inside the parser ends in an error for that file, and the next
/// file parses as if nothing had happened. It takes little stack: 128 KiB is enough for whatever the source holds.
package final class TreeParser {
    private let kernel: KernelParser

    /// - Parameter memoryLimit: bytes the parse of one file may take, beside its flat tree, which may take as many again. A dense line
    ///   of 1 MiB takes about 300 MiB.
    package init(memoryLimit: Int = 512 << 20) { kernel = KernelParser(memoryLimit: memoryLimit) }

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
        let nodes = try kernel.parse(bytes, grammar, deadline: deadline)
        func tree(_ nodes: UnsafeBufferPointer<Node>, _ coverage: ParseCoverage) -> FlatTree {
            FlatTree(language: language, nodes: nodes, bytes: bytes, coverage: coverage, owner: kernel)
        }
        guard language == .swift else {
            return tree(nodes, nodes.first?.hasErrorInside == true ? ParseCoverage(of: nodes, bytes: bytes.count) : ParseCoverage(bytes: bytes.count))
        }
        let sites = ErrorSites(of: nodes, in: bytes)
        guard sites.weight > 0 else { return tree(nodes, ParseCoverage(bytes: bytes.count)) }
        var repair = SwiftRepair(of: bytes, nodes: nodes, sites: sites) { [kernel] copy, old in
            let left = clock.now.duration(to: end)
            return left > .zero ? try? kernel.attempt(copy, insteadOf: old, grammar, deadline: left) : nil
        } keep: { [kernel] in
            kernel.keep()
        }
        repair.run()
        return tree(repair.nodes, ParseCoverage(of: repair.nodes, bytes: bytes.count, repaired: repair.repairedBytes))
    }
}
