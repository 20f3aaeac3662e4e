internal import TextMatching
package import YAML

/// Reads `text:` mappings and `content:` clauses.
package enum TextRuleReader {
    /// The rule of a `text:` mapping, or all that is wrong with it. `^` and `$` in its regexes stand for the ends of lines.
    package static func read(_ mapping: YAMLNode, isTrusted: Bool = false) -> Result<TextRule, FileRuleErrors> {
        var reader = MappingReader(isTrusted: isTrusted)
        let matcher = reader.textMatcher(mapping, "text", masksByDefault: true)
        if let matcher, reader.errors.isEmpty { return .success(TextRule(matcher: matcher)) }
        return .failure(FileRuleErrors(all: reader.errors))
    }
}

/// All the mistakes of one mapping, in the order of its text.
package struct FileRuleErrors: Error, Sendable {
    package var all: [FileRuleError]
}

extension MappingReader {
    static let textKeys = ["regex", "capture", "entropy", "allow", "allow-line", "mask"]

    mutating func textMatcher(_ node: YAMLNode, _ what: String, masksByDefault: Bool) -> TextMatcher? {
        var allowed = TextMatcher.Allowance()
        var masks = masksByDefault
        var capture: YAMLNode?
        var leastEntropy = 0.0
        var regexes: YAMLNode?
        for (key, _, value) in entries(node, what, Self.textKeys) {
            switch key {
            case "regex": regexes = value
            case "capture": capture = value
            case "entropy": leastEntropy = entropy(value) ?? 0
            case "allow": allowed.captures = list(value).compactMap { regex($0, "allow") }
            case "allow-line": allowed.lines = list(value).compactMap { regex($0, "allow-line") }
            default: masks = bool(value, "mask") ?? masksByDefault
            }
        }
        guard let regexes else {
            if node.entries?.isEmpty == false { fail(node, "`\(what)` needs `regex`: one, or a list of them") }
            return nil
        }
        let patterns = list(regexes).compactMap { pattern($0, capture: capture, leastEntropy: leastEntropy) }
        if patterns.isEmpty, list(regexes).isEmpty { fail(regexes, "`regex` lists nothing to look for") }
        return TextMatcher(patterns: patterns, allowed: allowed, masks: masks)
    }

    /// A regex, or `{kind, regex, capture, entropy, allow, allow-line, note}`, whose own keys go before the rule's; what it allows is added to what
    /// the rule allows, and with `note: true` what it finds is a note. What a group named `secret` holds is masked in place of the capture.
    private mutating func pattern(_ node: YAMLNode, capture: YAMLNode?, leastEntropy: Double) -> TextMatcher.Pattern? {
        guard node.entries != nil else { return pattern(node, kind: nil, capture: capture, leastEntropy: leastEntropy) }
        var regex: YAMLNode?
        var kind: String?
        var capture = capture
        var leastEntropy = leastEntropy
        var allowed = TextMatcher.Allowance()
        var isNote = false
        for (key, _, value) in entries(node, "regex", ["kind", "regex", "capture", "entropy", "allow", "allow-line", "note"]) {
            switch key {
            case "kind": kind = string(value, "kind")
            case "regex": regex = value
            case "capture": capture = value
            case "allow": allowed.captures = list(value).compactMap { self.regex($0, "allow") }
            case "allow-line": allowed.lines = list(value).compactMap { self.regex($0, "allow-line") }
            case "note": isNote = bool(value, "note") ?? false
            default: leastEntropy = entropy(value) ?? 0
            }
        }
        guard let regex else {
            fail(node, "this pattern needs `regex`")
            return nil
        }
        var pattern = pattern(regex, kind: kind, capture: capture, leastEntropy: leastEntropy)
        pattern?.allowed = allowed
        pattern?.isNote = isNote
        return pattern
    }

    private mutating func pattern(_ node: YAMLNode, kind: String?, capture: YAMLNode?, leastEntropy: Double) -> TextMatcher.Pattern? {
        guard let regex = regex(node, "regex") else { return nil }
        var group = 0
        if let capture {
            if let number = capture.int {
                group = number
            } else if let name = capture.string {
                group = regex.group(named: name) ?? -1
            }
            guard (0...regex.groupCount).contains(group), capture.int != nil || capture.string != nil else {
                fail(capture, "`capture` names a group the regex `\(regex.pattern)` has not: it has \(regex.groupCount), give a number or a name")
                return nil
            }
        }
        return TextMatcher.Pattern(regex: regex, kind: kind, capture: group, leastEntropy: leastEntropy, secret: regex.group(named: "secret"))
    }

    private mutating func entropy(_ node: YAMLNode) -> Double? {
        var least: Double?
        for (_, _, value) in entries(node, "entropy", ["min"]) {
            guard let number = value.double, (0...8).contains(number) else {
                fail(value, "`min` is in bits a byte, from 0 to 8, not \(value.describedKind)")
                continue
            }
            least = number
        }
        return least
    }
}
