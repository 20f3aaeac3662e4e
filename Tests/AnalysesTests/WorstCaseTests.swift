import Findings
import Foundation
import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

/// Functions with so much of one thing that an analysis which goes through all of it for each of it does not come to an end.
@Suite struct WorstCaseTests {
    private static let many = 600

    private func lines(_ body: (Int) -> String) -> String { (0..<Self.many).map(body).joined() }

    // MARK: Released

    private func released(_ source: String) throws -> [(place: String, verdict: Verdict)] {
        let lists = ["makes": ["open"], "closes": ["close"], "borrows": ["json.load"], "harmless": ["print"]]
        return try TestProgram(["a.py": source]).findings(TestProgram.rule(.released, lists)) { call, summary in summary.text(call.method) == "open" }
    }

    @Test func handlesOfOneFunction() throws {
        #expect(try released("def f(p, g):\n" + lines { "    h\($0) = open(p)\n    g(h\($0).read())\n" }).count == Self.many)
        #expect(try released("def f(p, g):\n" + lines { "    h\($0) = open(p)\n    try:\n        g(h\($0).read())\n    finally:\n        h\($0).close()\n" }).isEmpty)
    }

    @Test func aliasesInAnyOrder() throws {
        // Each is known only when the one below it is.
        let backwards = "def f(p, g):\n    while g():\n" + lines { "        h\(Self.many - $0) = h\(Self.many - $0 - 1)\n" } + "        h0 = open(p)\n"
        #expect(try released(backwards + "    h\(Self.many).close()\n").first?.verdict.variables["HOW"] != "anywhere")
        #expect(try released("def f(p, g):\n    h0 = open(p)\n" + lines { "    h\($0 + 1) = h\($0)\n" } + "    h\(Self.many).close()\n").isEmpty)
    }

    @Test func handlesBehindContainers() throws {
        let source = lines { "    h\($0) = open(p)\n    hs.append(h\($0))\n    d[\($0)] = [h\($0), hs]\n    hs.append(hs)\n" }
        #expect(try released("def f(p, g):\n    hs, d = [], {}\n" + source).isEmpty)
    }

    @Test func oneNameForManyHandles() throws {
        #expect(try released("def f(p, g):\n" + lines { _ in "    h = open(p)\n    g(h.read())\n" }).count == Self.many)
        #expect(try released("def f(p, g):\n" + lines { _ in "    h = open(p)\n    g(h.read())\n" } + "    h.close()\n").count == Self.many)
        #expect(try released("def f(p, g):\n" + lines { _ in "    h = open(p)\n    try:\n        g(h.read())\n    finally:\n        h.close()\n" }).isEmpty)
    }

    @Test func deepHierarchy() throws {
        let source = "class C0:\n    def __init__(self):\n        self.f = open('0')\n"
            + (1..<500).map { "class C\($0)(C\($0 - 1)):\n    def __init__(self):\n        self.f\($0) = open('x')\n    def m\($0)(self):\n        self.f\($0).read()\n" }.joined()
        #expect(try released(source).count == 500)
        // Anything below or above in the hierarchy releases it.
        #expect(try released(source + "class D(C499):\n    def close(self):\n        self.f.close()\n").count == 499)
    }

    /// Each keeps what it opens under the same name: who releases another's does so for all, who releases his own for himself.
    @Test func classesOfOneFile() throws {
        func type(_ number: Int) -> String {
            "class C\(number):\n    def __init__(self):\n        self.f = open('x')\n    def g(self):\n        \(number % 2 == 0 ? "self.f.close()" : "return len(self.f.read())")\n"
        }
        let source = lines(type)
        let found = try released(source)
        #expect(found.count == Self.many / 2 && found.allSatisfy { $0.verdict.variables["WHAT"]?.hasSuffix(".f") ?? false }, "\(found.count)")
        #expect(try released(source + "def end(some):\n    some.f.close()\n").isEmpty)
        #expect(try released(source + "class D(C1):\n    def end(self):\n        self.f.close()\n").count == Self.many / 2 - 1)
        #expect(try released(source + "class D:\n    def end(self):\n        self.f.close()\n").count == Self.many / 2)
    }

    // MARK: Locks

    private func paired(_ source: String) throws -> Int {
        try TestProgram(["a.py": source]).findings(TestProgram.rule(.paired, ["release": ["release"]])) { call, summary in summary.text(call.method) == "acquire" }.count
    }

    @Test func halfReleasedLocks() throws {
        #expect(try paired("def f(a, g):\n" + lines { "    a.l\($0).acquire()\n    g(a)\n    a.l\($0).release()\n" }) == Self.many)
        #expect(try paired("def f(a, g):\n    lock = g()\n" + (0..<500).map { _ in "    lock.acquire()\n    try:\n        g()\n    finally:\n        lock.release()\n" }.joined()) == 0)
    }

    @Test func locksReleasedLater() throws {
        let closures = (0..<300).map { "    lock.acquire()\n    def done\($0)():\n        lock.release()\n    g(done\($0))\n" }.joined()
        #expect(try paired("def f(g):\n    lock = g()\n" + closures) == 0)
        let own = (0..<300).map { "    a\($0) = g()\n    a\($0).acquire()\n    def done\($0)():\n        a\($0).release()\n    g(done\($0))\n" }.joined()
        #expect(try paired("def f(g):\n" + own) == 0)
        #expect(try paired("def f(g):\n" + own + "    b = g()\n    b.acquire()\n    g()\n    b.release()\n") == 1)
    }

    /// A function that takes many locks, or one lock many times, and at the end one that it holds.
    @Test(arguments: [false, true])
    func locksTakenAgain(isOneLock: Bool) throws {
        let names = (0..<Self.many).map { isOneLock ? "l" : "l\($0)" }
        let fields = Set(names).sorted().map { "    let \($0) = NSLock()\n" }.joined()
        let body = names.map { "        \($0).lock()\n        work()\n        \($0).unlock()\n" }.joined()
        let source = "import Foundation\nfinal class A {\n\(fields)    func f() {\n        \(names[0]).lock()\n        \(names[0]).lock()\n        \(names[0]).unlock()\n        \(names[0]).unlock()\n\(body)    }\n}\n"
        let found = try ScannedProgram(["a.swift": source]).findings("LK105")
        #expect(found.map(\.location.start.line).contains(fields.split(separator: "\n").count + 4), "\(found.map(\.location.start.line))")
        let clean = source.replacingOccurrences(of: "        \(names[0]).lock()\n        \(names[0]).lock()\n", with: "        \(names[0]).lock()\n")
        #expect(try ScannedProgram(["a.swift": clean]).findings("LK105").isEmpty)
    }

    // MARK: Fan-outs

    @Test func spawnsOfOneLoop() throws {
        let body = lines { "        t\($0) = asyncio.create_task(g(j, \($0)))\n        ts.append(t\($0))\n" }
        #expect(try ScannedProgram(["a.py": "import asyncio\nasync def f(jobs, g, ts):\n    for j in jobs:\n" + body]).findings("UC002").count == Self.many)
        let waited = lines { "        t\($0) = asyncio.create_task(g(j, \($0)))\n" } + "        await asyncio.gather(" + (0..<Self.many).map { "t\($0)" }.joined(separator: ", ") + ")\n"
        #expect(try ScannedProgram(["a.py": "import asyncio\nasync def f(jobs, g):\n    for j in jobs:\n" + waited]).findings("UC002").isEmpty)
    }

    /// So many functions that what was read of the first must not be let go.
    @Test func closuresOfOneLoop() throws {
        let body = lines { "        Task { await g(j, \($0)) }\n" }
        #expect(try ScannedProgram(["a.swift": "func f(jobs: [Int]) async {\n    for j in jobs {\n\(body)    }\n}\n"]).findings("UC102").count == Self.many)
    }

    @Test func queuesOfOneClass() throws {
        let source = "import asyncio\nclass A:\n    def __init__(self):\n" + lines { "        self.q\($0) = asyncio.Queue()\n" }
            + lines { "    async def put\($0)(self, x):\n        while True:\n            self.q\($0 - $0 % 2).put_nowait(await x.read())\n" }
        #expect(try ScannedProgram(["a.py": source]).findings("MS001").map(\.location.start.line) == (0..<Self.many).filter { $0 % 2 == 0 }.map { $0 + 4 })
    }

    // MARK: Shared state

    /// A property each, one each twice unprotected, and one that a lock protects elsewhere.
    @Test func propertiesOfOneClass() throws {
        let fields = lines { "    var v\($0)x = 0\n" }, changes = lines { "    func s\($0)x() { v\($0)x += 1 }\n    func t\($0)x() { v\($0)x += 1 }\n" }
        let source = "import Foundation\nfinal class A: @unchecked Sendable {\n    let lock = NSLock()\n\(fields)\(changes)    func locked() { lock.withLock { v0x += 1 } }\n}\n"
        let found = try ScannedProgram(["a.swift": source]).findings("LK103")
        #expect(found.map(\.location.start.line) == (0..<Self.many).map { Self.many + 4 + 2 * $0 })
        #expect(found.first?.message.contains("elsewhere") ?? false, "\(found.first?.message ?? "")")
    }

    /// A helper is protected only when all who call it are, however many and however far up.
    @Test func helpersOfOneClass() throws {
        let callers = lines { "    func f\($0)() { lock.withLock { help() } }\n" }
        let source = "import Foundation\nfinal class A: @unchecked Sendable {\n    let lock = NSLock()\n    var v = 0\n    private func help() { deeper() }\n    private func deeper() { v += 1 }\n"
        #expect(try ScannedProgram(["a.swift": source + callers + "}\n"]).findings("LK103").isEmpty)
        let open = try ScannedProgram(["a.swift": source + callers + "    func g() { help() }\n}\n"]).findings("LK103")
        #expect(open.map(\.location.start.line) == [6])
    }

    @Test func functionsOnThreads() throws {
        let source = "import threading\ncount = 0\n" + lines { "def w\($0)():\n    global count\n    count += 1\n" } + "def top():\n    for i in range(4):\n"
            + (0..<Self.many).filter { $0 % 2 == 0 }.map { "        threading.Thread(target=w\($0)).start()\n" }.joined()
        #expect(try ScannedProgram.lines("LK004", source) == (0..<Self.many).filter { $0 % 2 == 0 }.map { 5 + 3 * $0 })
    }

    // MARK: Waiting

    @Test func deadlinesOfOneFunction() throws {
        let source = "import asyncio\nasync def f(r):\n" + lines { "    t\($0) = asyncio.create_task(asyncio.open_connection('h', \($0)))\n    "
            + ($0 % 2 == 0 ? "await asyncio.wait_for(t\($0), 5)\n" : "await t\($0)\n") }
        #expect(try ScannedProgram.lines("CT003", source) == (0..<Self.many).filter { $0 % 2 == 1 }.map { 3 + 2 * $0 })
    }

    @Test func callersWithDeadlines() throws {
        let functions = lines { "async def f\($0)():\n    await asyncio.open_connection('h', \($0))\n" }
        let calls = lines { $0 % 2 == 0 ? "    async with asyncio.timeout(5):\n        await f\($0)()\n" : "    await f\($0)()\n" }
        #expect(try ScannedProgram.lines("CT003", "import asyncio\n" + functions + "async def top():\n" + calls) == (0..<Self.many).filter { $0 % 2 == 1 }.map { 3 + 2 * $0 })
    }

    // MARK: Searches

    /// Each asks what is in the loop and in the function around it.
    @Test func handlersOfOneFile() throws {
        let body = (0..<2000).map { "        do { try await q.get() } catch { note(\($0)) }\n" }.joined()
        #expect(try ScannedProgram(["a.swift": "func f() async {\n    while true {\n\(body)    }\n}\n"]).findings("CT101").count == 2000)
    }

    // MARK: Cancellation, tasks, secrets

    @Test func handlersOfOneLoop() throws {
        let body = (0..<400).map { "        try:\n            await q.get()\n        except asyncio.CancelledError:\n            c.note(\($0))\n" }.joined()
        let found = try ScannedProgram(["a.py": "import asyncio\nasync def f(q, c):\n    while True:\n" + body]).findings("CT001", "CT002")
        #expect(found.count == 400)
    }

    @Test func tasksOfOneFunction() throws {
        let source = "import asyncio\nasync def w(): ...\nasync def f(p):\n" + lines { "    t\($0) = asyncio.create_task(w())\n    p(t\($0))\n    asyncio.create_task(w())\n" }
        let rule = TestProgram.rule(.unused, ["exempt": ["asyncio.never"]])
        #expect(try TestProgram(["a.py": source]).places(rule, of: ["asyncio.create_task"]).count == Self.many)
    }

    @Test func dataInItself() throws {
        // Twelve deep, each made of four of those before: what is clean is asked for once a variable, not once a way to it.
        let body = (1..<60).map { n in "    v\(n) = [" + (1...4).map { "v\(max(0, n - $0))" }.joined(separator: ", ") + "]\n    print(v\(n), password)\n" }.joined()
        let found = try ScannedProgram(["a.py": "def f(password):\n    v0 = 1\n" + body]).findings("SL001")
        #expect(found.allSatisfy { $0.location.start.line > 2 })
    }

    @Test func longWays() throws {
        // What a variable holds is known from the one before, however far the source is.
        let source = "def f(password):\n    v0 = password\n" + (1..<Self.many).map { "    v\($0) = v\($0 - 1)\n    print(v\($0))\n" }.joined()
        #expect(try ScannedProgram(["a.py": source]).findings("SL001").count == Self.many - 1)
    }

    /// What is put in later counts for who asks later, what is taken out does not, and what a loop puts in comes round.
    @Test func containersThatGrow() throws {
        let puts = lines { "    d['k\($0)'] = \($0 == 300 ? "password" : "\($0)")\n    print(d)\n" }
        let found = try ScannedProgram.lines("SL001", "def f(password):\n    d = {}\n" + puts)
        #expect(found == (300..<Self.many).map { 4 + 2 * $0 })
        let removed = try ScannedProgram.lines("SL001", "def f(password):\n    d = {}\n" + puts + "    del d['k300']\n    print(d)\n")
        #expect(removed == found)
        let loop = "def f(password, xs):\n    d = {}\n    for x in xs:\n" + (0..<200).map { "        print(d)\n        d['k\($0)'] = \($0)\n" }.joined()
        #expect(try ScannedProgram.lines("SL001", loop + "        d['k'] = password\n").count == 200)
    }

    /// Each is made of four of those before, so that the ways to the first are beyond counting; and so many that what is remembered of the first has to go.
    @Test func longerWays() throws {
        let body = (1..<3000).map { n in "    v\(n) = [" + (1...4).map { "v\(max(0, n - $0))" }.joined(separator: ", ") + "]\n    print(v\(n))\n" }.joined()
        #expect(try ScannedProgram(["a.py": "def f(password):\n    v0 = password\n" + body]).findings("SL001").count == 2999)
    }

    @Test func containersInThemselves() throws {
        let body = (1..<300).map { "    d['k\($0)'] = {'a': d, 'b': d['k\($0 - 1)']}\n    print(d['k\($0)']['a'])\n" }.joined()
        let found = try ScannedProgram(["a.py": "def f(password):\n    d = {}\n\(body)    print(password)\n"]).findings("SL001")
        #expect(found.map(\.location.start.line) == [601])
    }
}
