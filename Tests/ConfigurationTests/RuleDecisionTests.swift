import Findings
import Testing

@testable import Configuration

/// What becomes of a rule: layers, names and their families, overrides, the command line.
@Suite struct RuleDecisionTests {
    @Test(
        "Of what speaks of a rule the last and most particular wins",
        arguments: [
            ("", Severity.error, Severity.off),
            ("select: [LK]", .off, .off),
            ("select: [BA, DC]", .error, .off),
            ("select: [py-dead]", .off, .hint),
            ("ignore: [blocking-in-async]", .off, .off),
            ("select: [BA001]\nignore: [BA]", .off, .off),
            ("severity: {BA001: info, BA: hint}", .info, .off),
            ("severity: {BA: hint}", .hint, .off),
            ("severity: {BA: off}", .off, .off),
            ("severity: {DC: error}", .error, .off),
            ("severity: {DC001: warning}", .error, .warning),
            ("ignore: [BA]\nseverity: {BA001: info}", .off, .off),
            ("overrides: [{paths: [x.py], severity: {BA001: hint, DC001: info}}]", .hint, .info),
            ("overrides: [{paths: ['*.py'], ignore: [BA]}, {paths: [x.py], select: [BA]}]", .error, .off),
            ("overrides: [{paths: [y.py], ignore: [BA]}]", .error, .off),
            ("ignore: [BA]\noverrides: [{paths: [x.py], select: [py-sleep]}]", .error, .off),
        ])
    func decisions(text: String, sleep: Severity, quiet: Severity) throws {
        let tree = try ConfigurationTree([".sluice.yaml": text])
        #expect(tree.mistakes().isEmpty)
        #expect(tree.decision(SampleRule.sleep, "x.py").severity == sleep)
        #expect(tree.decision(SampleRule.quiet, "x.py").severity == quiet)
    }

    @Test("--select puts a file's select, ignore and off aside, not what an override says of a path; --ignore comes on top")
    func commandLine() throws {
        let tree = try ConfigurationTree([
            ".sluice.yaml": "select: [LK]\nignore: [BA]\nseverity: {BA001: off}\noverrides: [{paths: [tests/], ignore: [BA]}, {paths: [lib/], severity: {BA: hint}}]\n"
        ])
        #expect(tree.decision(SampleRule.sleep, "x.py").severity == .off)
        #expect(tree.decision(SampleRule.sleep, "x.py", select: ["BA001"]).severity == .error)
        #expect(tree.decision(SampleRule.sleep, "x.py", select: ["BA"]).severity == .off, "a family wakes nothing that is off")
        #expect(tree.decision(SampleRule.sleep, "tests/x.py", select: ["BA001"]).severity == .off)
        #expect(tree.decision(SampleRule.sleep, "lib/x.py", select: ["BA001"]).severity == .hint)
        #expect(tree.decision(SampleRule.sleep, "x.py", select: ["BA001"], ignore: ["py-sleep"]).severity == .off)
        #expect(tree.decision(SampleRule.quiet, "x.py", select: ["DC001"]).severity == .hint)
    }

    @Test("A rule that configurations bring runs only where one of them counts")
    func owners() throws {
        let tree = try ConfigurationTree(["a/.sluice.yaml": "", "b/.sluice.yaml": "extends: ../a/.sluice.yaml\n"])
        var finder = tree.finder
        for (folder, severity) in [("a", Severity.error), ("b", .error), ("", .off)] {
            let layers = finder.layers(for: tree.place(folder))
            let decision = RuleDecision(
                SampleRule.sleep, owners: ["\(tree.path)/a/.sluice.yaml"], layers: layers, overrides: [], commandLine: RuleSelection(select: [], ignore: []))
            #expect(decision.severity == severity)
        }
    }
}
