/// A list of patterns in the language of `.gitignore`, for paths that are not being walked.
package struct PathPatterns: Sendable {
    private let list: IgnoreList

    /// - Throws: `FileError` with the code `badGlob` for the first pattern that can match nothing.
    package init(_ patterns: [String]) throws(FileError) {
        for pattern in patterns {
            if let reason = Self.mistake(in: pattern) {
                throw FileError(
                    .badGlob, subject: pattern, reason: "the pattern `\(pattern)` \(reason.what)", advice: reason.advice)
            }
        }
        list = IgnoreList(patterns: patterns, base: 0)
    }

    /// What the last pattern that matches says: true for a match, false where it begins with `!`; nil when none does. Says nothing of the
    /// folders above.
    /// - Parameter path: `/`-separated, relative to where the patterns are written, without a leading `/`.
    package func verdict(_ path: Substring, isFolder: Bool) -> Bool? {
        var path = path
        return path.withUTF8 { bytes in
            let nameStart = bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0
            return list.verdict(bytes, nameStart: nameStart, isFolder: isFolder).map { $0 == .ignored }
        }
    }

    /// Whether a file or a folder above it matches.
    package func matches(_ path: Substring) -> Bool {
        for end in path.utf8.indices where path.utf8[end] == slash {
            if verdict(path[..<end], isFolder: true) == true { return true }
        }
        return verdict(path, isFolder: false) == true
    }

    private static func mistake(in pattern: String) -> (what: String, advice: String)? {
        if IgnoreList(patterns: [pattern], base: 0).isEmpty { return ("can match nothing", "Close every `[`, and write `\\\\` for a backslash.") }
        if pattern.hasPrefix("../") || pattern.contains("/../") || pattern.hasPrefix("./") {
            return ("can match nothing", "Patterns start at the folder of their file, without `./` or `..`.")
        }
        var isEscaped = false
        for character in pattern.utf8 {
            if character == UInt8(ascii: "{"), !isEscaped {
                return ("has a `{`, which is no wildcard here", "Write one pattern for each alternative, or `\\{` for the character itself.")
            }
            isEscaped = character == UInt8(ascii: "\\") && !isEscaped
        }
        return nil
    }
}
