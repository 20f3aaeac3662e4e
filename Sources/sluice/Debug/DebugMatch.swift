import CSyntax
import ArgumentParser
import Findings
import Foundation
import Matching
import Rules
import SourceFiles
import Syntax

extension DebugCommand {
    struct Match: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why a rule matches in a file, or why not, clause by clause.",
            discussion: """
                Shows the nodes that come closest to a match, and for each clause of the rule what it found there. --at asks about one place.

                sluice debug match py-blocking-sleep-in-async app.py --at 12
                sluice debug match my-rule.yaml app.py
                """)
        @Argument(help: "A rule's id or code, or a rule file.") var rule: String
        @Argument(help: "A Python or Swift file.", completion: .file()) var file: String
        @Option(help: ArgumentHelp("The place that should have matched.", valueName: "line[:column]")) var at: String?
        @Option(help: "How many nodes to show.") var limit = 3
        @OptionGroup(title: "Rules") var rules: RuleOptions

        func run() throws {
            let place = try at.map(Place.init)
            let (wanted, loaded) = try find()
            for file in wanted {
                let (set, errors) = RuleSet.compile([file], utilities: loaded.utilities, vocabularies: loaded.vocabularies, keepsOrigins: true)
                guard errors.isEmpty, let compiled = set.rules.first else { throw Stop(.badRule, errors.map(\.description).joined(separator: "\n")) }
                guard case .code(let language, let index?) = compiled.body else {
                    throw Stop(.usage, "\(file.metadata.id) looks at no syntax; only rules for python and swift have clauses to show")
                }
                try explain(compiled, language, set.programs[Int(language.rawValue)], Int(index), place)
            }
        }

        private func find() throws -> (rules: [RuleFile], loaded: RuleOptions.Loaded) {
            if rule.hasSuffix(".yaml") || rule.hasSuffix(".yml") {
                var found: [RuleFile] = [], errors: [RuleError] = []
                for source in try RuleSource.files(at: rule) where !source.isUtility {
                    let read = RuleFileReader.read(source.text, file: source.path)
                    found += read.rules
                    errors += read.errors
                }
                if !errors.isEmpty { throw Stop(.badRule, errors.map(\.description).joined(separator: "\n")) }
                return (found, try rules.load())
            }
            let loaded = try rules.load()
            let found = loaded.all.filter { $0.metadata.id == rule || $0.metadata.code == rule }
            if found.isEmpty { throw Stop(.usage, "no rule is called `\(rule)`; `sluice rules list` shows them all") }
            return (found, loaded)
        }

        private func explain(_ rule: CompiledRule, _ language: Language, _ program: MatchProgram, _ index: Int, _ place: Place?) throws {
            try SourceText.open(file) { tree in
                guard tree.language == language else { throw Stop(.usage, "\(rule.metadata.id) is for \(language.name), \(file) is \(tree.language.name)") }
                let source = tree.bytes.bindMemory(to: UInt8.self), lines = LineIndex(source)
                func isWanted(_ node: NodeIndex) -> Bool {
                    guard let place else { return true }
                    let start = lines.position(at: Int(tree.nodes[node].start), in: source), end = lines.position(at: Int(tree.nodes[node].end), in: source)
                    return place.isIn(start: (start.line, start.column), end: (end.line, end.column))
                }
                func closest(ofAnyKind: Bool) -> [ExplainedCandidate] {
                    ExplainedCandidate.closest(
                        to: index, of: program, in: tree, isMainFile: (file as NSString).lastPathComponent == "main.swift", limit: limit,
                        ofAnyKind: ofAnyKind, where: isWanted)
                }
                var candidates = closest(ofAnyKind: false)
                if candidates.isEmpty, place != nil { candidates = closest(ofAnyKind: true) }
                if candidates.isEmpty {
                    let kinds = program.rules[index].kinds?.map { program.grammar.name(of: $0) }.joined(separator: ", ") ?? "any"
                    try Terminal.show("\(rule.metadata.id): no node \(place == nil ? "in the file" : "there") is of a kind it looks at (\(kinds))\n")
                }
                for candidate in candidates {
                    let start = lines.position(at: Int(tree.nodes[candidate.node].start), in: source)
                    let head = "\(file):\(start.line):\(start.column): \(rule.metadata.id) \(candidate.explanation.holds ? "matches" : "does not match") this "
                    let kind = program.grammar.name(of: tree.nodes[candidate.node].symbol)
                    let tree = candidate.explanation.lines(indent: 1).joined(separator: "\n")
                    try Terminal.show("\(head)\(kind)\n\(tree)\n\n")
                }
            }
        }
    }

    /// `12` or `12:5`, both from 1.
    private struct Place {
        let line: Int
        let column: Int?

        init(_ text: String) throws {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(parts.count), let line = parts[0], line > 0, parts.count == 1 || (parts[1] ?? 0) > 0 else {
                throw Stop(.usage, "--at takes a line, or a line and a column, from 1: 12 or 12:5; got `\(text)`")
            }
            self.line = line
            column = parts.count == 2 ? parts[1] : nil
        }

        /// Whether a node stands at this place: it begins in the line, or spans the column.
        func isIn(start: (Int, Int), end: (Int, Int)) -> Bool {
            guard let column else { return start.0 == line }
            return start <= (line, column) && (line, column) < end
        }
    }
}
