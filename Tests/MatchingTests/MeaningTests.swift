import Findings
import Testing

/// The keys ast-grep does not have: what code means rather than what it looks like.
@Suite struct MeaningTests {
    @Test func callsByResolvedName() throws {
        let source = "import time\nimport time as t\nfrom time import sleep as nap\ntime.sleep(1)\nt.sleep(2)\nnap(3)\nsleep(4)\ndef f(time):\n  time.sleep(5)\n"
        #expect(try found(rule: "{call: time.sleep}", source) == ["time.sleep(1)", "t.sleep(2)", "nap(3)"])
        #expect(try found(rule: "{call: [time.nap, time.s*]}", source) == ["time.sleep(1)", "t.sleep(2)", "nap(3)"])
        #expect(try found(rule: "{call: DispatchSemaphore.wait}", "let s = DispatchSemaphore(value: 0)\ns.wait()\nother.wait()\n", .swift) == ["s.wait()"])
    }

    @Test func namesAndTypes() throws {
        let source = "import os, asyncio\nx = os.environ\nlock = asyncio.Lock()\nlock.acquire()\nenviron = 1\n"
        #expect(try found(rule: "{name: os.environ}", source) == ["os.environ"])
        #expect(try found(rule: "{kind: identifier, type: asyncio.Lock}", source).contains("lock"))
        #expect(try found(rule: "{call: asyncio.Lock.acquire}", source) == ["lock.acquire()"])
    }

    private let calls = "from m import f\nf()\nf(1)\nf(1, 2)\nf(1, timeout=3)\nf(*a)\nf(1, **k)\n"

    @Test(arguments: [
        ("args: {0: {kind: integer}}", ["f(1)", "f(1, 2)", "f(1, timeout=3)", "f(1, **k)"]),
        ("args: {1: {regex: '2'}}", ["f(1, 2)"]),
        ("args: {timeout: {kind: integer}}", ["f(1, timeout=3)"]),
        ("args: {0: {kind: integer}, timeout: {regex: '4'}}", []),
        ("arg-absent: [timeout]", ["f()", "f(1)", "f(1, 2)"]),
        ("arg-absent: timeout", ["f()", "f(1)", "f(1, 2)"]),
        ("arg-absent: [timeout, 1]", ["f()", "f(1)"]),
        ("arg-absent: 0", ["f()"]),
        ("arg-count: 1", ["f(1)"]),
        ("arg-count: 0", ["f()"]),
        ("arg-count: {min: 2}", ["f(1, 2)", "f(1, timeout=3)"]),
        ("arg-count: {max: 1}", ["f()", "f(1)"]),
        ("args: {0: {kind: integer}}, arg-absent: [1, timeout]", ["f(1)"]),
    ] as [(String, [String])])
    func arguments(_ about: String, _ expected: [String]) throws {
        #expect(try found(rule: "{call: m.f, \(about)}", calls) == expected)
    }

    @Test func argumentsThatAskAboutArguments() throws {
        let source = "from m import f, g\nf(g(1, k=2), 3)\nf(g(1), 3)\nf(g(1, k=2), 4)\n"
        #expect(try found(rule: "{call: m.f, args: {0: {call: m.g, args: {k: {kind: integer}}}, 1: {regex: '3'}}}", source) == ["f(g(1, k=2), 3)"])
    }

    @Test func swiftArguments() throws {
        let source = "f(1, b: 2)\nf(b: 2)\nf(1) { g() }\n"
        #expect(try found(rule: "{call: f, args: {b: {regex: '2'}}}", source, .swift) == ["f(1, b: 2)", "f(b: 2)"])
        #expect(try found(rule: "{call: f, args: {1: {kind: lambda_literal}}}", source, .swift) == ["f(1) { g() }"])
        #expect(try found(rule: "{call: f, arg-count: 2}", source, .swift) == ["f(1, b: 2)", "f(1) { g() }"])
        #expect(try found(rule: "{call: f, arg-absent: b}", source, .swift) == ["f(1) { g() }"])
    }

    /// What `functools.partial` was given comes before the call's own arguments.
    @Test func argumentsGivenToAPartial() throws {
        let source = "import functools, subprocess\nrun = functools.partial(subprocess.run, 'a', timeout=5)\nrun(1)\nrun(2, timeout=6)\n"
        #expect(try found(rule: "{call: subprocess.run, arg-absent: timeout}", source) == [])
        #expect(try found(rule: "{call: subprocess.run, args: {0: {kind: string}, 1: {kind: integer}}}", source) == ["run(1)", "run(2, timeout=6)"])
        #expect(try found(rule: "{call: subprocess.run, args: {timeout: {regex: '6'}}}", source) == ["run(2, timeout=6)"], "the call's own keyword wins")
        #expect(try found(rule: "{call: subprocess.run, arg-count: 3}", source) == ["run(1)", "run(2, timeout=6)"])
        let splat = "import functools, subprocess\nrun = functools.partial(subprocess.run, *a)\nrun(1)\n"
        #expect(try found(rule: "{call: subprocess.run, arg-absent: timeout}", splat) == [])
        #expect(try found(rule: "{call: subprocess.run, args: {0: {kind: integer}}}", splat) == [])
    }

    @Test(arguments: [
        ("async-function", ["g(1)", "g(2)"]), ("sync-function", ["g(3)", "g(4)"]), ("loop", ["g(2)"]), ("main-guard", ["g(5)"]), ("[loop, main-guard]", ["g(2)", "g(5)"]),
        ("lambda", ["g(4)"]),
    ] as [(String, [String])])
    func contexts(_ context: String, _ expected: [String]) throws {
        let source = """
            async def f():
                g(1)
                for i in x:
                    g(2)
            def h():
                g(3)
            k = lambda: g(4)
            if __name__ == "__main__":
                g(5)
            """
        #expect(try found(rule: "{pattern: g($A), within: \(context)}", source) == expected)
    }

    @Test func awaitedAndUsed() throws {
        let source = "async def f():\n  g()\n  await g()\n  x = g()\n  await (g())\n  return await g()\n"
        #expect(try found(rule: "{pattern: g(), awaited: true}", source).count == 3)
        #expect(try found(rule: "{pattern: g(), awaited: false}", source).count == 2)
        #expect(try found(rule: "{pattern: g(), result-used: false}", source).count == 3)
        #expect(try found(rule: "{pattern: g(), result-used: true}", source).count == 2)
        let swift = "func f() async { g()\n await g()\n _ = await g()\n let x = g() }\n"
        #expect(try found(rule: "{call: g, awaited: true}", swift, .swift).count == 2)
        #expect(try found(rule: "{call: g, awaited: false}", swift, .swift).count == 2)
    }
}
