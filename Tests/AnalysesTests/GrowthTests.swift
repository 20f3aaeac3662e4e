import Findings
import Testing

/// Whether something says that what is gone through grows with data: only then a fan-out is a warning.
@Suite struct GrowthTests {
    static let head = """
        import asyncio, csv, glob, os, aiohttp
        async def load(x):
            async with aiohttp.ClientSession() as session:
                return await session.get(x)

        """

    static let warned = [
        "async def run(urls):\n    await asyncio.gather(*[load(u) for u in urls])",
        "async def run(request):\n    await asyncio.gather(*[load(u) for u in request.queries])",
        "async def run(data):\n    await asyncio.gather(*[load(u) for u in data['urls']])",
        "async def run(folder):\n    await asyncio.gather(*[load(u) for u in sorted(glob.glob(folder))])",
        "async def run(file):\n    found = []\n    for line in open(file):\n        found.append(load(line))\n    await asyncio.gather(*found)",
        "def listed(folder):\n    return [n for n in os.listdir(folder)]\nasync def run(folder):\n    await asyncio.gather(*[load(n) for n in listed(folder)])",
        "async def _each(things):\n    await asyncio.gather(*[load(t) for t in things])\nasync def run(urls):\n    await _each(urls)",
    ]

    @Test(arguments: warned) func growsWithData(text: String) throws {
        let found = try ScannedProgram(["a.py": Self.head + text + "\n"]).findings("UC001")
        #expect(found.map(\.severity) == [.warning])
    }

    static let noted = [
        "async def run(things):\n    await asyncio.gather(*[load(t) for t in things])",
        "import httpx\nasync def get(client, u):\n    await client.get(u)\nasync def run(urls, limits):\n    async with httpx.AsyncClient(limits=limits) as client:\n        await asyncio.gather(*[get(client, u) for u in urls])",
        "async def run(state):\n    await asyncio.gather(*[load(t) for t in state.outgoing])",
        "async def run(spec):\n    items = list(spec.parts)\n    await asyncio.gather(*[load(t) for t in items])",
        "async def _each(urls):\n    await asyncio.gather(*[load(t) for t in urls])\nasync def run(things):\n    await _each(things)",
        "async def asked(text):\n    found = await load(text)\n    return [text, *found[:5]]\nasync def run(text):\n    queries = await asked(text)\n    await asyncio.gather(*[load(q) for q in queries])",
        "class A:\n    async def run(self):\n        urls = [s + '/x' for s in self.shards]\n        await self.each(urls)\n    async def each(self, urls):\n        await asyncio.gather(*[load(u) for u in urls])",
    ]

    @Test(arguments: noted) func nothingSaysSo(text: String) throws {
        let found = try ScannedProgram(["a.py": Self.head + text + "\n"]).findings("UC001")
        #expect(found.map(\.severity) == [.info])
    }

    static let sources: [(String, Severity)] = [
        ("class A:\n    async def run(self, socket):\n        while True:\n            asyncio.create_task(load(await socket.recv()))", .warning),
        ("class A:\n    async def run(self):\n        while True:\n            job = await self.jobs.get()\n            asyncio.create_task(load(job))", .info),
        ("class A:\n    async def run(self, child):\n        while True:\n            line = await child.stdout.readline()\n            asyncio.create_task(load(line))", .info),
        ("class A:\n    async def run(self, socket):\n        while True:\n            message = await socket.recv()\n            await asyncio.sleep(0.1)\n            asyncio.create_task(load(message))", .info),
    ]

    @Test(arguments: sources) func whoDecidesHowMuchComes(text: String, severity: Severity) throws {
        let found = try ScannedProgram(["a.py": Self.head + text + "\n"]).findings("UC002")
        #expect(found.map(\.severity) == [severity])
    }
}
