package import Findings

/// A rule's page in docs/rules/, in Markdown.
package enum RulePage {
    /// - Parameters:
    ///   - analysis: what its analysis goes by, in words.
    ///   - source: the rule file's text.
    ///   - path: where it lies in the repository, `/`-separated.
    package static func render(_ rule: RuleMetadata, analysis: [(name: String, value: String)] = [], source: String, path: String) -> String {
        var text = "<!-- Written by `make docs` from \(path). -->\n\n# \(rule.code.map { "\($0) " } ?? "")`\(rule.id)`\n\n\(rule.message)\n\n"
        text += "| | |\n| --- | --- |\n"
        var rows = [("language", rule.language), ("family", rule.family.rawValue), ("severity", rule.severity.rawValue), ("confidence", rule.confidence.rawValue)]
        if !rule.cwe.isEmpty { rows.append(("CWE", rule.cwe.map(String.init).joined(separator: ", "))) }
        rows += analysis.map { ($0.name, $0.value.replacingPipes) }
        if let probe = rule.probe { rows.append(("runtime probe", probe)) }
        if !rule.peers.isEmpty { rows.append(("elsewhere", rule.peers.joined(separator: ", "))) }
        if !rule.equivalents.isEmpty { rows.append(("a note where a comment silences", rule.equivalents.map { "`\($0)`" }.joined(separator: ", "))) }
        if let since = rule.since { rows.append(("since", since)) }
        text += rows.map { "| \($0.0) | \($0.1) |\n" }.joined()
        if let note = rule.note { text += "\n\(note)" + (note.hasSuffix("\n") ? "" : "\n") }
        if let review = rule.review { text += "\n## In review\n\n\(review)\n" }
        if !rule.references.isEmpty { text += "\n## Read on\n\n" + rule.references.map { "- \($0)\n" }.joined() }
        text += "\n## The rule\n\n```yaml\n\(source)" + (source.hasSuffix("\n") ? "" : "\n") + "```\n"
        let folder = "fixtures/rules/\(rule.id)"
        return text + "\nBad code and near misses: [`\(folder)`](../../\(folder)).\n"
    }

    /// The table of all rules, docs/rules/README.md.
    package static func index(_ rules: [RuleMetadata]) -> String {
        var text = "<!-- Written by `make docs` from rules/. -->\n\n# Rules\n\n\(rules.count) rules. `sluice rules explain ID` shows one in the terminal.\n"
        for family in Family.allCases {
            let members = rules.filter { $0.family == family }.sorted { ($0.code ?? "~", $0.id) < ($1.code ?? "~", $1.id) }
            if members.isEmpty { continue }
            text += "\n## \(family.rawValue)\n\n| code | rule | language | severity | finds |\n| --- | --- | --- | --- | --- |\n"
            for rule in members {
                text += "| \(rule.code ?? "") | [`\(rule.id)`](\(rule.id).md) | \(rule.language) | \(rule.severity.rawValue) | \(rule.message.replacingPipes) |\n"
            }
        }
        return text
    }
}

extension String {
    /// Bars would end a table's cell.
    fileprivate var replacingPipes: String { split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
