import Findings
import Foundation
import Testing

@testable import Reporting

/// The parts of SARIF that services read, decoded by another implementation; `scripts/check-formats` holds the whole against the official schema.
@Suite struct SARIFReportTests {
    struct Log: Decodable {
        struct Text: Decodable { var text: String, markdown: String? }
        struct Region: Decodable {
            var startLine: Int
            var startColumn, endLine, endColumn: Int?
            var snippet: Text?
        }
        struct Artifact: Decodable { var uri: String, uriBaseId: String? }
        struct Physical: Decodable { var artifactLocation: Artifact, region: Region? }
        struct Location: Decodable { var physicalLocation: Physical, message: Text? }
        struct Suppression: Decodable { var kind: String, justification: String? }
        struct FlowLocation: Decodable { var location: Location }
        struct ThreadFlow: Decodable { var locations: [FlowLocation] }
        struct CodeFlow: Decodable { var threadFlows: [ThreadFlow] }
        struct Result: Decodable {
            var ruleId: String, ruleIndex: Int, level: String, message: Text
            var locations: [Location]
            var partialFingerprints: [String: String]
            var codeFlows: [CodeFlow]?
            var suppressions: [Suppression]?
        }
        struct Configuration: Decodable { var level: String, enabled: Bool? }
        struct Properties: Decodable {
            var tags: [String], precision: String, problemSeverity: String, securitySeverity: String?
            enum CodingKeys: String, CodingKey {
                case tags, precision
                case problemSeverity = "problem.severity"
                case securitySeverity = "security-severity"
            }
        }
        struct Rule: Decodable {
            var id, name: String
            var shortDescription, fullDescription, help: Text
            var helpUri: String?
            var defaultConfiguration: Configuration, properties: Properties
        }
        struct Driver: Decodable { var name, version: String, rules: [Rule] }
        struct Tool: Decodable { var driver: Driver }
        struct Descriptor: Decodable { var id: String }
        struct Notification: Decodable { var descriptor: Descriptor, level: String, message: Text, locations: [Location]? }
        struct Invocation: Decodable { var executionSuccessful: Bool, toolExecutionNotifications: [Notification] }
        struct Run: Decodable { var tool: Tool, invocations: [Invocation], columnKind: String, results: [Result] }
        var version: String, runs: [Run]
    }

    @Test func resultsPointAtTheirRulesAndPlaces() throws {
        let source = SampleReport.full
        let run = try run(source)
        #expect(run.columnKind == "unicodeCodePoints")
        #expect(run.results.count == source.findings.count)
        for (result, finding) in zip(run.results, source.findings) {
            #expect(run.tool.driver.rules[result.ruleIndex].id == finding.rule && result.ruleId == finding.rule)
            let physical = try #require(result.locations.first).physicalLocation
            #expect(physical.artifactLocation.uri.removingPercentEncoding == finding.location.path)
            #expect(physical.artifactLocation.uriBaseId == "%SRCROOT%")
            #expect(physical.region?.startLine == finding.location.start.line && physical.region?.endColumn == finding.location.end.column)
            #expect(result.partialFingerprints["primaryLocationLineHash"] == finding.lineHash)
            #expect(result.partialFingerprints["sluice/v1"] == finding.fingerprint)
        }
    }

    @Test func snippetsAreTheRegionsExactText() throws {
        let snippets = try run(SampleReport.full).results.map { $0.locations[0].physicalLocation.region?.snippet?.text }
        #expect(snippets.contains("semaphore.wait()"))
        #expect(snippets.contains("asyncio.gather(*[\n            fetch(session, url)\n            for url in urls\n        ])"))
        // A finding about a whole file has none.
        #expect(snippets.count { $0 == nil } == 1)
    }

    @Test func aSnippetNeedsTheWholeRegionAndStaysShort() throws {
        func snippet(_ lines: [String], _ start: Position, _ end: Position) throws -> String? {
            var finding = finding(path: "a.py")
            finding.sourceLines = lines
            finding.location.start = start
            finding.location.end = end
            return try run(report([finding])).results[0].locations[0].physicalLocation.region?.snippet?.text
        }
        #expect(try snippet(["é😀x"], Position(line: 1, column: 2), Position(line: 1, column: 3)) == "😀")
        #expect(try snippet(["ab", "cd"], Position(line: 1, column: 2), Position(line: 3, column: 1)) == "b\ncd\n")
        #expect(try snippet(["ab"], Position(line: 1, column: 1), Position(line: 20, column: 1)) == nil)
        #expect(try snippet([String(repeating: "a", count: 9999)], Position(line: 1, column: 1), Position(line: 1, column: 9)) == nil)
        // Positions that do not fit the text give no snippet and no crash.
        #expect(try snippet(["ab"], Position(line: 1, column: 7), Position(line: 1, column: 2)) == nil)
    }

    @Test func rulesCarryWhatCodeScanningReads() throws {
        let rules = try run(SampleReport.full).tool.driver.rules
        let sleep = try #require(rules.first { $0.id == "py-blocking-sleep-in-async" })
        #expect(sleep.name == "PyBlockingSleepInAsync")
        #expect(sleep.shortDescription.text == "`…` stops the event loop: no other task runs until it returns")
        #expect(sleep.help.text.contains("    await asyncio.sleep(1)"))
        #expect(sleep.help.markdown?.contains("```python") == true)
        #expect(sleep.helpUri == "https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code")
        #expect(sleep.defaultConfiguration.level == "error")
        #expect(sleep.properties.tags == ["blocking-in-async", "concurrency", "python", "security", "external/cwe/cwe-1322"])
        #expect(sleep.properties.precision == "high" && sleep.properties.problemSeverity == "error" && sleep.properties.securitySeverity == "7.5")
        let hint = try #require(rules.first { $0.id == "swift-task-dropped" })
        #expect(hint.defaultConfiguration.level == "note" && hint.properties.securitySeverity == nil && !hint.properties.tags.contains("security"))
    }

    @Test func aRuleOnlyAFindingKnowsIsDescribedToo() throws {
        let run = try run(report([finding(path: "a.py", rule: "zz"), finding(path: "b.py", rule: "aa")]))
        #expect(run.tool.driver.rules.map(\.id) == ["aa", "zz"])
        #expect(run.results.map(\.ruleIndex) == [1, 0])
    }

    @Test func suppressionsStandOnAllResultsOrNone() throws {
        let results = try run(SampleReport.full).results
        #expect(results.allSatisfy { $0.suppressions != nil })
        let silenced = results.compactMap(\.suppressions).flatMap { $0 }
        #expect(silenced.map(\.kind) == ["inSource"] && silenced.map(\.justification) == ["held by the registry"])
        #expect(try run(report([finding(path: "a.py")])).results[0].suppressions == nil)
    }

    @Test func aFlowIsAThreadOfLocations() throws {
        let flow = try #require(try run(SampleReport.full).results.compactMap(\.codeFlows).first)
        let steps = flow[0].threadFlows[0].locations
        #expect(steps.map(\.location.message?.text) == ["read from the environment", "`masked` returns it unchanged", "written to the log"])
        #expect(steps.map { $0.location.physicalLocation.region?.startLine } == [2, 3, 4])
    }

    @Test func whatWasNotScannedIsNotified() throws {
        var report = SampleReport.full
        let whole = try run(report).invocations[0]
        #expect(whole.executionSuccessful)
        let skipped = whole.toolExecutionNotifications.filter { $0.descriptor.id == "skipped-file" }
        #expect(skipped.map(\.level) == ["warning", "note", "note", "note", "note", "note", "warning"])
        #expect(skipped[0].locations?[0].physicalLocation.artifactLocation.uri == "app/blob.py")
        #expect(whole.toolExecutionNotifications.contains { $0.descriptor.id == "rule-problem" && $0.level == "error" })
        report.summary.partial = true
        #expect(try run(report).invocations[0].executionSuccessful == false)
    }

    @Test(arguments: [
        ("a b/ü#?%:.py", "a%20b/%C3%BC%23%3F%25%3A.py", "%SRCROOT%"), ("../x.py", "../x.py", "%SRCROOT%"), ("/tmp/x y.py", "file:///tmp/x%20y.py", nil),
    ])
    func pathsBecomeURIs(path: String, uri: String, base: String?) throws {
        let artifact = try run(report([finding(path: path)])).results[0].locations[0].physicalLocation.artifactLocation
        #expect(artifact.uri == uri && artifact.uriBaseId == base)
    }

    @Test(arguments: [(Severity.error, "error"), (.warning, "warning"), (.info, "note"), (.hint, "note"), (.off, "none")])
    func levels(severity: Severity, level: String) throws {
        var finding = finding(path: "a.py")
        finding.severity = severity
        #expect(try run(report([finding])).results[0].level == level)
    }

    private func finding(path: String, rule: String = "r") -> Finding {
        Finding(
            rule: rule, code: nil, family: .other, severity: .warning, confidence: .medium,
            location: Location(path: path, bytes: 0..<1, start: Position(line: 1, column: 1), end: Position(line: 1, column: 2)), message: "m")
    }

    private func report(_ findings: [Finding]) -> ScanReport {
        ScanReport(tool: SampleReport.tool, summary: ScanSummary(), findings: findings, rules: [])
    }

    private func run(_ report: ScanReport) throws -> Log.Run {
        let log = try JSONDecoder().decode(Log.self, from: Data(ReportFormat.sarif.render(report)))
        #expect(log.version == "2.1.0" && log.runs.count == 1)
        return log.runs[0]
    }
}
