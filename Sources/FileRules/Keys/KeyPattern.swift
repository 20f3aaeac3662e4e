internal import TextMatching

/// A path of keys with stars: `scripts.*`, `**.command`. `*` is one key (or the number of a list item), `**` any number of them.
struct KeyPattern: Sendable, Hashable {
    let segments: [String]

    init(_ text: String) { segments = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

    func matches(_ path: [String]) -> Bool { Self.matches(segments[...], path[...]) }

    private static func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        // The states of the pattern that a prefix of the path can be in: as many at once as there are segments, however many stars.
        var states = closure([pattern.startIndex], pattern)
        for key in path {
            var next: Set<Int> = []
            for state in states where state < pattern.endIndex {
                if pattern[state] == "**" { next.insert(state) } else if pattern[state] == "*" || pattern[state] == key { next.insert(state + 1) }
            }
            if next.isEmpty { return false }
            states = closure(next, pattern)
        }
        return states.contains(pattern.endIndex)
    }

    private static func closure(_ states: Set<Int>, _ pattern: ArraySlice<String>) -> Set<Int> {
        var all = states
        for var state in states {
            while state < pattern.endIndex, pattern[state] == "**" {
                state += 1
                all.insert(state)
            }
        }
        return all
    }

    /// Where the file has a key of this path with a value the regex takes. The name's ending tells the format; another gives nothing.
    func hits(in content: UnsafeRawBufferPointer, path: String, value: LinearRegex?) -> [FileHit] {
        guard let format = ConfigurationFormat(path: path) else { return [] }
        var hits: [FileHit] = []
        format.forEachValue(in: content) { keys, text, place in
            guard matches(keys) else { return }
            var text = text
            guard value.map({ regex in text.withUTF8 { regex.matches(UnsafeRawBufferPointer($0)) } }) ?? true else { return }
            hits.append(FileHit(bytes: place, variables: ["KEY": keys.joined(separator: ".")]))
        }
        return hits
    }
}
