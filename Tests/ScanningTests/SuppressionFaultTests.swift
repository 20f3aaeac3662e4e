import Findings
import Testing

@testable import Scanning

@Suite struct SuppressionFaultTests {
    @Test(
        "What is wrong with a suppression is a finding",
        arguments: [
            ("time.sleep(1)  # sluice: ignore[no-sleep]", ["(no-sleep:2)", "suppression-without-reason:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] # noqa", ["(no-sleep:2)", "suppression-without-reason:2"]),
            ("x()  # sluice: ignore[no-sleep] fine here", ["unused-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep, no-open] fine here", ["(no-sleep:2)", "unused-suppression:2"]),
            ("x()\n# sluice: ignore-file[no-sleep] fine here", ["unused-suppression:3"]),
            ("# sluice: ignore[no-sleep] nothing follows", ["unused-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-slep] fine here", ["no-sleep:2", "unknown-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[TT] fine here", ["no-sleep:2", "unknown-suppression:2"]),
            // A rule that exists but did not run cannot be unused.
            ("x()  # sluice: ignore[not-selected] fine here", []),
            ("x()  # sluice: ignore[swift-no-sleep] of another language", []),
            // No comment silences what is said of comments.
            ("x()  # sluice: ignore[unused-suppression] please", ["unused-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[] fine here", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep fine here", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ingore[no-sleep] fine here", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine until=soon", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine until=2026-02-30", ["no-sleep:2", "malformed-suppression:2"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine until=2026-06-15", ["(no-sleep:2)"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine until=2028-02-29", ["(no-sleep:2)"]),
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine until=2026-06-14", ["no-sleep:2", "expired-suppression:2"]),
            ("x()  # sluice: ignore[no-sleep] fine until=2026-06-14", ["unused-suppression:2"]),
        ])
    func python(text: String, expected: [String]) throws {
        let findings = try Project(["a.py": "import time\n" + text + "\n"]).scan().findings.map(Project.short)
        #expect(findings.sorted() == expected.sorted())
    }

    @Test("They are told in words, at the comment")
    func words() throws {
        let findings = try Project(["a.py": "x()  # sluice: ignore[no-sleep] fine here\ny()  # sluice: ignore[what] fine here\n"]).scan().findings
        #expect(findings.map(\.message) == [
            "nothing here is reported by `no-sleep`: this suppression silences nothing", "no rule is called `what`: this suppression silences nothing",
        ])
        #expect(findings.map(\.location.start.column) == [6, 6])
    }

    @Test("In a file without a syntax tree as well")
    func text() throws {
        #expect(try Project.findings("a: 1  # sluice: ignore[no-tag] fine here\n", in: "a.yaml") == ["unused-suppression:1"])
        #expect(try Project.findings("a: 1  # sluice: ignore[no-such] fine here\n", in: "a.yaml") == ["unknown-suppression:1"])
    }

    @Test("In a file that rules judge by its mode alone as well; that it cannot be read then is no failure")
    func modeOnly() throws {
        let rules = Project.compile("id: no-exec\nlanguage: file\nmessage: m\nfiles: ['**/*.ini']\nfile: {mode: {any-of: '0111'}}\n")
        let project = try Project([
            "a.ini": "; sluice: ignore-file[no-exec] fine here\nx = 1\n", "b.ini": "; sluice: ignore-file[no-exec] fine here\n", "c.ini": "x\n",
            "d.txt": "# sluice: ignore-file[no-exec] no rule is for this file\n",
        ])
        try project.setMode("b.ini", 0o755)
        try project.write("e.ini", String(repeating: "x", count: 2 << 20))
        let report = try project.scan(rules)
        #expect(report.findings.map { "\($0.location.path) \(Project.short($0))" } == ["a.ini unused-suppression:1", "b.ini (no-exec:1)"])
        #expect(report.summary.skipped.isEmpty)
        #expect(try project.scan(rules, suppressionRules: [SuppressionRules.expired]).findings.map(Project.short) == ["(no-exec:1)"])
    }

    @Test("Only those that were asked for are reported")
    func selected() throws {
        let project = try Project(["a.py": "x()  # sluice: ignore[no-sleep]\n"])
        #expect(try project.scan().findings.map(\.rule).sorted() == ["suppression-without-reason", "unused-suppression"])
        #expect(try project.scan(suppressionRules: [SuppressionRules.withoutReason]).findings.map(\.rule) == ["suppression-without-reason"])
        #expect(try project.scan(suppressionRules: []).findings.isEmpty)
    }

    @Test("A file that cannot be parsed says nothing of its suppressions of code rules")
    func unparsed() throws {
        let project = try Project(["a.py": "# sluice: ignore-file[no-sleep] fine here\n" + String(repeating: "(", count: 70_000) + "\n"])
        let report = try project.scan()
        #expect(report.findings.isEmpty)
        #expect(report.summary.skipped.map(\.path) == ["a.py"])
    }
}
