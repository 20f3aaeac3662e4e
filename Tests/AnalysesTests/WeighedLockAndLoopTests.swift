import Findings
import Testing

/// What stays worth a note where the fault is not sure: by what else the program does.
@Suite struct WeighedLockAndLoopTests {
    /// `line severity` of each finding.
    private func weighed(_ code: String, _ files: [String: String]) throws -> [String] {
        try ScannedProgram(files).findings(code).map { "\($0.location.start.line) \($0.severity.rawValue)" }
    }

    private func weighed(_ code: String, _ text: String) throws -> [String] { try weighed(code, ["a.py": text]) }

    @Test func loopSetElsewhere() throws {
        let use = "import asyncio\nasyncio.get_event_loop().run_until_complete(work())\n"
        #expect(try weighed("DA001", use) == ["2 warning"])
        #expect(try weighed("DA001", ["a.py": use, "b.py": "import asyncio\nasyncio.set_event_loop(asyncio.new_event_loop())\n"]) == ["2 info"])
        #expect(try weighed("DA001", ["a.py": use, "b.py": "import asyncio\nasyncio.set_event_loop(None)\n"]) == ["2 warning"])
        #expect(try weighed("DA001", ["a.py": use, "b.py": "from tornado import ioloop\nloop = ioloop.IOLoop.current()\n"]) == ["2 info"])
        #expect(try weighed("DA001", ["a.py": use, "tests/test_b.py": "import asyncio\nasyncio.set_event_loop(asyncio.new_event_loop())\n"]) == ["2 warning"])
    }

    @Test func loopOfAnotherFunction() throws {
        #expect(try weighed("DA001", "import asyncio\ndef f():\n    def g(loop):\n        loop.run_until_complete(w())\n    use(asyncio.get_event_loop(), g)\n") == ["5 info"])
        #expect(try weighed("DA001", "import asyncio\ndef main():\n    asyncio.get_event_loop().stop()\n") == ["3 info"])
    }

    @Test func reentrantLockAcrossAwait() throws {
        func made(_ lock: String) -> String { "import threading\nL = \(lock)\nasync def f(x):\n    with L:\n        await x.g()\n" }
        #expect(try weighed("LK001", made("threading.Lock()")) == ["4 error"])
        #expect(try weighed("LK001", made("threading.RLock()")) == ["4 info"])
        #expect(try ScannedProgram(["a.py": made("threading.RLock()")]).findings("LK001").first?.message.contains("keeps none of them out") == true)
    }

    @Test func awaitThatWaitsForNothing() throws {
        let head = "import threading\nL = threading.Lock()\nasync def f(x):\n    with L:\n        await g(x)\n"
        #expect(try weighed("LK001", head + "async def g(x):\n    return x\n") == [])
        #expect(try weighed("LK001", head + "async def g(x):\n    await x.h()\n") == ["4 error"])
    }

    @Test func threadAwaitedInTurn() throws {
        func made(_ turn: String) -> String {
            "import asyncio\nclass A:\n    async def run(self):\n        while True:\n            \(turn)\n    def step(self):\n        self.n += 1\n"
        }
        #expect(try weighed("LK004", made("await asyncio.to_thread(self.step)")) == [])
        #expect(try weighed("LK004", made("self.t(asyncio.to_thread(self.step))")) == ["7 warning"])
    }

    @Test func deadlineByAMethodsName() throws {
        let line = "import asyncio\nclass Line:\n    async def dial(self):\n        self.r, self.w = await asyncio.open_connection(self.h, 1)\n"
        #expect(try weighed("CT003", line) == ["4 warning"])
        #expect(try weighed("CT003", line + "async def use(lines):\n    line = lines.get()\n    await asyncio.wait_for(line.dial(), 5)\n") == ["4 info"])
        #expect(try weighed("CT003", line + "async def use(lines):\n    line = lines.get()\n    await line.dial()\n") == ["4 warning"])
        #expect(
            try weighed("CT003", line + "async def open_one(lines):\n    await lines.get().dial()\nasync def use(lines):\n    async with asyncio.timeout(5):\n        await open_one(lines)\n")
                == ["4 info"])
    }

    @Test func peerOnTheSameMachine() throws {
        #expect(try weighed("CT003", "import smtplib\nsmtplib.SMTP('localhost')\nsmtplib.SMTP('mail.example.org')\n") == ["2 info", "3 warning"])
        #expect(try weighed("CT003", "import requests\nrequests.get('http://127.0.0.1:8080/x')\nrequests.get(url)\n") == ["2 info", "3 warning"])
        #expect(try weighed("CT003", "import socket\nsocket.create_connection(('localhost', 1))\nsocket.create_connection((h, 1))\n") == ["2 info", "3 warning"])
    }

    @Test func namedAsEverything() throws {
        func made(_ head: String) -> String { "import asyncio\nasync def f(q):\n    while True:\n        try:\n            await q.get()\n        \(head)\n            print(1)\n" }
        #expect(try weighed("CT002", made("except:")) == ["6 error"])
        #expect(try weighed("CT002", made("except BaseException:")) == ["6 info"])
        #expect(try weighed("CT002", "from autobahn import wamp\n" + made("except:").split(separator: "\n").dropFirst().joined(separator: "\n") + "\n") == ["6 info"])
    }
}
