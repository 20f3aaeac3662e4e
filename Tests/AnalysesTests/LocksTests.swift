import Testing

@Suite struct LockTests {
    private let head = "import threading\nL = threading.Lock()\nM = threading.Lock()\n"

    private func lines(_ body: String) throws -> [Int] { try ScannedProgram.lines("LK003", head + body) }

    @Test func takenAgain() throws {
        #expect(try lines("def a():\n    with L:\n        b()\ndef b():\n    c()\ndef c():\n    L.acquire()\n") == [6])
        #expect(try lines("def a():\n    L.acquire()\n    b()\n    L.release()\ndef b():\n    with L:\n        pass\n") == [5])
        #expect(try ScannedProgram.lines("LK003", "import threading\nlock = threading.Lock()\ndef a():\n    with lock:\n        with lock:\n            pass\n") == [5])
    }

    @Test func notTakenAgain() throws {
        #expect(try lines("def a():\n    L.acquire()\n    L.release()\n    b()\ndef b():\n    with L:\n        pass\n") == [])
        #expect(try lines("def a():\n    if not L.acquire(False):\n        return b()\n    L.release()\ndef b():\n    with L:\n        pass\n") == [])
        #expect(try lines("def a():\n    with L:\n        b()\ndef b():\n    if L.acquire(timeout=1):\n        L.release()\n") == [])
        #expect(try lines("class A:\n    def __init__(self):\n        self.lock = threading.Lock()\n    def a(self, other):\n        with self.lock:\n            other.b()\n            A().b()\n    def b(self):\n        with self.lock:\n            pass\n") == [])
    }

    @Test func throughAnAttribute() throws {
        let pool = "class Pool:\n    def __init__(self):\n        self.lock = threading.Lock()\n    def get(self):\n        with self.lock:\n            pass\n"
        #expect(try lines(pool + "class User:\n    def __init__(self):\n        self.pool = Pool()\n    def use(self):\n        with self.pool.lock:\n            self.pool.get()\n") == [15])
    }

    @Test func order() throws {
        let ab = "def a():\n    with L:\n        with M:  # lock\n            pass\n", ba = "def b():\n    with M:\n        with L:  # lock\n            pass\n"
        let source = head.replacing("L =", with: "L_lock =").replacing("M =", with: "M_lock =")
        func found(_ body: String) throws -> [Int] { try ScannedProgram.lines("LK003", source + body.replacing("with L", with: "with L_lock").replacing("with M", with: "with M_lock")) }
        #expect(try found(ab + ba) == [6, 10])
        #expect(try found(ab + ab.replacing("a()", with: "b()")) == [])
    }

    /// Functions that all call each other, each under a lock of its own: the answer comes, and comes once.
    @Test func manyFunctionsInACircle() throws {
        let count = 200
        let locks = (0..<count).map { "lock_\($0) = threading.Lock()\n" }.joined()
        let functions = (0..<count).map { "def f\($0)():\n    with lock_\($0):\n        f\(($0 + 1) % count)()\n" }.joined()
        #expect(try ScannedProgram.lines("LK003", "import threading\n" + locks + functions) == [])
    }

    @Test func manyLocksInOneFunction() throws {
        let locks = (0..<200).map { "lock_\($0) = threading.Lock()\n" }.joined()
        let body = (0..<200).map { "    lock_\($0).acquire()\n" }.joined()
        #expect(try ScannedProgram.lines("LK003", "import threading\n" + locks + "def f():\n" + body) == [])
    }
}

@Suite struct InterleavingTests {
    private func lines(_ body: String) throws -> [Int] {
        try ScannedProgram.lines("LK002", "class A:\n    async def f(self, c):\n" + body.split(separator: "\n").map { "        \($0)\n" }.joined())
    }

    @Test func checkedBeforeTheWait() throws {
        #expect(try lines("if self.x is None:\n    self.x = await c.get()") == [4])
        #expect(try lines("if self.x:\n    return\nv = await c.get()\nself.x = v") == [6])
        #expect(try lines("x = self.x\nif x is None:\n    await c.get()\n    self.x = c.connect()") == [6])
        #expect(try lines("n = self.n\nasync for row in c:\n    pass\nself.n = n + 1") == [6])
    }

    @Test func lookedAtAgain() throws {
        #expect(try lines("if self.x is None:\n    v = await c.get()\n    if self.x is None:\n        self.x = v") == [])
        #expect(try lines("while self.x is None:\n    self.x = await c.get()") == [])
        #expect(try lines("async with self.lock:\n    if self.x is None:\n        self.x = await c.get()") == [])
        #expect(try lines("n = self.n\nawait c.get()\nself.n = self.n + 1") == [])
    }

    @Test func nothingGivesWay() throws {
        #expect(try lines("async def g():\n    return 1\nif self.x is None:\n    self.x = await g()") == [])
    }

    /// Nested to the limit, and thousands of writes: linear enough, and no recursion over the source.
    @Test func longFunctions() throws {
        let body = (0..<400).map { "if self.a\($0) is None:\n    self.a\($0) = await c.get()\n" }.joined()
        #expect(try lines(body).count == 400)
    }
}

@Suite struct ThreadTests {
    @Test func onSeveralThreads() throws {
        let source = """
            import threading
            n = 0
            def work():
                step()
            def step():
                global n
                n += 1
            def run():
                for _ in range(4):
                    threading.Thread(target=work).start()

            """
        #expect(try ScannedProgram.lines("LK004", source) == [7])
        #expect(try ScannedProgram.lines("LK004", source.replacing("    for _ in range(4):\n    ", with: "")) == [])
        #expect(try ScannedProgram.lines("LK004", source.replacing("    step()\n", with: "    with the_lock:\n        step()\n")) == [])
    }

    @Test func loopsOfTheirOwn() throws {
        let source = "import asyncio, threading\nq = asyncio.Queue()\ndef pump():\n    q.put_nowait(1)\nthreading.Thread(target=pump).start()\n"
        #expect(try ScannedProgram.lines("LK005", source) == [4])
        #expect(try ScannedProgram.lines("LK005", source.replacing("def pump():\n", with: "def pump():\n    asyncio.set_event_loop(None)\n")) == [])
    }
}
