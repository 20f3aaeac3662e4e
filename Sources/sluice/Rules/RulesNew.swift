import ArgumentParser
import Foundation

extension RulesCommand {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Begin a rule: its YAML file and its fixture folder.",
            discussion: "The language is taken from the id's beginning: py-… or swift-….")
        @Argument(help: "The rule's id, its future file name: py-something-wrong.") var id: String
        @Option(help: "Where rules and fixtures lie.") var root = "."

        func run() throws {
            guard id.hasPrefix("py-") || id.hasPrefix("swift-"), id.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
                throw Stop(.usage, "`\(id)` must begin with py- or swift- and hold lower-case letters, digits and hyphens only")
            }
            let isPython = id.hasPrefix("py-"), folder = isPython ? "python" : "swift"
            let rule = "\(root)/rules/\(folder)/\(id).yaml", fixtures = "\(root)/fixtures/rules/\(id)"
            for path in [rule, fixtures] where FileManager.default.fileExists(atPath: path) { throw Stop(.usage, "\(path) is there already") }
            do {
                for path in ["\(root)/rules/\(folder)", fixtures] {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                }
            } catch {
                throw Stop(.cannotWrite, "cannot make \(fixtures): \(error.localizedDescription)")
            }
            try OutputFile.write(Array(Self.rule(id, folder).utf8), to: rule)
            try OutputFile.write(Array(Self.fixture(id, isPython).utf8), to: "\(fixtures)/\(isPython ? "cases.py" : "Cases.swift")")
            try Terminal.show("\(rule)\n\(fixtures)/\n\nWrite the rule, then: sluice rules test --rules-dir \(root)/rules --select \(id) \(root)/fixtures/rules\n")
        }

        private static func rule(_ id: String, _ language: String) -> String {
            """
            id: \(id)
            language: \(language)
            severity: warning
            message: "`$CALLEE` …"
            note: |
              Why: what goes wrong, where, and how it shows.

              Fix: what to write instead.
            metadata:
              family: robustness
              confidence: medium
              since: 0.1.0
              review: "What should a reviewer ask here?"
            rule:
              call: module.function
              within: async-function

            """
        }

        private static func fixture(_ id: String, _ isPython: Bool) -> String {
            let comment = isPython ? "#" : "//"
            return "\(comment) At least three bad cases and five near misses, as they stand in real code.\n\(comment) ruleid: \(id)\n\(comment) ok: \(id)\n"
        }
    }
}
