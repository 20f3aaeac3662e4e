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
        case .parenthesize(let text):
            guard spells(text, index), let both = parentheses(from: index) else { return nil }
            edits += both
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
            guard token.kind == .word || token.kind == .literal else { return nil }
            if case .attribute = trait {
                if bytes[token.start] != UInt8(ascii: "@") { return nil }
            } else {
                guard let edit = self.edit(for: trait, token) else { return nil }
                edits.append(edit)
            }
        }
        return index + 1
    }

    /// `(` and `)` in place of the blanks around the operand that starts at `index` and ends before the body of the condition it stands in.
    private func parentheses(from index: Int) -> [SourceEdit]? {
        var at = index, depth = 0
        while at < tokens.count {
            if at > index, tokens[at].startsLine, depth == 0 { return nil }
            if tokens[at].kind == .symbol {
                switch bytes[tokens[at].start] {
                case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "{") where depth == 0:
                    let before = tokens[index].start - 1, after = tokens[at].start - 1
                    guard before > 0, bytes[before] == UInt8(ascii: " "), bytes[after] == UInt8(ascii: " ") else { return nil }
                    return [SourceEdit(before..<before + 1, text: "("), SourceEdit(after..<after + 1, text: ")")]
                case UInt8(ascii: ",") where depth == 0, UInt8(ascii: ";"), UInt8(ascii: "}"): return nil
                default: break
                }
                if depth < 0 { return nil }
            } else if depth == 0, spells("where", at) {
                return nil
            }
            at += 1
        }
        return nil
    }

    private func edit(for trait: Repair.Trait, _ token: SwiftToken) -> SourceEdit? {
        switch trait {
        case .rawIdentifier:
            guard token.kind == .word, bytes[token.start] == UInt8(ascii: "`") else { return nil }
            let inner = token.start + 1..<token.end - 1
            return inner.contains { !bytes[$0].isASCIIWord } ? SourceEdit(inner, replacing: { !$0.isASCIIWord }) : nil
        case .foreignWord:
            return token.kind == .word && token.range.contains { bytes[$0] >= 0x80 } ? SourceEdit(token.range, replacing: { $0 >= 0x80 }) : nil
        case .bareMacro:
            guard token.kind == .word, bytes[token.start] == UInt8(ascii: "#") else { return nil }
            return SourceEdit(token.start..<token.start + 1, text: "_")
        case .rawString:
            guard token.kind == .literal, bytes[token.start] == UInt8(ascii: "#") else { return nil }
            let hashes = token.range.prefix { bytes[$0] == UInt8(ascii: "#") }.count
            let quotes = bytes[token.start + hashes..<token.end].prefix { $0 == UInt8(ascii: "\"") }.count
            let delimiter = hashes + (quotes >= 3 ? 3 : 1)
            guard token.range.count > 2 * delimiter else { return nil }
            return SourceEdit(token.start + delimiter..<token.end - delimiter) { "\"#\\".utf8.contains($0) }
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

    /// Looks back, within the line or over lines that end in a comma, for what introduces a condition. Only where an operand begins.
    private func isInCondition(_ index: Int) -> Bool {
        if tokens[index - 1].kind == .word, !["in", "if", "while", "switch"].contains(where: { spells($0, index - 1) }) { return false }
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
            case .symbol: return !")]}.".utf8.contains(bytes[previous.start]) && !isArrow(index - 1)
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
        case .keep(let text), .blank(let text), .show(let text, as: _), .parenthesize(let text), .keepGroup(let text), .blankGroup(let text), .emptyGroup(let text):
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
