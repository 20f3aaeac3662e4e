import CSyntax
import Syntax

/// Where each short text stands in a file: what is asked of a variable's text need be asked only where that text is.
struct TextPlaces {
    /// By text, then in the order of the file.
    private let hashes: [UInt64]
    private let places: [Int32]

    /// Texts that are longer stand nowhere, as far as this knows.
    static let longest = 64

    init(_ nodes: UnsafeBufferPointer<Node>, _ bytes: UnsafeRawBufferPointer) {
        var found: [(hash: UInt64, node: Int32)] = []
        for (index, node) in nodes.enumerated() where node.end - node.start <= Self.longest {
            found.append((Self.hash(UnsafeRawBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)])), Int32(index)))
        }
        found.sort { $0 < $1 }
        hashes = found.map(\.hash)
        places = found.map(\.node)
    }

    /// The nodes with a text of that hash, in order: all that have the text, and perhaps others.
    func nodes(hashed hash: UInt64) -> Range<Int> {
        let first = partition(hashes.indices) { hashes[$0] < hash }
        return first..<partition(first..<hashes.count) { hashes[$0] == hash }
    }

    /// The first of some places that is a node, or stands behind it.
    func first(of range: Range<Int>, from node: NodeIndex) -> NodeIndex? {
        let at = partition(range) { Int(places[$0]) < node }
        return at < range.upperBound ? Int(places[at]) : nil
    }

    /// The last of some places that stands before a node.
    func last(of range: Range<Int>, before node: NodeIndex) -> NodeIndex? {
        let at = partition(range) { Int(places[$0]) < node }
        return at > range.lowerBound ? Int(places[at - 1]) : nil
    }

    /// The first index for which `isBefore` no longer holds.
    private func partition(_ range: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
        var low = range.lowerBound, high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
    static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
