import BuiltinRules
import Findings
import Foundation
import RuleTesting
import Rules
import Testing

/// The shipped rules over their fixtures: every mark comes true, every finding is marked, under every mutation; and the same for the programs of
/// several files.
@Suite struct ShippedFixtureTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL.path
    private static let harness: FixtureHarness = {
        let files = ruleTable.flatMap { RuleFileReader.read("\($0.text)", file: "\($0.path)").rules }
        let vocabularies = ruleTable.flatMap { VocabularyReader.read("\($0.text)", file: "\($0.path)").vocabularies }
        return FixtureHarness(rules: RuleSet.compile(files, vocabularies: vocabularies).0, names: Set(files.flatMap { [$0.metadata.id, $0.metadata.code ?? ""] }))
    }()

    @Test func fixtures() throws {
        let outcome = try Self.harness.check(Self.root + "/fixtures/rules")
        #expect(outcome.failures == [])
        #expect(outcome.checked > 1000)
    }

    @Test func projects() throws {
        let outcome = try Self.harness.checkProjects(Self.root + "/fixtures/projects")
        #expect(outcome.failures == [])
    }
}
