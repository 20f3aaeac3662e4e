import Findings
import Matching
import Rules
import Semantics
import Syntax
import Testing

/// Rules run over a snippet, without prefilter or scan.
struct RuleProbe {
    let set: RuleSet
    let language: Language

    /// `yaml` is the rule's document without id and language: `rule: {…}` and what belongs to it.
    init(_ yaml: String, _ language: Language = .python, keepsOrigins: Bool = false) throws {
        let (rules, errors) = RuleFileReader.read("id: t\nlanguage: \(language.name)\n\(yaml)\n", file: "t.yaml")
        let (set, more) = RuleSet.compile(rules, keepsOrigins: keepsOrigins)
        try #require((errors + more).isEmpty, "\(errors + more)")
        self.set = set
        self.language = language
    }

    /// Parses `source` and hands over a matcher that stands on it.
    func open<Value>(_ source: String, _ body: (Matcher, FlatTree) throws -> Value) throws -> Value {
        let parser = TreeParser(), utf8 = Array(source.utf8)
        return try utf8.withUnsafeBytes { bytes in
            let tree = try parser.parse(bytes, as: language)
            let semantics = FileSemantics(language: language)
            semantics.analyse(tree)
            let matcher = Matcher(program: set.programs[Int(language.rawValue)], semantics: semantics)
            matcher.open(tree)
            return try body(matcher, tree)
        }
    }

    /// The text of each match in order, followed by ` A=…` for each of the variables.
    func found(in source: String, _ variables: String...) throws -> [String] {
        try open(source) { matcher, tree in
            var active = ActiveRules(program: matcher.program)
            for rule in matcher.program.rules.indices { active.insert(rule) }
            var found: [String] = []
            matcher.run(tree, active: active) { match in
                let values = variables.map { " \($0)=\(matcher.text(of: $0, rule: match.rule) ?? "-")" }
                found.append(tree.string(match.node) + values.joined())
            }
            return found
        }
    }
}

/// The matches of a pattern, each on one line of `source`.
func found(_ pattern: String, _ source: String, _ variables: String..., language: Language = .python, strictness: String = "smart") throws -> [String] {
    let quoted = pattern.replacing("'", with: "''")
    let probe = try RuleProbe("rule: {pattern: {context: '\(quoted)', strictness: \(strictness)}}", language)
    switch variables.count {
    case 0: return try probe.found(in: source)
    case 1: return try probe.found(in: source, variables[0])
    default: return try probe.found(in: source, variables[0], variables[1])
    }
}

/// The matches of a rule object, in Python unless said otherwise.
func found(rule: String, _ source: String, _ language: Language = .python) throws -> [String] {
    try RuleProbe("rule: \(rule)", language).found(in: source)
}
