package import Findings
import Rules

/// Where in a file something may have changed that waits for the whole program, though the file did not: at mentions of what leads to a change.
package struct Focus: Sendable {
    /// The bytes at which they begin, in order; nil where all of the file is asked about, and every rule. What is called anywhere else leads where it led before.
    package var mentions: [Int]?
    /// The functions they stand in.
    package var functions: LineSet
    /// The outermost declarations they stand in.
    package var declarations: LineSet
    /// All other outermost declarations: nothing is asked about what stands there.
    package var rest: [ClosedRange<Int>]

    package static let all = Focus(mentions: nil, functions: .all, declarations: .all, rest: [])

    package init(mentions: [Int]?, functions: LineSet, declarations: LineSet, rest: [ClosedRange<Int>]) {
        self.mentions = mentions
        self.functions = functions
        self.declarations = declarations
        self.rest = rest
    }

    var isWhole: Bool { mentions == nil }

    /// Whether an analysis may come to another verdict there than before.
    func includes(_ location: Location, for analysis: CompiledAnalysis) -> Bool {
        switch analysis.kind {
        // By what is called in the match itself, and from there.
        case .reaches, .coroutine, .abandoned, .spins: isMention(in: location.bytes)
        case .unused: analysis.numbers["coroutine"] == 1 ? isMention(in: location.bytes) : declarations.overlaps(location.allLines)
        case .bounded, .recursive, .fed, .repeated, .completed, .spanned, .swallowed, .retried, .serial, .deadline, .prepared, .held, .interleaved:
            functions.overlaps(location.allLines)
        // By what other members of the type do as well.
        case .confined, .paired, .released, .shared, .elsewhere, .taint, .unreached: declarations.overlaps(location.allLines)
        }
    }

    private func isMention(in bytes: Range<Int>) -> Bool { mentions?.contains(where: bytes.contains) ?? true }
}
