internal import SourceFiles
internal import TextMatching
internal import YAML

/// Reads values out of a rule's mapping and keeps every mistake with its place.
struct MappingReader {
    /// Whether the mapping is one of our own, whose patterns a test has built.
    let isTrusted: Bool
    private var found: [FileRuleError] = []

    init(isTrusted: Bool) { self.isTrusted = isTrusted }

    /// In the order of the text.
    var errors: [FileRuleError] { found.sorted { ($0.mark.line, $0.mark.column) < ($1.mark.line, $1.mark.column) } }

    mutating func fail(_ node: YAMLNode, _ message: String) { found.append(FileRuleError(mark: node.mark, message: message)) }

    /// The entries of a mapping whose keys are all known.
    mutating func entries(_ node: YAMLNode, _ what: String, _ known: [String]) -> [(key: String, node: YAMLNode, value: YAMLNode)] {
        guard let entries = node.entries else {
            fail(node, "`\(what)` is a mapping, not \(node.describedKind); its keys are \(known.joined(separator: ", "))")
            return []
        }
        if entries.isEmpty { fail(node, "`\(what)` is empty; its keys are \(known.joined(separator: ", "))") }
        return entries.compactMap { key, value in
            guard let text = key.text, known.contains(text) else {
                fail(key, "`\(what)` has no key `\(key.text ?? key.describedKind)`; expected one of \(known.joined(separator: ", "))")
                return nil
            }
            return (text, key, value)
        }
    }

    /// One value or a list of them.
    func list(_ node: YAMLNode) -> [YAMLNode] { node.items ?? [node] }

    mutating func string(_ node: YAMLNode, _ what: String) -> String? {
        if let text = node.string, !text.isEmpty { return text }
        fail(node, "`\(what)` is a string, not \(node.describedKind); put it in quotes")
        return nil
    }

    mutating func bool(_ node: YAMLNode, _ what: String) -> Bool? {
        if let flag = node.bool { return flag }
        fail(node, "`\(what)` is true or false, not \(node.describedKind)")
        return nil
    }

    /// From 0.
    mutating func count(_ node: YAMLNode, _ what: String) -> Int? {
        if let number = node.int, number >= 0 { return number }
        fail(node, "`\(what)` is a number from 0, not \(node.describedKind)")
        return nil
    }

    /// Octal digits, with or without quotes: `"0111"`, `100755`.
    mutating func octal(_ node: YAMLNode, _ what: String, most: UInt32) -> UInt32? {
        if let text = node.text, let number = UInt32(text, radix: 8), number <= most { return number }
        fail(node, "`\(what)` is a mode in octal digits, at most \(String(most, radix: 8)), not `\(node.text ?? node.describedKind)`")
        return nil
    }

    mutating func glob(_ node: YAMLNode, _ what: String) -> Glob? {
        guard let text = string(node, what) else { return nil }
        do throws(FileError) { return try Glob(text) } catch {
            fail(node, error.description)
            return nil
        }
    }

    mutating func regex(_ node: YAMLNode, _ what: String) -> LinearRegex? {
        guard let text = string(node, what) else { return nil }
        do throws(RegexError) { return try LinearRegex(text, options: isTrusted ? [.multiLine, .trusted] : .multiLine) } catch {
            fail(node, "\(error)")
            return nil
        }
    }
}
