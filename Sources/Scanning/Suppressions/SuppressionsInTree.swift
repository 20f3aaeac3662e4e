import CSyntax
import SourceFiles
import Syntax

extension SuppressionIndex {
    /// Reads the suppressions of a parsed file: comments only, never what looks like one in a string.
    init(_ tree: FlatTree, lines: LineIndex) {
        let text = tree.bytes.bindMemory(to: UInt8.self)
        let isComment = Grammar.of(tree.language).kindNames.map { $0.contains("comment") }
        var entries: [Entry] = []
        for (index, node) in tree.nodes.enumerated() where node.symbol != Grammar.errorKind && isComment[Int(node.symbol)] {
            guard let comment = SuppressionComment(tree.string(index)) else { continue }
            let line = lines.line(at: Int(node.start))
            let before = text[lines.bytes(ofLine: line, in: text).lowerBound..<Int(node.start)]
            let isAlone = before.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let target = isAlone ? tree.startOfCode(after: Int(node.end)).map { lines.line(at: $0) } : line
            entries.append(Entry(comment: comment, bytes: Int(node.start)..<Int(node.end), line: line, target: target))
        }
        self.init(entries: entries)
    }
}

extension FlatTree {
    /// Where the first leaf that is no comment begins at or after `byte`.
    fileprivate func startOfCode(after byte: Int) -> Int? {
        var low = 0, high = nodes.count
        while low < high {
            let middle = (low + high) / 2
            if Int(nodes[middle].start) < byte { low = middle + 1 } else { high = middle }
        }
        return nodes[low...].first { $0.end > $0.start && $0.flags & UInt16(SL_EXTRA) == 0 }.map { Int($0.start) }
    }
}
