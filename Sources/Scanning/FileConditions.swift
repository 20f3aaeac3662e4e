import Rules
import TextMatching

/// What files must hold for one rule to match, in the order it is asked.
struct FileConditions: Sendable {
    private enum Kind: Sendable { case always, oneOf, all, any }

    /// A condition and, up to `end`, its parts behind it; for `oneOf` the literals.
    private struct Node: Sendable {
        var kind: Kind
        var end = 0
        var literals = 0..<0
    }

    private var nodes: [Node] = []
    private var literals: [Int32] = []

    /// - Parameter id: a literal's number in the scanner.
    init(_ requirement: LiteralRequirement, _ id: (Literal) -> Int32) { add(requirement, id) }

    private mutating func add(_ requirement: LiteralRequirement, _ id: (Literal) -> Int32) {
        let at = nodes.count
        switch requirement {
        case .none: nodes.append(Node(kind: .always))
        case .oneOf(let own):
            nodes.append(Node(kind: .oneOf, literals: literals.count..<(literals.count + own.count)))
            literals += own.map(id)
        case .all(let parts), .any(let parts):
            if case .all = requirement { nodes.append(Node(kind: .all)) } else { nodes.append(Node(kind: .any)) }
            for part in parts { add(part, id) }
        }
        nodes[at].end = nodes.count
    }

    func hold(_ hits: LiteralHits) -> Bool { holds(0, hits) }

    private func holds(_ at: Int, _ hits: LiteralHits) -> Bool {
        let node = nodes[at]
        switch node.kind {
        case .always: return true
        case .oneOf:
            for literal in node.literals where hits.contains(Int(literals[literal])) { return true }
            return false
        case .all, .any:
            var part = at + 1
            while part < node.end {
                if holds(part, hits) == (node.kind == .any) { return node.kind == .any }
                part = nodes[part].end
            }
            return node.kind == .all
        }
    }
}
