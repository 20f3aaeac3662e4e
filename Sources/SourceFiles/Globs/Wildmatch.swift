/// Compiles a pattern as git's wildmatch reads it.
enum Wildmatch {
    /// - Returns: nil for a pattern that can never match: an unclosed class, a trailing backslash.
    static func compile(_ pattern: ArraySlice<UInt8>, foldsCase: Bool) -> GlobProgram? {
        var steps: [GlobProgram.Step] = []
        var sets: [ByteSet] = []
        var at = pattern.startIndex
        let end = pattern.endIndex
        func literal(_ byte: UInt8) -> GlobProgram.Step { .init(operation: .byte, byte: foldsCase ? lowercased(byte) : byte) }
        while at < end {
            switch pattern[at] {
            case UInt8(ascii: "\\"):
                guard at + 1 < end else { return nil }
                steps.append(literal(pattern[at + 1]))
                at += 2
            case UInt8(ascii: "?"):
                steps.append(.init(operation: .notSlash))
                at += 1
            case UInt8(ascii: "["):
                guard let set = CharacterClass.parse(pattern, at: &at, foldsCase: foldsCase) else { return nil }
                steps.append(.init(operation: .set, operand: Int32(sets.count)))
                sets.append(set)
            case UInt8(ascii: "*"):
                let start = at
                while at < end, pattern[at] == UInt8(ascii: "*") { at += 1 }
                let startsFolder = start == pattern.startIndex || pattern[start - 1] == slash
                let isDouble = at - start > 1 && startsFolder
                if isDouble, at < end, pattern[at] == slash {
                    steps.append(.init(operation: .folders))
                    steps.append(.init(operation: .folderBody))
                    at += 1
                } else if isDouble, at == end || pattern[at...].starts(with: [UInt8(ascii: "\\"), slash]) {
                    steps.append(.init(operation: .anything))
                } else {
                    steps.append(.init(operation: .run))
                }
            default:
                steps.append(literal(pattern[at]))
                at += 1
            }
        }
        return GlobProgram(steps: steps, sets: sets)
    }
}

/// ASCII only, as git folds.
func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
