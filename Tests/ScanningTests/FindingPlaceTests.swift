import Findings
import Testing

@testable import Scanning

@Suite struct FindingPlaceTests {
    @Test("Columns count Unicode scalars, lines and ends are right, after a byte order mark and with CRLF too")
    func positions() throws {
        let report = try Project(["a.py": "\u{FEFF}import time\r\né = '𝒳'; time.sleep(\r\n  1)\r\n"]).scan()
        #expect(report.findings.map(\.location.start) == [Position(line: 2, column: 10)])
        #expect(report.findings.map(\.location.end) == [Position(line: 3, column: 5)])
        #expect(report.findings.map(\.sourceLines) == [["é = '𝒳'; time.sleep(", "  1)"]])
    }

    @Test("The same fault has the same fingerprint wherever its lines move, another where its function is another")
    func fingerprints() throws {
        func fingerprint(_ text: String) throws -> [String] { try Project(["a.py": "import time\n" + text]).scan().findings.filter { $0.rule == "no-sleep" }.map(\.fingerprint) }
        let one = try fingerprint("class C:\n    def f(self):\n        time.sleep(1)\n")
        #expect(try fingerprint("x = 1\n\nclass C:\n    def g(self):\n        pass\n    def f(self):\n            time.sleep(1)\n") == one)
        #expect(try fingerprint("class C:\n    def g(self):\n        time.sleep(1)\n") != one)
        #expect(try fingerprint("class C:\n    def f(self):\n        time.sleep(1)\n        time.sleep(1)\n").count == 2)
    }

    @Test("A line of a megabyte with a finding every few bytes, and findings nested in each other, end soon and right")
    func dense() throws {
        let count = 5_000
        let flat = "x = [" + String(repeating: "open(p), ", count: count) + "]  # sluice: ignore[no-open] generated\n"
        let deep = "x = " + String(repeating: "open(", count: 2_000) + String(repeating: ")", count: 2_000) + "\n"
        let report = try Project(["flat.py": flat, "deep.py": deep]).scan()
        let flatFindings = report.findings.filter { $0.location.path == "flat.py" }
        #expect(flatFindings.count == count)
        #expect(flatFindings.allSatisfy { $0.suppression != nil })
        #expect(flatFindings.last?.location.start == Position(line: 1, column: 6 + 9 * (count - 1)))
        #expect(report.findings.count { $0.location.path == "deep.py" } == 1_999)
    }

    @Test("A rule that looks up a nest as deep as the file is long runs into the file's deadline, and the file is named")
    func deadline() throws {
        let rules = Project.compile("""
            id: nested
            language: python
            message: "nested"
            rule: {kind: call, inside: {kind: class_definition, stopBy: end}}
            """)
        let project = try Project(["deep.py": "x = " + String(repeating: "f(", count: 90_000) + String(repeating: ")", count: 90_000) + "\n", "good.py": "class C:\n    f()\n"])
        let report = try project.scan(rules, fileTimeout: .seconds(1))
        #expect(report.findings.map(\.location.path) == ["good.py"])
        #expect(report.summary.skipped.map(\.path) == ["deep.py"])
        #expect(report.summary.skipped.allSatisfy { $0.reason.contains("--file-timeout") && $0.isFailure })
    }

    @Test("What one finding hides, its neighbour does not show")
    func secrets() throws {
        let report = try Project(["a.py": "open(p); a = 'tok_abcdefgh12345678'; b = 'tok_zyxwvuts87654321'\n"]).scan()
        #expect(report.findings.map(\.rule) == ["no-open", "no-token", "no-token"])
        for line in report.findings.flatMap(\.sourceLines) {
            #expect(!line.contains("abcdefgh12345678") && !line.contains("zyxwvuts87654321"))
        }
    }

    @Test("A run that is stopped keeps what it has and says that it is partial")
    func cancelled() throws {
        let project = try Project(["a.py": "open(p)\n# the larger file comes first\n", "b.py": "open(p)\n"])
        let asked = Counter()
        let report = try project.scan(isCancelled: { asked.next() > 1 })
        #expect(report.summary.partial)
        #expect(report.findings.map(\.location.path) == ["a.py"])
        #expect(try project.scan().summary.partial == false)
    }
}
