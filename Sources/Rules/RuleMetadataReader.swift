import Findings
import YAML

/// Reads what a rule says about itself. A user's `metadata` may hold anything; only the keys we know are checked.
struct RuleMetadataReader {
    var objects: RuleObjectReader

    mutating func read(_ node: YAMLNode, id: String, language: String) -> RuleMetadata {
        var result = RuleMetadata(id: id, language: language)
        result.message = text(node, "message") ?? ""
        result.note = text(node, "note")
        result.url = text(node, "url")
        result.code = text(node, "code")
        result.severity = choice(node["severity"], Severity.self, "severity") ?? .hint
        guard let metadata = node["metadata"], !metadata.isNull, objects.mapping(metadata, "`metadata`") != nil else { return result }
        result.family = choice(metadata["family"], Family.self, "family") ?? .other
        result.confidence = choice(metadata["confidence"], Confidence.self, "confidence") ?? .medium
        result.cwe = weaknesses(metadata["cwe"])
        result.references = texts(metadata, "references")
        result.peers = texts(metadata, "peers")
        result.equivalents = texts(metadata, "equivalents")
        result.review = text(metadata, "review")
        result.probe = text(metadata, "probe")
        result.since = text(metadata, "since")
        return result
    }

    private mutating func text(_ node: YAMLNode, _ key: String) -> String? {
        guard let value = node[key], !value.isNull else { return nil }
        return objects.text(value, key)?.value
    }

    private mutating func texts(_ node: YAMLNode, _ key: String) -> [String] {
        list(node[key]).compactMap { objects.text($0, key)?.value }
    }

    /// `1322`, or `CWE-1322` with whatever follows.
    private mutating func weaknesses(_ node: YAMLNode?) -> [Int] {
        list(node).compactMap { item in
            if let number = item.int { return number }
            if let text = item.text, text.hasPrefix("CWE-"), let number = Int(text.dropFirst(4).prefix { $0.isASCII && $0.isNumber }) { return number }
            objects.errors.add(item.mark, "`cwe` is a number such as 772, or CWE-772")
            return nil
        }
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(_ node: YAMLNode?, _: Choice.Type, _ what: String) -> Choice?
    where Choice.RawValue == String {
        guard let node, !node.isNull else { return nil }
        if let name = node.text, let value = Choice(rawValue: name) { return value }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        objects.errors.add(node.mark, "unknown \(what) `\(node.text ?? "")`; expected one of \(names)")
        return nil
    }

    private func list(_ node: YAMLNode?) -> [YAMLNode] {
        guard let node, !node.isNull else { return [] }
        return node.items ?? [node]
    }
}
