import ArgumentParser
import Findings
import Foundation
import Reporting
import Rules
import Scanning

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List, explain, check and write rules.",
        subcommands: [List.self, Explain.self, Lint.self, Test.self, Schema.self, New.self, Docs.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All rules, one a line.")
        @OptionGroup var rules: RuleOptions
        @Flag(help: "As JSON, with everything a report knows of a rule.") var json = false

        func run() throws {
            let loaded = try rules.load()
            let metadata = (loaded.selected.map(\.metadata) + loaded.suppressionRules).sorted { ($0.code ?? "~", $0.id) < ($1.code ?? "~", $1.id) }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                try Terminal.show(String(decoding: try encoder.encode(metadata), as: UTF8.self) + "\n")
                return try loaded.complain()
            }
            let width = metadata.map(\.id.count).max() ?? 0
            for rule in metadata {
                let id = rule.id + String(repeating: " ", count: width - rule.id.count)
                let severity = rule.severity.rawValue + String(repeating: " ", count: 8 - rule.severity.rawValue.count)
                try Terminal.show("\(rule.code ?? "     ")  \(id)  \(severity) \(rule.message)\n")
            }
            try loaded.complain()
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What a rule finds, why it matters, how to fix it.")
        @Argument(help: "The rule's id or code.") var name: String
        @OptionGroup var rules: RuleOptions

        func run() throws {
            let loaded = try rules.load()
            let all = loaded.all.map(\.metadata) + SuppressionRules.all
            guard let rule = all.first(where: { $0.id == name || $0.code == name }) else {
                throw Stop(.usage, "no rule is called `\(name)`; `sluice rules list` shows them all\(Self.nearest(to: name, all))")
            }
            try Terminal.show(RuleText.render(rule, analysis: loaded.all.first { $0.metadata.id == rule.id }?.analysis?.rows ?? []))
            try loaded.complain()
        }

        private static func nearest(to name: String, _ rules: [RuleMetadata]) -> String {
            let ids = rules.map(\.id)
            let parts = ids.filter { $0.contains(name) || name.contains($0) }.sorted()
            let close = (parts.isEmpty ? NearestName.all(name, among: ids + rules.compactMap(\.code)) : parts).prefix(3)
            return close.isEmpty ? "" : "; did you mean \(close.joined(separator: ", "))?"
        }
    }

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check rule files; every mistake with its place.")
        @Argument(help: "Files, folders, or an sgconfig.yml; by default the one of the folder you stand in.", completion: .file()) var paths: [String] = []

        func run() throws {
            guard let named = paths.isEmpty ? RuleSource.projectFile().map({ [$0] }) : paths else {
                throw Stop(.usage, "name the rule files to check; there is no sgconfig.yml here that would")
            }
            let read = ReadRules(RuleSource.withoutRepeats(try named.flatMap { try RuleSource.files(at: $0) }))
            let compiled = RuleSet.compile(
                read.rules, utilities: read.utilities, vocabularies: ReadRules(RuleSource.builtinFiles).vocabularies + read.vocabularies)
            let errors = read.errors + compiled.1
            guard errors.isEmpty else {
                for error in errors.sorted(by: { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }) { try Terminal.show("\(error)\n") }
                throw Stop(.badRule, "\(errors.count) mistake\(errors.count == 1 ? "" : "s")")
            }
            try Terminal.show("\(compiled.0.rules.count) rule\(compiled.0.rules.count == 1 ? "" : "s"), no mistakes\n")
        }
    }
}
