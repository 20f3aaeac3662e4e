/// Finds which repair fits at a token.
struct RepairMatcher {
    private let source: SwiftSource
    /// The repairs by the first byte of their first token; those whose first token may begin with any stand under every byte.
    private let byFirstByte: [[Repair]]

    init(_ repairs: [Repair], source: SwiftSource) {
        self.source = source
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
        for repair in byFirstByte[Int(source.bytes[source.tokens[index].start])] {
            if let match = match(repair, at: index) { return match }
        }
        return nil
    }

    private func match(_ repair: Repair, at index: Int) -> (edits: [SourceEdit], end: Int)? {
        var edits: [SourceEdit] = []
        var at = index
        for piece in repair.pieces {
            guard at < source.tokens.count, let end = match(piece, at: at, into: &edits) else { return nil }
            at = end
        }
        guard repair.after.precedes(index, in: source), repair.before.standsAt(at, in: source) else { return nil }
        return (edits, at)
    }

    /// The token after the piece, or nil when it does not fit.
    private func match(_ piece: Repair.Piece, at index: Int, into edits: inout [SourceEdit]) -> Int? {
        let token = source.tokens[index]
        switch piece {
        case .keep(let text):
            guard source.spells(text, index) else { return nil }
        case .blank(let text):
            guard source.spells(text, index) else { return nil }
            edits.append(SourceEdit(token.range))
        case .show(let text, let shown):
            guard source.spells(text, index) else { return nil }
            edits.append(SourceEdit(token.range, text: shown))
        case .parenthesize(let text):
            guard source.spells(text, index), let both = source.parentheses(from: index) else { return nil }
            edits += both
        case .keepGroup(let open):
            return source.groupEnd(open, index)
        case .blankGroup(let open):
            guard let end = source.groupEnd(open, index) else { return nil }
            edits.append(SourceEdit(token.start..<source.tokens[end - 1].end))
            return end
        case .anyWord:
            guard token.kind == .word else { return nil }
        case .like(let trait):
            guard let traitEdits = trait.edits(for: token, in: source.bytes) else { return nil }
            edits += traitEdits
        }
        return index + 1
    }
}

extension Repair.Piece {
    /// What its token begins with, or nil when that may be anything.
    fileprivate var firstByte: UInt8? {
        switch self {
        case .keep(let text), .blank(let text), .show(let text, as: _), .parenthesize(let text), .keepGroup(let text), .blankGroup(let text):
            text.utf8Start[0]
        case .anyWord, .like: nil
        }
    }
}

extension Repair.Neighbour {
    /// Whether what stands before the token at `index` is this.
    fileprivate func precedes(_ index: Int, in source: SwiftSource) -> Bool {
        switch self {
        case .anything: return true
        case .symbol(let text): return index > 0 && source.spells(text, index - 1)
        case .not(let text): return index == 0 || !source.spells(text, index - 1)
        case .condition: return source.isInCondition(index)
        case .operandMayStart:
            guard index > 0, !source.tokens[index].startsLine else { return true }
            let previous = source.tokens[index - 1]
            switch previous.kind {
            case .symbol: return !")]}.<".utf8.contains(source.bytes[previous.start]) && !source.isArrow(index - 1)
            case .word: return source.spells(Self.beforeOperands, index - 1)
            case .literal: return true
            case .number, .directive: return false
            }
        case .operand, .type, .notArrow: return false
        }
    }

    /// Whether this begins at the token at `index`.
    fileprivate func standsAt(_ index: Int, in source: SwiftSource) -> Bool {
        guard index < source.tokens.count else {
            switch self {
            case .anything, .not, .notArrow: return true
            default: return false
            }
        }
        let token = source.tokens[index], first = source.bytes[token.start]
        switch self {
        case .anything: return true
        case .symbol(let text): return source.spells(text, index)
        case .not(let text): return !source.spells(text, index)
        case .notArrow: return !source.spells(["-", "async", "throws", "rethrows"], index)
        case .type: return token.kind == .word || "([@~".utf8.contains(first)
        case .operand:
            if token.startsLine || source.spells("in", index) { return false }
            // A bracket that touches the word before makes that a function's name.
            let isApart = index == 0 || source.tokens[index - 1].end < token.start
            return token.kind != .symbol || (isApart && "([&.\\".utf8.contains(first))
        case .condition, .operandMayStart: return false
        }
    }

    private static let beforeOperands: [StaticString] = [
        "return", "try", "await", "in", "throw", "case", "if", "guard", "while", "switch", "else", "where", "unsafe", "consume", "copy", "as", "is",
    ]
}
