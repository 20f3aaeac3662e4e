import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

@Suite struct UnusedTests {
    private func findings(_ source: String, _ lists: [String: [String]] = [:], _ numbers: [String: Int] = [:], of callees: Set<String> = ["asyncio.create_task"]) throws
        -> [String]
    {
        let program = try TestProgram(["a.py": source])
        return program.findings(TestProgram.rule(.unused, lists, numbers)) { call, summary in
            callees.contains(summary.text(call.callee)) || callees.contains(summary.text(call.method)) || callees.isEmpty
        }.map { "\($0.place.dropFirst(5)) \($0.verdict.variables["HOW"] ?? "")" }
    }

    private let create = "asyncio.create_task(store(m))"

    private func inFunction(_ body: String) -> String {
        "import asyncio\nasync def store(m): ...\nasync def f(m, c):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    @Test func thrownAway() throws {
        #expect(try findings(inFunction(create)) == ["4 is thrown away"])
        #expect(try findings(inFunction("_ = \(create)")) == ["4 is thrown away"])
        #expect(try findings(inFunction("[asyncio.create_task(store(x)) for x in m]")) == ["4 is thrown away"])
        #expect(try findings(inFunction("\(create) if c else None")) == ["4 is thrown away"])
        #expect(try findings(inFunction("t = \(create)")) == ["4 is bound to `t`, which nothing reads"])
        #expect(try findings("import asyncio\nclass A:\n    def __init__(self):\n        asyncio.create_task(self.run())\n") == ["4 is thrown away"])
    }

    @Test func kept() throws {
        for body in [
            "return \(create)", "await \(create)", "m.task = \(create)", "m[1] = \(create)", "t = \(create)\nawait t", "t = \(create)\nm.append(t)",
            "t = \(create)\nasync def g():\n    await t\nc(g)", "c(\(create))", "ts = [asyncio.create_task(store(x)) for x in m]\nawait asyncio.gather(*ts)",
            "ts = []\nfor x in m:\n    ts.append(asyncio.create_task(store(x)))\nawait asyncio.wait(ts)", "t = u = \(create)\nreturn u",
            "t = \(create)\nt.add_done_callback(print)", "t = \(create)\nif t.done():\n    pass", "yield \(create)", "d = {'a': \(create)}\nreturn d",
            "async with \(create) as t:\n    pass", "t = \(create)\ntry:\n    await m\nfinally:\n    t.cancel()",
        ] { #expect(try findings(inFunction(body)) == [], "\(body)") }
        #expect(try findings("import asyncio\nt = asyncio.create_task(x())\n") == [])
        #expect(try findings("import asyncio\nt = None\ndef f():\n    global t\n    t = asyncio.create_task(x())\n") == [])
        #expect(try findings("import asyncio\nf = lambda x: asyncio.create_task(x())\n") == [])
    }

    @Test func containersThatDieWithTheCall() throws {
        #expect(try findings(inFunction("ts = []\nfor x in m:\n    ts.append(asyncio.create_task(store(x)))")) == ["6 is bound to `ts`, which nothing reads"])
        #expect(try findings(inFunction("ts = {}\nfor x in m:\n    ts[x] = asyncio.create_task(store(x))")) == ["6 is bound to `ts`, which nothing reads"])
        #expect(try findings(inFunction("m.append(\(create))")) == [])
    }

    @Test func someWays() throws {
        #expect(try findings(inFunction("t = \(create)\nif c:\n    return\nawait t")) == ["4 is bound to `t`, which is not read on every way"])
        #expect(try findings(inFunction("t = \(create)\nif c:\n    await t\nelse:\n    return t")) == [])
        #expect(try findings(inFunction("for x in m:\n    t = \(create)\nawait t")) == ["5 is bound to `t`, which is not read on every way"])
        #expect(try findings(inFunction("t = \(create)\nt = 1\nreturn t")) == ["4 is bound to `t`, which is not read on every way"])
    }

    @Test func whatAHelperDoesNotKeep() throws {
        let source = "import asyncio\ndef ignore(t):\n    print('x')\n    return 1\ndef keep(t):\n    KEPT.add(t)\nasync def f():\n    ignore(asyncio.create_task(x()))\n    keep(asyncio.create_task(x()))\n"
        #expect(try findings(source) == ["8 is given to `ignore`, which does not keep it"])
    }

    @Test func coroutines() throws {
        let source = """
            import functools
            async def flush(): ...
            async def gen():
                yield 1
            class Repo:
                async def close(self): ...
                async def ready(self): ...
            @app.task
            async def job(): ...
            async def main(repo: Repo, tg):
                flush()
                repo.close()
                gen()
                job()
                await flush()
                c = flush()
                await c
                tg.create_task(flush())
                if repo.ready():
                    return flush()
                if not repo.ready():
                    x = flush()
            def factory():
                return flush()
            f = lambda: flush()
            """
        #expect(
            try findings(source, [:], ["coroutine": 1], of: []) == [
                "11 is thrown away", "12 is thrown away", "19 is taken as a condition, which always holds", "21 is taken as a condition, which always holds",
                "22 is bound to `x`, which nothing reads",
            ])
    }

    @Test func whatAnAwaitGives() throws {
        let gather = "await asyncio.gather(*m, return_exceptions=True)"
        let rule: ([String: [String]], [String: Int]) = (["exempt": ["cancel"]], ["inspect": 1])
        func find(_ body: String) throws -> [String] { try findings(inFunction(body), rule.0, rule.1, of: ["asyncio.gather"]) }
        #expect(try find(gather) == ["4 is thrown away"])
        #expect(try find("r = \(gather)") == ["4 is bound to `r`, which nothing reads"])
        #expect(try find("for r in \(gather):\n    print(r)") == [])
        #expect(try find("return \(gather)") == [])
        #expect(try find("for t in m:\n    t.cancel()\n\(gather)") == [])
    }

    @Test func aPartOfWhatIsGiven() throws {
        func find(_ body: String) throws -> [String] { try findings(inFunction(body), [:], ["part": 1], of: ["asyncio.wait"]) }
        #expect(try find("done, pending = await asyncio.wait({m, c})\nreturn done.pop()") == ["4 is bound to `pending`, which nothing reads"])
        #expect(try find("done, _ = await asyncio.wait({m, c})\nreturn done.pop()") == ["4 is thrown away"])
        #expect(try find("done, pending = await asyncio.wait({m, c})\nfor p in pending:\n    p.cancel()\nreturn done.pop()") == [])
        #expect(try find("while m:\n    done, m = await asyncio.wait(m)") == [])
        #expect(try find("done, _ = await asyncio.wait(m)\nfor t in m:\n    t.cancel()") == [])
        #expect(try find("await asyncio.wait(m)") == [])
    }
}
