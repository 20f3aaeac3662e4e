import CSyntax
import Rules
import Syntax

/// Searches for what a bound variable needs go from one place of its text to the next, once a file has cost many.
extension Matcher {
    /// The places of the text that a clause needs; nil where it must be asked at each node.
    func textPlaces(neededBy clause: Int32) -> TextSearch? {
        let slot = code.neededSlots[Int(clause)]
        guard slot >= 0, let held = bindings.single(slot), isNamedLeaf(held) else { return nil }
        let text = text(held)
        guard text.count <= TextPlaces.longest, let places = knownPlaces() else { return nil }
        return TextSearch(places: places, range: places.nodes(hashed: TextPlaces.hash(text)))
    }

    /// The sibling before a node that has the text in it.
    func previous(_ node: NodeIndex, with search: TextSearch) -> NodeIndex? {
        let parent = Int(nodes[node].parent)
        guard let place = search.places.last(of: search.range, before: node), place > parent else { return nil }
        return child(of: parent, above: place)
    }

    /// The first child of a node, from an index on, that has the text in it.
    func child(of parent: NodeIndex, from first: NodeIndex, with search: TextSearch) -> NodeIndex? {
        guard let place = search.places.first(of: search.range, from: first), place < next(parent) else { return nil }
        return child(of: parent, above: place)
    }

    private func child(of parent: NodeIndex, above place: NodeIndex) -> NodeIndex {
        var at = place
        while Int(nodes[at].parent) != parent { at = Int(nodes[at].parent) }
        return at
    }

    /// Searches below a node in pre-order, as `hasBelow` does, at the nodes that have the text in them alone.
    func hasBelow(_ clause: Clause, _ node: NodeIndex, oneLevel: Bool, with search: TextSearch) -> Bool {
        var at = node + 1, way: [NodeIndex] = []
        let end = next(node)
        places: while let place = search.places.first(of: search.range, from: at), place < end {
            way.removeAll(keepingCapacity: true)
            var above = place
            while above >= at, above != node {
                way.append(above)
                above = Int(nodes[above].parent)
            }
            for step in way.reversed() {
                if holds(clause.a, step) { return true }
                if oneLevel || stops(clause, step) {
                    at = next(step)
                    continue places
                }
            }
            at = place + 1
        }
        return false
    }
}

/// Where one text stands.
struct TextSearch {
    let places: TextPlaces
    let range: Range<Int>
}
