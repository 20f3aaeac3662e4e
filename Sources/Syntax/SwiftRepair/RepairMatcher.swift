/// Finds which repair fits at a token.
struct RepairMatcher {
    private let bytes: UnsafeRawBufferPointer
    private let tokens: [SwiftToken]
    /// The repairs by the first byte of their first token; those whose first token has none stand under every byte.
    private let byFirstByte: [[Repair]]

    init(_ repairs: [Repair], tokens: [SwiftToken], bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.tokens = tokens
        var table = [[Repair]](repeating: [], count: 256)
        for repair in repairs {
            if let first = repair.pieces.first?.firstByte {
                table[Int(first)].append(repair)
            } else {
                for byte in table.indices { table[byte].append(repair) }
            }
        }
        byFirstByte = table
    }

    /// The edits of the first repair that fits at `index`, and the token after what it covers; nil when none fits.
    func match(at index: Int) -> (edits: [SourceEdit], end: Int)? {
        for repair in byFirstByte[Int(bytes[tokens[index].start])] {
            if let match = match(repair, at: index) { return match }
        }
        return nil
    }

    private func match(_ repair: Repair, at index: Int) -> (edits: [SourceEdit], end: Int)? {
        guard follows(repair.after, index) else { return nil }
        var edits: [SourceEdit] = []
        var at = index
        for piece in repair.pieces {
            guard at < tokens.count, let end = match(piece, at: at, into: &edits) else { return nil }
            at = end
        }
        return precedes(repair.before, at) ? (edits, at) : nil
    }

    /// The token after the piece, or nil when it does not fit.
    private func match(_ piece: Repair.Piece, at index: Int, into edits: inout [SourceEdit]) -> Int? {
        let token = tokens[index]
        switch piece {
        case .keep(let text):
            guard spells(text, index) else { return nil }
        case .blank(let text):
            guard spells(text, index) else { return nil }
            edits.append(SourceEdit(token.range))
        case .show(let text, let shown):
            guard spells(text, index) else { return nil }
            edits.append(SourceEdit(token.range, text: shown))
        case .keepGroup(let open):
            return groupEnd(open, index)
        case .blankGroup(let open):
            guard let end = groupEnd(open, index) else { return nil }
            edits.append(SourceEdit(token.start..<tokens[end - 1].end))
            return end
        case .emptyGroup(let open):
            guard let end = groupEnd(open, index) else { return nil }
            edits.append(SourceEdit(token.end..<tokens[end - 1].start))
            return end
        case .anyWord:
            guard token.kind == .word else { return nil }
        case .blankWord:
            guard token.kind == .word else { return nil }
            edits.append(SourceEdit(token.range))
        case .matching(let trait):
            guard token.kind == .word else { return nil }
            if case .attribute = trait {
                if bytes[token.start] != UInt8(ascii: "@") { return nil }
            } else {
                guard let edit = self.edit(for: trait, token) else { return nil }
                edits.append(edit)
            }
        }
        return index + 1
    }

    private func edit(for trait: Repair.Trait, _ token: SwiftToken) -> SourceEdit? {
        switch trait {
        case .rawIdentifier:
            guard bytes[token.start] == UInt8(ascii: "`") else { return nil }
            let inner = token.start + 1..<token.end - 1
            return inner.contains { !bytes[$0].isASCIIWord } ? SourceEdit(inner, filling: { !$0.isASCIIWord }) : nil
        case .foreignWord:
            return token.range.contains { bytes[$0] >= 0x80 } ? SourceEdit(token.range, filling: { $0 >= 0x80 }) : nil
        case .attribute: return nil
        case .keyword:
            return swiftKeywords.contains { bytes.spells($0, at: token.range) } ? SourceEdit(token.start..<token.start + 1, text: "_") : nil
        }
    }

    private func spells(_ text: StaticString, _ index: Int) -> Bool { bytes.spells(text, at: tokens[index].range) }

    /// The token after the bracket that closes the one at `index`, or nil when that is not `open` or is never closed.
    private func groupEnd(_ open: StaticString, _ index: Int) -> Int? {
        guard spells(open, index) else { return nil }
        let opening = open.utf8Start[0]
        let closing: UInt8 = opening == UInt8(ascii: "(") ? UInt8(ascii: ")") : opening + 2
        var depth = 0
        for at in index..<tokens.count where tokens[at].kind == .symbol {
            let byte = bytes[tokens[at].start]
            if byte == opening { depth += 1 }
            if byte == closing, !(closing == UInt8(ascii: ">") && at > 0 && isArrow(at)) { depth -= 1 }
            if depth == 0 { return at + 1 }
        }
        return nil
    }

    private func isArrow(_ index: Int) -> Bool {
        let start = tokens[index].start
        return start > 0 && bytes[start - 1] == UInt8(ascii: "-")
    }

    /// Looks back, within the line or over lines that end in a comma, for what introduces a condition.
    private func isInCondition(_ index: Int) -> Bool {
        var at = index
        while at > 0 {
            if tokens[at].startsLine, !spells(",", at - 1), !spells("=", at - 1) { return false }
            at -= 1
            if spells("{", at) || spells("}", at) || spells(";", at) { return false }
            if tokens[at].kind == .word, ["if", "while", "for", "switch"].contains(where: { spells($0, at) }) { return true }
        }
        return false
    }

    private func follows(_ neighbour: Repair.Neighbour, _ index: Int) -> Bool {
        guard index > 0 else { return neighbour.fitsEdge }
        let previous = tokens[index - 1]
        switch neighbour {
        case .anything, .operand, .type: return true
        case .condition: return isInCondition(index)
        case .symbol(let text): return spells(text, index - 1)
        case .not(let text): return !spells(text, index - 1)
        case .lineStart: return tokens[index].startsLine
        case .operandMayStart:
            if tokens[index].startsLine { return true }
            switch previous.kind {
            case .symbol: return !")]}.".utf8.contains(bytes[previous.start])
            case .word: return operandKeywords.contains { bytes.spells($0, at: previous.range) }
            case .literal: return true
            case .number, .directive: return false
            }
        }
    }

    private func precedes(_ neighbour: Repair.Neighbour, _ index: Int) -> Bool {
        guard index < tokens.count else { return neighbour.fitsEdge }
        let next = tokens[index], first = bytes[next.start]
        switch neighbour {
        case .anything, .operandMayStart, .condition: return true
        case .symbol(let text): return spells(text, index)
        case .not(let text): return !spells(text, index)
        case .lineStart: return next.startsLine
        case .type: return next.kind == .word || "([@~".utf8.contains(first)
        case .operand:
            if next.startsLine { return false }
            if next.kind != .symbol { return !(next.kind == .word && bytes.spells("in", at: next.range)) }
            let isSpaced = index > 0 && tokens[index - 1].end < next.start
            return isSpaced && "([&.\\".utf8.contains(first)
        }
    }
}

/// Words after which an operand starts.
private let operandKeywords: [StaticString] = [
    "return", "try", "await", "in", "throw", "case", "if", "guard", "while", "switch", "else", "where", "unsafe", "consume", "copy", "as", "is",
]

/// Words the grammar does not take for a name after a dot.
let swiftKeywords: [StaticString] = [
    "as", "async", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
    "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "inout", "is", "let", "nil", "operator", "repeat", "rethrows", "return",
    "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
]

extension Repair.Neighbour {
    /// Whether the beginning or the end of the file will do.
    fileprivate var fitsEdge: Bool {
        switch self {
        case .anything, .operandMayStart, .lineStart, .not: true
        case .operand, .type, .symbol, .condition: false
        }
    }
}

extension Repair.Piece {
    fileprivate var firstByte: UInt8? {
        switch self {
        case .keep(let text), .blank(let text), .show(let text, as: _), .keepGroup(let text), .blankGroup(let text), .emptyGroup(let text):
            text.utf8Start[0]
        case .anyWord, .blankWord, .matching: nil
        }
    }
}

extension UInt8 {
    fileprivate var isASCIIWord: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") || self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
            || self == UInt8(ascii: "_")
    }
}
