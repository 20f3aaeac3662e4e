import Findings

/// What this build is made of.
enum Version {
    static let number = "0.1.0"
    /// The pins of scripts/grammars.sha256.
    static let grammars = ["tree-sitter-python 0.23.6", "tree-sitter-swift 0.0.1"]

    static var text: String {
        "sluice \(number)\ngrammars: \(grammars.joined(separator: ", "))\nrules: \(RuleSource.builtinFiles.count) built in, set \(RuleSource.builtinHash)"
    }

    static func tool(ruleSet: String) -> ToolInfo { ToolInfo(version: number, grammars: grammars, ruleSet: ruleSet) }
}
