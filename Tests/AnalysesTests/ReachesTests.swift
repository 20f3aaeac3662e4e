import Findings
import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

@Suite struct ReachesTests {
    private let blocking = TestProgram.rule(.reaches, ["to": ["time.sleep"], "barriers": ["asyncio.to_thread"]], ["near": 2])

    private func inAsync(_ call: SummaryCall, _ summary: FileSummary) -> Bool {
        call.function > 0 && summary.functions[Int(call.function - 1)].flags.contains(.isAsync) && !call.flags.contains(.isAwaited)
    }

    private func chains(_ program: TestProgram, _ rule: CompiledAnalysis) -> [String] {
        program.findings(rule, where: inAsync).map { "\($0.place) \($0.verdict.variables["CHAIN"] ?? "")" }
    }

    @Test func threeFiles() throws {
        let program = try TestProgram([
            "io_util.py": "import time\ndef wait_file(p):\n    while not p.exists():\n        time.sleep(0.2)\n",
            "repo.py": "from io_util import wait_file\ndef load(p):\n    wait_file(p)\n    return p.read_text()\n",
            "api.py": """
            import asyncio
            from repo import load
            async def bad(p):
                return load(p)
            async def good(p):
                return await asyncio.to_thread(load, p)
            """,
        ])
        let found = program.findings(blocking, where: inAsync)
        #expect(found.map(\.place) == ["api.py:4"])
        #expect(found.first?.verdict.variables["CHAIN"] == "load → wait_file → time.sleep")
        #expect(found.first?.verdict.variables["ROOT"] == "time.sleep")
        #expect(found.first?.verdict.isLowered == false)
        #expect(found.first?.verdict.flow.map { "\($0.location.path):\($0.location.start.line) \($0.message)" } == [
            "api.py:4 calls load", "repo.py:3 load calls wait_file", "io_util.py:4 wait_file calls time.sleep",
        ])
    }

    @Test func deeperChainsWeighLess() throws {
        let program = try TestProgram([
            "a.py": "import time\ndef c():\n    time.sleep(1)\ndef b():\n    c()\ndef a():\n    b()\nasync def f():\n    a()\n"
        ])
        #expect(chains(program, blocking) == ["a.py:9 a → b → c → time.sleep"])
        #expect(program.findings(blocking, where: inAsync).allSatisfy { $0.verdict.isLowered })
        #expect(chains(program, TestProgram.rule(.reaches, ["to": ["time.sleep"]], ["far": 2])) == [])
    }

    @Test func theShortestChainIsTold() throws {
        let program = try TestProgram([
            "a.py": "import time\ndef long():\n    mid()\ndef mid():\n    time.sleep(2)\ndef load():\n    long()\n    mid()\nasync def f():\n    load()\n"
        ])
        #expect(chains(program, blocking) == ["a.py:10 load → mid → time.sleep"])
    }

    @Test("A long chain weighs less; where one of its calls is not made each time it is a note", arguments: [
        ("c(k)", nil, true), ("if k:\n        c(k)", Severity.info, false), ("if not k:\n        return\n    c(k)", .info, false),
        ("try:\n        c(k)\n    finally:\n        done()", nil, true),
    ])
    func longChains(call: String, severity: Severity?, isLowered: Bool) throws {
        let program = try TestProgram([
            "a.py": "import time\ndef c(k):\n    time.sleep(1)\ndef b(k):\n    \(call)\ndef a(k):\n    b(k)\nasync def run(k):\n    a(k)\n"
        ])
        let found = program.findings(TestProgram.rule(.reaches, ["to": ["time.sleep"]], ["near": 2, "slight": 1]), where: inAsync)
        #expect(found.map { $0.verdict.variables["CHAIN"] } == ["a → b → c → time.sleep"])
        #expect(found.map { $0.verdict.severity } == [severity])
        #expect(found.map { $0.verdict.isLowered } == [isLowered])
    }

    @Test func whatDoesNotRunHereDoesNotCount() throws {
        let program = try TestProgram([
            "a.py": """
            import time
            import threading
            async def other():
                time.sleep(1)
            def gen():
                time.sleep(1)
                yield 1
            def starts():
                def inner():
                    time.sleep(1)
                threading.Thread(target=inner).start()
            def given(fn=lambda: time.sleep(1)):
                return fn
            async def f():
                other()
                gen()
                starts()
                given()
            """
        ])
        #expect(chains(program, blocking) == [])
    }

    @Test func oneFindingForEachRoot() throws {
        let program = try TestProgram([
            "a.py": "import time\ndef load():\n    time.sleep(1)\nasync def f():\n    load()\n    load()\nasync def g():\n    load()\n"
        ])
        #expect(chains(program, blocking) == ["a.py:5 load → time.sleep", "a.py:8 load → time.sleep"])
    }

    @Test func guardsAndDirectCalls() throws {
        let program = try TestProgram([
            "a.py": """
            import asyncio
            def safe(coro):
                loop = asyncio.get_event_loop()
                if loop.is_running():
                    return loop.create_task(coro)
                return asyncio.run(coro)
            def load_sync(coro):
                return asyncio.run(coro)
            async def view(coro):
                asyncio.run(coro)
                safe(coro)
                return load_sync(coro)
            """
        ])
        let rule = TestProgram.rule(.reaches, ["to": ["asyncio.run"], "guards": ["**.is_running"]], ["direct": 1])
        #expect(chains(program, rule) == ["a.py:10 asyncio.run", "a.py:12 load_sync → asyncio.run"])
    }

    @Test func mutualRecursionFiveHundredDeep() throws {
        var source = "import time\n"
        for number in 0..<500 { source += "def f\(number)(n):\n    f\((number + 1) % 500)(n)\n    f\((number + 499) % 500)(n)\n" }
        let unlimited = TestProgram.rule(.reaches, ["to": ["time.sleep"]], ["far": 600])
        let clean = try TestProgram(["a.py": source + "async def go():\n    f0(1)\n"])
        #expect(chains(clean, unlimited) == [])
        source += "def sleepy():\n    time.sleep(1)\n"
        source = source.replacing("def f250(n):\n", with: "def f250(n):\n    sleepy()\n")
        let program = try TestProgram(["a.py": source + "async def go():\n    f0(1)\n"])
        let found = program.findings(unlimited, where: inAsync)
        #expect(found.count == 1)
        #expect(found.first?.verdict.variables["HOPS"] == "252")
        #expect(program.findings(blocking, where: inAsync).isEmpty)
    }

    /// Functions handed to one that calls them, or does not.
    @Test func callablesHandedOver() throws {
        let library = """
            import asyncio
            def retry(f, times=3):
                for _ in range(times):
                    try:
                        return f()
                    except OSError:
                        pass
            def elsewhere(loop, f): return asyncio.to_thread(f)
            def either(f, now):
                if now: return f()
                return asyncio.to_thread(f)
            def keep(f): return [f]
            def rebound(f):
                f = len
                return f()
            def later(f):
                def inner(): return f()
                return inner
            class Runner:
                def run(self, f): return f()

            """
        func found(_ call: String) throws -> [String] {
            let app = "import time\nfrom lib import *\nfrom lib import retry, elsewhere, either, keep, rebound, later, Runner\ndef load(): time.sleep(1)\nasync def other(): time.sleep(1)\nasync def f(loop):\n    \(call)\n"
            return chains(try TestProgram(["app.py": app, "lib.py": library]), blocking).filter { $0.hasPrefix("app.py:7") }
        }
        #expect(try found("retry(load)") == ["app.py:7 retry(load) → time.sleep"])
        #expect(try found("retry(times=2, f=load)") == ["app.py:7 retry(load) → time.sleep"])
        #expect(try found("retry(lambda: load())") == ["app.py:7 retry(closure) → load → time.sleep"])
        #expect(try found("Runner().run(load)") == ["app.py:7 Runner.run(load) → time.sleep"])
        for call in ["elsewhere(loop, load)", "either(load, 1)", "keep(load)", "rebound(load)", "later(load)", "retry(other)", "retry(*[load])", "retry(len)"] {
            #expect(try found(call) == [], "\(call)")
        }
    }

    /// The way goes through a function that hands its own helper on.
    @Test func callablesHandedOverDeeper() throws {
        let program = try TestProgram([
            "a.py": "import time\ndef retry(f): return f()\ndef load(): time.sleep(1)\ndef fetch(): return retry(load)\nasync def f():\n    fetch()\n"
        ])
        #expect(chains(program, blocking) == ["a.py:6 fetch → retry(load) → time.sleep"])
    }
}
