package import Findings

/// In which lines of a file something may have changed that waits for the whole program.
package struct FocusLines: Sendable {
    /// Of what is declared there.
    package var declared: LineSet
    /// Of what is called there: a call that is none of these leads where it led before.
    package var called: LineSet

    package static let all = FocusLines(declared: .all, called: .all)

    package init(declared: LineSet, called: LineSet) {
        self.declared = declared
        self.called = called
    }
}
