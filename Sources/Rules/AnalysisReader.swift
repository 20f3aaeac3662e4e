import YAML

/// Reads `analysis:`; every mistake is added to the errors and reading goes on.
struct AnalysisReader {
    var objects: RuleObjectReader

    mutating func read(_ node: YAMLNode) -> AnalysisText? {
        guard let pairs = objects.mapping(node, "`analysis`") else { return nil }
        guard let kindNode = node["kind"] else {
            objects.errors.add(node.mark, "an analysis needs its `kind`: one of \(Self.kinds)")
            return nil
        }
        guard let word = objects.text(kindNode, "kind") else { return nil }
        guard let kind = AnalysisKind(rawValue: word.value) else {
            objects.errors.add(word.mark, "unknown analysis `\(word.value)`; expected one of \(Self.kinds)")
            return nil
        }
        var text = AnalysisText(kind: kind)
        let parameters = kind.parameters
        for (key, value) in pairs where key.text != "kind" {
            guard let parameter = parameters.first(where: { $0.name == key.text }) else {
                let known = parameters.isEmpty ? "it has none" : "expected one of \(parameters.map(\.name).joined(separator: ", "))"
                objects.errors.add(key.mark, "the analysis `\(kind.rawValue)` has no parameter `\(key.text ?? "")`; \(known)")
                continue
            }
            switch parameter.form {
            case .calls: text.calls.append((parameter.name, entries(value, parameter.name)))
            case .flag: if let flag = flag(value, parameter.name) { text.numbers.append((parameter.name, flag ? 1 : 0)) }
            case .vocabulary: if let name = objects.text(value, parameter.name) { text.vocabularies.append((parameter.name, name)) }
            case .number: if let number = number(value, parameter.name) { text.numbers.append((parameter.name, number)) }
            }
        }
        for parameter in parameters where parameter.isRequired && node[parameter.name] == nil {
            objects.errors.add(node.mark, "the analysis `\(kind.rawValue)` needs `\(parameter.name)`: \(parameter.meaning)")
        }
        return text
    }

    private static let kinds = AnalysisKind.allCases.map(\.rawValue).joined(separator: ", ")

    /// A list of names and rule objects, or one standing for a list of one. A list in the list (an alias, mostly) stands for its entries.
    private mutating func entries(_ node: YAMLNode, _ parameter: String) -> [KnowledgeEntry] {
        (node.items ?? [node]).flatMap { $0.items ?? [$0] }.compactMap { item in
            if case .mapping = item.kind { return .object(objects.object(item)) }
            if let text = item.text { return .name(Marked(text, item.mark)) }
            objects.errors.add(item.mark, "`\(parameter)` lists calls: names such as asyncio.gather, or rule objects")
            return nil
        }
    }

    private mutating func flag(_ node: YAMLNode, _ parameter: String) -> Bool? {
        switch node.text {
        case "true": return true
        case "false": return false
        default:
            objects.errors.add(node.mark, "`\(parameter)` must be true or false")
            return nil
        }
    }

    private static let largest = 1_000_000

    private mutating func number(_ node: YAMLNode, _ parameter: String) -> Int? {
        if let number = node.int, (0...Self.largest).contains(number) { return number }
        objects.errors.add(node.mark, "`\(parameter)` must be a number from 0 to \(Self.largest)")
        return nil
    }
}
