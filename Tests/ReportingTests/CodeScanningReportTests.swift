import Findings
import Foundation
import Testing

@testable import Reporting

/// `--sarif-profile github`.
@Suite struct CodeScanningReportTests {
    private typealias Log = SARIFReportTests.Log

    struct Properties: Decodable {
        struct Run: Decodable {
            struct Bag: Decodable { var profile: String, leftOut: [String: Int] }
            var properties: Bag
        }
        var runs: [Run]
    }

    @Test("Suppressed results go, and it is said here and there") func suppressed() throws {
        var limited = CodeScanningReport(SampleReport.full)
        let bytes = limited.render()
        let run = try read(bytes)
        #expect(run.results.count == SampleReport.full.reported.count && run.results.allSatisfy { $0.suppressions == nil })
        for result in run.results { #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId) }
        #expect(try leftOut(bytes)["suppressedResults"] == 1)
        #expect(limited.notices == ["the github profile left out 1 suppressed result"])
    }

    @Test("Of too many results the gravest and surest stay, and stand first") func results() throws {
        let report = many(30)
        var limits = CodeScanningLimits()
        limits.results = 12
        limits.shownResults = 5
        var limited = CodeScanningReport(report, limits: limits)
        let run = try read(limited.render())
        let levels = run.results.map(\.level)
        #expect(levels.prefix(10).allSatisfy { $0 == "error" } && levels.suffix(2) == ["warning", "warning"])
        let lines: [Int] = run.results.prefix(10).compactMap { $0.locations[0].physicalLocation.region?.startLine }
        let errors: [Int] = stride(from: 3, through: 30, by: 3).map { $0 }
        #expect(lines == errors)
        #expect(limited.notices == ["the github profile left out 18 results over 12 a run", "code scanning shows 5 of the 12 results in this report"])
    }

    @Test("Rules without results go before those with") func rules() throws {
        var report = many(9)
        report.rules = (0..<20).map { RuleMetadata(id: "spare-\($0)", language: "python") } + report.rules
        var limits = CodeScanningLimits()
        limits.rules = 10
        var limited = CodeScanningReport(report, limits: limits)
        let bytes = limited.render()
        let run = try read(bytes)
        #expect(run.tool.driver.rules.count == 10 && run.results.count == 9)
        for result in run.results { #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId) }
        #expect(try leftOut(bytes)["rules"] == report.rules.count - 10)
    }

    @Test("Tags, texts, flows and notifications are cut to size") func lengths() throws {
        var report = many(1)
        let long = String(repeating: "👩‍💻 wort ", count: 300)
        report.rules = [
            RuleMetadata(
                id: report.findings[0].rule + String(repeating: "x", count: 300), language: "python", severity: .off, message: long, note: long, cwe: Array(1...30))
        ]
        report.findings[0].rule = report.rules[0].id
        report.findings[0].flow = (0..<25_000).map { FlowStep(location: report.findings[0].location, message: "step \($0)") }
        report.summary.skipped = (0..<1500).map { SkippedFile(path: "\($0)", reason: "no", isFailure: $0 == 1499) }
        var limited = CodeScanningReport(report)
        let bytes = limited.render()
        let run = try read(bytes)
        let rule = run.tool.driver.rules[0]
        #expect(rule.properties.tags.count == 20)
        #expect(rule.name.utf16.count == 255)
        for text in [rule.shortDescription.text, rule.fullDescription.text] { #expect((1020...1024).contains(text.utf16.count) && text.hasSuffix("…")) }
        #expect(rule.defaultConfiguration.level == "note")
        let steps = try #require(run.results[0].codeFlows?[0].threadFlows[0].locations)
        #expect(steps.count == 10_000 && steps[0].location.message?.text == "step 0" && steps[9999].location.message?.text == "step 24999")
        let notifications = run.invocations[0].toolExecutionNotifications.filter { $0.descriptor.id == "skipped-file" }
        #expect(notifications.count == 1000 && notifications[0].level == "warning")
        let gone = try leftOut(bytes)
        #expect(gone["tags"] == 14 && gone["shortenedTexts"] == 3 && gone["threadFlowLocations"] == 15_000 && gone["notifications"] == 500)
        #expect(limited.notices.count == 1 && limited.notices[0].contains("14 tags over 20 a rule"))
    }

    @Test("A file that would be too large loses rules without results, then the lightest results, until gzip makes it small enough") func size() throws {
        var limits = CodeScanningLimits()
        limits.compressedBytes = 20_000
        var report = many(900)
        report.rules += (0..<50).map { RuleMetadata(id: "spare-\($0)", language: "python", note: "note \($0 &* 7919)") }
        var limited = CodeScanningReport(report, limits: limits)
        let bytes = limited.render()
        #expect(try gzip(bytes) <= 20_000)
        let run = try read(bytes)
        let gone = try leftOut(bytes)
        #expect(gone["rules"] == 50 + SampleReport.rules.count - 1)
        #expect(run.results.count > 100 && run.results.count + (gone["resultsOverSize"] ?? 0) == 900)
        let levels = run.results.map(\.level)
        #expect(levels.prefix(300).allSatisfy { $0 == "error" } || run.results.count < 300 && Set(levels) == ["error"])
        limits.compressedBytes = 10
        var hopeless = CodeScanningReport(report, limits: limits)
        #expect(try read(hopeless.render()).results.isEmpty, "it ends where nothing can be left out any more")
    }

    @Test("gzip never needs more than the bound", arguments: ["random", "same", "sarif", "json", "tiny", "empty", "high"]) func bound(kind: String) throws {
        var state: UInt64 = 1
        func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let bytes: [UInt8] =
            switch kind {
            case "random": (0..<60_000).map { _ in random() }
            case "same": Array(repeating: 97, count: 60_000)
            case "sarif": ReportFormat.sarif.render(many(60))
            case "json": ReportFormat.json.render(HostileReport.report)
            case "tiny": Array("abcabcabcabc".utf8)
            case "high": (0..<60_000).map { _ in 200 + random() % 4 }
            default: []
            }
        let (packed, bound) = (try gzip(bytes), DeflateSize.bound(bytes))
        #expect(packed <= bound)
        if kind == "sarif" || kind == "json" { #expect(bound < packed * 2, "too far off to be of use: \(bound) for \(packed)") }
    }

    /// Findings with different texts, a third of each of three severities.
    private func many(_ count: Int) -> ScanReport {
        var report = SampleReport.full
        let one = report.reported[0]
        report.findings = (0..<count).map { i in
            var finding = one
            finding.severity = [.hint, .warning, .error][i % 3]
            finding.location.start.line = i + 1
            finding.location.end.line = i + 1
            finding.message = "finding \(i &* 2_654_435_761 % 1_000_003)"
            finding.fingerprint = "1:\(String(i &* 2_654_435_761 &* 40_503, radix: 16)):1"
            return finding
        }
        report.summary.skipped = []
        return report
    }

    private func read(_ bytes: [UInt8]) throws -> SARIFReportTests.Log.Run { try JSONDecoder().decode(Log.self, from: Data(bytes)).runs[0] }

    private func leftOut(_ bytes: [UInt8]) throws -> [String: Int] {
        let properties = try JSONDecoder().decode(Properties.self, from: Data(bytes)).runs[0].properties
        #expect(properties.profile == "github")
        return properties.leftOut
    }

    /// The size the real program gets.
    private func gzip(_ bytes: [UInt8]) throws -> Int {
        let file = FileManager.default.temporaryDirectory.appending(path: "sluice-gzip-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-nc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let packed = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return packed.count
    }
}
