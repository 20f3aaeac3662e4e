import Findings
import Foundation
import Rules
import Testing

@testable import Scanning

/// What waits for the whole program: which files are read for it, what becomes of what vanishes, and what is said when time runs out.
@Suite struct WholeProgramTests {
    static let rules = Project.compile(
        """
        id: stalls
        code: TT101
        language: python
        severity: error
        message: "`$CALLEE` stalls the loop"
        rule: {kind: call, within: async-function}
        analysis:
          kind: reaches
          to: [time.sleep, {call: os.wait4, args: {0: {kind: integer}}}]
          barriers: [asyncio.to_thread]
          far: 600
        ---
        id: floods
        code: TT102
        language: python
        severity: warning
        message: "too many"
        rule: {call: asyncio.gather}
        analysis: {kind: bounded, limiters: [asyncio.Semaphore], approved: []}
        ---
        id: no-eval
        language: python
        message: "no eval"
        rule: {call: eval}
        """)

    /// A loop that stalls three files away, and one that does not.
    static let files = [
        "app/__init__.py": "",
        "app/main.py": "from app import store\nfrom app.quiet import look\n\n\nasync def run():\n    store.load()\n    look()\n",
        "app/store.py": "from .disk import read\n\n\ndef load():\n    return read()\n",
        "app/disk.py": "import time\n\n\ndef read():\n    time.sleep(1)\n",
        "app/quiet.py": "def look():\n    return 1\n",
        "app/unrelated.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
    ]

    @Test("A call three files away is found, and only the files on the way are read for it")
    func chain() throws {
        let project = try Project(Self.files)
        let with = try project.scan(Self.rules), without = try project.scan(Self.rules, prefilter: false)
        #expect(with.findings.map(Project.short) == ["stalls:6"])
        #expect(with.findings == without.findings)
        let finding = try #require(with.findings.first)
        #expect(finding.location.path == "app/main.py")
        #expect(finding.flow.map(\.location.path).contains("app/disk.py"))
        #expect(with.summary.parsed < without.summary.parsed)
        #expect(without.summary.parsed == 6)
    }

    @Test("A clause matches in a file that was read only because somebody calls into it")
    func clauses() throws {
        var files = Self.files
        files["app/disk.py"] = "import os\n\n\ndef read():\n    os.wait4(1, 0)\n"
        #expect(try Project(files).scan(Self.rules).findings.map(Project.short) == ["stalls:6"])
        files["app/disk.py"] = "import os\n\n\ndef read():\n    os.wait4(pid, 0)\n"
        #expect(try Project(files).scan(Self.rules).findings == [])
    }

    @Test("What vanishes counts neither for fingerprints nor for suppressions")
    func vanished() throws {
        let text = """
            import time

            def fine(): return 1
            def bad(): time.sleep(1)

            async def run():
                fine()
                fine()  # sluice: ignore[stalls] it waits
                bad()  # sluice: ignore[TT101] once at the start

            async def run():
                use(fine(), bad())

            async def run():
                use(fine(), bad())
            """
        let report = try Project(["a.py": text]).scan(Self.rules)
        #expect(report.findings.map(Project.short) == ["unused-suppression:8", "(stalls:9)", "stalls:12", "stalls:15"])
        #expect(report.findings.filter { $0.rule == "stalls" && $0.suppression == nil }.map { $0.fingerprint.suffix(2) } == [":1", ":2"])
        #expect(report.findings.first { $0.suppression != nil }?.suppression?.reason == "once at the start")
    }

    @Test("When the time for the program runs out, what is open is not reported and is counted")
    func deadline() throws {
        let text = "import asyncio, time\n\nasync def run(xs):\n    time.sleep(1)  # sluice: ignore[stalls] known\n    eval('1')\n    await asyncio.gather(*[f(x) for x in xs])\n"
        let project = try Project(["a.py": text])
        let report = try project.scan(Self.rules, programTimeout: .zero)
        #expect(report.summary.partial)
        #expect(report.summary.unsettled.map(\.rule) == ["floods", "stalls"])
        #expect(report.summary.unsettledWords?.contains("floods (1), stalls (") == true)
        // The suppression may well be used: nobody knows.
        #expect(report.findings.map(\.rule) == ["no-eval"])
        #expect(try project.scan(Self.rules).summary.unsettled == [])
    }

    @Test("A file others call into and that cannot be read costs nobody else")
    func unreadable() throws {
        var files = Self.files
        files["app/quiet.py"] = "def look(:\n    \u{0}\n"
        files["app/store.py"] = "from .gone import x\nfrom .disk import read\n\n\ndef load():\n    x()\n    return read()\n\n\ndef half(:\n"
        #expect(try Project(files).scan(Self.rules).findings.map(Project.short) == ["stalls:6"])
    }

    @Test("How much of the fan-out goes through approved helpers")
    func adoption() throws {
        var rules = Self.rules
        rules.approve(["app.pools.run_all"])
        let project = try Project([
            "app/__init__.py": "",
            "app/pools.py": "import asyncio\n\n\nasync def run_all(xs):\n    return await asyncio.gather(*xs)\n",
            "app/a.py": "from app.pools import run_all\n\n\nasync def a(xs):\n    await run_all([f(x) for x in xs])\n    await run_all([g(x) for x in xs])\n",
            "app/b.py": "import asyncio\n\n\nasync def b(xs):\n    await asyncio.gather(*[f(x) for x in xs])\n",
        ])
        for prefilter in [true, false] {
            #expect(try project.scan(rules, prefilter: prefilter).summary.fanOuts == FanOuts(approved: 2, total: 3))
        }
        #expect(try project.scan(Self.rules).summary.fanOuts == nil)
    }

    @Test("Why a finding stands, and why none does")
    func explanations() throws {
        let project = try Project(Self.files)
        let stands = try project.scan(Self.rules, explained: ExplainedPlaces(["app/main.py": .some([6...6])], isThorough: true)).explanations
        #expect(stands.map(\.rule) == ["stalls"])
        #expect(stands[0].outcome == .finding("`store.load` stalls the loop"))
        #expect(stands[0].steps.count > 1)
        let none = try project.scan(Self.rules, explained: ExplainedPlaces(["app/main.py": .some([7...7])], isThorough: true)).explanations
        #expect(none.map(\.outcome) == [.beside])
        #expect(!none[0].steps.isEmpty)
    }

    @Test("A run that is told to end ends, whenever that is, and reports nothing it does not know")
    func cancelled() throws {
        let project = try Project(GeneratedProgram.files(seed: 7, count: 12))
        let all = try project.scan(Self.rules, suppressionRules: []).findings
        for limit in [0, 1, 5, 12, 13, 14, 20, 40, 80] {
            let asked = Counter()
            let report = try project.scan(Self.rules, suppressionRules: [], isCancelled: { asked.next() > limit })
            #expect(report.findings.allSatisfy { finding in all.contains { $0.rule == finding.rule && $0.location == finding.location } })
            #expect(report.summary.partial || report.findings == all)
        }
    }

    @Test("Fixture files do not know of each other")
    func eachFileAProgram() throws {
        let report = try Project(Self.files).scan(Self.rules, isEachFileAProgram: true)
        #expect(report.findings.filter { $0.confidence == .high } == [])
    }

    @Test("Ten thousand candidates")
    func many() throws {
        let calls = (0..<100).map { "    step\($0 % 50)()\n" }.joined()
        let steps = (0..<50).map { "def step\($0)():\n    \($0 % 10 == 0 ? "time.sleep(1)" : "return step\($0 + 1)")\n\n\n" }.joined()
        var files = ["lib.py": "import time\n\n\n" + steps]
        for number in 0..<100 { files["a\(number).py"] = "from lib import *\n\n\nasync def run():\n" + calls }
        let report = try Project(files).scan(Self.rules, jobs: 2)
        // Of a function's calls that come to the same place, the first.
        #expect(report.findings.count == 500)
        #expect(!report.summary.partial)
    }
}
