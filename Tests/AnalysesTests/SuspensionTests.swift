import Linking
import Semantics
import Testing

@testable import Analyses

@Suite struct SuspensionTests {
    /// The answers for all functions of the first file, by name.
    private func answers(_ files: KeyValuePairs<String, String>) throws -> [String: Suspension] {
        let program = try TestProgram(files)
        let context = AnalysisContext(program: program.program, tags: TaggedCalls())
        let summary = try #require(program.program.summary(of: 0))
        var found: [String: Suspension] = [:]
        for (number, function) in summary.functions.enumerated() where function.name != 0 {
            found[summary.text(function.name)] = context.suspension(of: FunctionRef(file: 0, function: UInt32(number)))
        }
        return found
    }

    @Test func pythonBodies() throws {
        let found = try answers([
            "app.py": """
            import asyncio
            from store import load, quick
            async def nothing(): return 1
            async def sleeps(): await asyncio.sleep(1)
            async def through(): await nothing()
            async def deep(): await through(); await sleeps()
            async def other_file(): return await load()
            async def other_quick(): return await quick()
            async def given(x): await x
            async def task():
                t = asyncio.create_task(nothing())
                await t
            async def held():
                c = nothing()
                await c
            def plain(): return nothing()
            def plain_slow(): return sleeps()
            async def by_plain(): await plain()
            async def by_plain_slow(): await plain_slow()
            async def loop():
                while True: await nothing()
            """,
            "store.py": "import aiohttp\nasync def load():\n    await aiohttp.request('GET', '/')\nasync def quick():\n    pass\n",
        ])
        #expect(found == [
            "nothing": .never, "sleeps": .suspends, "through": .never, "deep": .suspends, "other_file": .suspends, "other_quick": .never,
            "given": .unknown, "task": .suspends, "held": .never, "plain": .never, "plain_slow": .suspends, "by_plain": .never,
            "by_plain_slow": .suspends, "loop": .never,
        ])
    }

    @Test func pythonMethodsAndDecorators() throws {
        let found = try answers([
            "app.py": """
            from retry import retry
            class Base:
                async def hook(self): ...
                async def abstract(self): raise NotImplementedError('load')
                async def calls_hook(self): await self.hook()
                @staticmethod
                async def plain(): return 1
                async def calls_plain(self): await self.plain()
            @retry(3)
            async def tried(): return 1
            async def calls_tried(): await tried()
            """
        ])
        #expect(found == [
            "hook": .unknown, "abstract": .unknown, "calls_hook": .unknown, "plain": .never, "calls_plain": .never, "tried": .unknown,
            "calls_tried": .unknown,
        ])
    }

    @Test func pythonAsyncWithAndFor() throws {
        let found = try answers([
            "app.py": """
            import asyncio
            from contextlib import asynccontextmanager
            class Quiet:
                async def __aenter__(self): return self
                async def __aexit__(self, *e): return None
                def __aiter__(self): return self
                async def __anext__(self): return 1
            class Loud:
                async def __aenter__(self): return self
                async def __aexit__(self, *e): await asyncio.sleep(0)
            @asynccontextmanager
            async def quiet_block():
                yield 1
            @asynccontextmanager
            async def loud_block():
                await asyncio.sleep(0)
                yield 1
            async def numbers():
                yield 1
            async def ticks():
                await asyncio.sleep(1)
                yield 1
            async def a():
                async with Quiet(): pass
            async def b():
                async with Loud(): pass
            async def c():
                async with quiet_block(): pass
            async def d():
                async with loud_block(): pass
            async def e():
                async for n in numbers(): print(n)
            async def f():
                return [n async for n in ticks()]
            async def g():
                async for n in Quiet(): print(n)
            async def h(lock: asyncio.Lock):
                async with lock: pass
            async def i(lock):
                async with lock: pass
            async def j(xs):
                async for x in xs: print(x)
            """
        ])
        let wanted: [String: Suspension] = [
            "a": .never, "b": .suspends, "c": .never, "d": .suspends, "e": .never, "f": .suspends, "g": .never, "h": .suspends, "i": .unknown, "j": .unknown,
        ]
        #expect(found.filter { wanted[$0.key] != nil } == wanted)
    }

    @Test func swift() throws {
        let found = try answers([
            "App.swift": """
            actor Store {
                var count = 0
                func bump() { count += 1 }
                func twice() async { bump() }
                func own() async { await self.twice() }
                func other(_ o: Store) async { await o.twice() }
            }
            extension Store { func extra() async { await twice() } }
            func nothing() async -> Int { 1 }
            func through() async -> Int { await nothing() }
            func sleeps() async throws { try await Task.sleep(for: .seconds(1)) }
            func hops(_ s: Store) async { await s.bump() }
            func reads(_ s: Store) async -> Int { await s.count }
            @MainActor func show() {}
            @MainActor func again() async { show() }
            @MainActor func calm() async { await again() }
            func jumps() async { await show() }
            func parallel() async -> Int { async let x = nothing(); return await x }
            func lines(_ u: URL) async throws { for try await l in u.lines { print(l) } }
            """
        ])
        #expect(found == [
            "bump": .never, "twice": .never, "own": .never, "other": .suspends, "extra": .never, "nothing": .never, "through": .never,
            "sleeps": .suspends, "hops": .suspends, "reads": .suspends, "show": .never, "again": .never, "calm": .never, "jumps": .suspends,
            "parallel": .suspends, "lines": .suspends,
        ])
    }

    /// Functions that call each other, hundreds of them, and nothing at the bottom; then a sleep at the bottom.
    @Test func longCycles() throws {
        var ring = "import asyncio\n"
        for number in 0..<500 { ring += "async def f\(number)():\n    await f\((number + 1) % 500)()\n" }
        #expect(try answers(["a.py": ring]).values.allSatisfy { $0 == .never })
        let slow = ring.replacing("    await f251()\n", with: "    await f251()\n    await asyncio.sleep(1)\n")
        #expect(try answers(["a.py": slow]).values.allSatisfy { $0 == .suspends })
    }

    @Test func stepsAndImmediateCalls() throws {
        let program = try TestProgram(["a.py": "import asyncio\nasync def f(q):\n    await asyncio.sleep(0)\n    print(q)\n    await g()\nasync def g(): pass\n"])
        let context = AnalysisContext(program: program.program, tags: TaggedCalls())
        let summary = try #require(program.program.summary(of: 0))
        let range = summary.stepRange(of: 0)
        #expect(range.compactMap { context.suspension(ofStep: $0, of: 0, in: 0) } == [.suspends, .never])
        let immediate = context.add(TestProgram.list(["asyncio.sleep"]))
        #expect(range.compactMap { context.suspension(ofStep: $0, of: 0, in: 0, immediate: immediate) } == [.never, .never])
        #expect(context.suspension(of: FunctionRef(file: 0, function: 0), immediate: immediate) == .never)
    }
}
