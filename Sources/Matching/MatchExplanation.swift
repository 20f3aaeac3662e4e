import CSyntax
package import Rules
import Semantics
package import Syntax

/// Why a clause holds for a node, or why not: a tree in the shape of the rule.
package struct MatchExplanation: Sendable {
    /// The clause as the rule file has it: `call: time.sleep`.
    package var words: String
    /// Line of the rule file, 0 where it is not known.
    package var line: Int
    package var holds: Bool
    /// What was found: the resolved name, the kind, the text. Empty where the parts say it all.
    package var reason: String
    package var parts: [MatchExplanation]

    /// How much of the clause holds, from 0 to 1: for choosing the node that comes closest.
    package var closeness: Double {
        if holds { return 1 }
        guard !parts.isEmpty else { return 0 }
        let all = parts.map(\.closeness)
        return words == "any" ? (all.max() ?? 0) * 0.99 : all.reduce(0, +) / Double(all.count) * 0.99
    }

    /// The tree as indented lines, each with ✓ or ✗.
    package func lines(indent: Int = 0) -> [String] {
        let why = reason.isEmpty ? "" : ": \(reason)"
        return ["\(String(repeating: "  ", count: indent))\(holds ? "✓" : "✗") \(words)\(why)"] + parts.flatMap { $0.lines(indent: indent + 1) }
    }
}

/// A node that a rule was asked at, and how it fared.
package struct ExplainedCandidate: Sendable {
    package var node: NodeIndex
    package var explanation: MatchExplanation

    /// The nodes of a file that a rule could match, those that come closest first (of equal ones, the first in the file).
    ///
    /// - Parameter rule: index in the program, which must have been compiled with `keepsOrigins`.
    /// - Parameter isMainFile: see `FileSemantics.analyse`.
    /// - Parameter ofAnyKind: asks also nodes of kinds the rule cannot match.
    package static func closest(
        to rule: Int, of program: MatchProgram, in tree: FlatTree, isMainFile: Bool = false, limit: Int, ofAnyKind: Bool = false,
        where isWanted: (NodeIndex) -> Bool = { _ in true }
    ) -> [ExplainedCandidate] {
        let semantics = FileSemantics(language: tree.language)
        semantics.analyse(tree, isMainFile: isMainFile)
        let matcher = Matcher(program: program, semantics: semantics)
        matcher.open(tree)
        let kinds = ofAnyKind ? nil : program.rules[rule].kinds
        let asked = tree.nodes.indices.filter { matcher.isNamed($0) && isWanted($0) && (kinds?.contains(tree.nodes[$0].symbol) ?? true) }
        let explained = asked.map { ExplainedCandidate(node: $0, explanation: matcher.explain(rule, at: $0)) }
        let ranked = explained.sorted { ($1.explanation.closeness, $0.node) < ($0.explanation.closeness, $1.node) }
        return Array(ranked.prefix(limit))
    }
}
