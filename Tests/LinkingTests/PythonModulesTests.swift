import Testing

@Suite struct PythonModulesTests {
    @Test(arguments: [
        ("from lib.util import f\nf()\n", "f()", "function lib.util.f"),
        ("import lib.util\nlib.util.f()\n", "lib.util.f()", "function lib.util.f"),
        ("import lib.util as u\nu.f()\n", "u.f()", "function lib.util.f"),
        ("from lib import util\nutil.f()\n", "util.f()", "function lib.util.f"),
        ("from lib import util as u\nu.f()\n", "u.f()", "function lib.util.f"),
        ("from lib import renamed\nrenamed()\n", "renamed()", "function lib.util.f"),
        ("import lib\nlib.renamed()\n", "lib.renamed()", "function lib.util.f"),
        ("from lib.util import *\nf()\n", "f()", "function lib.util.f"),
        ("from lib import *\nrenamed()\n", "renamed()", "function lib.util.f"),
        ("from lib.listed import *\n_hidden()\n", "_hidden()", "function lib.listed._hidden"),
        ("from lib.listed import *\nunlisted()\n", "unlisted()", "unknown"),
        ("from lib.util import *\n_private()\n", "_private()", "unknown"),
        ("def run():\n    from lib.util import f\n    f()\n", "f()", "function lib.util.f"),
        ("try:\n    from lib.util import f\nexcept ImportError:\n    f = None\nf()\n", "f()", "function lib.util.f"),
        ("from nowhere.util import f\nf()\n", "f()", "external nowhere.util.f"),
        ("from lib.nothing import f\nf()\n", "f()", "external lib.nothing.f"),
        ("import asyncio\nasyncio.gather()\n", "asyncio.gather()", "external asyncio.gather"),
        ("from lib.util import gather\ngather()\n", "gather()", "external asyncio.gather"),
        ("print(1)\n", "print(1)", "external print"),
    ])
    func importsOfEveryForm(source: String, call: String, target: String) throws {
        let project = try Project([
            ("lib/__init__.py", "from .util import f as renamed\n"),
            ("lib/util.py", "from asyncio import gather\ndef f(): pass\ndef _private(): pass\n"),
            ("lib/listed.py", "__all__ = ['_hidden']\ndef _hidden(): pass\ndef unlisted(): pass\n"),
            ("main.py", source),
        ])
        #expect(project.target(call, in: "main.py") == target)
    }

    @Test func relativeImports() throws {
        let project = try Project([
            ("top/__init__.py", ""), ("top/a.py", "def f(): pass\n"), ("top/sub/__init__.py", ""), ("top/sub/b.py", "def g(): pass\n"),
            ("top/sub/c.py", "from . import b\nfrom .. import a\nfrom ..a import f\nfrom .b import g as h\nb.g()\na.f()\nf()\nh()\n"),
        ])
        let c = "top/sub/c.py"
        #expect(project.target("b.g()", in: c) == "function top.sub.b.g")
        #expect(project.target("a.f()", in: c) == "function top.a.f")
        #expect(project.target("f()", in: c) == "function top.a.f")
        #expect(project.target("h()", in: c) == "function top.sub.b.g")
    }

    @Test func theNearestRootWins() throws {
        let module = "def f(): pass\n", use = "from shared.util import f\nf()\n"
        let project = try Project([
            ("services/a/shared/__init__.py", ""), ("services/a/shared/util.py", module), ("services/a/app/main.py", use),
            ("services/b/src/shared/__init__.py", ""), ("services/b/src/shared/util.py", module), ("services/b/tests/test_it.py", use),
            ("tools/run.py", use),
        ])
        #expect(project.targetFile("f()", in: "services/a/app/main.py") == "services/a/shared/util.py")
        #expect(project.targetFile("f()", in: "services/b/tests/test_it.py") == "services/b/src/shared/util.py")
        // Equally far: the shorter path.
        #expect(project.targetFile("f()", in: "tools/run.py") == "services/a/shared/util.py")
        #expect(project.target("f()", in: "services/b/tests/test_it.py") == "function shared.util.f")
    }

    @Test func namespacePackages() throws {
        let project = try Project([
            ("src/ns/one/util.py", "def f(): pass\n"), ("src/ns/two/main.py", "from ns.one.util import f\nimport ns.one.util\nfrom ns.one import util\nf()\nns.one.util.f()\nutil.f()\n"),
        ])
        let main = "src/ns/two/main.py"
        for call in ["f()", "ns.one.util.f()", "util.f()"] { #expect(project.target(call, in: main) == "function ns.one.util.f") }
    }

    @Test func packagesWinOverModulesAndSourcesOverStubs() throws {
        let project = try Project([
            ("m.py", "def f(): pass\n"), ("m/__init__.py", "def f(): pass\n"), ("s.pyi", "def f() -> int: ...\n"), ("s.py", "def f(): pass\n"),
            ("t.pyi", "def f() -> int: ...\n"), ("main.py", "import m, s, t\nm.f()\ns.f()\nt.f()\n"),
        ])
        #expect(project.targetFile("m.f()", in: "main.py") == "m/__init__.py")
        #expect(project.targetFile("s.f()", in: "main.py") == "s.py")
        #expect(project.targetFile("t.f()", in: "main.py") == "t.pyi")
    }

    @Test func aFileNamedLikeALibraryModuleHidesItOnlyWherePythonWouldFindIt() throws {
        let project = try Project([
            ("scripts/queue.py", "def f(): pass\n"), ("scripts/run.py", "import queue\nqueue.f()\nqueue.Queue()\n"),
            ("app/main.py", "import queue\nqueue.Queue()\nqueue.f()\n"),
        ])
        #expect(project.target("queue.f()", in: "scripts/run.py") == "function scripts.queue.f")
        #expect(project.target("queue.Queue()", in: "app/main.py") == "external queue.Queue")
        #expect(project.target("queue.f()", in: "app/main.py") == "external queue.f")
    }

    @Test func aNameOfThePackageHidesItsModule() throws {
        let project = try Project([
            ("p/__init__.py", "from .run import run\n"), ("p/run.py", "def run(): pass\n"), ("main.py", "from p import run\nrun()\n"),
        ])
        #expect(project.target("run()", in: "main.py") == "function p.run.run")
    }

    @Test func circlesEnd() throws {
        let project = try Project([
            ("a.py", "from b import x, y\nfrom b import *\ndef f(): pass\nx()\ny()\n"), ("b.py", "from a import x, f\nfrom a import *\nfrom a import f as y\n"),
            ("main.py", "from b import f, x, nothing\nf()\nx()\nnothing()\n"),
        ])
        #expect(project.target("f()", in: "main.py") == "function a.f")
        #expect(project.target("y()", in: "a.py") == "function a.f")
        #expect(project.target("x()", in: "main.py") == "unknown")
        #expect(project.target("nothing()", in: "main.py") == "unknown")
    }

    @Test func fiveHundredReExports() throws {
        var files = [("m0.py", "def f(): pass\nclass C:\n    def go(self): pass\n")]
        for n in 1...500 { files.append(("m\(n).py", "from m\(n - 1) import f, C\nfrom m\(n - 1) import *\n")) }
        files.append(("main.py", "from m500 import f, C\nimport m500\nf()\nC().go()\nm500.missing()\n"))
        let project = try Project(files)
        #expect(project.target("f()", in: "main.py") == "function m0.f")
        #expect(project.target("C().go()", in: "main.py") == "function m0.C.go")
        #expect(project.target("m500.missing()", in: "main.py") == "unknown")
    }

    @Test func aSyntaxErrorHalfwayThroughAnImportedFileSparesTheRest() throws {
        let project = try Project([
            ("broken.py", "def before(): pass\n\ndef bad(:\n    x = = 3\n\ndef after():\n    pass\n"),
            ("main.py", "from broken import before, after\nbefore()\nafter()\n"),
        ])
        #expect(project.target("before()", in: "main.py") == "function broken.before")
        #expect(["function broken.after", "unknown"].contains(project.target("after()", in: "main.py")))
    }
}
