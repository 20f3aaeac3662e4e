import Findings
import Testing

@testable import Scanning

/// `equivalents`: a finding whose line silences another tool's rule for the same fault is a note.
@Suite struct EquivalentsTests {
    private static let rules = Project.compile(
        """
        id: no-open
        language: python
        severity: error
        message: "opens it"
        metadata: {equivalents: [SIM115, consider-using-with]}
        rule: {call: open}
        ---
        id: stalls
        language: python
        severity: warning
        message: "`$CALLEE` stalls"
        metadata: {equivalents: [ASYNC200]}
        rule: {kind: call, within: async-function}
        analysis: {kind: reaches, to: [time.sleep]}
        ---
        id: hint
        language: python
        message: "a hint"
        metadata: {equivalents: [T201]}
        rule: {call: print}
        """)

    private func found(_ text: String) throws -> [String] {
        try Project(["a.py": text]).scan(Self.rules).findings.map { "\($0.location.start.line) \($0.severity.rawValue) \($0.message)" }
    }

    @Test(arguments: [
        ("open(p)  # noqa: SIM115\n", "info", " (meant, by `noqa: SIM115`)"),
        ("open(p)  # noqa: E501, SIM115 closed by the caller\n", "info", " (meant, by `noqa: SIM115`)"),
        ("open(p)  # NOQA:sim115\n", "info", " (meant, by `noqa: SIM115`)"),
        ("open(p)  # pylint: disable=foo,consider-using-with\n", "info", " (meant, by `disable=consider-using-with`)"),
        ("open(p)  # type: ignore[SIM115]\n", "info", " (meant, by `ignore SIM115`)"),
        ("open(\n    p,\n)  # noqa: SIM115\n", "info", " (meant, by `noqa: SIM115`)"),
        // None of these says anything about this fault.
        ("open(p)  # noqa\n", "error", ""),
        ("open(p)  # noqa: E501\n", "error", ""),
        ("open(p)  # noqa: SIM1151\n", "error", ""),
        ("open(p)  # see SIM115\n", "error", ""),
        ("open(p)\n# noqa: SIM115\n", "error", ""),
    ])
    func comments(text: String, severity: String, remark: String) throws {
        #expect(try found(text) == ["1 \(severity) opens it\(remark)"])
    }

    @Test func withAnAnalysis() throws {
        let text = "import time\ndef nap():\n    time.sleep(1)\nasync def f():\n    nap()  # noqa: ASYNC200\nasync def g():\n    nap()\n"
        #expect(try found(text) == ["5 info `nap` stalls (meant, by `noqa: ASYNC200`)", "7 warning `nap` stalls"])
    }

    @Test func neverMoreThanTheRuleSays() throws {
        #expect(try found("print(1)  # noqa: T201\n") == ["1 hint a hint (meant, by `noqa: T201`)"])
    }
}
