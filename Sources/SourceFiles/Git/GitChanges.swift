package import Findings

/// What became of one file between two states of a repository.
package struct GitChange: Sendable, Hashable {
    /// Relative to the top; nil where the file is new.
    package var oldPath: [UInt8]?
    /// Nil where it is gone.
    package var newPath: [UInt8]?
    /// What it held before; nil where it is new.
    package var old: GitEntry?
    package var hunks: [Hunk] = []
    /// Whether git says no more than that it is another file: a binary one, or one its attributes call so.
    package var isOpaque = false

    /// Lines that were put in the place of others; a count of 0 means none, after line `start`.
    package struct Hunk: Sendable, Hashable {
        package var oldStart: Int
        package var oldCount: Int
        package var newStart: Int
        package var newCount: Int
        /// Whether some of its lines, old or new, is more than blank or a comment: only then can it make a difference elsewhere.
        package var isCode = true
    }

    /// The lines that were added or modified, as the new state counts them.
    package var changedLines: LineSet {
        isOpaque ? .all : .some(hunks.compactMap { $0.newCount > 0 ? $0.newStart...($0.newStart + $0.newCount - 1) : nil })
    }

    /// The lines at which code is different, those around a gap included.
    package var touchedNewLines: LineSet { isOpaque ? .all : .some(hunks.filter(\.isCode).map { Self.touched($0.newStart, $0.newCount) }) }
    package var touchedOldLines: LineSet { isOpaque ? .all : .some(hunks.filter(\.isCode).map { Self.touched($0.oldStart, $0.oldCount) }) }

    private static func touched(_ start: Int, _ count: Int) -> ClosedRange<Int> { count > 0 ? start...(start + count - 1) : max(start, 1)...(start + 1) }
}

extension GitRepository {
    /// What a change is of.
    package enum NewState: Sendable, Hashable {
        /// The working tree's files; those git does not track are not among them.
        case workingTree
        case index
    }

    /// What differs from a revision. Renames are followed; what lies in submodules is not looked into.
    /// - Throws: `GitError`, `noWorkTree` in a bare repository.
    package func changes(since revision: Revision, in state: NewState) throws(GitError) -> [GitChange] {
        guard top != nil else {
            throw GitError(.noWorkTree, reason: "this repository is bare: it has no files that could have changed", advice: "Compare in a working tree, or use --baseline-ref.")
        }
        let tree: String
        if let object = revision.object {
            tree = object
        } else {
            tree = String(decoding: try output(["hash-object", "-t", "tree", "/dev/null"]).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        let text = try output(
            ["diff"] + (state == .index ? ["--cached"] : [])
                + [
                    "--raw", "-p", "-U0", "--inter-hunk-context=0", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative",
                    "--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/", "-O/dev/null", tree, "--",
                ])
        var parser = DiffParser(repository: self, text: text)
        return parser.parse()
    }
}

/// Reads what `git diff --raw -p -U0` prints. Names with control characters, quotes or backslashes come quoted as in C, so that no name can
/// pass for a line of the format.
struct DiffParser {
    private let repository: GitRepository
    private var lines: ArraySlice<ArraySlice<UInt8>>
    private var changes: [GitChange] = []
    /// By the new path, or the old one of a file that is gone.
    private var places: [[UInt8]: Int] = [:]

    init(repository: GitRepository, text: [UInt8]) {
        self.repository = repository
        lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    }

    mutating func parse() -> [GitChange] {
        while let line = lines.first, line.first == UInt8(ascii: ":") {
            lines.removeFirst()
            readRaw(line)
        }
        for index in changes.indices { changes[index].isOpaque = changes[index].old != nil && changes[index].newPath != nil && changes[index].hunks.isEmpty && hasOtherContent.contains(index) }
        readPatches()
        return changes
    }

    /// Changes whose content differs: without hunks these are opaque.
    private var hasOtherContent: Set<Int> = []

    /// `:<old mode> <new mode> <old object> <new object> <status>\t<path>[\t<path>]`
    private mutating func readRaw(_ line: ArraySlice<UInt8>) {
        let fields = line.dropFirst().split(separator: UInt8(ascii: "\t")), words = fields[0].split(separator: UInt8(ascii: " "))
        guard fields.count >= 2, words.count == 5, let status = words[4].first, let oldMode = UInt32(String(decoding: words[0], as: UTF8.self), radix: 8),
            let newMode = UInt32(String(decoding: words[1], as: UTF8.self), radix: 8)
        else { return }
        let first = Self.unquoted(fields[1]), last = Self.unquoted(fields[fields.count - 1])
        var change = GitChange()
        if oldMode != 0, status != UInt8(ascii: "C") {
            change.oldPath = first
            change.old = GitEntry(path: first, mode: oldMode, blob: GitBlob(repository: repository, object: String(decoding: words[2], as: UTF8.self)), size: 0)
        }
        if newMode != 0 { change.newPath = last }
        // An unmerged path and the change beside it have the same name.
        guard places[last] == nil else { return }
        places[last] = changes.count
        // Of a file in the working tree git gives no object, also where only its mode is another.
        let isUnknown = words[3].allSatisfy { $0 == UInt8(ascii: "0") }
        if words[2] != words[3], !isUnknown || oldMode == newMode { hasOtherContent.insert(changes.count) }
        changes.append(change)
    }

    private mutating func readPatches() {
        var place: Int?, oldName: [UInt8]?
        while let line = lines.popFirst() {
            if line.starts(with: "--- ".utf8) {
                oldName = Self.name(line.dropFirst(4))
            } else if line.starts(with: "+++ ".utf8) {
                place = (Self.name(line.dropFirst(4)) ?? oldName).flatMap { places[$0] }
            } else if line.starts(with: "@@ -".utf8), var hunk = Self.hunk(line) {
                let comment = Array((place.map(isSwift) == true ? "//" : "#").utf8)
                var left = hunk.oldCount + hunk.newCount
                hunk.isCode = false
                while left > 0, let content = lines.popFirst() {
                    if content.first == UInt8(ascii: "\\") { continue }
                    left -= 1
                    if Self.isCode(content.dropFirst(), comment) { hunk.isCode = true }
                }
                if let place {
                    changes[place].hunks.append(hunk)
                    changes[place].isOpaque = false
                }
            }
        }
    }

    private func isSwift(_ change: Int) -> Bool {
        (changes[change].newPath ?? changes[change].oldPath ?? []).withUnsafeBufferPointer { LanguageRecognition.language(named: $0) } == .swift
    }

    private static func isCode(_ line: ArraySlice<UInt8>, _ comment: [UInt8]) -> Bool {
        let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        return !text.isEmpty && !text.starts(with: comment)
    }

    /// `@@ -<start>[,<count>] +<start>[,<count>] @@`
    private static func hunk(_ line: ArraySlice<UInt8>) -> GitChange.Hunk? {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count >= 4, let old = range(words[1].dropFirst()), let new = range(words[2].dropFirst()) else { return nil }
        return GitChange.Hunk(oldStart: old.start, oldCount: old.count, newStart: new.start, newCount: new.count)
    }

    private static func range(_ word: ArraySlice<UInt8>) -> (start: Int, count: Int)? {
        let parts = word.split(separator: UInt8(ascii: ",")).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard let first = parts.first, let start = first else { return nil }
        guard parts.count > 1 else { return (start, 1) }
        return parts[1].map { (start, $0) }
    }

    /// The path in a `---` or `+++` line; nil for `/dev/null`. Behind a name with blanks stands a tab.
    private static func name(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        if text.elementsEqual("/dev/null".utf8) { return nil }
        let text = text.last == UInt8(ascii: "\t") ? text.dropLast() : text
        return Array(unquoted(text).dropFirst(2))
    }

    /// A name as git quotes it where it must: in double quotes, `\n`, `\"`, `\303`.
    static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\""), text.count >= 2 else { return Array(text) }
        let escapes: [UInt8: UInt8] = [
            UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
        ]
        var name: [UInt8] = [], rest = text.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                name.append(byte)
                continue
            }
            if (0x30...0x37).contains(next) {
                let digits = [next] + rest.prefix(2)
                rest = rest.dropFirst(2)
                name.append(digits.reduce(UInt8(0)) { $0 &<< 3 | ($1 & 7) })
            } else {
                name.append(escapes[next] ?? next)
            }
        }
        return name
    }
}
