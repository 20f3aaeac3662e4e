import Findings
import Foundation
import Rules
import Testing

@testable import Scanning

/// A setting weighs more when its file can be written or run by others.
@Suite struct RaisedByFileTests {
    private static let rules = Project.compile(
        """
        id: run-bit
        language: file
        severity: warning
        message: "executable"
        files: ["**/*.json"]
        file: {mode: {any-of: "0111"}}
        ---
        id: eval-of-setting
        language: python
        severity: error
        message: "`$WHAT`"
        rule: {call: [eval, importlib.import_module]}
        analysis:
          kind: taint
          sources: [json.load]
          propagators: [read_text]
          minor: [importlib.import_module]
          raised-by: [run-bit]
        """)

    private static let code = """
        import importlib, json, os
        from pathlib import Path
        NAME = "jobs.json"
        def one():
            with open(os.path.join("conf", NAME)) as f:
                importlib.import_module(json.load(f)["job"])
        def two():
            importlib.import_module(json.load(open("conf/other.json"))["job"])
        def three(name):
            importlib.import_module(json.load(open(name))["job"])
        """

    private func severities(_ project: Project) throws -> [String] {
        let with = try project.scan(Self.rules), without = try project.scan(Self.rules, jobs: 2, prefilter: false)
        #expect(with.findings == without.findings)
        return with.findings.map { "\(Project.short($0)) \($0.severity.rawValue)" }
    }

    @Test func executableSettings() throws {
        let project = try Project(["app.py": Self.code, "conf/jobs.json": "{}", "conf/other.json": "{}", "a.txt": "", "b.txt": "", "c.txt": ""])
        #expect(try severities(project) == ["eval-of-setting:6 info", "eval-of-setting:8 info", "eval-of-setting:10 info"])
        try project.setMode("conf/jobs.json", 0o755)
        #expect(try severities(project) == ["eval-of-setting:6 warning", "eval-of-setting:8 info", "eval-of-setting:10 info", "run-bit:1 warning"])
    }

    @Test("What a comment silences raises nothing")
    func silenced() throws {
        let project = try Project(["app.py": Self.code, "conf/jobs.json": "// sluice: ignore-file[run-bit] the job runner wants it so\n{}"])
        try project.setMode("conf/jobs.json", 0o755)
        #expect(try severities(project).contains("eval-of-setting:6 info"))
    }
}
