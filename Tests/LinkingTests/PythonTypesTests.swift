import Linking
import Semantics
import Testing

@Suite struct PythonTypesTests {
    private static let library: [(String, String)] = [
        ("app/__init__.py", ""),
        ("app/db.py", """
            import asyncio, contextlib
            class Connection:
                async def fetch(self): pass
            class Pool:
                size = 3
                limit = asyncio.Semaphore(4)
                def __init__(self): self.first = Connection()
                async def acquire(self) -> Connection: pass
                async def __aenter__(self) -> Connection: pass
                @property
                def current(self) -> Connection: pass
                @classmethod
                def make(cls) -> "Pool": pass
                def __call__(self, x): pass
            def connect() -> Pool: pass
            async def later() -> Pool: pass
            pool = Pool()
            Alias = Pool
            either = Pool() if pool else Connection()
            gate = asyncio.Semaphore(5)
            def unsaid(): return pool
            def unsure(x):
                if x: return pool
                return Connection()
            def endless(): return endless()
            def maybe(x):
                if not x: return None
                return asyncio.Semaphore(x)
            @contextlib.asynccontextmanager
            async def session():
                yield pool.first
            """),
        ("app/base.py", """
            import threading
            from .db import Pool
            class Base:
                def __init__(self, n): self.pool = Pool()
                def run(self): pass
                def only_base(self): pass
            class Mixin:
                def extra(self): pass
                def run(self): pass
            class Worker(threading.Thread): pass
            """),
    ]

    @Test(arguments: [
        ("from app.db import Pool\nPool()\n", "Pool()", "type app.db.Pool app.db.Pool.__init__"),
        ("from app.db import Connection\nConnection()\n", "Connection()", "type app.db.Connection"),
        ("from app.db import Alias\nAlias()\n", "Alias()", "type app.db.Pool app.db.Pool.__init__"),
        ("from app.db import Pool\nasync def f():\n    p = Pool()\n    await p.acquire()\n", "p.acquire()", "function app.db.Pool.acquire"),
        ("from app.db import Pool\nasync def f(p: Pool):\n    c = await p.acquire()\n    c.fetch()\n", "c.fetch()", "function app.db.Connection.fetch"),
        ("from app import db\nasync def f(p: db.Pool | None):\n    p.acquire()\n", "p.acquire()", "function app.db.Pool.acquire"),
        ("from app.db import connect\nconnect().acquire()\n", "connect().acquire()", "function app.db.Pool.acquire"),
        ("from app.db import later\nasync def f():\n    (await later()).acquire()\n", "(await later()).acquire()", "function app.db.Pool.acquire"),
        ("from app.db import pool\npool.acquire()\n", "pool.acquire()", "function app.db.Pool.acquire"),
        ("from app import db\ndb.pool.acquire()\n", "db.pool.acquire()", "function app.db.Pool.acquire"),
        ("from app.db import pool\npool.first.fetch()\n", "pool.first.fetch()", "function app.db.Connection.fetch"),
        ("from app.db import pool\npool.current.fetch()\n", "pool.current.fetch()", "function app.db.Connection.fetch"),
        ("from app.db import pool\npool(3)\n", "pool(3)", "function app.db.Pool.__call__"),
        ("from app.db import Pool\nPool.make().acquire()\n", "Pool.make().acquire()", "function app.db.Pool.acquire"),
        ("from app.db import either\neither.acquire()\n", "either.acquire()", "unknown"),
        ("from app.db import gate\ngate.acquire()\n", "gate.acquire()", "external asyncio.Semaphore.acquire"),
        ("from app.db import pool\npool.limit.acquire()\n", "pool.limit.acquire()", "external asyncio.Semaphore.acquire"),
        ("from app.db import Pool\nasync def f():\n    async with Pool() as c:\n        c.fetch()\n", "c.fetch()", "function app.db.Connection.fetch"),
        ("from app.db import unsaid\nunsaid().acquire()\n", "unsaid().acquire()", "function app.db.Pool.acquire"),
        ("from app.db import unsure\nunsure(1).acquire()\n", "unsure(1).acquire()", "unknown"),
        ("from app.db import endless\nendless().acquire()\n", "endless().acquire()", "unknown"),
        ("from app.db import maybe\ngate = maybe(3)\ngate.acquire()\n", "gate.acquire()", "external asyncio.Semaphore.acquire"),
        ("from app.db import session\nasync def f():\n    async with session() as c:\n        c.fetch()\n", "c.fetch()", "function app.db.Connection.fetch"),
        ("from app.db import *\npool.acquire()\n", "pool.acquire()", "function app.db.Pool.acquire"),
        ("from app.base import Base\nclass A(Base):\n    def f(self): self.only_base()\n", "self.only_base()", "function app.base.Base.only_base"),
        ("from app.base import Base\nclass A(Base):\n    def f(self): self.pool.acquire()\n", "self.pool.acquire()", "function app.db.Pool.acquire"),
        ("from app.base import Base, Mixin\nclass A(Base, Mixin):\n    def f(self): self.extra()\n", "self.extra()", "function app.base.Mixin.extra"),
        ("from app.base import Base, Mixin\nclass A(Mixin, Base):\n    def f(self): self.run()\n", "self.run()", "function app.base.Mixin.run"),
        ("from app.base import Base\nclass A(Base):\n    def run(self): super().run()\n", "super().run()", "function app.base.Base.run"),
        ("from app.base import Base\nclass A(Base):\n    def run(self): self.run()\n", "self.run()", "function main.A.run"),
        ("from app.base import Base\nclass A(Base): pass\nA(1)\n", "A(1)", "type main.A app.base.Base.__init__"),
        ("from app.base import Worker\nWorker().start()\n", "Worker().start()", "external threading.Thread.start"),
        ("from app.base import Worker\nclass W(Worker):\n    def f(self): self.join()\n", "self.join()", "external threading.Thread.join"),
        ("from app.db import pool\ndef f(pool): pool.acquire()\n", "pool.acquire()", "unknown"),
        ("import functools\nfrom app.db import connect\np = functools.partial(connect, 1)\np()\n", "p()", "function app.db.connect"),
        ("from app.base import Base\ng = Base(1).run\ng()\n", "g()", "function app.base.Base.run"),
        ("def f():\n    g = lambda: 1\n    g()\n", "g()", "function main.f.<closure>"),
        ("def f():\n    def g(): pass\n    g()\n", "g()", "function main.f.g"),
    ])
    func callsArriveAtWhatTheReceiverIs(source: String, call: String, target: String) throws {
        let project = try Project(Self.library + [("main.py", source)])
        #expect(project.target(call, in: "main.py") == target, "\(source)")
    }

    @Test func callsHaveCanonicalNames() throws {
        let project = try Project(Self.library + [
            ("app/use.py", """
            from . import db
            from .db import Pool, gate
            from .missing import thing
            async def f(p: Pool, unknown):
                await gate.acquire()
                await p.acquire()
                db.nothing_there()
                unknown.run()
                thing.go()
            """)
        ])
        let names = ["gate.acquire", "p.acquire", "db.nothing_there", "unknown.run", "thing.go"].map { project.calleeName($0, in: "app/use.py") }
        #expect(names == ["asyncio.Semaphore.acquire", "app.db.Pool.acquire", "app.db.nothing_there", "", "app.missing.thing.go"])
    }

    @Test func valuesHaveTypesAndFunctions() throws {
        let project = try Project(Self.library + [
            ("main.py", """
            import functools
            from app import db
            from app.db import pool, connect, gate
            def local(): pass
            use1(pool)
            use2(gate)
            use3(connect)
            use4(pool.acquire)
            use5(functools.partial(local, 1))
            use6(lambda: 1)
            use7(db.connect())
            use8("text")
            """)
        ])
        #expect(project.argumentType("use1", in: "main.py") == "app.db.Pool")
        #expect(project.argumentType("use2", in: "main.py") == "asyncio.Semaphore")
        #expect(project.argumentFunction("use3", in: "main.py") == "app.db.connect")
        #expect(project.argumentFunction("use4", in: "main.py") == "app.db.Pool.acquire")
        #expect(project.argumentFunction("use5", in: "main.py") == "main.local")
        #expect(project.argumentFunction("use6", in: "main.py") == "main.<closure>")
        #expect(project.argumentType("use7", in: "main.py") == "app.db.Pool")
        #expect(project.argumentType("use8", in: "main.py") == "str")
    }

    @Test func importedVariablesAreEntitiesOfTheirFile() throws {
        let project = try Project(Self.library + [("main.py", "from app.db import gate\nuse(gate)\n")])
        let value = try #require(project.argument("use", in: "main.py"))
        guard case .variable(let file, let variable) = project.program.entity(of: value, in: project.file("main.py")) else {
            Issue.record("no variable")
            return
        }
        #expect(project.paths[Int(file)] == "app/db.py")
        let values = project.program.values(ofVariable: variable, in: file)
        #expect(values.map(\.kind) == [.call])
    }

    @Test func attributesOfAClassAndItsBases() throws {
        let project = try Project(Self.library + [("main.py", "from app.base import Base\nclass A(Base):\n    pool = None\nA(1)\n")])
        let call = try #require(project.call("A(1)", in: "main.py"))
        guard case .type(let type, _) = project.program.target(of: call) else {
            Issue.record("no type")
            return
        }
        let attributes = project.program.attributes(project.program.names.intern("pool"), of: type)
        #expect(attributes.map { project.paths[Int($0.file)] } == ["main.py", "app/base.py"])
        #expect(attributes.map(\.attribute.value.kind) == [.none, .call])
        #expect(project.program.member(project.program.names.intern("run"), of: type).map(project.name) == "app.base.Base.run")
    }

    @Test func circlesOfClassesAndVariablesEnd() throws {
        let project = try Project([
            ("a.py", "from b import B, y\nclass A(B): pass\nx = y\nA().nothing()\nx.go()\n"),
            ("b.py", "from a import A, x\nclass B(A): pass\ny = x\n"),
        ])
        #expect(project.target("A().nothing()", in: "a.py") == "unknown")
        #expect(project.target("x.go()", in: "a.py") == "unknown")
    }

    @Test func deepHierarchiesAreFollowed() throws {
        var files = [("c0.py", "class C:\n    def go(self): pass\n")]
        for n in 1...500 { files.append(("c\(n).py", "from c\(n - 1) import C as D\nclass C(D): pass\n")) }
        files.append(("main.py", "from c500 import C\nC().go()\n"))
        #expect(try Project(files).target("C().go()", in: "main.py") == "function c0.C.go")
    }
}
