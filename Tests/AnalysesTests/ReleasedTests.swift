import Linking
import Rules
import Semantics
import Testing

@testable import Analyses

@Suite struct ReleasedTests {
    private static let lists = [
        "makes": ["open", "os.pair"], "closes": ["close", "os.unlink"], "borrows": ["json.load", "print"], "derives": ["closing"], "harmless": ["print"], "handles": ["name"],
    ]

    /// Lines of the calls of `open`, `pair` and functions whose names begin with `make`, each with how it is not released.
    private func find(_ source: String, _ numbers: [String: Int] = [:]) throws -> [String] {
        let program = try TestProgram(["a.py": "import json, os\n" + source])
        return program.findings(TestProgram.rule(.released, Self.lists, numbers)) { call, summary in
            ["open", "pair"].contains(summary.text(call.method)) || summary.text(call.method).hasPrefix("make")
        }.map { "\($0.place.dropFirst(5)) \($0.verdict.variables["HOW"] ?? "")" }
    }

    private func inside(_ body: String, _ numbers: [String: Int] = [:]) throws -> [String] {
        try find("def f(p, c):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined(), numbers)
    }

    @Test func local() throws {
        #expect(try inside("f = open(p)\nreturn f.read()") == ["3 anywhere"])
        #expect(try inside("open(p)") == ["3 anywhere: its value is thrown away"])
        #expect(try inside("f = open(p)\nx = f.read()\nf.close()\nreturn x") == ["3 when an error is raised at line 4"])
        #expect(try inside("f = open(p)\nx = f.read()\nf.close()\nreturn x", ["errors": 0]) == [])
        #expect(try inside("f = open(p)\nif c:\n    return\nf.close()") == ["3 when the function ends at line 5"])
        #expect(try inside("f = open(p)\nif c:\n    raise c\nf.close()", ["errors": 0]) == ["3 when an error is raised at line 5"])
        #expect(try inside("f = open(p)\nf = open(c)\nf.close()") == ["3 before `f` is bound anew at line 4"])
        #expect(try inside("while c:\n    f = open(p)\n    f.read()") == ["4 anywhere"])
    }

    @Test func released() throws {
        #expect(try inside("with open(p) as f:\n    f.read()") == [])
        #expect(try inside("f = open(p)\nwith f:\n    f.read()") == [])
        #expect(try inside("f = open(p)\ntry:\n    f.read()\nfinally:\n    f.close()") == [])
        #expect(try inside("f = None\ntry:\n    f = open(p)\n    f.read()\nfinally:\n    if f is not None:\n        f.close()") == [])
        #expect(try inside("with closing(open(p)) as f:\n    f.read()") == [])
        #expect(try inside("f = open(p)\ntry:\n    g = f\n    g.read()\nfinally:\n    g.close()") == [])
        #expect(try inside("for f in (open(p), open(c)):\n    f.close()") == [])
    }

    @Test func handedOn() throws {
        #expect(try inside("return open(p)") == [])
        #expect(try inside("f = open(p)\nc.callback(f.close)\nf.read()") == [])
        #expect(try inside("f = open(p)\nc.append(f)") == [])
        #expect(try inside("f = open(p)\nc.out = f") == [])
        #expect(try inside("f = open(p)\nreturn lambda: f.read()") == [])
        #expect(try inside("return [open(x) for x in p]") == [])
        #expect(try inside("global G\nG = open(p)") == [])
        #expect(try find("F = open('x')\n") == [])
        #expect(try inside("f = open(p)\nprint(f)") == ["3 anywhere"])
        #expect(try inside("return json.load(open(p))") == ["3 anywhere"])
    }

    @Test func namesOfIt() throws {
        #expect(try inside("f = open(p)\nn = f.name\nos.unlink(n)") == [])
        #expect(try inside("a, b = os.pair(p)\na.close()\nb.x()", ["parts": 1]) == ["3 anywhere"])
        #expect(try inside("a, b = os.pair(p)\na.close()\nb.close()", ["parts": 1, "errors": 0]) == [])
        #expect(try inside("d = open(p)\nreturn d / 'x'") == ["3 anywhere"])
        #expect(try inside("d = open(p)\nreturn d / 'x'", ["composed": 1]) == [])
    }

    @Test func callees() throws {
        let helpers = """
            def use(s):
                return s.read()
            def shut(s, t):
                again(t, s)
            def again(n, s):
                if n:
                    return shut(s, n - 1)
                s.close()
            def keep(s, xs):
                xs.append(s)
            def forward(s):
                return use(s)

            """
        #expect(try find(helpers + "def f(p):\n    forward(open(p))\n") == ["15 anywhere"])
        #expect(try find(helpers + "def f(p):\n    shut(open(p), 3)\n") == [])
        #expect(try find(helpers + "def f(p, xs):\n    keep(open(p), xs)\n") == [])
        #expect(try find(helpers + "def f(p, xs):\n    unknown(open(p))\n") == [])
    }

    @Test func factories() throws {
        let makers = "def make(p):\n    f = open(p)\n    return f\ndef make_two(p):\n    return make(p)\ndef make_once(p):\n    global G\n    G = make(p)\n    return G\n"
        #expect(try find(makers + "def f(p):\n    return make_two(p).read()\n") == ["12 anywhere"])
        #expect(try find(makers + "def f(p):\n    x = make_two(p)\n    return x.read()\n") == ["12 anywhere"])
        #expect(try find(makers + "def f(p):\n    with make_two(p) as x:\n        return x.read()\n") == [])
        #expect(try find(makers + "def f(p):\n    x = make_once(p)\n    return x.read()\n") == [])
    }

    @Test func classes() throws {
        let start = "class A(B):\n    def __init__(self, p):\n        self.f = open(p)\n"
        let known = start.replacing("(B)", with: "")
        #expect(try find(known) == ["4 by anything in `A`, which keeps it as `f`"])
        #expect(try find(known + "    def again(self, p):\n        self.f = open(p)\n").count == 1)
        #expect(try find(known + "    def stop(self):\n        self.f.close()\n") == [])
        #expect(try find(known + "    def stop(self):\n        f, self.f = self.f, None\n        f.close()\n") == [])
        #expect(try find("class B:\n    def stop(self):\n        self.f.close()\n" + start) == [])
        #expect(try find("class C:\n    def stop(self):\n        self.f.close()\n" + known) == ["7 by anything in `A`, which keeps it as `f`"])
        #expect(try find(known + "def stop(a):\n    a.f.close()\n") == [])
        #expect(try find(known.replacing("self.f", with: "self.__class__.f")) == [])
        #expect(try find(known, ["objects": 0]) == [])
    }

    @Test func endlessTasks() throws {
        let source = """
            import asyncio
            class A:
                async def go(self):
                    while True:
                        await self.x()
                async def once(self):
                    await self.x()
                def start(self):
                    self.t = open(self.go())
                    self.u = open(self.once())

            """
        let numbers = ["kept": 1, "endless": 1, "awaited": 1]
        #expect(try find(source, numbers) == ["10 by anything in `A`, which keeps it as `t`"])
        #expect(try find(source + "    async def stop(self):\n        await self.t\n", numbers) == [])
    }

    /// Two hundred of them in one function, aliases in a circle, a hundred helpers deep, and classes inheriting from each other.
    @Test func unkindInput() throws {
        let many = (0..<200).map { "f\($0) = open(p)\n" }.joined() + (0..<199).map { "f\($0).close()\n" }.joined()
        #expect(try inside(many, ["errors": 0]) == ["202 anywhere"])
        #expect(try inside("a = b = c = open(p)\nfor x in p:\n    a, b, c = b, c, a\na.read()") == ["3 anywhere"])
        let deep = (0..<100).map { "def h\($0)(s):\n    h\($0 + 1)(s)\n" }.joined() + "def h100(s):\n    s.close()\n"
        #expect(try find(deep + "def f(p):\n    h0(open(p))\n") == [])
        #expect(try find("class A(B):\n    def a(self, p):\n        self.x = open(p)\nclass B(A):\n    def b(self):\n        self.x.close()\n") == [])
        let hierarchy = "class C0:\n    def stop(self):\n        self.x.close()\n" + (1..<50).map { "class C\($0)(C\($0 - 1)):\n    pass\n" }.joined()
        #expect(try find(hierarchy + "class D(C49):\n    def go(self, p):\n        self.x = open(p)\n") == [])
    }
}
