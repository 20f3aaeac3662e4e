import CSyntax
import Foundation
import Findings
import SourceFiles
import Syntax

/// The suppressions of one file: which lines each comment covers, and whether anything used it.
struct SuppressionIndex {
    struct Entry {
        var comment: SuppressionComment
        /// Where the comment stands.
        var bytes: Range<Int>
        var line: Int
        /// Lines whose findings it silences; all lines for `ignore-file`.
        var lines: ClosedRange<Int>
        var used: Set<String> = []
    }

    private(set) var entries: [Entry] = []

    static let none = SuppressionIndex()
    private init() {}

    /// Finds the suppressions of a file whose text holds the marker somewhere.
    init(_ tree: FlatTree, lines: LineIndex) {
        let isComment = Grammar.of(tree.language).kindNames.map { $0.contains("comment") }
        for (index, node) in tree.nodes.enumerated() where node.symbol != Grammar.errorKind && isComment[Int(node.symbol)] {
            guard let comment = SuppressionComment(tree.string(index)) else { continue }
            let line = lines.line(at: Int(node.start))
            let covered: ClosedRange<Int>
            if comment.reach == .file {
                covered = 1...Int.max
            } else {
                covered = Self.covered(by: index, line: line, tree, lines)
            }
            entries.append(Entry(comment: comment, bytes: Int(node.start)..<Int(node.end), line: line, lines: covered))
        }
    }

    /// Finds the suppressions of a file without a syntax tree, line by line: in a `#` or `//` comment at the end of a line or on the line above.
    init(_ text: UnsafeBufferPointer<UInt8>, lines: LineIndex) {
        for line in 1...max(1, lines.lineCount) {
            let range = lines.bytes(ofLine: line, in: text)
            let content = String(decoding: text[range], as: UTF8.self)
            guard let marker = content.range(of: SuppressionComment.marker), let start = content[..<marker.lowerBound].lastIndex(where: { $0 == "#" || $0 == "/" }),
                let comment = SuppressionComment(String(content[start...]))
            else { continue }
            let isAlone = content[..<start].allSatisfy { $0.isWhitespace || $0 == "/" || $0 == "#" }
            let covered = comment.reach == .file ? 1...Int.max : isAlone ? line...(line + 1) : line...line
            entries.append(Entry(comment: comment, bytes: range, line: line, lines: covered))
        }
    }

    /// The entry that silences a rule at a line, marked as used. An expired one silences nothing.
    mutating func silence(rule: String, code: String?, line: Int, today: String) -> Entry? {
        var result: Entry?
        for index in entries.indices where entries[index].lines.contains(line) && entries[index].comment.mistake == nil {
            guard let name = entries[index].comment.rules.first(where: { $0 == rule || $0 == code }) else { continue }
            entries[index].used.insert(name)
            if let until = entries[index].comment.until, until < today { continue }
            result = result ?? entries[index]
        }
        return result
    }

    // MARK: what a comment covers

    /// A comment after code covers the statement it stands in; one on a line of its own covers the statement that follows.
    private static func covered(by comment: NodeIndex, line: Int, _ tree: FlatTree, _ lines: LineIndex) -> ClosedRange<Int> {
        let node = tree.nodes[comment]
        let lineStart = lines.bytes(ofLine: line, in: tree.bytes.bindMemory(to: UInt8.self)).lowerBound
        let isAlone = tree.bytes[lineStart..<Int(node.start)].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let target = isAlone ? nextCode(after: Int(node.end), in: tree) : lastCode(before: Int(node.start), from: lineStart, in: tree)
        guard let target else { return line...line }
        let targetLine = lines.line(at: target)
        let statement = statement(at: target, tree)
        let first = min(lines.line(at: statement.lowerBound), isAlone ? targetLine : line)
        let last = max(lines.line(at: max(statement.lowerBound, statement.upperBound - 1)), isAlone ? targetLine : line)
        // A decorated definition starts lines above the one the comment stands on; only what surrounds that line counts.
        return max(first, min(line, targetLine) - longestStatement)...min(last, max(line, targetLine) + longestStatement)
    }

    private static let longestStatement = 200

    private static func nextCode(after byte: Int, in tree: FlatTree) -> Int? {
        var low = 0, high = tree.nodes.count
        while low < high {
            let middle = (low + high) / 2
            if Int(tree.nodes[middle].start) < byte { low = middle + 1 } else { high = middle }
        }
        while low < tree.nodes.count {
            let node = tree.nodes[low]
            if node.end > node.start && node.flags & UInt16(SL_EXTRA) == 0 && Int(node.next) == low + 1 { return Int(node.start) }
            low += 1
        }
        return nil
    }

    private static func lastCode(before byte: Int, from start: Int, in tree: FlatTree) -> Int? {
        var at = byte - 1
        while at >= start, tree.bytes[at] == UInt8(ascii: " ") || tree.bytes[at] == UInt8(ascii: "\t") { at -= 1 }
        return at >= start ? at : nil
    }

    /// The bytes of the innermost statement around `byte`: all of it when it holds no block, else its head, down to the block.
    private static func statement(at byte: Int, _ tree: FlatTree) -> Range<Int> {
        let grammar = Grammar.of(tree.language)
        let bodies = bodyKinds(grammar)
        var node = 0, best = 0
        // Down the path of nodes that hold the byte; a statement is a child of something that holds statements.
        descend: while true {
            var child = node + 1
            while child < Int(tree.nodes[node].next) {
                let candidate = tree.nodes[child]
                if Int(candidate.start) <= byte, byte < Int(candidate.end) {
                    if node == 0 || bodies.contains(tree.nodes[node].symbol) {
                        if candidate.flags & UInt16(SL_NAMED) != 0, !bodies.contains(candidate.symbol) { best = child }
                    }
                    node = child
                    continue descend
                }
                child = Int(candidate.next)
            }
            break
        }
        guard best != 0 else { return byte..<(byte + 1) }
        let whole = tree.nodes[best]
        let body = (best + 1..<Int(whole.next)).first { bodies.contains(tree.nodes[$0].symbol) }
        return Int(whole.start)..<(body.map { max(Int(tree.nodes[$0].start), Int(whole.start) + 1) } ?? Int(whole.end))
    }

    /// The kinds whose children are statements or members.
    private static func bodyKinds(_ grammar: Grammar) -> Set<Kind> {
        let names =
            switch grammar.language {
            case .python: ["module", "block"]
            case .swift: ["source_file", "statements", "class_body", "enum_class_body", "protocol_body", "function_body", "computed_property", "lambda_literal"]
            }
        return Set(names.compactMap { grammar.kind($0) })
    }
}
