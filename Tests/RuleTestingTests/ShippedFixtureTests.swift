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
    /// One for the rules that run by default, one for those that must be asked for: they read every file, which would hide what the others miss.
    private static let harnesses: [FixtureHarness] = {
        let files = ruleTable.flatMap { RuleFileReader.read("\($0.text)", file: "\($0.path)").rules }
        let vocabularies = ruleTable.flatMap { VocabularyReader.read("\($0.text)", file: "\($0.path)").vocabularies }
        let names = Set(files.flatMap { [$0.metadata.id, $0.metadata.code ?? ""] })
        return [true, false].map { isOn in
            let rules = RuleSet.compile(files.filter { ($0.metadata.severity != .off) == isOn }, vocabularies: vocabularies).0
            return FixtureHarness(rules: rules, names: names)
        }
    }()

    @Test func fixtures() throws {
        let outcomes = try Self.harnesses.map { try $0.check(Self.root + "/fixtures/rules") }
        #expect(outcomes.flatMap(\.failures) == [])
        #expect(outcomes[0].checked > 1000 && outcomes[1].checked > 100)
    }

    @Test func projects() throws {
        for harness in Self.harnesses { #expect(try harness.checkProjects(Self.root + "/fixtures/projects").failures == []) }
    }
}
