/// A glob over whole paths, for rules' `files:` and `ignores:`. `*` and `?` stay within a folder, `**/`, `/**/` and `/**` cross folders,
/// `[a-z]`, `[!a-z]` and `[[:alpha:]]` are classes, `{a,b}` alternatives (nesting allowed), `\` takes the next character literally. `?` is
/// one Unicode scalar. Matching takes time in proportion to pattern length times path length, whatever the pattern.
package struct Glob: Sendable, Hashable {
    /// As written.
    package let pattern: String
    private let program: GlobProgram

    /// - Throws: `FileError` with the code `badGlob` for an unclosed class or brace, a trailing `\`, an unknown class name, or a
    ///   character outside ASCII in a class.
    package init(_ pattern: String) throws(FileError) {
        self.pattern = pattern
        var compiler = Compiler(pattern: pattern, bytes: Array(pattern.utf8)[...])
        program = try compiler.compile()
    }

    /// Whether the whole path matches; `path` is `/`-separated, without a leading `./`.
    package func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool { program.matches(path) }

    /// Whether the whole path matches; `path` is `/`-separated, without a leading `./`.
    package func matches(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { program.matches($0) }
    }
}

private struct Compiler {
    /// An open `{`: where its current alternative began, and the jumps that must lead behind its `}`.
    struct Brace {
        var fork: Int
        var jumps: [Int] = []
    }

    let pattern: String
    let bytes: ArraySlice<UInt8>
    var at = 0
    var steps: [GlobProgram.Step] = []
    var sets: [ByteSet] = []
    var braces: [Brace] = []

    init(pattern: String, bytes: ArraySlice<UInt8>) {
        self.pattern = pattern
        self.bytes = bytes
    }

    mutating func compile() throws(FileError) -> GlobProgram {
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\\"):
                at += 1
                guard at < bytes.count else { throw bad("ends in a lone `\\`", "Write `\\\\` for a backslash.") }
                literal(bytes[at])
                at += 1
            case UInt8(ascii: "?"):
                steps.append(.init(operation: .scalar))
                steps.append(.init(operation: .continuations))
                at += 1
            case UInt8(ascii: "["): try characterClass()
            case UInt8(ascii: "*"): stars()
            case UInt8(ascii: "{"):
                braces.append(Brace(fork: steps.count))
                steps.append(.init(operation: .fork))
                at += 1
            case UInt8(ascii: ",") where !braces.isEmpty:
                endAlternative()
                braces[braces.count - 1].fork = steps.count
                steps.append(.init(operation: .fork))
                at += 1
            case UInt8(ascii: "}") where !braces.isEmpty:
                endAlternative()
                let brace = braces.removeLast()
                // No alternative is left to fork to.
                steps[brace.fork] = .init(operation: .jump, operand: Int32(brace.fork + 1))
                for jump in brace.jumps { steps[jump].operand = Int32(steps.count) }
                at += 1
            default:
                literal(byte)
                at += 1
            }
        }
        guard braces.isEmpty else { throw bad("has an unclosed `{`", "Close it with `}`, or write `\\{` for the character itself.") }
        return GlobProgram(steps: steps, sets: sets)
    }

    private mutating func literal(_ byte: UInt8) { steps.append(.init(operation: .byte, byte: byte)) }

    /// Ends an alternative with a jump behind the brace; the fork that began it leads to what comes next.
    private mutating func endAlternative() {
        braces[braces.count - 1].jumps.append(steps.count)
        steps.append(.init(operation: .jump))
        steps[braces[braces.count - 1].fork].operand = Int32(steps.count)
    }

    private mutating func stars() {
        let start = at
        while at < bytes.count, bytes[at] == UInt8(ascii: "*") { at += 1 }
        let startsAlternative = steps.last.map { $0.operation == .fork } ?? true
        let endsAlternative = at == bytes.count || (!braces.isEmpty && (bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: "}")))
        let startsFolder = startsAlternative || bytes[start - 1] == slash
        if at - start == 2, startsFolder, endsAlternative {
            steps.append(.init(operation: .anything))
        } else if at - start == 2, startsFolder, bytes[at] == slash {
            steps.append(.init(operation: .folders))
            steps.append(.init(operation: .folderBody))
            at += 1
        } else {
            steps.append(.init(operation: .run))
        }
    }

    private mutating func characterClass() throws(FileError) {
        let start = at
        guard let set = CharacterClass.parse(bytes, at: &at, foldsCase: false) else {
            throw bad("has an unclosed `[` or an unknown class name", "Close it with `]`, or write `\\[` for the character itself.")
        }
        guard bytes[start..<at].allSatisfy({ $0 < 0x80 }) else {
            throw bad("has a character outside ASCII in a `[…]`", "Write alternatives instead: `{é,è}`.")
        }
        steps.append(.init(operation: .set, operand: Int32(sets.count)))
        sets.append(set)
        // A negated class accepts the first byte of a longer scalar: the rest goes with it.
        if set.contains(0xC3) { steps.append(.init(operation: .continuations)) }
    }

    private func bad(_ reason: String, _ advice: String) -> FileError {
        FileError(.badGlob, subject: pattern, reason: "the glob `\(pattern)` \(reason)", advice: advice)
    }
}
