import Findings
import Foundation
import Rules
import Testing

@testable import Scanning

/// What nothing reaches: which files count, and that what was read does not depend on the prefilter.
@Suite struct UnreachedTests {
    private static let rules = Project.compile(
        """
        id: unreached
        language: python
        severity: info
        message: "`$NAME` $HOW"
        rule: {kind: function_definition}
        analysis: {kind: unreached, entries: [main], marks: [property], bases: [object, enum.*]}
        ---
        id: no-eval
        language: python
        message: "no eval"
        rule: {call: eval}
        """)

    private func names(_ files: [String: String]) throws -> [String] {
        let project = try Project(files)
        let with = try project.scan(Self.rules), without = try project.scan(Self.rules, prefilter: false)
        #expect(with.findings == without.findings)
        return with.findings.map { $0.message.split(separator: "`").first.map(String.init) ?? "" }
    }

    @Test func mentionsInAnyFileCount() throws {
        #expect(
            try names([
                "a.py": "def f(): return 1\ndef g(): return 1\ndef h(): return 1\ndef i(): return 1\n", "b.py": "import a\na.f()\n",
                "setup.cfg": "[options.entry_points]\nx = a:g\n", "tests/test_a.py": "from a import h\ndef helper(): return h\n",
            ]) == ["i"])
    }

    @Test func circlesAreNotReached() throws {
        #expect(try names(["a.py": "def f(): return g()\ndef g(): return f()\ndef main(): return h()\ndef h(): return h()\n"]) == ["f", "g"])
    }

    @Test func whatIsInheritedFromElsewhereMayCall() throws {
        #expect(
            try names([
                "a.py": """
                import enum
                import socketserver
                class Server(socketserver.Server):
                    def serve(self): return 1
                class Own(Server):
                    def perform(self): return 1
                class Colour(enum.Enum):
                    def shade(self): return 1
                print(Own, Colour)
                """
            ]) == ["shade"])
    }

    @Test("A file that cannot be parsed in time mentions every word it holds")
    func unreadable() throws {
        let project = try Project(["a.py": "def f(): return 1\ndef g(): return 1\n", "b.py": String(repeating: "(", count: 66_000) + "f"])
        let report = try project.scan(Self.rules)
        #expect(report.findings.map(\.message) == ["`g` is mentioned nowhere"])
    }

    @Test func namesPutTogetherCount() throws {
        #expect(
            try names(["a.py": "class A:\n    def do(self, k): return getattr(self, f'run_{k}')()\n    def run_fast(self): return 1\n    def ran(self): return 1\nA().do('x')\n"])
                == ["ran"])
    }
}
