/// The patterns of one ignore file, as git means them (gitignore(5); the corner cases follow git's own matcher).
///
/// Patterns are kept flat, literals in one buffer, because the walk asks every list in force about every name it meets.
struct IgnoreList: Sendable {
    enum Verdict: Sendable, Hashable {
        case ignored
        /// Brought back by a `!` pattern.
        case kept
    }

    private enum Shape: UInt8 {
        /// No slash, no wildcard: the name is the literal.
        case name
        /// `*literal`.
        case nameSuffix
        /// No slash: the name starts with the literal, the program reads the rest.
        case nameProgram
        /// The path is the literal.
        case path
        /// The path starts with the literal, the program reads the rest.
        case pathProgram
    }

    private struct Pattern {
        var shape: Shape
        var isNegated: Bool
        var onlyFolders: Bool
        var literalStart: Int32
        var literalCount: Int32
        /// Index of the program, for the shapes that have one.
        var program: Int32 = -1
    }

    /// How many bytes of a path to drop to get what the patterns speak of: the folder of the ignore file and its slash.
    let base: Int
    private let foldsCase: Bool
    private var patterns: [Pattern] = []
    private var literals: [UInt8] = []
    private var programs: [GlobProgram] = []

    /// Whether no pattern can match anything.
    var isEmpty: Bool { patterns.isEmpty }

    /// - Parameters:
    ///   - text: the bytes of an ignore file.
    ///   - base: see the property.
    ///   - foldsCase: git's `core.ignoreCase`.
    init(text: [UInt8], base: Int, foldsCase: Bool = false) {
        self.init(base: base, foldsCase: foldsCase)
        var rest = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            var line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if line.first == UInt8(ascii: "#") { continue }
            add(Self.withoutTrailingSpaces(line.prefix { $0 != 0 }))
        }
    }

    /// Patterns given one by one, in which `#` starts no comment.
    init(patterns: [String], base: Int) {
        self.init(base: base, foldsCase: false)
        for pattern in patterns { add(Array(pattern.utf8)[...]) }
    }

    private init(base: Int, foldsCase: Bool) {
        self.base = base
        self.foldsCase = foldsCase
    }

    /// Spaces at the end do not count, unless a backslash stands before them.
    private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var at = line.startIndex
        while at < line.endIndex {
            if line[at] == UInt8(ascii: "\\") { at += 1 } else if line[at] == UInt8(ascii: " ") {
                at += 1
                continue
            }
            at += 1
            end = min(at, line.endIndex)
        }
        return line[..<end]
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        var rest = line
        let isNegated = rest.first == UInt8(ascii: "!")
        if isNegated { rest = rest.dropFirst() }
        let onlyFolders = rest.last == slash
        if onlyFolders { rest = rest.dropLast() }
        guard !rest.isEmpty else { return }
        var wildcard = rest.firstIndex(where: Self.isSpecial) ?? rest.endIndex
        var pattern = Pattern(shape: .name, isNegated: isNegated, onlyFolders: onlyFolders, literalStart: Int32(literals.count), literalCount: 0)
        if !rest.contains(slash) {
            if wildcard == rest.startIndex, rest.first == UInt8(ascii: "*"), !rest.dropFirst().contains(where: Self.isSpecial) {
                pattern.shape = .nameSuffix
                rest = rest.dropFirst()
                wildcard = rest.endIndex
            } else if wildcard != rest.endIndex {
                pattern.shape = .nameProgram
            }
        } else {
            if rest.first == slash { rest = rest.dropFirst() }
            pattern.shape = wildcard == rest.endIndex ? .path : .pathProgram
        }
        // git compares what comes before the first wildcard apart, so that `a**/b` reads as `a` and then a leading `**/b`.
        let literal = rest[..<wildcard]
        if wildcard != rest.endIndex {
            guard let program = Wildmatch.compile(rest[wildcard...], foldsCase: foldsCase) else { return }
            pattern.program = Int32(programs.count)
            programs.append(program)
        }
        pattern.literalCount = Int32(literal.count)
        literals += foldsCase ? literal.map(lowercased) : Array(literal)
        patterns.append(pattern)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
        default: false
        }
    }

    /// What the last pattern that matches says, or nil when none does. Says nothing about the folders above: whoever walks must not
    /// enter an ignored one.
    /// - Parameters:
    ///   - path: the path, of which `base` bytes are dropped first.
    ///   - nameStart: where its last component begins.
    func verdict(_ path: UnsafeBufferPointer<UInt8>, nameStart: Int, isFolder: Bool) -> Verdict? {
        guard path.count > base, nameStart >= base else { return nil }
        guard foldsCase else { return match(path, nameStart: nameStart, isFolder: isFolder) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: path.count) { folded in
            for i in 0..<path.count { folded[i] = lowercased(path[i]) }
            return match(UnsafeBufferPointer(folded), nameStart: nameStart, isFolder: isFolder)
        }
    }

    private func match(_ whole: UnsafeBufferPointer<UInt8>, nameStart: Int, isFolder: Bool) -> Verdict? {
        let path = UnsafeBufferPointer(rebasing: whole[base...])
        let name = UnsafeBufferPointer(rebasing: whole[nameStart...])
        return patterns.withUnsafeBufferPointer { patterns in
            literals.withUnsafeBufferPointer { literals in
                var index = patterns.count
                while index > 0 {
                    index -= 1
                    let pattern = patterns[index]
                    if pattern.onlyFolders, !isFolder { continue }
                    let start = Int(pattern.literalStart)
                    let literal = UnsafeBufferPointer(rebasing: literals[start..<(start + Int(pattern.literalCount))])
                    let isMatch =
                        switch pattern.shape {
                        case .name: name.count == literal.count && hasBytes(name, literal, at: 0)
                        case .nameSuffix: name.count >= literal.count && hasBytes(name, literal, at: name.count - literal.count)
                        case .nameProgram:
                            name.count >= literal.count && hasBytes(name, literal, at: 0)
                                && programs[Int(pattern.program)].matches(UnsafeBufferPointer(rebasing: name[literal.count...]))
                        case .path: path.count == literal.count && hasBytes(path, literal, at: 0)
                        case .pathProgram:
                            path.count >= literal.count && hasBytes(path, literal, at: 0)
                                && programs[Int(pattern.program)].matches(UnsafeBufferPointer(rebasing: path[literal.count...]))
                        }
                    if isMatch { return pattern.isNegated ? .kept : .ignored }
                }
                return nil
            }
        }
    }
}

/// Whether `part` stands in `bytes` at `offset`; the caller has checked that there is room.
@inline(__always)
private func hasBytes(_ bytes: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    var i = 0
    while i < part.count {
        if bytes[offset + i] != part[i] { return false }
        i += 1
    }
    return true
}
