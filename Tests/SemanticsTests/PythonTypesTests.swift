import Semantics
import Syntax
import Testing

@Suite struct PythonTypesTests {
    @Test(arguments: [
        ("import aiohttp\ns = aiohttp.ClientSession()\ns.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("import asyncio\nasyncio.get_event_loop().run_until_complete(x)", "asyncio.get_event_loop().run_until_complete",
            "asyncio.get_event_loop().run_until_complete"),
        ("import asyncio\nloop = asyncio.get_event_loop()\nloop.run_until_complete(x)", "loop.run_until_complete",
            "asyncio.get_event_loop().run_until_complete"),
        ("import aiohttp\ndef f(s: aiohttp.ClientSession | None):\n    s.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("import aiohttp\nfrom typing import Optional\ndef f(s: Optional[aiohttp.ClientSession] = None):\n    s.get(u)", "s.get",
            "aiohttp.ClientSession.get"),
        ("import aiohttp, typing as t\ndef f(s: t.Optional[aiohttp.ClientSession] = None):\n    s.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("import aiohttp\ndef f(s: 'aiohttp.ClientSession | None'):\n    s.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("import aiohttp\nfrom typing import Optional\ndef f(s: \"Optional[aiohttp.ClientSession]\"):\n    s.get(u)", "s.get",
            "aiohttp.ClientSession.get"),
        ("import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        s.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("from aiohttp import ClientSession\nasync def f():\n    async with ClientSession() as s, s.get(u) as r:\n        r.text()", "r.text",
            "aiohttp.ClientSession.get().text"),
        ("async def f():\n    fh = await connect()\n    fh.read()\nfrom lib import connect", "fh.read", "lib.connect().read"),
        ("import redis\nclass A:\n    def __init__(self):\n        self.r = redis.Redis()\n    def g(self):\n        self.r.get(k)", "self.r.get",
            "redis.Redis.get"),
        ("import redis\nclass A:\n    r: redis.Redis\n    def g(self):\n        self.r.get(k)", "self.r.get", "redis.Redis.get"),
        ("import redis\nclass A:\n    def __init__(self, r: redis.Redis):\n        self.r = r\n    def g(self):\n        self.r.get(k)", "self.r.get",
            "redis.Redis.get"),
        ("import redis\nclass A:\n    def __init__(self, r=None):\n        self.r = r or redis.Redis()\n    def g(self):\n        self.r.get(k)",
            "self.r.get", "redis.Redis.get"),
        ("import redis\nclass A:\n    r = None\n    def open(self):\n        self.r = redis.Redis()\n    def g(self):\n        self.r.get(k)", "self.r.get",
            "redis.Redis.get"),
        ("import redis\ndef f(r=None):\n    if r is None:\n        r = redis.Redis()\n    r.get(k)", "r.get", "redis.Redis.get"),
        ("import redis\nclass A:\n    def __init__(self):\n        self.r = redis.Redis()\na = A()\na.r.get(k)", "a.r.get", "redis.Redis.get"),
        ("import redis\ndef make() -> redis.Redis: ...\nmake().get(k)", "make().get", "redis.Redis.get"),
        ("import redis\nclass A:\n    @property\n    def r(self) -> redis.Redis: ...\n    def g(self):\n        self.r.get(k)", "self.r.get",
            "redis.Redis.get"),
        ("def make(): ...\nmake().get(k)", "make().get", "@make().get"),
        ("import threading\nclass W(threading.Thread):\n    def run(self): pass\nw = W()\nw.start()", "w.start", "threading.Thread.start"),
        ("import threading\nclass W(threading.Thread):\n    def run(self): pass\nw = W()\nw.run()", "w.run", "@W.run"),
        ("import threading\nclass A(threading.Thread): pass\nclass W(A):\n    def f(self):\n        self.join()", "self.join", "threading.Thread.join"),
        ("import threading\nclass W(threading.Thread):\n    def start(self):\n        super().start()", "super().start", "threading.Thread.start"),
        ("from .base import Mixin\nimport threading\nclass W(Mixin, threading.Thread):\n    def f(self):\n        self.join()", "self.join",
            "threading.Thread.join"),
        ("import asyncio\nq = asyncio.Queue[int]()\nq.put(1)", "q.put", "asyncio.Queue.put"),
        ("import aiohttp\nS = aiohttp.ClientSession\ns = S()\ns.get(u)", "s.get", "aiohttp.ClientSession.get"),
        ("import redis\nx = redis.Redis() if a else None\nx.get(k)", "x.get", "redis.Redis.get"),
        ("import redis\nclass A:\n    r = None\n    def g(self):\n        self.r = self.r or redis.Redis()\n        self.r.get(k)", "self.r.get",
            "redis.Redis.get"),
        ("import redis\nx = None\nx = redis.Redis() if x is None else x\nx.get(k)", "x.get", "redis.Redis.get"),
        ("import redis\nx = redis.Redis()\nx = other\nx.get(k)", "x.get", "-"),
        ("import contextlib, redis\nwith contextlib.closing(redis.Redis()) as r:\n    r.get(k)", "r.get", "redis.Redis.get"),
        ("import contextlib, redis\nwith contextlib.ExitStack() as s:\n    r = s.enter_context(redis.Redis())\n    r.get(k)", "r.get",
            "redis.Redis.get"),
        ("import redis\nfrom typing import Iterator\ndef c() -> Iterator[redis.Redis]: ...\nwith c() as r:\n    r.get(k)", "r.get", "redis.Redis.get"),
        ("', '.join(x)", "', '.join", "str.join"),
        ("from pathlib import Path\nroot = Path(a)\n(root / 'x' / 'y').open()", "(root / 'x' / 'y').open", "pathlib.Path.open"),
        ("('%s' % x).encode()", "('%s' % x).encode", "str.encode"), ("(a / b).open()", "(a / b).open", "-"),
        ("import requests\ndef f(s=requests.Session()):\n    s.get(u)", "s.get", "requests.Session.get"),
        ("import time\ndef f(s=time.sleep):\n    s.get(u)", "s.get", "-"),
        ("import typing, redis\nx = typing.cast(redis.Redis, y)\nx.get()", "x.get", "redis.Redis.get"),
        ("import redis\ndef f(pool: redis.Redis):\n    class X:\n        def g(self):\n            pool.get(k)", "pool.get", "redis.Redis.get"),
    ])
    func receivers(source: String, callee: String, expected: String) throws {
        #expect(try python(source).name(callee) == expected)
    }

    @Test(arguments: [
        ("import asyncio\nlock = asyncio.Lock()\nlock", "asyncio.Lock"),
        ("import asyncio\nlock: asyncio.Lock = make()\nlock", "asyncio.Lock"),
        ("class Lock: pass\nlock = Lock()\nlock", "@Lock"),
        ("from threading import Lock as L\nlock = L()\nlock", "threading.Lock"),
        ("lock = [1]\nlock", "list"), ("lock = dict()\nlock", "dict"), ("lock = b'x'\nlock", "bytes"), ("lock = open(p)\nlock", "open()"),
        ("import threading\nlock = threading.Lock\nlock", "-"),
        ("def f(lock: int | str):\n    lock", "-"), ("def f(lock: list[int]):\n    lock", "list"),
        ("import a\ntry:\n    pass\nexcept a.Oops as lock:\n    lock", "a.Oops"),
        ("import a\ntry:\n    pass\nexcept (a.Oops, a.Other) as lock:\n    lock", "-"),
        ("import a\nfrom typing import TypeVar\nT = TypeVar('T')\ndef f(lock: T):\n    lock", "-"),
    ])
    func types(source: String, expected: String) throws {
        #expect(try python(source).type("lock") == expected)
    }

    @Test func anInstanceIsNotItsClass() throws {
        let probe = try python("import asyncio\nlock = asyncio.Lock()\nlock()\nx = asyncio.Lock")
        #expect(probe.name("lock") == "-")
        #expect(probe.name("asyncio.Lock") == "asyncio.Lock")
        #expect(probe.type("asyncio.Lock") == "-")
    }
}
