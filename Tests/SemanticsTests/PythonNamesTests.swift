import Semantics
import Syntax
import Testing

@Suite struct PythonNamesTests {
    @Test(arguments: [
        ("import time\ntime.sleep(1)", "time.sleep", "time.sleep"),
        ("import os.path\nos.path.join(a)", "os.path.join", "os.path.join"),
        ("import os.path\nos.getcwd()", "os.getcwd", "os.getcwd"),
        ("import asyncio as aio\naio.gather()", "aio.gather", "asyncio.gather"),
        ("import a.b as c\nc.d()", "c.d", "a.b.d"),
        ("from asyncio import gather as g\ng()", "g", "asyncio.gather"),
        ("from time import sleep\nsleep(1)", "sleep", "time.sleep"),
        ("from . import q\nq.run()", "q.run", ".q.run"),
        ("from ..pkg.mod import name\nname()", "name", "..pkg.mod.name"),
        ("def f():\n    import time as t\n    t.sleep(1)", "t.sleep", "time.sleep"),
        ("def f():\n    import time\ntime.sleep(1)", "time.sleep", "-"),
        ("open('x')", "open", "open"),
        ("from x import *\nopen('x')", "open", "open"),
        ("from x import *\nsleep(1)", "sleep", "-"),
        ("def open(p): pass\nopen('x')", "open", "@open"),
        ("import asyncio\ng = asyncio.gather\ng()", "g", "asyncio.gather"),
        ("import asyncio\na = b = asyncio.gather\na()", "a", "asyncio.gather"),
        ("import time, asyncio\na, b = time.sleep, asyncio.sleep\na(b(1))", "a", "time.sleep"),
        ("import time, asyncio\ng = time.sleep\ng = asyncio.sleep\ng()", "g", "-"),
        ("import time\nif (s := time.sleep):\n    s(1)", "s", "time.sleep"),
    ])
    func importsAndAliases(source: String, expression: String, expected: String) throws {
        #expect(try python(source).name(expression) == expected)
    }

    @Test func eitherImportOfATryIsTheFirst() throws {
        let probe = try python("try:\n    import ujson as json\nexcept ImportError:\n    import json\njson.loads(x)")
        #expect(probe.name("json.loads") == "ujson.loads")
        #expect(probe.semantics.hasAlternatives(try #require(probe.node("json.loads"))) == true)
        #expect(try python("try:\n    import uvloop\nexcept ImportError:\n    uvloop = None\nuvloop.install()").name("uvloop.install") == "uvloop.install")
    }

    @Test(arguments: [
        "import time\ndef f(time):\n    time.sleep(1)",
        "import time\ndef f(*time):\n    time.sleep(1)",
        "import time\ndef f(**time):\n    time.sleep(1)",
        "import time\nfor time in x:\n    pass\ntime.sleep(1)",
        "import time\ndef f():\n    for a, (time, *b) in x:\n        time.sleep(1)",
        "import time\ndef f():\n    with x() as (time, y):\n        time.sleep(1)",
        "import time\nf = lambda time: time.sleep(1)",
        "import time\nx = [time.sleep(1) for time in y]",
        "import time\nx = {time.sleep(1): k for k, time in y}",
        "import time\ndef f():\n    match x:\n        case [time, *rest]:\n            time.sleep(1)",
        "import time\ndef f():\n    match x:\n        case {'k': v, **time}:\n            time.sleep(1)",
        "import time\ndef f():\n    match x:\n        case P(a=time):\n            time.sleep(1)",
        "import time\ndef f():\n    match x:\n        case P() as time:\n            time.sleep(1)",
        "import time\ndef f():\n    del time\n    time.sleep(1)",
        "import time\ndef f():\n    time += 1\n    time.sleep(1)",
        "import time\ndef f():\n    global time\n    time = clock()\ntime.sleep(1)",
        "import time\ndef f():\n    time = clock()\n    def g():\n        nonlocal time\n        time.sleep(1)",
        "import time\ntime.other.sleep(1); time = time.x; time.sleep(1)",
    ])
    func whatIsBoundLocallyIsNotTheLibrarys(source: String) throws {
        #expect(try python(source).name("time.sleep") != "time.sleep")
    }

    @Test(arguments: [
        "import time\nclass A:\n    time = 1\n    def f(self):\n        time.sleep(1)",
        "import time\nx = [1 for time in y]\ntime.sleep(1)",
        "import time\nf = lambda time: 1\ntime.sleep(1)",
        "import time\nx = [i for i in time.sleep(1)]",
        "import time\nx = [time for time in time.sleep(1)]",
        "import time\nf = lambda time=time.sleep(1): 1",
        "import time\ndef f(time=time.sleep(1)): pass",
        "def f():\n    global time\n    import time\ntime.sleep(1)",
        "import time\nclass A:\n    def __init__(self): self.time = 1\n    x = time.sleep(1)",
        "import time\ndef f():\n    match x:\n        case time.sleep: pass\n    time.sleep(1)",
        "try:\n    pass\nexcept A as e:\n    import time\n    time.sleep(1)",
        "if TYPE_CHECKING:\n    import time\nasync def f():\n    async with x:\n        time.sleep(1)",
    ])
    func whatIsBoundElsewhereStaysTheLibrarys(source: String) throws {
        #expect(try python(source).name("time.sleep") == "time.sleep")
    }

    @Test func localDefinitionsHaveNamesOfTheirOwn() throws {
        let source = """
            import time
            def sleep(): pass
            def outer():
                def inner(): pass
                inner()
            class A:
                nap = time.sleep
                def run(self):
                    self.stop()
                    self.nap()
                    sleep()
                    type(self).stop()
                def stop(self): pass
                @classmethod
                def make(cls):
                    return cls()
            A.stop(1)
            A().run()
            """
        let probe = try python(source)
        #expect(probe.name("sleep") == "@sleep")
        #expect(probe.name("inner") == "@outer.inner")
        #expect(probe.name("self.stop") == "@A.stop")
        #expect(probe.name("self.nap") == "time.sleep")
        #expect(probe.name("A.stop") == "@A.stop")
        #expect(probe.name("A().run") == "@A.run")
        #expect(probe.type("cls()") == "@A")
    }

    @Test func partialIsItsFunction() throws {
        let probe = try python("import functools, requests\nget = functools.partial(requests.get, timeout=3)\nget('u')")
        #expect(probe.name("get") == "requests.get")
        let call = try #require(probe.node("get('u')"))
        let callee = try #require(probe.semantics.callee(of: call))
        let partial = try #require(probe.semantics.partialCall(of: callee))
        #expect(probe.tree.string(partial) == "functools.partial(requests.get, timeout=3)")
    }

    @Test func namesThatOnlyIntroduceResolveToNothing() throws {
        let probe = try python("import time\nf(open=1)\nx.open\ndef f(open): pass\n")
        #expect(probe.name("open") == "-")
        #expect(probe.name("x.open") == "-")
    }

    @Test func circlesAndLongChainsEnd() throws {
        let circle = try python("a = b\nb = a\na.x()")
        #expect(circle.name("a.x") == "-")
        var chain = "import time\na0 = time.sleep\n"
        for i in 1...500 { chain += "a\(i) = a\(i - 1)\n" }
        let probe = try python(chain + "a500()\na3()\na500()\n")
        #expect(probe.name("a500") == "-")
        #expect(probe.name("a3") == "time.sleep")
        let upward = try python(chain + (0...500).map { "a\($0)()\n" }.joined())
        for i in 0..<500 { _ = upward.name("a\(i)") }
        #expect(upward.name("a500") == "-")
    }

    @Test func deepNestingIsUnknownAndHarmless() throws {
        let deep = "import a\n" + "a" + String(repeating: ".b", count: 5000) + "()\n"
        let probe = try python(deep)
        #expect(probe.name("a" + String(repeating: ".b", count: 5000)) == "-")
        #expect(try python("import a\na" + String(repeating: ".b()", count: 20)).type("a" + String(repeating: ".b()", count: 20)).hasSuffix(".b()"))
    }
}
