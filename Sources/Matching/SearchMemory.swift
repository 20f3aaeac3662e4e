import Syntax

/// What long searches found, for those that come again: rules ask what is in the function around each of many nodes.
struct SearchMemory {
    struct Key: Hashable {
        var clause: Int32
        var node: Int32
        /// The numbers of the texts that the clause's variables hold; 0 for none.
        var first: Int32 = 0
        var second: Int32 = 0
    }

    private var answers: [Key: Bool] = [:]
    private var texts: [String: Int32] = [:]
    /// By the node a variable holds.
    private var numbers: [NodeIndex: Int32] = [:]

    subscript(_ key: Key) -> Bool? { answers.isEmpty ? nil : answers[key] }

    mutating func keep(_ answer: Bool, _ key: Key) { answers[key] = answer }

    mutating func number(of node: NodeIndex, _ text: UnsafeRawBufferPointer) -> Int32 {
        if let known = numbers[node] { return known }
        let text = String(decoding: text, as: UTF8.self)
        let number = texts[text] ?? Int32(texts.count + 1)
        texts[text] = number
        numbers[node] = number
        return number
    }

    mutating func removeAll() {
        if !answers.isEmpty { answers.removeAll(keepingCapacity: answers.count < Self.most) }
        if !numbers.isEmpty {
            numbers.removeAll()
            texts.removeAll()
        }
    }

    /// Answers for which the room is kept from file to file.
    private static let most = 4096
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
