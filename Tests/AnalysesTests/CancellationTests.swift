import Findings
import Testing

@testable import Analyses

@Suite struct CancellationTests {
    /// `line severity` of each finding of the two rules about handlers that take being cancelled.
    private func found(_ text: String) throws -> [String] {
        try ScannedProgram(["a.py": "import asyncio\n" + text]).findings("CT001", "CT002").map { "\($0.location.start.line) \($0.severity.rawValue)" }
    }

    private func handler(_ body: String, try tried: String = "await step()", before: String = "pass", after: String = "await then()") -> String {
        """
        async def f(step, then, task, tasks):
            \(before)
            try:
                \(tried)
            except asyncio.CancelledError as e:
                \(body)
            \(after)

        """
    }

    @Test func whatComesAfterDecides() throws {
        #expect(try found(handler("pass")) == ["6 info"])
        #expect(try found(handler("pass", after: "return")) == ["6 hint"])
        #expect(try found(handler("pass", after: "await then.aclose()")) == ["6 hint"])
        #expect(try found(handler("raise")) == [])
        #expect(try found(handler("raise ValueError from e")) == [])
        #expect(try found("async def f(step):\n    while True:\n        try:\n            await step()\n        except:\n            pass\n") == ["6 error"])
        #expect(try found("async def f(self):\n    while self.on:\n        try:\n            await self.step()\n        except:\n            pass\n") == ["6 warning"])
        #expect(try found("async def f(step):\n    while True:\n        try:\n            await step()\n        except:\n            break\n") == ["6 info"])
    }

    @Test("What follows the task's own loop says good-bye; what handles another error is not for being cancelled")
    func leavingTheLoop() throws {
        let loop = "async def f(step, box):\n    while True:\n        try:\n            await step()\n        except asyncio.CancelledError as e:\n"
        #expect(try found(loop + "            break\n    await box.leave()\n") == ["6 hint"])
        #expect(try found(loop + "            if isinstance(e, OSError) and box:\n                continue\n            raise ValueError\n") == [])
        #expect(try found(loop + "            if isinstance(e, asyncio.CancelledError):\n                continue\n            raise ValueError\n") == ["6 info"])
    }

    @Test func aResultThatIsUsed() throws {
        let text = "async def f(step):\n    try:\n        return await step()\n    except asyncio.CancelledError:\n        return None\n"
        #expect(try found(text) == ["5 hint"])
        #expect(try found(text + "async def g(step):\n    print(await f(step))\n") == ["5 hint"])
        #expect(try found(text + "async def g(step):\n    asyncio.create_task(f(step))\n") == ["5 hint"])
    }

    @Test func theTaskCancelledHere() throws {
        #expect(try found(handler("pass", try: "await task", before: "task.cancel()")) == [])
        #expect(try found(handler("pass", try: "await task")) == ["6 hint"])
        #expect(try found(handler("pass", try: "await asyncio.gather(*tasks)", before: "for t in tasks: t.cancel()")) == [])
        #expect(try found(handler("pass", try: "await asyncio.wait_for(task, 5)", before: "task.cancel()")) == [])
        // Cancelled is one, waited for is another.
        #expect(try found(handler("pass", try: "await step()", before: "task.cancel()")) == ["6 info"])
        // It was cancelled after it had been waited for.
        #expect(try found(handler("pass", try: "await task", after: "task.cancel()\n    await then()")) == ["6 hint"])
    }

    @Test func handlersThatKnow() throws {
        #expect(try found(handler("if asyncio.current_task().cancelling(): raise")) == [])
        #expect(try found(handler("asyncio.current_task().uncancel()")) == [])
        #expect(try found(handler("give_up(e)") + "def give_up(e):\n    raise RuntimeError from e\n") == [])
        #expect(try found(handler("then.set_exception(e)")) == ["6 hint"])
        #expect(try found(handler("print(e)")) == ["6 info"])
    }

    @Test func whatWaits() throws {
        #expect(try found(handler("pass", try: "step()")) == [])
        #expect(try found(handler("pass", try: "await ready()") + "async def ready():\n    return 1\n") == [])
        #expect(try found(handler("pass", try: "await ready()") + "async def ready():\n    return await asyncio.sleep(1)\n") == ["6 info"])
        #expect(try found("def f(future):\n    try:\n        future.result()\n    except asyncio.CancelledError:\n        pass\n") == [])
    }

    @Test func deepAndMany() throws {
        let depth = 120
        var nested = "async def f(step):\n"
        for level in 1...depth { nested += String(repeating: " ", count: level) + "try:\n" }
        nested += String(repeating: " ", count: depth + 1) + "await step()\n"
        for level in stride(from: depth, through: 1, by: -1) {
            nested += String(repeating: " ", count: level) + "except asyncio.CancelledError:\n" + String(repeating: " ", count: level + 1) + "raise\n"
        }
        #expect(try found(nested) == [])
        let many = (0..<300).map { "    try:\n        await step(\($0))\n    except:\n        pass\n" }.joined()
        #expect(try found("async def f(step):\n" + many).filter { $0.hasSuffix("error") }.count == 299)
    }

    @Test func names() throws {
        #expect(try found("from asyncio import CancelledError as Stop\nasync def f(step, then):\n    try:\n        await step()\n    except Stop:\n        pass\n    await then()\n") == ["6 info"])
        #expect(try found("class CancelledError(Exception): pass\nasync def f(step, then):\n    try:\n        await step()\n    except CancelledError:\n        pass\n    await then()\n") == [])
    }
}
