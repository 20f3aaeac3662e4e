/// The control flow of one function, made of its steps: blocks of steps that run one after the other, and the ways between them.
///
/// What runs on several ways out (`finally`, `defer`, the exit of a `with`) stands in it more than once, so a step can be in several blocks.
package struct FlowGraph: Sendable {
    package typealias BlockID = Int32

    package struct Block: BitwiseCopyable, Sendable {
        /// Its steps, as numbers in the summary's `steps`.
        package var first: Int32 = 0, count: Int32 = 0
        /// The number of the `with` step whose exit runs here, else -1.
        package var exits: Int32 = -1
        /// Its edges in `edges`, and those that lead to it in `incoming`.
        var firstEdge: Int32 = 0, edgeCount: Int32 = 0, firstIncoming: Int32 = 0, incomingCount: Int32 = 0
        package var steps: Range<Int> { Int(first)..<Int(first + count) }
    }

    package struct Edge: BitwiseCopyable, Sendable, Hashable {
        package enum Kind: UInt8, BitwiseCopyable, Sendable {
            case normal
            /// The last step's condition holds, or does not; a loop has another turn, or none.
            case yes, no
            /// The last step of the block fails: whatever it was about to do has not been done.
            case exception
            /// The last step, which awaits or yields, is cancelled or never comes back.
            case cancelled
            /// To the head of a loop.
            case back
        }
        package var from: BlockID, to: BlockID
        package var kind: Kind
    }

    package internal(set) var blocks: [Block] = []
    package internal(set) var edges: [Edge] = []
    /// Numbers of edges, by the block they lead to.
    var incoming: [Int32] = []

    /// For each step from `firstHomed` on where its blocks begin in `homes`, and one more for the end.
    private var homeStarts: [Int32] = []
    private var homes: [BlockID] = []
    private var firstHomed = 0

    /// Where it begins, and the three ways it ends: by returning, by an error, by being cancelled.
    package static let entry: BlockID = 0, returned: BlockID = 1, raised: BlockID = 2, cancelled: BlockID = 3

    package func edges(from block: BlockID) -> ArraySlice<Edge> {
        let block = blocks[Int(block)]
        return edges[Int(block.firstEdge)..<Int(block.firstEdge + block.edgeCount)]
    }

    /// Numbers of the edges that lead to a block.
    package func edges(to block: BlockID) -> ArraySlice<Int32> {
        let block = blocks[Int(block)]
        return incoming[Int(block.firstIncoming)..<Int(block.firstIncoming + block.incomingCount)]
    }

    /// The blocks a step is in, in order.
    package func blocks(with step: Int) -> ArraySlice<BlockID> {
        let at = step - firstHomed
        guard at >= 0, at + 1 < homeStarts.count else { return [] }
        return homes[Int(homeStarts[at])..<Int(homeStarts[at + 1])]
    }

    init() {}

    /// The graph of function number `function`; linear in its steps.
    package init(of function: UInt32, in summary: FileSummary) {
        let function = summary.functions[Int(function)]
        self.init(steps: Int(function.firstStep)..<Int(function.firstStep + function.stepCount), in: summary)
    }

    /// The graph of the file's own code.
    package init(ofTopOf summary: FileSummary) { self.init(steps: 0..<Int(summary.topStepCount), in: summary) }

    init(steps: Range<Int>, in summary: FileSummary) {
        var builder = FlowGraphBuilder(steps: steps, summary: summary)
        self = builder.build()
    }
}

extension FlowGraph {
    /// Sorts the edges by the block they leave, and notes for each block where its own begin.
    mutating func finish() {
        var counts = [Int32](repeating: 0, count: blocks.count), arrivals = counts
        for edge in edges {
            counts[Int(edge.from)] += 1
            arrivals[Int(edge.to)] += 1
        }
        var next: Int32 = 0, nextArrival: Int32 = 0
        for block in blocks.indices {
            (blocks[block].firstEdge, blocks[block].firstIncoming) = (next, nextArrival)
            next += counts[block]
            nextArrival += arrivals[block]
        }
        findHomes()
        var sorted = edges
        for edge in edges {
            let from = Int(edge.from)
            sorted[Int(blocks[from].firstEdge + blocks[from].edgeCount)] = edge
            blocks[from].edgeCount += 1
        }
        edges = sorted
        incoming = [Int32](repeating: 0, count: edges.count)
        for (number, edge) in edges.enumerated() {
            let to = Int(edge.to)
            incoming[Int(blocks[to].firstIncoming + blocks[to].incomingCount)] = Int32(number)
            blocks[to].incomingCount += 1
        }
    }

    /// Notes for each step which blocks it is in.
    private mutating func findHomes() {
        let filled = blocks.filter { $0.count > 0 }
        guard let first = filled.map(\.first).min(), let end = filled.map({ $0.first + $0.count }).max() else { return }
        firstHomed = Int(first)
        homeStarts = Array(repeating: 0, count: Int(end - first) + 1)
        for block in filled { for step in block.steps { homeStarts[step - firstHomed + 1] += 1 } }
        for at in homeStarts.indices.dropFirst() { homeStarts[at] += homeStarts[at - 1] }
        var next = homeStarts
        homes = Array(repeating: 0, count: Int(homeStarts.last ?? 0))
        for (number, block) in blocks.enumerated() {
            for step in block.steps {
                homes[Int(next[step - firstHomed])] = BlockID(number)
                next[step - firstHomed] += 1
            }
        }
    }
}
