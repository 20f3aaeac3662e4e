import CSyntax
import Syntax

/// The nodes of one sort around a place in a tree, each with a value: asked in the order of the tree, it costs one pass over it in all,
/// however deep the nesting (walking up from each place would be quadratic on hostile input).
struct EnclosingNodes<Value> {
    /// Whether a node may be of the sort: asked of every node.
    private let mayBe: (NodeIndex) -> Bool
    /// Gives such a node its value, told the value of the innermost node around it; nil when the node is not of the sort.
    private let value: (NodeIndex, Value?) -> Value?
    private let nodes: UnsafeBufferPointer<Node>
    private var open: [(end: Int, value: Value)] = []
    private var next = 0

    init(in tree: FlatTree, mayBe: @escaping (NodeIndex) -> Bool, value: @escaping (NodeIndex, Value?) -> Value?) {
        nodes = tree.nodes
        self.mayBe = mayBe
        self.value = value
    }

    /// The value of the innermost node around `node`, itself not counted. `node` must not lie before the one asked for last.
    mutating func innermost(around node: NodeIndex) -> Value? {
        read(to: node)
        close(before: node)
        return open.last?.value
    }

    /// The same, `node` itself counted.
    mutating func innermost(atOrAround node: NodeIndex) -> Value? {
        read(to: node + 1)
        close(before: node)
        return open.last?.value
    }

    private mutating func read(to end: NodeIndex) {
        while next < end {
            if mayBe(next) {
                close(before: next)
                if let value = value(next, open.last?.value) { open.append((Int(nodes[next].next), value)) }
            }
            next += 1
        }
    }

    private mutating func close(before node: NodeIndex) {
        while !open.isEmpty, open[open.count - 1].end <= node { open.removeLast() }
    }
}
