import Findings
import Testing

@testable import Gate

@Suite struct BaselineMatchTests {
    private func finding(_ content: Character, in path: String, rule: String = "r", occurrence: Int = 1, suppressed: Bool = false) -> Finding {
        let place = Position(line: 1, column: 1)
        var finding = Finding(
            rule: rule, code: nil, family: .other, severity: .error, confidence: .high, location: Location(path: path, bytes: 0..<1, start: place, end: place), message: "m")
        finding.fingerprint = "1:\(String(repeating: content, count: 32)):\(occurrence)"
        if suppressed { finding.suppression = Suppression(line: 1, reason: "r") }
        return finding
    }

    @Test("The same finding in several files is counted, wherever it stands")
    func counted() {
        let baseline = Baseline([finding("a", in: "x.py"), finding("a", in: "y.py")])
        let match = BaselineMatch([finding("a", in: "moved.py"), finding("a", in: "y.py"), finding("a", in: "z.py")], baseline)
        #expect(match.findings.map(\.baseline) == [.unchanged, .unchanged, .new])
        #expect(match.known == 2 && match.new.values.reduce(0, +) == 1 && match.missing.isEmpty)
    }

    @Test("The occurrence in a file is no part of it")
    func occurrence() {
        let match = BaselineMatch([finding("a", in: "x.py", occurrence: 2)], Baseline([finding("a", in: "x.py")]))
        #expect(match.findings[0].baseline == .unchanged)
    }

    @Test("Of several that are the same, the one in a file that changed is the new one")
    func suspects() {
        let match = BaselineMatch([finding("a", in: "x.py"), finding("a", in: "y.py")], Baseline([finding("a", in: "y.py")])) { $0.location.path == "x.py" }
        #expect(match.findings.map(\.baseline) == [.new, .unchanged])
    }

    @Test("What a comment silences uses up no entry and has no state")
    func suppressed() {
        let match = BaselineMatch([finding("a", in: "x.py", suppressed: true)], Baseline([finding("a", in: "x.py")]))
        #expect(match.findings[0].baseline == nil && match.known == 0)
        #expect(match.stale(ran: ["r"]).count == 1)
        #expect(Baseline([finding("a", in: "x.py", suppressed: true)]).total == 0)
    }

    @Test("An entry whose rule did not run is not stale")
    func stale() {
        let baseline = Baseline([finding("a", in: "x.py"), finding("b", in: "x.py", rule: "other"), finding("b", in: "x.py", rule: "other")])
        let match = BaselineMatch([finding("b", in: "x.py", rule: "other")], baseline)
        #expect(match.stale(ran: ["other"]).map(\.key.rule) == ["other"])
        #expect(match.stale(ran: ["other", "r"]).values.reduce(0, +) == 2)
        var pruned = baseline
        pruned.remove(match.stale(ran: ["other"]))
        #expect(pruned.total == 2)
    }

    @Test("A root is told from where the baseline lies", arguments: [
        ("src", "/w", "known.txt", "src"), (".", "/w", "known.txt", "."), ("/w/src", "/w", "ci/known.txt", "../src"), ("../lib/", "/w/app", "known.txt", "../lib"),
        ("./a/../b", "/w", "known.txt", "b"),
    ])
    func roots(root: String, folder: String, baseline: String, expected: String) {
        #expect(BaselineScope.relative(root, workingDirectory: folder, baseline: baseline) == expected)
        let back = BaselineScope.resolved(expected, workingDirectory: folder, baseline: baseline)
        #expect(BaselineScope.relative(back, workingDirectory: folder, baseline: baseline) == expected)
    }

    @Test("A scan sees all of a baseline when its roots lie around the baseline's")
    func covers() {
        #expect(BaselineScope.covers(["."], ["src", "."]))
        #expect(BaselineScope.covers(["src"], ["src/a"]))
        #expect(!BaselineScope.covers(["src"], ["."]))
        #expect(!BaselineScope.covers(["src"], ["srcs"]))
        #expect(BaselineScope.covers([".."], ["."]) && !BaselineScope.covers(["."], [".."]))
    }
}
