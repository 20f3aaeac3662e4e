package import Findings
package import YAML

/// A rule as its author wrote it, read but not yet compiled. One YAML document.
package struct RuleFile: Sendable {
    /// Where the document stands, for messages.
    package var file: String
    package var mark: YAMLMark
    package var metadata: RuleMetadata
    package var language: RuleLanguage
    /// Paths the rule is for and paths it leaves out, in ast-grep's glob language; empty means all.
    package var files: [Marked<String>]
    package var ignores: [Marked<String>]
    /// The roles of files it applies to: `source`, `test`, `script`, `entry-point`.
    package var appliesTo: [Marked<String>]
    package var body: RuleBody
    /// One of our own, whose patterns a test has compiled: they may wait for their first use.
    package var isTrusted = false

    /// What settles its matches, for rules that have an `analysis`.
    package var analysis: AnalysisText? { if case .code(let rule) = body { rule.analysis } else { nil } }
    /// Which of its matches are notes.
    package var minor: MinorText? { if case .code(let rule) = body { rule.minor } else { nil } }
}

package enum RuleLanguage: Sendable, Hashable {
    case code(Language)
    /// Permission bits, tags and contents of any file.
    case file
    /// Regexes over configuration and log files.
    case text

    /// The language a rule file means; `py` is ast-grep's short name.
    init?(name: String) {
        switch name.lowercased() {
        case "python", "py": self = .code(.python)
        case "swift": self = .code(.swift)
        case "file": self = .file
        case "text": self = .text
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .code(let language): language.name
        case .file: "file"
        case .text: "text"
        }
    }
}

package enum RuleBody: Sendable {
    case code(CodeRule)
    /// The `file:` or `text:` mapping, read by the room that evaluates it.
    case other(YAMLNode)
}

/// The part of a rule that looks at syntax.
package struct CodeRule: Sendable {
    package var rule: RuleObject
    package var constraints: [(variable: Marked<String>, rule: RuleObject)]
    package var utils: [Utility]
    /// Which of its matches are notes.
    package var minor: MinorText?
    package var analysis: AnalysisText?
    /// Kept as written; applying them is not done yet.
    package var fix: YAMLNode?
    package var transform: YAMLNode?
    package var labels: YAMLNode?
}

/// A rule's `minor:`: matches that `rule` holds for, too, are notes, whatever severity the rule has.
package struct MinorText: Sendable {
    package var rule: RuleObject
    /// Instead of the rule's own.
    package var message: String?
}

/// A named rule object for `matches:`, perhaps with parameters: `wrap(BODY)`.
package struct Utility: Sendable {
    /// Where it is written, for messages.
    package var file: String
    package var name: Marked<String>
    package var parameters: [String]
    package var rule: RuleObject
    /// Only utilities shared by a whole project have them.
    package var constraints: [(variable: Marked<String>, rule: RuleObject)]
}
