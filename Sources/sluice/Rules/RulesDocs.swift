import ArgumentParser
import Findings
import Foundation
import Reporting
import Rules

extension RulesCommand {
    struct Docs: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "docs", abstract: "Write a Markdown page for each rule, and a table of them all.", shouldDisplay: false)
        @Argument(help: "The folder to write to; pages of rules that are gone are removed.") var folder: String
        @OptionGroup var rules: RuleOptions

        func run() throws {
            var pages: [String: String] = [:]
            let loaded = try rules.load()
            let texts = Dictionary(try rules.sources().map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
            for rule in loaded.all {
                // The other language's part of a rule for both.
                let name = pages["\(rule.metadata.id).md"] == nil ? rule.metadata.id : "\(rule.metadata.id).\(rule.metadata.language)"
                pages["\(name).md"] = RulePage.render(
                    rule.metadata, analysis: rule.analysis?.rows ?? [], source: texts[rule.file] ?? "", path: rule.file)
            }
            pages["README.md"] = RulePage.index(loaded.all.map(\.metadata))
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".md") && pages[name] == nil {
                    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
                }
            } catch {
                throw Stop(.cannotWrite, "cannot write \(folder): \(error.localizedDescription)")
            }
            for (name, text) in pages.sorted(by: { $0.key < $1.key }) { try OutputFile.write(Array(text.utf8), to: "\(folder)/\(name)") }
            try Terminal.show("\(pages.count - 1) rules documented in \(folder)\n")
            try loaded.complain()
        }
    }

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "schema", abstract: "The JSON Schema of rule files, for editors.")
        @Option(name: .shortAndLong, help: "Write it to this file.") var output: String?

        func run() throws {
            let text = RuleSchema.text()
            if let output { try OutputFile.write(Array(text.utf8), to: output) } else { try Terminal.show(text) }
        }
    }
}
