/// A structure that the builder is inside of.
struct FlowFrame {
    enum Kind {
        case block, branch, loop, match
        /// The body of a `try`, then its handlers and its `else`.
        case handlers
        /// What runs on every way out: the exit of a `with`, or steps (`finally`, `defer`).
        case exit, cleanup
    }
    typealias BlockID = FlowGraph.BlockID

    var kind: Kind
    /// The step that opened it.
    var opener: Int
    /// Blocks that go on behind its end, and how.
    var joins: [(block: BlockID, kind: FlowGraph.Edge.Kind)] = []
    /// Whether what leaves it has to pass by it: handlers and cleanups that have not begun.
    var isOpen = true
    /// A loop's head; the block with a branch's condition or a match's subject; -1 once it has gone on.
    var head: BlockID = -1
    /// Where handlers are chosen for errors and for being cancelled; where a cleanup begins for those that leave. -1 while nobody came.
    var entry: BlockID = -1, cancelledEntry: BlockID = -1
    /// The end of a `try`'s body, that its `else` goes on from.
    var bodyEnd: BlockID = -1
    /// Where those that leave through a cleanup go afterwards.
    var leaving: [FlowJump] = []

    // A cleanup's steps, where the builder goes on behind them, and the end of their first run.
    var first = 0, resumption = 0
    var afterFirstRun: BlockID = -1
    /// Whether those that go on and those that leave share one run.
    var isShared = false

    init(_ kind: Kind, opener: Int) {
        self.kind = kind
        self.opener = opener
    }
}

/// A way out of structures. Numbers are those of frames.
enum FlowJump: Hashable {
    case raised, cancelled, returned
    case breaks(Int), continues(Int)
}
