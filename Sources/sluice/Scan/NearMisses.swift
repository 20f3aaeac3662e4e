import CSyntax
import Findings
import Foundation
import Matching
import Rules
import Scanning
import SourceFiles
import Syntax

/// The rules that begin to match in a line and then do not: clause by clause, for `--explain`.
enum NearMisses {
    /// - Parameter told: ids of rules that need no more words.
    static func text(_ loaded: RuleOptions.Loaded, at place: ExplainedPlace, told: Set<String>) throws -> String {
        guard FileManager.default.fileExists(atPath: place.path), LanguageRecognition.language(named: place.path) != nil else { return "" }
        let (set, _) = RuleSet.compile(
            loaded.selected.filter { !told.contains($0.metadata.id) }, utilities: loaded.utilities, vocabularies: loaded.vocabularies, keepsOrigins: true)
        var text = ""
        try SourceText.open(place.path) { tree in
            let source = tree.bytes.bindMemory(to: UInt8.self), lines = LineIndex(source)
            for rule in set.rules {
                guard case .code(let language, let index?) = rule.body, language == tree.language else { continue }
                let role = FileRole(path: place.path)
                let closest = ExplainedCandidate.closest(
                    to: Int(index), of: set.programs[Int(language.rawValue)], in: tree, isMainFile: role == .entryPoint, limit: 1,
                    where: { lines.line(at: Int(tree.nodes[$0].start)) == place.line })
                guard let candidate = closest.first, candidate.explanation.beginsToMatch else { continue }
                let start = lines.position(at: Int(tree.nodes[candidate.node].start), in: source)
                let at = "\(place.path):\(start.line):\(start.column): \(rule.metadata.id): "
                if candidate.explanation.holds {
                    if !rule.scope.contains(place.path, role: role) { text += at + "matches, but is not for this file: see its `files`, `ignores` and `applies-to`\n\n" }
                } else {
                    text += at + "does not match\n" + candidate.explanation.lines(indent: 1).joined(separator: "\n") + "\n\n"
                }
            }
        }
        return text
    }
}

extension MatchExplanation {
    /// Whether what a rule looks for (a call, a pattern) is there, whatever else is not.
    fileprivate var beginsToMatch: Bool {
        if words == "not" { return false }
        // A pattern that is one variable only gives the node a name.
        if holds, words.hasPrefix("call:") || words.hasPrefix("pattern:") && words.contains(where: { "(=[{".contains($0) }) { return true }
        return parts.contains { $0.beginsToMatch }
    }
}
