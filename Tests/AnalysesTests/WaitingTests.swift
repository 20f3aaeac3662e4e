import Findings
import Testing

@testable import Analyses

@Suite struct DeadlineTests {
    private let dial = "import asyncio\nasync def dial(h):\n    return await asyncio.open_connection(h, 1)\n"

    @Test func upTheChain() throws {
        #expect(try ScannedProgram.lines("CT003", dial) == [3])
        #expect(try ScannedProgram.lines("CT003", dial + "async def go(h):\n    async with asyncio.timeout(3):\n        await dial(h)\n") == [])
        #expect(try ScannedProgram.lines("CT003", dial + "async def go(h):\n    async with asyncio.timeout(None):\n        await dial(h)\n") == [3])
        #expect(try ScannedProgram.lines("CT003", dial + "async def go(h):\n    await mid(h)\nasync def mid(h):\n    await dial(h)\n") == [3])
        let far = (0..<6).map { "async def f\($0)(h):\n    await \($0 == 0 ? "dial" : "f\($0 - 1)")(h)\n" }.joined()
        #expect(try ScannedProgram.lines("CT003", dial + far + "async def top(h):\n    await asyncio.wait_for(f5(h), 3)\n") == [])
    }

    @Test func callersThatCallEachOther() throws {
        let ring = "async def a(h):\n    await dial(h)\n    await b(h)\nasync def b(h):\n    await a(h)\n"
        #expect(try ScannedProgram.lines("CT003", dial + ring + "async def top(h):\n    await asyncio.wait_for(a(h), 3)\n") == [])
        #expect(try ScannedProgram.lines("CT003", dial + ring + "async def top(h):\n    await a(h)\n") == [3])
    }

    @Test func inAnotherFile() throws {
        let caller = "import asyncio\nfrom net import dial as d\nasync def go(h):\n    await asyncio.wait_for(d(h), 3)\n"
        #expect(try ScannedProgram.places("CT003", ["net.py": dial, "app.py": caller]) == [])
        #expect(try ScannedProgram.places("CT003", ["net.py": dial, "app.py": caller + "async def slow(h):\n    await d(h)\n"]) == ["net.py:3"])
    }

    @Test func aDeadlineDoesNotEndPlainCalls() throws {
        #expect(try ScannedProgram.lines("CT003", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(g)\ndef g():\n    return requests.get('x')\n") == [5])
    }
}

@Suite struct RetryTests {
    private func found(_ text: String, _ file: String = "a.py") throws -> [String] {
        try ScannedProgram([file: text]).findings("PR002").map { "\($0.location.start.line) \($0.severity.rawValue)" }
    }

    private func loop(_ head: String, handler: String, tried: String = "return await c.get(u)", caught: String = "OSError", before: String = "pass") -> String {
        "import asyncio, random\nasync def f(c, u, p):\n    \(head):\n        \(before)\n        try:\n            \(tried)\n        except \(caught):\n            \(handler)\n"
    }

    @Test func pauses() throws {
        #expect(try found(loop("while True", handler: "pass")) == ["3 warning"])
        #expect(try found(loop("for n in range(3)", handler: "pass")) == ["3 info"])
        #expect(try found(loop("while True", handler: "await asyncio.sleep(1)")) == ["3 info"])
        #expect(try found(loop("while True", handler: "await asyncio.sleep(p)")) == [])
        #expect(try found(loop("while True", handler: "await asyncio.sleep(random.random())")) == [])
        #expect(try found(loop("while True", handler: "pass", before: "await c.wait_until_free()")) == [])
        #expect(try found(loop("while True", handler: "if c.tired: await asyncio.sleep(p)")) == ["3 warning"])
    }

    @Test func whatIsNoRetry() throws {
        #expect(try found(loop("while True", handler: "raise")) == [])
        #expect(try found(loop("while True", handler: "break")) == [])
        #expect(try found(loop("while True", handler: "u = u.next")) == [])
        #expect(try found(loop("while True", handler: "pass", tried: "await c.get(u)")) == [])
        #expect(try found(loop("while True", handler: "pass", caught: "KeyError")) == [])
        #expect(try found(loop("for u in p", handler: "pass")) == [])
        #expect(try found(loop("for u in range(9)", handler: "pass")) == [])
    }

    @Test func swift() throws {
        func text(_ body: String) -> String { "func f(_ c: Client) async throws -> Data {\n    while true {\n        do { return try await c.get() } catch { \(body) }\n    }\n}\n" }
        #expect(try found(text("continue"), "a.swift") == ["2 warning"])
        #expect(try found(text("throw error"), "a.swift") == [])
        #expect(try found(text("try await Task.sleep(for: .seconds(Int.random(in: 1...9)))"), "a.swift") == [])
    }
}

@Suite struct SpinningLoopTests {
    private func lines(_ body: String) throws -> [Int] {
        try ScannedProgram.lines("CT005", "async def f(q, s):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined())
    }

    @Test func turns() throws {
        #expect(try lines("while not s.done():\n    pass") == [2])
        #expect(try lines("while True:\n    if q.empty(): continue\n    await s(q)") == [2])
        #expect(try lines("while True:\n    if q.empty(): break\n    await s(q)") == [])
        #expect(try lines("while True:\n    if q.empty(): q = s.next()\n    else: await s(q)") == [])
        #expect(try lines("while q:\n    q = q.parent") == [])
        #expect(try lines("n = 0\nwhile n < 9:\n    n += 1") == [])
        #expect(try lines("while True:\n    s.step()") == [2])
        #expect(try lines("while True:\n    if s.step(): return") == [])
        #expect(try lines("while True:\n    async for x in s: print(x)") == [])
    }
}
