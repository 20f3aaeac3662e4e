internal import SourceFiles
internal import TextMatching

/// One condition on a file, compiled.
indirect enum FileClause: Sendable {
    case all([FileClause])
    case any([FileClause])
    case not(FileClause)
    case path([Glob])
    case mode(ModeTest)
    case indexMode([UInt32])
    /// Whether others have the file anyhow: tracked by git, or part of a source distribution.
    case distributed(Bool)
    case size(ClosedRange<Int>)
    case owner(OwnerTest, negated: Bool)
    case shebang(Bool)
    case yamlTag(TagTest)
    case key(KeyPattern, value: LinearRegex?)
    case content(TextMatcher)
}

struct ModeTest: Sendable {
    var anyOf: UInt16?
    var allOf: UInt16?
    var noneOf: UInt16?

    func holds(_ mode: UInt16) -> Bool {
        (anyOf.map { mode & $0 != 0 } ?? true) && (allOf.map { mode & $0 == $0 } ?? true) && (noneOf.map { mode & $0 == 0 } ?? true)
    }
}

enum OwnerTest: Sendable {
    case currentUser
    case user(UInt32)
}

/// Explicit tags a document must bear, and those that do not count.
struct TagTest: Sendable {
    var anyOf: [Glob]
    var noneOf: [Glob]

    func holds(_ tag: String) -> Bool { anyOf.contains { $0.matches(tag) } && !noneOf.contains { $0.matches(tag) } }
}
