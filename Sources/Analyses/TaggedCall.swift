package import Linking

/// A call that a clause of some rule's knowledge matched while its file was read.
package struct TaggedCall: Hashable, Sendable {
    /// The clause's number in the program of the file's language.
    package var clause: Int32
    package var call: CallRef

    package init(clause: Int32, call: CallRef) {
        self.clause = clause
        self.call = call
    }
}

/// The tagged calls of all files read so far: whoever reads one more adds its own.
package final class TaggedCalls {
    private var calls: Set<TaggedCall> = []

    package init() {}

    package func insert(_ call: TaggedCall) { calls.insert(call) }

    func contains(_ call: TaggedCall) -> Bool { calls.contains(call) }
}
