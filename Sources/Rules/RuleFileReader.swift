package import Findings
package import YAML

/// Reads rule documents: YAML in, rules and errors out. A mistake costs its own rule, never the others.
package enum RuleFileReader {
    /// Reads every document of a rule file.
    package static func read(_ text: String, file: String) -> (rules: [RuleFile], errors: [RuleError]) {
        let documents: [YAMLNode]
        do {
            documents = try YAML.parse(text, file: file)
        } catch {
            return ([], [RuleError(file: file, line: error.line, column: error.column, message: error.message)])
        }
        var rules: [RuleFile] = [], errors: [RuleError] = []
        for document in documents where !document.isNull {
            var reader = RuleDocumentReader(objects: RuleObjectReader(errors: RuleErrors(file: file)))
            let rule = reader.rule(document)
            let found = reader.objects.errors.all
            if let rule, found.isEmpty { rules.append(rule) }
            errors += found
        }
        return (rules, errors)
    }

    /// Reads a file of shared utilities (`utilDirs` of an sgconfig.yml): a document is `{id, language, rule, constraints}`.
    package static func readUtilities(_ text: String, file: String) -> (utilities: [(Utility, Language)], errors: [RuleError]) {
        let (rules, errors) = read(text, file: file)
        let utilities: [(Utility, Language)] = rules.compactMap { rule in
            guard case .code(let code) = rule.body, case .code(let language) = rule.language else { return nil }
            let (name, parameters) = RuleDocumentReader.signature(rule.metadata.id)
            let utility = Utility(name: Marked(name, rule.mark), parameters: parameters, rule: code.rule, constraints: code.constraints)
            return (utility, language)
        }
        return (utilities, errors)
    }
}

/// Reads one document.
struct RuleDocumentReader {
    var objects: RuleObjectReader

    static let keys = [
        "id", "code", "language", "message", "severity", "note", "url", "files", "ignores", "applies-to", "rule", "constraints", "utils",
        "transform", "fix", "labels", "rewriters", "metadata", "file", "text",
    ]
    static let roles = ["source", "test", "script", "entry-point"]

    mutating func rule(_ node: YAMLNode) -> RuleFile? {
        guard let pairs = objects.mapping(node, "a rule") else { return nil }
        for (key, _) in pairs where !Self.keys.contains(key.text ?? "") {
            objects.errors.add(key.mark, "unknown key `\(key.text ?? "")`; expected one of \(Self.keys.joined(separator: ", "))")
        }
        guard let idNode = node["id"], let id = objects.text(idNode, "id"), !id.value.isEmpty else {
            objects.errors.add(node.mark, "a rule needs an `id`")
            return nil
        }
        guard let languageNode = node["language"], let name = objects.text(languageNode, "language") else {
            objects.errors.add(node.mark, "a rule needs a `language`: python, swift, file or text")
            return nil
        }
        guard let language = Self.language(name.value) else {
            objects.errors.add(name.mark, "unknown language `\(name.value)`; expected python, swift, file or text")
            return nil
        }
        let body: RuleBody
        switch language {
        case .code:
            guard let rule = node["rule"] else {
                objects.errors.add(node.mark, "a rule needs `rule`, the object that says what to find")
                return nil
            }
            body = .code(
                CodeRule(
                    rule: objects.object(rule), constraints: constraints(node["constraints"]), utils: utilities(node["utils"]), fix: node["fix"],
                    transform: node["transform"]))
        case .file, .text:
            let key = language == .file ? "file" : "text"
            guard let mapping = node[key] else {
                objects.errors.add(node.mark, "a rule of language \(key) needs `\(key)`, the mapping that says what to find")
                return nil
            }
            body = .other(mapping)
        }
        let appliesTo = node["applies-to"].map { objects.texts($0, "applies-to") } ?? []
        for role in appliesTo where !Self.roles.contains(role.value) {
            objects.errors.add(role.mark, "unknown role `\(role.value)`; expected one of \(Self.roles.joined(separator: ", "))")
        }
        return RuleFile(
            file: objects.errors.file, mark: idNode.mark, metadata: metadata(node, id: id.value, language: name.value.lowercased()), language: language,
            files: globs(node["files"]), ignores: globs(node["ignores"]), appliesTo: appliesTo, body: body)
    }

    /// `wrap(BODY, OTHER)` -> the name and its parameters.
    static func signature(_ text: String) -> (name: String, parameters: [String]) {
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return (text, []) }
        let inner = text[text.index(after: open)...].dropLast()
        return (Self.trimmed(text[..<open]), inner.split(separator: ",").map { Self.trimmed($0) })
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func language(_ name: String) -> RuleLanguage? {
        switch name.lowercased() {
        case "python", "py": .code(.python)
        case "swift": .code(.swift)
        case "file": .file
        case "text": .text
        default: nil
        }
    }

    private mutating func utilities(_ node: YAMLNode?) -> [Utility] {
        guard let node, let pairs = objects.mapping(node, "`utils`") else { return [] }
        return pairs.map { key, value in
            let (name, parameters) = Self.signature(key.text ?? "")
            return Utility(name: Marked(name, key.mark), parameters: parameters, rule: objects.object(value), constraints: [])
        }
    }

    private mutating func constraints(_ node: YAMLNode?) -> [(variable: Marked<String>, rule: RuleObject)] {
        guard let node, let pairs = objects.mapping(node, "`constraints`") else { return [] }
        return pairs.map { (Marked($0.key.text ?? "", $0.key.mark), objects.object($0.value)) }
    }

    /// `files:` entries are globs or `{glob, caseInsensitive}`.
    private mutating func globs(_ node: YAMLNode?) -> [Marked<String>] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.kind else { return objects.texts(node, "files") }
        return items.compactMap { item in item["glob"].map { objects.text($0, "glob") } ?? objects.text(item, "files") }
    }

    private mutating func metadata(_ node: YAMLNode, id: String, language: String) -> RuleMetadata {
        var result = RuleMetadata(id: id, language: language == "py" ? "python" : language)
        result.message = node["message"]?.text ?? ""
        result.note = node["note"]?.text
        result.url = node["url"]?.text
        result.code = node["code"]?.text
        result.severity = choice(node["severity"], Severity.self, "severity") ?? .hint
        guard let metadata = node["metadata"] else { return result }
        // A user's own metadata may hold anything; only what we know is checked.
        result.family = choice(metadata["family"], Family.self, "family") ?? .other
        result.confidence = choice(metadata["confidence"], Confidence.self, "confidence") ?? .medium
        result.cwe = list(metadata["cwe"]).compactMap(\.int)
        result.references = list(metadata["references"]).compactMap(\.text)
        result.peers = list(metadata["peers"]).compactMap(\.text)
        result.review = metadata["review"]?.text
        result.probe = metadata["probe"]?.text
        result.since = metadata["since"]?.text
        return result
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
        if case .sequence(let items) = node.kind { return items }
        return [node]
    }
}
