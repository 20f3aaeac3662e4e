import Findings
import Foundation
package import Rules
import Scanning
import SourceFiles
import YAML

/// Holds rules against their fixtures: every mark comes true, every finding is marked, as the files stand and under every mutation.
package struct FixtureHarness: Sendable {
    let rules: RuleSet
    let names: Set<String>

    /// A promise that did not hold.
    package struct Failure: Sendable, Hashable {
        package var rule: String
        /// The fixture file's path, by way of the folder given.
        package var file: String
        package var line: Int
        package var mutation: FixtureMutation
        package var message: String
    }

    package struct Outcome: Sendable {
        package var failures: [Failure] = []
        /// Marks that were held against findings, mutations counted.
        package var checked = 0
        /// Known gaps that still gape.
        package var gaps = 0
    }

    struct Case {
        var rule: String
        /// The fixture file's path.
        var file: String
        var mutation: FixtureMutation
        var text: String
    }

    package init(rules: RuleSet, names: Set<String>) {
        self.rules = rules
        self.names = names
    }

    /// Checks the fixture folders below `folder`, one a rule, named by its id; only those of the rules given. `folder` may be one of them.
    package func check(_ folder: String) throws -> Outcome {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "sluice-fixtures-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
        defer { try? FileManager.default.removeItem(at: scratch) }
        var cases: [String: Case] = [:]
        for rule in rules.rules {
            guard case .code(let language, _) = rule.body else { continue }
            let home = Self.home(of: rule.metadata.id, in: folder)
            for file in try files(in: home, language) {
                let text = try String(contentsOfFile: "\(home)/\(file)", encoding: .utf8)
                let skipped = try Self.skippedMutations(in: home)
                for mutation in FixtureMutation.allCases where !skipped.contains(mutation.rawValue) {
                    guard let mutated = mutation.apply(text, language) else { continue }
                    let path = "\(mutation.rawValue)/\(rule.metadata.id)/\(file)"
                    cases[path] = Case(rule: rule.metadata.id, file: "\(home)/\(file)", mutation: mutation, text: mutated)
                    let target = scratch.appending(path: path)
                    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try mutated.write(to: target, atomically: true, encoding: .utf8)
                }
            }
        }
        guard !cases.isEmpty else { return Outcome() }
        // The scratch folder's own name must say nothing about the role of the files in it: scan from inside.
        var options = Self.options(in: scratch)
        options.isEachFileAProgram = true
        let report = try Scanner(rules: rules, options: options, known: names).run(tool: ToolInfo(version: "", grammars: [], ruleSet: ""))
        let found = Dictionary(grouping: report.findings.filter { $0.suppression == nil }, by: \.location.path)
        var outcome = Outcome()
        for (path, fixture) in cases.sorted(by: { $0.key < $1.key }) {
            let marks = hold(fixture, against: (found[path] ?? []).filter { $0.rule == fixture.rule }, &outcome)
            if fixture.mutation == .none, marks == 0 {
                outcome.failures.append(Failure(rule: fixture.rule, file: fixture.file, line: 1, mutation: .none, message: "no mark of this rule in the file"))
            }
        }
        for skipped in report.summary.skipped where skipped.isFailure {
            outcome.failures.append(Failure(rule: "", file: skipped.path, line: 1, mutation: .none, message: skipped.reason))
        }
        return outcome
    }

    static func options(in folder: URL) -> ScanOptions {
        var options = ScanOptions(
            selection: FileSelection(roots: ["."], usesGitignore: false), surroundings: Surroundings(workingDirectory: folder.resolvingSymlinksInPath().path),
            today: "2000-01-01", suppressionRules: [])
        // On a busy machine what is not settled in time would look like a mark that did not come true.
        options.fileTimeout = .seconds(600)
        options.programTimeout = .seconds(3600)
        return options
    }

    /// Holds a file's marks of one rule against that rule's findings in it; returns how many marks there are.
    @discardableResult
    func hold(_ fixture: Case, against findings: [Finding], _ outcome: inout Outcome) -> Int {
        let lines = fixture.text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let marks = FixtureMarks(lines).marks.filter { $0.rule == fixture.rule }
        let found = Set(findings.map(\.location.start.line))
        func fail(_ line: Int, _ message: String) {
            outcome.failures.append(Failure(rule: fixture.rule, file: fixture.file, line: line, mutation: fixture.mutation, message: message))
        }
        for mark in marks {
            outcome.checked += 1
            switch mark.expectation {
            case .finding: if !found.contains(mark.line) { fail(mark.line, "a finding is marked here and none was made") }
            case .nothing: if found.contains(mark.line) { fail(mark.line, "this must stay silent and was reported") }
            case .missing:
                if found.contains(mark.line) { fail(mark.line, "this gap is closed: write ruleid instead of todoruleid") } else { outcome.gaps += 1 }
            case .falseAlarm:
                if found.contains(mark.line) { outcome.gaps += 1 } else { fail(mark.line, "this false alarm is gone: write ok instead of todook") }
            }
        }
        let marked = Set(marks.filter { $0.expectation == .finding || $0.expectation == .falseAlarm }.map(\.line))
        for line in found.subtracting(marked).sorted() where !marks.contains(where: { $0.line == line }) { fail(line, "reported, but not marked") }
        return marks.count
    }

    /// Where a rule's fixtures lie: in the folder below `folder` that is named by its id, or in `folder` itself when that is.
    private static func home(of rule: String, in folder: String) -> String {
        let below = "\(folder)/\(rule)"
        guard URL(fileURLWithPath: folder).lastPathComponent == rule, !FileManager.default.fileExists(atPath: below) else { return below }
        return folder
    }

    private func files(in folder: String, _ language: Language) throws -> [String] {
        let endings = language == .python ? [".py", ".pyi"] : [".swift"]
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        return names.compactMap { $0 as? String }.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
    }

    /// A folder's `fixture.yaml` may leave mutations out that change what its files mean: `skip-mutations: [function]`.
    private static func skippedMutations(in folder: String) throws -> [String] {
        guard let text = try? String(contentsOfFile: "\(folder)/fixture.yaml", encoding: .utf8) else { return [] }
        let skipped = try YAML.parse(text, file: "\(folder)/fixture.yaml").first?["skip-mutations"]
        return skipped?.items?.compactMap(\.text) ?? []
    }
}
