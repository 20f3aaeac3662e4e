import Findings
import Testing

@testable import Scanning

/// `minor`: which matches of a rule are notes.
@Suite struct MinorTests {
    private static let rules = Project.compile(
        """
        id: no-open
        language: python
        severity: error
        message: "opens $PATH"
        rule: {pattern: "open($PATH)"}
        minor:
          message: "opens $PATH, a constant"
          rule: {has: {kind: argument_list, has: {kind: string}}}
        ---
        id: stalls
        language: python
        severity: warning
        message: "`$CALLEE` stalls"
        rule: {kind: call, within: async-function}
        minor: {rule: {within: loop}}
        analysis: {kind: reaches, to: [time.sleep]}
        ---
        id: hint
        language: python
        message: "a hint"
        rule: {call: print}
        minor: {rule: {kind: call}}
        """)

    private func found(_ text: String, prefilter: Bool = true) throws -> [String] {
        try Project(["a.py": text]).scan(Self.rules, prefilter: prefilter).findings.map { "\($0.location.start.line) \($0.severity.rawValue) \($0.message)" }
    }

    @Test func matchesThatAreNotes() throws {
        #expect(try found("open(p)\nopen('x')\n") == ["1 error opens p", "2 info opens 'x', a constant"])
    }

    @Test func withAnAnalysis() throws {
        let text = "import time\ndef nap():\n    time.sleep(1)\nasync def f(xs):\n    nap()\nasync def g(xs):\n    for x in xs:\n        nap()\n"
        #expect(try found(text) == ["5 warning `nap` stalls", "8 info `nap` stalls"])
        #expect(try found(text, prefilter: false) == ["5 warning `nap` stalls", "8 info `nap` stalls"])
    }

    @Test func neverMoreThanTheRuleSays() throws {
        #expect(try found("print(1)\n") == ["1 hint a hint"])
    }
}
