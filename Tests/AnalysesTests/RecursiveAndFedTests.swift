import Findings
import Testing

@Suite struct RecursiveTests {
    static let cases: [(String, Severity?)] = [
        ("async def visit(u, fetch):\n    links = await fetch(u)\n    await asyncio.gather(*(visit(l, fetch) for l in links))", .warning),
        ("async def visit(u, fetch, depth):\n    if depth == 0: return\n    links = await fetch(u)\n    await asyncio.gather(*(visit(l, fetch, depth - 1) for l in links))", nil),
        ("async def visit(u, fetch, seen):\n    if u in seen: return\n    links = await fetch(u)\n    await asyncio.gather(*(visit(l, fetch, seen) for l in links))", nil),
        ("async def visit(u, fetch, depth):\n    links = await fetch(u)\n    await asyncio.gather(*(visit(l, fetch, depth - 1) for l in links))", .warning),
        ("async def visit(u, fetch):\n    await asyncio.gather(*(step(l, fetch) for l in await fetch(u)))\nasync def step(u, fetch):\n    await visit(u, fetch)", .warning),
        ("async def visit(u, fetch, sem, seen):\n    if u in seen: return\n    async with sem:\n        await asyncio.gather(*(visit(l, fetch, sem, seen) for l in await fetch(u)))", .error),
        ("async def visit(u, fetch):\n    await asyncio.gather(*(fetch(l) for l in u))", nil),
    ]

    @Test(arguments: cases) func recursion(text: String, severity: Severity?) throws {
        #expect(try ScannedProgram(["a.py": "import asyncio\n" + text + "\n"]).findings("UC004").first?.severity == severity)
    }
}

@Suite struct FedTests {
    static let cases: [(String, Bool)] = [
        ("async def f(src):\n    q = asyncio.Queue()\n    async for m in src: await q.put(m)", true),
        ("async def f(src):\n    q = asyncio.Queue(maxsize=9)\n    async for m in src: await q.put(m)", false),
        ("async def f(src):\n    q = asyncio.Queue(maxsize=0)\n    async for m in src: await q.put(m)", true),
        ("async def f(src):\n    q = asyncio.Queue()\n    for s in ('a', 'b'): q.put_nowait(s)", false),
        ("async def f(src):\n    q = asyncio.Queue()\n    for s in src: q.put_nowait(s)", false),
        ("async def f(src):\n    q = asyncio.Queue()\n    while True:\n        x = await q.get()\n        q.put_nowait(x.next)", false),
        ("class A:\n    def __init__(self):\n        self.q = asyncio.Queue()\n    async def run(self, src):\n        while True: await self.q.put(await src.read())", true),
        ("class A:\n    def __init__(self):\n        self.q = asyncio.Queue()\n    def on_message(self, m):\n        self.q.put_nowait(m)", true),
        ("Q = asyncio.Queue()\nasync def f(src):\n    while True: await Q.put(await src.read())", true),
        ("async def fill(q, src):\n    while True: await q.put(await src.read())\nasync def f(src):\n    q = asyncio.Queue()\n    await fill(q, src)", true),
        ("async def f(src):\n    q = asyncio.Queue()\n    src.subscribe(lambda m: q.put_nowait(m))", true),
        ("async def f(src):\n    q = asyncio.Queue()\n    await q.put(1)", false),
    ]

    @Test(arguments: cases) func queues(text: String, isFound: Bool) throws {
        #expect(try ScannedProgram.lines("MS001", "import asyncio\n" + text + "\n").isEmpty == !isFound)
    }
}
