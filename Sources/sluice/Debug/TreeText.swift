import CSyntax
import Findings
import SourceFiles
import Syntax

/// A tree as indented text: `field: kind  line:column-line:column  "text of a leaf"`.
enum TreeText {
    private static let longestLeaf = 60

    static func render(_ tree: FlatTree, all: Bool) -> String {
        let grammar = Grammar.of(tree.language), source = tree.bytes.bindMemory(to: UInt8.self)
        let lines = LineIndex(source)
        var text = "", depths = [Int](repeating: 0, count: tree.nodes.count)
        for (index, node) in tree.nodes.enumerated() {
            depths[index] = index == 0 ? 0 : depths[Int(node.parent)] + 1
            let isNamed = node.flags & UInt16(SL_NAMED) != 0
            guard all || isNamed || node.flags & UInt16(SL_MISSING) != 0 else { continue }
            let start = lines.position(at: Int(node.start), in: source), end = lines.position(at: Int(node.end), in: source)
            text += String(repeating: "  ", count: depths[index])
            if let field = grammar.name(ofField: node.field) { text += "\(field): " }
            text += isNamed ? grammar.name(of: node.symbol) : "\"\(grammar.name(of: node.symbol))\""
            if node.flags & UInt16(SL_MISSING) != 0 { text += " (missing)" }
            text += "  \(start.line):\(start.column)-\(end.line):\(end.column)"
            if Int(node.next) == index + 1, isNamed { text += "  \(leaf(tree.string(index)))" }
            text += "\n"
        }
        return text
    }

    private static func leaf(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(longestLeaf).map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0) }.joined()
        return "\"\(shown)\(text.unicodeScalars.count > longestLeaf ? "…" : "")\""
    }
}
