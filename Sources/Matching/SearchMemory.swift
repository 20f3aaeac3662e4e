import Syntax

/// What the relations of clauses that bind no variables say of nodes: true or false once and for all in one file. Rules ask about what is in the
/// function around each of many nodes.
struct SearchMemory {
    private var answers: [UInt64: Bool] = [:]

    subscript(_ clause: Int32, _ node: NodeIndex) -> Bool? {
        get { answers.isEmpty ? nil : answers[Self.key(clause, node)] }
        set { answers[Self.key(clause, node)] = newValue }
    }

    mutating func removeAll() {
        if !answers.isEmpty { answers.removeAll(keepingCapacity: answers.count < Self.most) }
    }

    /// Answers for which the room is kept from file to file.
    private static let most = 4096

    private static func key(_ clause: Int32, _ node: NodeIndex) -> UInt64 { UInt64(UInt32(bitPattern: clause)) << 32 | UInt64(UInt32(truncatingIfNeeded: node)) }
}

/// The nodes on a long way, from ancestor to ancestor or sibling to sibling, at which the answer is left for the ways that join it there. Which
/// nodes those are does not depend on where the way began.
struct Waymarks {
    private(set) var nodes: [NodeIndex] = []
    private var length = 0

    /// Goes on to a node: whether an answer may be found, and should be left, at it.
    mutating func isMark(_ node: NodeIndex) -> Bool {
        length += 1
        guard length > Self.short, node % Self.apart == 0 else { return false }
        nodes.append(node)
        return true
    }

    /// In nodes.
    private static let short = 16, apart = 16
}
