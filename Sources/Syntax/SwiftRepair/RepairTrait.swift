extension Repair.Trait {
    /// How a token of this kind is shown; no edit when it is left as it is, nil when the token is not of this kind.
    func edits(for token: SwiftToken, in bytes: UnsafeRawBufferPointer) -> [SourceEdit]? {
        let first = bytes[token.start]
        switch self {
        case .attribute: return token.kind == .word && first == UInt8(ascii: "@") ? [] : nil
        case .macro:
            guard token.kind == .word, first == UInt8(ascii: "#") else { return nil }
            return [SourceEdit(token.start..<token.start + 1, text: "_")]
        case .number: return token.kind == .number ? [SourceEdit(token.start..<token.start + 1, text: "_")] : nil
        case .rawIdentifier:
            guard token.kind == .word, first == UInt8(ascii: "`") else { return nil }
            let inner = token.start + 1..<token.end - 1
            return inner.contains { !bytes[$0].isASCIIWord } ? [SourceEdit(inner, replacing: { !$0.isASCIIWord })] : nil
        case .foreignWord:
            guard token.kind == .word, token.range.contains(where: { bytes[$0] >= 0x80 }) else { return nil }
            return [SourceEdit(token.range, replacing: { $0 >= 0x80 })]
        case .keyword:
            guard token.kind == .word, Self.keywords.contains(where: { bytes.spells($0, at: token.range) }) else { return nil }
            return [SourceEdit(token.start..<token.start + 1, text: "_")]
        case .rawString:
            guard token.kind == .literal, first == UInt8(ascii: "#") else { return nil }
            let hashes = token.range.prefix { bytes[$0] == UInt8(ascii: "#") }.count
            let quotes = bytes[token.start + hashes..<token.end].prefix { $0 == UInt8(ascii: "\"") }.count
            let delimiter = hashes + (quotes >= 3 ? 3 : 1)
            guard token.range.count > 2 * delimiter else { return nil }
            return [SourceEdit(token.start + delimiter..<token.end - delimiter, replacing: { "\"#\\".utf8.contains($0) })]
        }
    }

    /// Words the grammar does not take for a name after a dot.
    private static let keywords: [StaticString] = [
        "as", "async", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
        "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "inout", "is", "let", "nil", "operator", "repeat", "rethrows",
        "return", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}

extension UInt8 {
    fileprivate var isASCIIWord: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") || self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
            || self == UInt8(ascii: "_")
    }
}
