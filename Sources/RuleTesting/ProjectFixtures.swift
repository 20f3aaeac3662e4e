import Findings
import Foundation
import Rules
import Scanning
import YAML

/// Programs of several files: `fixtures/projects/<name>/` holds the files of one, with marks of the rules it is about in them. A `fixture.yaml` may
/// name helpers that are approved there: `approved: [app.pools.run]`.
extension FixtureHarness {
    /// Checks every project below `folder`, with the prefilter and without it; none when there is no such folder.
    package func checkProjects(_ folder: String) throws -> Outcome {
        var outcome = Outcome()
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return outcome }
        for name in names.sorted() where !name.hasPrefix(".") { try check(project: "\(folder)/\(name)", &outcome) }
        return outcome
    }

    private func check(project: String, _ outcome: inout Outcome) throws {
        let files = (FileManager.default.enumerator(atPath: project)?.compactMap { $0 as? String } ?? []).filter { name in
            [".py", ".pyi", ".swift"].contains { name.hasSuffix($0) }
        }.sorted()
        guard !files.isEmpty else { return }
        var rules = rules
        rules.approve(try Self.approved(in: project))
        let ids = Set(rules.rules.map(\.metadata.id))
        var findings: [[Finding]] = []
        for prefilter in [true, false] {
            var options = Self.options(in: URL(fileURLWithPath: project))
            options.prefilter = prefilter
            let report = try Scanner(rules: rules, options: options, known: self.names).run(tool: ToolInfo(version: "", grammars: [], ruleSet: ""))
            findings.append(report.findings.filter { $0.suppression == nil })
        }
        func fail(_ file: String, _ line: Int, _ rule: String, _ message: String) {
            outcome.failures.append(Failure(rule: rule, file: "\(project)/\(file)", line: line, mutation: .none, message: message))
        }
        for finding in Set(findings[0]).symmetricDifference(findings[1]).sorted(by: Finding.inReportOrder) {
            fail(finding.location.path, finding.location.start.line, finding.rule, "found only \(findings[0].contains(finding) ? "with" : "without") the prefilter")
        }
        let sources = try files.map { file in
            let text = try String(contentsOfFile: "\(project)/\(file)", encoding: .utf8)
            return (file: file, text: text, marks: FixtureMarks(text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }).marks)
        }
        // A project is about the rules it names somewhere; what else is wrong with its few lines is no concern of it.
        let spokenOf = Set(sources.flatMap(\.marks).map(\.rule)).intersection(ids)
        for (file, text, marks) in sources {
            let found = findings[0].filter { $0.location.path == file }
            for rule in Set(marks.map(\.rule) + found.map(\.rule)).intersection(spokenOf).sorted() {
                hold(Case(rule: rule, file: "\(project)/\(file)", mutation: .none, text: text), against: found.filter { $0.rule == rule }, &outcome)
            }
            for mark in marks where !names.contains(mark.rule) { fail(file, mark.line, mark.rule, "no rule has this id") }
        }
    }

    private static func approved(in project: String) throws -> [String] {
        guard let text = try? String(contentsOfFile: "\(project)/fixture.yaml", encoding: .utf8) else { return [] }
        return try YAML.parse(text, file: "\(project)/fixture.yaml").first?["approved"]?.items?.compactMap(\.text) ?? []
    }
}

extension FixtureHarness.Outcome {
    package static func += (a: inout Self, b: Self) {
        a.failures += b.failures
        a.checked += b.checked
        a.gaps += b.gaps
    }
}
