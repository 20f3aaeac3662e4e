import Findings
import Testing

/// Calls of a project's own functions that start what they are given.
@Suite struct SpawningTests {
    /// The body of `gather_them(jobs)`, which is given one job for each of many; and whether its call is reported.
    static let gatherers: [(String, Bool)] = [
        ("return await asyncio.gather(*jobs)", true),
        ("return await asyncio.gather(*list(jobs))", true),
        ("tasks = [asyncio.create_task(j) for j in jobs]\nawait asyncio.wait(tasks)", true),
        ("for j in jobs: asyncio.create_task(j)", true),
        ("return await gather_more(*jobs)", true),
        ("return await gather_few(*jobs)", false),
        ("for j in jobs: await j", false),
        ("slots = asyncio.Semaphore(4)\nasync def one(j):\n    async with slots: await j\nawait asyncio.gather(*[one(j) for j in jobs])", false),
        ("async def one(j):\n    async with asyncio.Semaphore(4): await j\nawait asyncio.gather(*[one(j) for j in jobs])", true),
        ("slots = asyncio.Semaphore(4)\nfor j in jobs:\n    await slots.acquire()\n    asyncio.create_task(j)", false),
        ("for at in range(0, len(jobs), 9): await asyncio.gather(*jobs[at:at + 9])", false),
        ("jobs = []\nawait asyncio.gather(*jobs)", false),
        ("pass", false),
    ]

    @Test(arguments: gatherers) func gathers(body: String, isFound: Bool) throws {
        let library = "import asyncio\nasync def gather_more(*jobs):\n    return await asyncio.gather(*jobs)\nasync def gather_few(*jobs):\n    print(jobs)\nasync def gather_them(jobs):\n"
            + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        let app = "import asyncio\nfrom lib import gather_them\nasync def load(u):\n    await asyncio.open_connection(u, 80)\nasync def run(urls):\n    await gather_them([load(u) for u in urls])\n"
        // What the wrapper itself does is for those who call it: a note at most.
        let found = try ScannedProgram(["app.py": app, "lib.py": library]).findings("UC001").filter { $0.severity == .warning }
        #expect(found.map { "\($0.location.path):\($0.location.start.line)" } == (isFound ? ["app.py:6"] : []))
    }

    /// Members of a class, `spawn` among them; and whether `spawn(load(u))` for each of many is reported.
    static let spawners: [(String, Bool)] = [
        ("def spawn(self, job): return asyncio.create_task(job)", true),
        ("def spawn(self, job, name=None): self.all.append(asyncio.ensure_future(job))", true),
        ("def spawn(self, job): self.spawn_later(job)\ndef spawn_later(self, job): asyncio.create_task(job)", true),
        ("def spawn(self, job): self.spawn_later(job)\ndef spawn_later(self, job): self.spawn(job)", false),
        ("def spawn(self, job): asyncio.create_task(self.logged(job))\nasync def logged(self, job): return await job", true),
        ("def spawn(self, job): asyncio.create_task(self.held(job))\nasync def held(self, job):\n    async with self.slots: return await job", false),
        ("def spawn(self, job): asyncio.create_task(asyncio.wait_for(job, 5))", true),
        ("async def spawn(self, job): asyncio.create_task(job)", true),
        ("async def spawn(self, job): await asyncio.create_task(job)", false),
        ("async def spawn(self, job):\n    await self.slots.acquire()\n    asyncio.create_task(job)", false),
        ("async def spawn(self, job):\n    if len(self.all) > 8: _, self.all = await asyncio.wait(self.all)\n    self.all.add(asyncio.create_task(job))", false),
        ("def spawn(self, job): self.queue.put_nowait(job)", false),
        ("def spawn(self, job): raise NotImplementedError", false),
        ("@staticmethod\n    def spawn(job): asyncio.create_task(job)", true),
    ]

    @Test(arguments: spawners) func spawns(members: String, isFound: Bool) throws {
        let text = "import asyncio\nclass Jobs:\n    def __init__(self):\n        self.slots = asyncio.Semaphore(4)\n        self.all = set()\n"
            + members.split(separator: "\n").map { "    \($0)\n" }.joined()
        let app = "import asyncio\nfrom lib import Jobs\nasync def load(u):\n    await asyncio.open_connection(u, 80)\nasync def run(urls):\n    jobs = Jobs()\n    for u in urls:\n        await jobs.spawn(load(u))\n"
        #expect(try ScannedProgram.places("UC002", ["app.py": app, "lib.py": text]) == (isFound ? ["app.py:8"] : []))
    }

    @Test func theWayIsTold() throws {
        let files = [
            "app.py": "import asyncio\nfrom lib import spawn\nasync def load(u):\n    await asyncio.open_connection(u, 80)\nasync def run(urls):\n    for u in urls: spawn(load(u))\n",
            "lib.py": "import asyncio\ndef spawn(job):\n    return asyncio.create_task(job)\n",
        ]
        let finding = try #require(try ScannedProgram(files).findings("UC002").first)
        #expect(finding.message.contains("`spawn` starts `load` for each of `urls`"))
        #expect(finding.flow.map { "\($0.location.path):\($0.location.start.line)" } == ["app.py:6", "lib.py:3", "app.py:3"])
    }

    /// Hundreds of wrappers around each other, in a circle and in a row: an answer, soon.
    @Test func longChains() throws {
        func text(_ last: String) -> String {
            var text = "import asyncio\nasync def load(u):\n    await asyncio.open_connection(u, 80)\nasync def run(urls):\n    for u in urls: spawn0(load(u))\n"
            for number in 0..<500 { text += "def spawn\(number)(job):\n    \(number == 499 ? last : "spawn\(number + 1)")(job)\n" }
            return text
        }
        #expect(try ScannedProgram.lines("UC002", text("spawn0")) == [])
        #expect(try ScannedProgram.lines("UC002", text("asyncio.create_task")) == [5])
    }
}
