import ArgumentParser
import CSyntax
import Syntax

extension DebugCommand {
    /// The benchmark's question whether rooms cost anything where it is hottest: the same walk over a tree that comes from another
    /// room and over one whose types are declared here, in turns.
    struct HotLoop: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hot-loop", abstract: "What reading a node costs across rooms, beside what it costs within one.", shouldDisplay: false)
        @Argument(help: "A Python or Swift file; a large one.", completion: .file()) var file: String

        func run() throws {
            try SourceText.open(file) { tree in
                let own = tree.nodes.map(OwnNode.init)
                var across: [Duration] = [], within: [Duration] = []
                own.withUnsafeBufferPointer { nodes in
                    let mine = OwnTree(nodes: nodes, bytes: tree.bytes)
                    for _ in 0..<Self.rounds {
                        across.append(Self.time { walk(tree) })
                        within.append(Self.time { walk(mine) })
                    }
                }
                let count = Double(max(1, tree.nodes.count))
                let far = Self.median(across) / count, near = Self.median(within) / count
                try Terminal.show(
                    """
                    | walk over \(tree.nodes.count) nodes, median of \(Self.rounds) | ns a node |
                    | --- | ---: |
                    | tree of the room Syntax, read in the room sluice | \(Self.decimal(far)) |
                    | the same types declared in the room that reads them | \(Self.decimal(near)) |
                    | ratio | \(Self.decimal(far / near)) |

                    """)
            }
        }

        private static let rounds = 101

        private static func time(_ work: () -> Int) -> Duration {
            let clock = ContinuousClock(), start = clock.now
            keep(work())
            return start.duration(to: clock.now)
        }

        /// Keeps the optimiser from dropping a walk whose result nobody reads.
        @inline(never) private static func keep(_ value: Int) {}

        /// In nanoseconds.
        private static func median(_ durations: [Duration]) -> Double {
            let middle = durations.sorted()[durations.count / 2].components
            return Double(middle.seconds) * 1e9 + Double(middle.attoseconds) / 1e9
        }

        private static func decimal(_ value: Double) -> String {
            let hundredths = Int((value * 100).rounded())
            return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        }
    }
}

/// What matching does at each node: its kind, its parent's kind, its first byte.
@inline(never) private func walk(_ tree: FlatTree) -> Int {
    var sum = 0
    for node in tree.nodes.indices {
        sum &+= Int(tree.nodes[node].symbol) &+ Int(tree.nodes[Int(tree.nodes[node].parent)].symbol) &+ Int(tree.text(node).first ?? 0)
    }
    return sum
}

@inline(never) private func walk(_ tree: OwnTree) -> Int {
    var sum = 0
    for node in tree.nodes.indices {
        sum &+= Int(tree.nodes[node].symbol) &+ Int(tree.nodes[Int(tree.nodes[node].parent)].symbol) &+ Int(tree.text(node).first ?? 0)
    }
    return sum
}

private struct OwnNode {
    var symbol, field: UInt16
    var start, end, parent, next: UInt32
    var flags, child: UInt16

    init(_ node: Node) {
        (symbol, field, start, end) = (node.symbol, node.field, node.start, node.end)
        (parent, next, flags, child) = (node.parent, node.next, node.flags, node.child)
    }
}

private struct OwnTree {
    let nodes: UnsafeBufferPointer<OwnNode>
    let bytes: UnsafeRawBufferPointer

    func text(_ node: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(nodes[node].start)..<Int(nodes[node].end)])
    }
}
