/// A JSON value whose keys keep their order: what schemas are written with.
package indirect enum SchemaValue {
    case text(String), bool(Bool), number(Int), list([SchemaValue]), object([(String, SchemaValue)])

    /// As indented JSON with a line end behind it. Texts must have nothing in them that JSON escapes but quotes and backslashes.
    package var text: String { render(indent: "") + "\n" }

    private func render(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .text(let text): return "\"\(Self.escaped(text))\""
        case .bool(let bool): return "\(bool)"
        case .number(let number): return "\(number)"
        case .list(let items):
            return items.isEmpty ? "[]" : "[\n" + items.map { inner + $0.render(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let pairs):
            return pairs.isEmpty ? "{}" : "{\n" + pairs.map { "\(inner)\"\($0.0)\": \($0.1.render(indent: inner))" }.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) }
    }
}
