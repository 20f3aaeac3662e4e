import CSyntax
import Rules
import Syntax

/// `inside`, `has`, `precedes`, `follows`, `nthChild`: how a node stands to others, with ast-grep's order of search and its stops.
extension Matcher {
    private static let neighbor: Int32 = -1
    private static let end: Int32 = -2

    /// Tries the relation's clause at `node`; afterwards says whether the search must stop there.
    @inline(__always) func stops(_ clause: Clause, _ node: NodeIndex) -> Bool {
        guard clause.b >= 0 else { return clause.b == Self.neighbor }
        switch gate(clause.b, node) {
        case .closed: return false
        case .decides: return true
        case .open: break
        }
        let mark = bindings.mark
        bindings.hideAll()
        defer { bindings.undo(to: mark) }
        return holds(clause.b, node)
    }

    func isInside(_ index: Int32, _ clause: Clause, _ node: NodeIndex) -> Bool {
        var child = node, marks = Waymarks()
        while child != 0 {
            let ancestor = Int(nodes[child].parent)
            let isAsked = clause.field == 0 || nodes[child].field == clause.field && firstChild(of: ancestor, field: clause.field) == child
            if isAsked, holds(clause.a, ancestor) { return leave(true, index, marks) }
            if stops(clause, ancestor) { return leave(false, index, marks) }
            child = ancestor
            if marks.isMark(child), let known = known(index, child) { return leave(known, index, marks) }
        }
        return leave(false, index, marks)
    }

    /// What a search that came by a node found from there on.
    private func known(_ index: Int32, _ node: NodeIndex) -> Bool? { searchKey(index, node).flatMap { remembered($0) } }

    /// Leaves an answer for searches to come.
    private func leave(_ answer: Bool, _ index: Int32, _ marks: Waymarks) -> Bool {
        for node in marks.nodes {
            if let key = searchKey(index, node) { remember(answer, key) }
        }
        return answer
    }

    /// In nodes. Below this, searching is about as fast as looking up.
    private static let largeSubtree = 64

    func has(_ index: Int32, _ clause: Clause, _ node: NodeIndex) -> Bool {
        guard next(node) - node >= Self.largeSubtree, let key = searchKey(index, node) else { return has(clause, node) }
        if let known = remembered(key) { return known }
        let answer = has(clause, node)
        remember(answer, key)
        return answer
    }

    private func has(_ clause: Clause, _ node: NodeIndex) -> Bool {
        if clause.field != 0 {
            guard let child = firstChild(of: node, field: clause.field) else { return false }
            if holds(clause.a, child) { return true }
            if stops(clause, child) { return false }
            return hasBelow(clause, child, oneLevel: clause.b >= 0)
        }
        return hasBelow(clause, node, oneLevel: false)
    }

    /// Searches below a node in pre-order; below a node where the search stops it does not go.
    private func hasBelow(_ clause: Clause, _ node: NodeIndex, oneLevel: Bool) -> Bool {
        if let search = textPlaces(neededBy: clause.a) { return hasBelow(clause, node, oneLevel: oneLevel, with: search) }
        var at = node + 1, looked = 0
        let end = next(node)
        defer { searched += looked }
        while at < end {
            looked += 1
            if holds(clause.a, at) { return true }
            at = oneLevel || stops(clause, at) ? next(at) : at + 1
        }
        return false
    }

    func precedes(_ index: Int32, _ clause: Clause, _ node: NodeIndex) -> Bool {
        guard node != 0 else { return false }
        let parent = Int(nodes[node].parent), end = next(parent), search = siblingSearch(clause)
        var from = next(node), marks = Waymarks()
        while from < end, let sibling = child(of: parent, from: from, search) {
            searched += 1
            if holds(clause.a, sibling) { return leave(true, index, marks) }
            if stops(clause, sibling) { return leave(false, index, marks) }
            if marks.isMark(sibling), let known = known(index, sibling) { return leave(known, index, marks) }
            from = next(sibling)
        }
        return leave(false, index, marks)
    }

    func follows(_ index: Int32, _ clause: Clause, _ node: NodeIndex) -> Bool {
        let search = siblingSearch(clause)
        var at = node, marks = Waymarks()
        while let sibling = previous(at, search) {
            searched += 1
            if holds(clause.a, sibling) { return leave(true, index, marks) }
            if stops(clause, sibling) { return leave(false, index, marks) }
            at = sibling
            if marks.isMark(at), let known = known(index, at) { return leave(known, index, marks) }
        }
        return leave(false, index, marks)
    }

    /// Where to look among siblings; nil where each must be asked, be it only whether the search ends there.
    private func siblingSearch(_ clause: Clause) -> TextSearch? { clause.b == Self.end ? textPlaces(neededBy: clause.a) : nil }

    /// The first sibling from a node on, of those that count.
    private func child(of parent: NodeIndex, from node: NodeIndex, _ search: TextSearch?) -> NodeIndex? {
        guard let search else { return node }
        return child(of: parent, from: node, with: search)
    }

    /// The last sibling before a node, of those that count.
    private func previous(_ node: NodeIndex, _ search: TextSearch?) -> NodeIndex? {
        guard let search else { return previous(node) }
        return previous(node, with: search)
    }

    /// The sibling before a node: the node before it in the text's order, or the ancestor of that which is a sibling.
    func previous(_ node: NodeIndex) -> NodeIndex? {
        let parent = nodes[node].parent
        guard node > Int(parent) + 1 else { return nil }
        var at = node - 1
        while nodes[at].parent != parent { at = Int(nodes[at].parent) }
        return at
    }

    func isNthChild(_ clause: Clause, _ node: NodeIndex) -> Bool {
        guard node != 0, isNamed(node) else { return false }
        let parent = Int(nodes[node].parent)
        var before = 0, after = 0, isCounted = false
        var sibling = parent + 1
        while sibling < next(parent) {
            if isNamed(sibling), clause.c < 0 || holds(clause.c, sibling) {
                if sibling < node { before += 1 } else if sibling > node { after += 1 } else { isCounted = true }
            }
            sibling = next(sibling)
        }
        return isCounted && NthPosition(step: Int(clause.a), offset: Int(clause.b)).contains(clause.flag == 1 ? after : before)
    }

    func firstChild(of node: NodeIndex, field: Field) -> NodeIndex? {
        var child = node + 1
        while child < next(node) {
            if nodes[child].field == field { return child }
            child = next(child)
        }
        return nil
    }
}

extension RangeText {
    /// The bytes this range of lines and columns (from 0, columns in characters) means in a text; nil when it lies outside.
    func byteRange(in bytes: UnsafeRawBufferPointer) -> Range<UInt32>? {
        guard let start = Self.offset(startLine, startColumn, in: bytes), let end = Self.offset(endLine, endColumn, in: bytes), start <= end else { return nil }
        return UInt32(start)..<UInt32(end)
    }

    private static func offset(_ line: Int, _ column: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        for _ in 0..<line {
            guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            at = end + 1
        }
        for _ in 0..<column {
            guard at < bytes.count, bytes[at] != UInt8(ascii: "\n") else { return nil }
            at += 1
            while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
        }
        return at
    }
}
