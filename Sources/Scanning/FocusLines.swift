package import Findings
import Rules

/// In which lines of a file something may have changed that waits for the whole program, though the file did not: those that lead to a change.
package struct FocusLines: Sendable {
    /// Those lines. A call in none of them leads where it led before.
    package var calls: LineSet
    /// The functions they stand in.
    package var functions: LineSet
    /// The outermost declarations they stand in.
    package var declarations: LineSet
    /// All other outermost declarations: nothing is asked about what stands there.
    package var rest: [ClosedRange<Int>]

    package static let all = FocusLines(calls: .all, functions: .all, declarations: .all, rest: [])

    package init(calls: LineSet, functions: LineSet, declarations: LineSet, rest: [ClosedRange<Int>]) {
        self.calls = calls
        self.functions = functions
        self.declarations = declarations
        self.rest = rest
    }

    /// Whether the whole file is asked about, and every rule.
    var isWhole: Bool { calls == .all }

    /// The lines in which an analysis may come to another verdict than before.
    func lines(for analysis: CompiledAnalysis) -> LineSet {
        switch analysis.kind {
        // By what is called in the match itself, and from there.
        case .reaches, .coroutine, .abandoned, .spins: calls
        case .unused: analysis.numbers["coroutine"] == 1 ? calls : declarations
        case .bounded, .recursive, .fed, .repeated, .completed, .spanned, .swallowed, .retried, .serial, .deadline, .held, .interleaved: functions
        // By what other members of the type do as well.
        case .confined, .paired, .released, .shared, .elsewhere, .taint, .unreached: declarations
        }
    }
}
