package import Findings
import YAML

/// Reads rule documents: YAML in, rules and errors out. A mistake costs its own rule, never the others.
package enum RuleFileReader {
    /// Reads every document of a rule file.
    /// - Parameters:
    ///   - isTrusted: whether the file is one of our own, which a test has compiled whole.
    ///   - isOfProject: whether the file is an ast-grep project's, whose rules for other languages are none of ours.
    package static func read(_ text: String, file: String, isTrusted: Bool = false, isOfProject: Bool = false) -> (rules: [RuleFile], errors: [RuleError]) {
        let documents: [YAMLNode]
        do {
            documents = try YAML.parse(text, file: file)
        } catch {
            return ([], [RuleError(file: file, line: error.line, column: error.column, message: error.message)])
        }
        var rules: [RuleFile] = [], errors: [RuleError] = []
        for document in documents where !document.isNull && !VocabularyReader.isVocabulary(document) && !(isOfProject && isForAnotherLanguage(document)) {
            var reader = RuleDocumentReader(objects: RuleObjectReader(errors: RuleErrors(file: file)))
            let rule = reader.rule(document)
            let found = reader.objects.errors.all
            errors += found
            guard var rule else { continue }
            rule.isTrusted = isTrusted
            if found.isEmpty { rules.append(rule) } else { errors += CodeRuleCompiler.mistakes(in: rule) }
        }
        return (rules, errors)
    }

    /// Reads a file of shared utilities (`utilDirs` of an sgconfig.yml): a document is `{id, language, rule, constraints}`.
    package static func readUtilities(_ text: String, file: String) -> (utilities: [(Utility, Language)], errors: [RuleError]) {
        let (rules, errors) = read(text, file: file, isOfProject: true)
        let utilities: [(Utility, Language)] = rules.compactMap { rule in
            guard case .code(let code) = rule.body, case .code(let language) = rule.language else { return nil }
            let (name, parameters) = RuleDocumentReader.signature(rule.metadata.id)
            let utility = Utility(file: file, name: Marked(name, rule.mark), parameters: parameters, rule: code.rule, constraints: code.constraints)
            return (utility, language)
        }
        return (utilities, errors)
    }

    private static func isForAnotherLanguage(_ document: YAMLNode) -> Bool {
        document["language"]?.text.map { otherLanguages.contains($0.lowercased()) } ?? false
    }

    /// What ast-grep calls the languages it reads and we do not (ast-grep.github.io/reference/languages.html).
    private static let otherLanguages: Set<String> = [
        "bash", "c", "cc", "cpp", "c++", "cs", "csharp", "css", "elixir", "ex", "go", "golang", "haskell", "hcl", "hs", "html", "java", "javascript", "js",
        "json", "jsx", "kotlin", "kt", "lua", "nix", "php", "rb", "rs", "ruby", "rust", "scala", "sol", "solidity", "ts", "tsx", "typescript", "yaml", "yml",
    ]
}

/// Reads one document.
struct RuleDocumentReader {
    var objects: RuleObjectReader

    static let keys = [
        "id", "code", "language", "message", "severity", "note", "url", "files", "ignores", "applies-to", "rule", "constraints", "utils",
        "minor", "transform", "fix", "labels", "rewriters", "metadata", "file", "text", "analysis",
    ]
    static let minorKeys = ["rule", "message"]
    static let roles = ["source", "test", "script", "entry-point"]

    mutating func rule(_ node: YAMLNode) -> RuleFile? {
        guard let pairs = objects.mapping(node, "a rule") else { return nil }
        for (key, _) in pairs where !Self.keys.contains(key.text ?? "") {
            objects.errors.add(key.mark, "unknown key `\(key.text ?? "")`; expected one of \(Self.keys.joined(separator: ", "))")
        }
        let id = node["id"].flatMap { objects.text($0, "id") }
        if node["id"] == nil || id?.value.isEmpty == true { objects.errors.add(node.mark, "a rule needs an `id`") }
        let language = language(node)
        // Everything is read, whatever is wrong so far: all mistakes are told at once.
        let body = body(node, language)
        let appliesTo = node["applies-to"].map { objects.texts($0, "applies-to") } ?? []
        for role in appliesTo where !Self.roles.contains(role.value) {
            objects.errors.add(role.mark, "unknown role `\(role.value)`; expected one of \(Self.roles.joined(separator: ", "))")
        }
        let files = globs(node["files"]), ignores = globs(node["ignores"])
        var metadata = RuleMetadataReader(objects: objects)
        let read = metadata.read(node, id: id?.value ?? "", language: language?.name ?? "")
        objects = metadata.objects
        guard let id, let language, let body else { return nil }
        return RuleFile(
            file: objects.errors.file, mark: id.mark, metadata: read, language: language, files: files, ignores: ignores, appliesTo: appliesTo, body: body)
    }

    private mutating func language(_ node: YAMLNode) -> RuleLanguage? {
        guard let value = node["language"] else {
            objects.errors.add(node.mark, "a rule needs a `language`: python, swift, file or text")
            return nil
        }
        guard let name = objects.text(value, "language") else { return nil }
        if let language = RuleLanguage(name: name.value) { return language }
        objects.errors.add(name.mark, "unknown language `\(name.value)`; expected python, swift, file or text")
        return nil
    }

    private mutating func body(_ node: YAMLNode, _ language: RuleLanguage?) -> RuleBody? {
        switch language {
        case .code?, nil:
            let rule = node["rule"].map { objects.object($0) }
            let constraints = constraints(node["constraints"]), utils = utilities(node["utils"]), analysis = analysis(node["analysis"])
            let minor = minor(node["minor"])
            if let rule {
                return .code(
                    CodeRule(
                        rule: rule, constraints: constraints, utils: utils, minor: minor, analysis: analysis, fix: node["fix"],
                        transform: node["transform"], labels: node["labels"]))
            }
            if language != nil { objects.errors.add(node.mark, "a rule needs `rule`, the object that says what to find") }
            return nil
        case .file?, .text?:
            let key = language == .file ? "file" : "text"
            for name in ["analysis", "minor"] {
                if let part = node[name] { objects.errors.add(part.mark, "`\(name)` is for rules about code; this one's language is \(key)") }
            }
            if let mapping = node[key] { return .other(mapping) }
            objects.errors.add(node.mark, "a rule of language \(key) needs `\(key)`, the mapping that says what to find")
            return nil
        }
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

    private mutating func utilities(_ node: YAMLNode?) -> [Utility] {
        guard let node, let pairs = objects.mapping(node, "`utils`") else { return [] }
        return pairs.map { key, value in
            let (name, parameters) = Self.signature(key.text ?? "")
            return Utility(file: objects.errors.file, name: Marked(name, key.mark), parameters: parameters, rule: objects.object(value), constraints: [])
        }
    }

    private mutating func constraints(_ node: YAMLNode?) -> [(variable: Marked<String>, rule: RuleObject)] {
        guard let node, let pairs = objects.mapping(node, "`constraints`") else { return [] }
        return pairs.map { (Marked($0.key.text ?? "", $0.key.mark), objects.object($0.value)) }
    }

    private mutating func minor(_ node: YAMLNode?) -> MinorText? {
        guard let node, let pairs = objects.mapping(node, "`minor`") else { return nil }
        for (key, _) in pairs where !Self.minorKeys.contains(key.text ?? "") {
            objects.errors.add(key.mark, "unknown key `\(key.text ?? "")`; expected one of \(Self.minorKeys.joined(separator: ", "))")
        }
        let message = node["message"].flatMap { objects.text($0, "message") }
        guard let rule = node["rule"] else {
            objects.errors.add(node.mark, "`minor` needs `rule`, the object that says which matches are notes")
            return nil
        }
        return MinorText(rule: objects.object(rule), message: message?.value)
    }

    private mutating func analysis(_ node: YAMLNode?) -> AnalysisText? {
        guard let node else { return nil }
        var reader = AnalysisReader(objects: objects)
        defer { objects = reader.objects }
        return reader.read(node)
    }

    /// `files:` entries are globs or `{glob, caseInsensitive}`.
    private mutating func globs(_ node: YAMLNode?) -> [Marked<String>] {
        guard let node, !node.isNull else { return [] }
        guard let items = node.items else { return objects.texts(node, "files") }
        return items.compactMap { item in item["glob"].map { objects.text($0, "glob") } ?? objects.text(item, "files") }
    }
}
