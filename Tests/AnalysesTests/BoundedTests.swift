import Findings
import Testing

/// Each step by which a fan-out is judged, with the rules that come with the program.
@Suite struct BoundedTests {
    private static let head = "import asyncio, itertools\n\n\nasync def load(url):\n    return await asyncio.open_connection(url, 80)\n\n\n"
    private static let firstLine = 9

    /// The body of `async def run(urls, group, sem)`, and whether a fan-out in it is reported.
    static let gathers: [(String, Bool)] = [
        // a. What is fanned out.
        ("await asyncio.gather(*[load(u) for u in urls])", true),
        ("await asyncio.gather(*(load(u) for u in urls), return_exceptions=True)", true),
        ("await asyncio.gather(*map(load, urls))", true),
        ("await asyncio.wait([load(u) for u in urls])", true),
        ("for f in asyncio.as_completed([load(u) for u in urls]): await f", true),
        ("jobs = []\nfor u in urls: jobs.append(load(u))\nawait asyncio.gather(*jobs)", true),
        ("jobs = {}\nfor u in urls: jobs[u] = load(u)\nawait asyncio.gather(*jobs.values())", true),
        ("await asyncio.gather(load('a'), load('b'))", false),
        ("await asyncio.gather(*urls)", false),
        ("jobs = [load('a')]\njobs.append(load('b'))\nawait asyncio.gather(*jobs)", false),
        ("await asyncio.gather(*[asyncio.create_task(load(u)) for u in urls])", false),
        ("pages = [await load(u) for u in urls]\nawait asyncio.gather(*pages)", false),
        // b. Small and constant.
        ("await asyncio.gather(*[load(u) for u in ('a', 'b')])", false),
        ("few = ['a', 'b']\nawait asyncio.gather(*[load(u) for u in few])", false),
        ("few = ['a', *urls]\nawait asyncio.gather(*[load(u) for u in few])", true),
        ("few = []\nfor u in urls: few.append(u)\nawait asyncio.gather(*[load(u) for u in few])", true),
        ("await asyncio.gather(*[load(i) for i in range(8)])", false),
        ("await asyncio.gather(*[load(i) for i in range(100000)])", true),
        ("await asyncio.gather(*[load(urls[i]) for i in range(len(urls))])", true),
        ("await asyncio.gather(*[load(u) for u in urls[:10]])", false),
        ("await asyncio.gather(*[load(u) for u in urls[1:]])", true),
        ("for i in range(0, len(urls), 20):\n    await asyncio.gather(*[load(u) for u in urls[i:i + 20]])", false),
        ("for some in itertools.batched(urls, 20):\n    await asyncio.gather(*[load(u) for u in some])", false),
        ("await asyncio.gather(*[load(u) for u in itertools.islice(urls, 5)])", false),
        ("await asyncio.gather(*[load(u) for u, n in zip(urls, (1, 2))])", false),
        ("await asyncio.gather(*[load(u) for u in sorted(urls)])", true),
        ("await asyncio.gather(*[load(urls) for _ in range(group)])", false),
    ]

    @Test(arguments: gathers) func gathered(body: String, isFound: Bool) throws {
        let text = Self.head + "async def run(urls, group, sem):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(try ScannedProgram.lines("UC001", text).isEmpty == !isFound)
    }

    static let spawns: [(String, Bool)] = [
        ("for u in urls: asyncio.create_task(load(u))", true),
        ("asyncio.create_task(load('a'))", false),
        ("[asyncio.create_task(load(u)) for u in urls]", true),
        ("for u in urls:\n    asyncio.create_task(load(u))\n    break", false),
        ("for u in urls:\n    if u:\n        asyncio.create_task(load(u))\n        return", false),
        ("for u in urls: await asyncio.create_task(load(u))", false),
        ("for u in urls:\n    t = asyncio.create_task(load(u))\n    await t", false),
        ("for u in urls:\n    t = asyncio.create_task(load(u))\n    if u: await t", true),
        ("for u in urls:\n    async with asyncio.TaskGroup() as g:\n        g.create_task(load(u))", false),
        ("async with asyncio.TaskGroup() as g:\n    for u in urls: g.create_task(load(u))", true),
        ("async with asyncio.TaskGroup() as g:\n    for u in urls: g.start_soon(load, u)", true),
        ("for _ in range(4): asyncio.create_task(load(urls))", false),
        // c. Held back at the place.
        ("limit = asyncio.Semaphore(8)\nfor u in urls:\n    await limit.acquire()\n    asyncio.create_task(load(u))", false),
        ("for u in urls:\n    limit = asyncio.Semaphore(8)\n    await limit.acquire()\n    asyncio.create_task(load(u))", true),
        ("for u in urls:\n    await sem.acquire()\n    asyncio.create_task(load(u))", false),
        ("for u in urls:\n    if u: await sem.acquire()\n    asyncio.create_task(load(u))", true),
        ("for u in urls:\n    async with sem:\n        asyncio.create_task(load(u))", true),
        ("busy = set()\nfor u in urls:\n    if len(busy) >= 8:\n        _, busy = await asyncio.wait(busy)\n    busy.add(asyncio.create_task(load(u)))", false),
        ("busy = set()\nwhile urls:\n    while len(busy) < 8:\n        busy.add(asyncio.create_task(load(urls.pop())))\n    _, busy = await asyncio.wait(busy)", false),
        ("while True: asyncio.create_task(load(await urls.get()))", true), ("while True: asyncio.create_task(load(urls))", false),
        ("while True:\n    t = asyncio.create_task(load(urls))\n    await asyncio.wait([t], timeout=5)", false),
    ]

    @Test(arguments: spawns) func spawned(body: String, isFound: Bool) throws {
        let text = Self.head + "async def run(urls, group, sem):\n" + body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        #expect(try ScannedProgram.lines("UC002", text).isEmpty == !isFound)
    }

    /// d. What the function that is started looks like, as `f(client, u)` of lib.py, gathered in app.py; and whether that is reported.
    static let callees: [(String, Bool)] = [
        ("async def f(client, u):\n    return await client.get(u)", true),
        ("SLOTS = asyncio.Semaphore(4)\nasync def f(client, u):\n    async with SLOTS:\n        return await client.get(u)", false),
        ("async def f(client, u):\n    slots = asyncio.Semaphore(4)\n    async with slots:\n        return await client.get(u)", true),
        ("async def f(client, u):\n    async with asyncio.Semaphore(4):\n        return await client.get(u)", true),
        ("SLOTS = asyncio.Semaphore(4)\nasync def f(client, u):\n    return await g(client, u)\nasync def g(client, u):\n    async with SLOTS:\n        return await client.get(u)", false),
        ("SLOTS = asyncio.Semaphore(4)\nasync def f(client, u):\n    return await asyncio.wait_for(g(client, u), 5)\nasync def g(client, u):\n    async with SLOTS:\n        return await client.get(u)", false),
        ("LOCK = asyncio.Lock()\nasync def f(client, u):\n    async with LOCK:\n        client.count += 1\n    return await client.get(u)", true),
        ("SLOTS = asyncio.Semaphore(4)\nasync def f(client, u):\n    await SLOTS.acquire()\n    try:\n        return await client.get(u)\n    finally:\n        SLOTS.release()", false),
        ("SLOTS = asyncio.Semaphore(4)\nasync def f(client, u):\n    if u:\n        async with SLOTS:\n            return await client.get(u)\n    return await client.get('/')", true),
        ("async def f(client, u):\n    return client.known[len(u)]", false),
        ("async def f(client, u):\n    return await f(client, u)", false),
    ]

    @Test(arguments: callees) func calledInAnotherFile(library: String, isFound: Bool) throws {
        let app = "import asyncio\nfrom lib import f as fetch\n\nasync def run(client, urls):\n    await asyncio.gather(*[fetch(client, u) for u in urls])\n"
        let found = try ScannedProgram.places("UC001", ["app.py": app, "lib.py": "import asyncio\n" + library + "\n"])
        #expect(found == (isFound ? ["app.py:5"] : []))
    }

    static let session = """
        import asyncio
        class Session:
            def __init__(self):
                self.limit = asyncio.Semaphore(3)
            async def get(self, u):
                async with self.limit:
                    await asyncio.open_connection(u, 80)

        """

    /// A limiter of an object limits what goes through that one object.
    static let objects: [(String, Bool)] = [
        ("async def run(urls):\n    s = Session()\n    await asyncio.gather(*[s.get(u) for u in urls])", false),
        ("async def run(urls):\n    await asyncio.gather(*[Session().get(u) for u in urls])", true),
        ("async def run(sessions: list[Session]):\n    await asyncio.gather(*[s.get('a') for s in sessions])", true),
        ("async def one(s: Session, u):\n    await s.get(u)\nasync def run(urls):\n    s = Session()\n    await asyncio.gather(*[one(s, u) for u in urls])", false),
        ("async def one(u):\n    s = Session()\n    await s.get(u)\nasync def run(urls):\n    await asyncio.gather(*[one(u) for u in urls])", true),
    ]

    @Test(arguments: objects) func limiterOfAnObject(text: String, isFound: Bool) throws {
        #expect(try ScannedProgram.lines("UC001", Self.session + text + "\n").isEmpty == !isFound)
    }

    @Test func severityAndConfidence() throws {
        let unknown = try #require(try ScannedProgram(["a.py": "import asyncio\nasync def run(f, xs):\n    await asyncio.gather(*[f(x) for x in xs])\n"]).findings("UC001").first)
        #expect(unknown.confidence == .medium)
        let known = try #require(try ScannedProgram(["a.py": Self.head + "async def run(urls):\n    await asyncio.gather(*[load(x) for x in urls])\n"]).findings("UC001").first)
        #expect(known.confidence == .high && known.severity == .warning)
        #expect(known.message.contains("`load`") && known.message.contains("`urls`"))
        #expect(known.flow.count == 2)
        let held = try #require(try ScannedProgram(["a.py": Self.head + "class A:\n    async def run(self):\n        await asyncio.gather(*[load(x) for x in self.xs])\n"]).findings("UC001").first)
        #expect(held.severity == .info)
    }

    /// 500 functions that call each other in a circle, and one that calls itself: an answer, soon.
    @Test func longCircles() throws {
        var text = "import asyncio\n"
        for n in 0..<500 { text += "async def f\(n)(u):\n    await f\((n + 1) % 500)(u)\n" }
        text += "async def run(urls):\n    await asyncio.gather(*[f0(u) for u in urls])\n"
        #expect(try ScannedProgram.lines("UC001", text).isEmpty)
    }

    static let swift: [(String, Bool)] = [
        ("for u in urls { group.addTask { await load(u) } }", true),
        ("for u in [1, 2] { group.addTask { await load(u) } }", false),
        ("for u in urls.prefix(4) { group.addTask { await load(u) } }", false),
        ("for k in 0..<4 { group.addTask { await load(k) } }", false),
        ("for (i, u) in urls.enumerated() {\n    if i >= 8 { await group.next() }\n    group.addTask { await load(u) }\n}", false),
        ("while let d = await group.next() {\n    if let u = it.next() { group.addTask { await load(u) } }\n}", false),
        ("urls.forEach { u in group.addTask { await load(u) } }", true),
        ("for u in urls {\n    await semaphore.wait()\n    group.addTask { await load(u) }\n}", false),
        ("group.addTask { await load(urls[0]) }", false),
    ]

    @Test(arguments: swift) func swiftGroups(body: String, isFound: Bool) throws {
        let text = "func all(_ urls: [Int]) async {\n    await withTaskGroup(of: Int.self) { group in\n" + body + "\n    }\n}\n"
        #expect(try ScannedProgram.lines("UC101", text, "a.swift").isEmpty == !isFound)
    }

    static let released: [(String, Bool)] = [
        ("for u in urls:\n    async with sem:\n        asyncio.create_task(load(u))", true),
        ("async with sem:\n    t = asyncio.create_task(load(urls))\n    await t", false),
        ("async with group:\n    asyncio.create_task(load(urls))", false),
    ]

    @Test(arguments: released) func releasedTooSoon(body: String, isFound: Bool) throws {
        let text = Self.head + "async def run(urls, group, sem):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(try ScannedProgram.lines("MS006", text).isEmpty == !isFound)
    }
}
