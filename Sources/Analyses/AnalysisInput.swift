internal import Findings
package import Linking
internal import Rules

/// A call that a clause of some rule's knowledge matched while its file was read.
package struct TaggedCall: Hashable, Sendable, Comparable {
    /// The clause's number in the program of the file's language.
    package var clause: Int32
    package var call: CallRef

    package init(clause: Int32, call: CallRef) {
        self.clause = clause
        self.call = call
    }
    package static func < (a: TaggedCall, b: TaggedCall) -> Bool { (a.call, a.clause) < (b.call, b.clause) }
}
