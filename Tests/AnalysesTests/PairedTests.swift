import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

@Suite struct PairedTests {
    private func paired(_ body: String) throws -> [String] {
        let source = "async def f(sem, client, c):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        return try paired(file: source)
    }

    private func paired(file source: String) throws -> [String] {
        let program = try TestProgram(["a.py": source])
        let rule = TestProgram.rule(.paired, ["release": ["release"], "harmless": ["print"]])
        return program.findings(rule) { call, summary in summary.text(call.method) == "acquire" }
            .map { "\($0.place.dropFirst(5)) \($0.verdict.variables["HOW"] ?? "")" }
    }

    @Test func notOnEveryWay() throws {
        #expect(try paired("await sem.acquire()\nr = client.get('/x')\nsem.release()\nreturn r") == ["2 when an error is raised at line 3"])
        #expect(try paired("await sem.acquire()\nif c:\n    return\nsem.release()") == ["2 when the function ends at line 4"])
        #expect(try paired("await sem.acquire()\ntry:\n    await client\nexcept Exception:\n    pass\nsem.release()") == ["2 when it is cancelled at line 4"])
        #expect(try paired("if sem.acquire(False):\n    client.x()\n    sem.release()") == ["2 when an error is raised at line 3"])
    }

    @Test func onEveryWay() throws {
        #expect(try paired("await sem.acquire()\ntry:\n    return await client.get('/x')\nfinally:\n    sem.release()") == [])
        #expect(try paired("await sem.acquire()\nprint(1)\nsem.release()") == [])
        #expect(try paired("if not sem.acquire(False):\n    return client.busy()\ntry:\n    client.x()\nfinally:\n    sem.release()") == [])
        #expect(try paired("await sem.acquire()\ntry:\n    await client()\nexcept BaseException:\n    sem.release()\n    raise\nsem.release()") == [])
    }

    @Test func somebodyElseGivesItBack() throws {
        #expect(try paired("await sem.acquire()\nclient.callback(sem.release)\nsem.locked()\nif c:\n    return\nsem.release()") == [])
        #expect(try paired("await sem.acquire()\nt = c()\nt.add_done_callback(lambda _: sem.release())") == [])
        #expect(
            try paired(file: "class A:\n    def __enter__(self):\n        self.lock.acquire()\n        self.x()\n    def __exit__(self):\n        self.lock.release()\n") == [])
        #expect(
            try paired(file: "class A:\n    def work(self):\n        self.lock.acquire()\n        try:\n            self.x()\n        finally:\n            self.done()\n    def done(self):\n        self.lock.release()\n") == [])
        #expect(try paired("await sem.acquire()\nclient.x()") == [])
    }

    @Test func theResultTells() throws {
        #expect(try paired("got = sem.acquire(False)\nif not got:\n    return\nclient.x()\nsem.release()") == ["2 when an error is raised at line 5"])
        #expect(try paired("if sem.acquire(False) is False:\n    raise c\nsem.release()") == [])
        #expect(try paired("got = False\ntry:\n    got = sem.acquire(False)\n    client.x()\nfinally:\n    if got:\n        sem.release()") == [])
    }

    @Test func oneOfMany() throws {
        #expect(try paired("for sem in c:\n    await sem.acquire()\nclient.x()\nfor sem in c:\n    sem.release()") == [])
    }

    @Test func confined() throws {
        func find(_ body: String) throws -> [String] {
            let source = "import asyncio, threading\nasync def f(xs, g):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
            let program = try TestProgram(["a.py": source])
            return program.places(TestProgram.rule(.confined), of: ["asyncio.Semaphore", "threading.Lock"])
        }
        #expect(try find("sem = asyncio.Semaphore(5)\nasync with sem:\n    await g()") == ["a.py:3"])
        #expect(try find("async with asyncio.Semaphore(5):\n    await g()") == ["a.py:3"])
        #expect(try find("with threading.Lock():\n    g()") == ["a.py:3"])
        #expect(try find("sem = asyncio.Semaphore(5)\nawait sem.acquire()\nsem.release()") == ["a.py:3"])
        #expect(try find("sem = asyncio.Semaphore(5)\nasync def one(x):\n    async with sem:\n        pass\nawait asyncio.gather(*[one(x) for x in xs])") == [])
        #expect(try find("sem = asyncio.Semaphore(5)\nawait asyncio.gather(*[g(sem, x) for x in xs])") == [])
        #expect(try find("sem = asyncio.Semaphore(5)\nxs.sem = sem") == [])
        #expect(try find("return asyncio.Semaphore(5)") == [])
    }
}
