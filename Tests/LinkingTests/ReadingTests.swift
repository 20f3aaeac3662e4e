import Linking
import Testing

@Suite struct ReadingTests {
    private static let files = [
        ("app/__init__.py", "from .core import *\n"), ("app/core.py", "from app.impl import Pool\n"),
        ("app/impl.py", "class Base:\n    def run(self): pass\nclass Pool(Base): pass\n"), ("unrelated.py", "def f(): pass\n"),
        ("main.py", "from app import Pool\nPool().run()\n"),
    ]

    @Test func filesAreReadWhenAQuestionComesToThem() throws {
        let project = try Project(Self.files, known: ["main.py"])
        #expect(project.target("Pool().run()", in: "main.py") == "function app.impl.Base.run")
        #expect(project.read == ["app/__init__.py", "app/core.py", "app/impl.py"])
    }

    @Test func whatCannotBeReadStaysUnknownAndIsAskedForOnce() throws {
        let project = try Project(Self.files, unreadable: ["app/__init__.py"])
        #expect(project.target("Pool().run()", in: "main.py") == "unknown")
        #expect(project.target("Pool().run()", in: "main.py") == "unknown")
        #expect(project.read == ["main.py", "app/__init__.py"])
    }

    /// All answers about a tangle, whatever the numbers of the files, which of them are there from the start, and the order of asking.
    @Test(arguments: 0..<12)
    func theOrderDoesNotMatter(seed: Int) throws {
        let files = [
            ("a.py", "from b import x, Y\nfrom c import *\nclass A(Y):\n    def f(self): self.g()\nx.go()\nthing()\nA().f()\n"),
            ("b.py", "from c import x, Z\nfrom a import A\nclass Y(Z):\n    def g(self): pass\nx.go()\nA().g()\ncircle.go()\nfrom d import circle\n"),
            ("c.py", "from a import A\nfrom d import thing\nclass Z(A): pass\nx = A()\nx.go()\nx.f()\nZ().g()\n"),
            ("d.py", "from b import circle\ndef thing() -> 'T': pass\nclass T:\n    def go(self): pass\nthing().go()\n"),
        ]
        let calls = [
            ("a.py", "x.go()"), ("a.py", "thing()"), ("a.py", "A().f()"), ("a.py", "self.g()"), ("b.py", "x.go()"), ("b.py", "A().g()"),
            ("b.py", "circle.go()"), ("c.py", "x.f()"), ("c.py", "Z().g()"), ("d.py", "thing().go()"),
        ]
        let plain = try Project(files)
        let expected = Dictionary(uniqueKeysWithValues: calls.map { ($0.0 + $0.1, plain.target($0.1, in: $0.0)) })
        let shuffled = try Project(files, order: Array(files.indices).shuffled(), known: Set(files.map(\.0).filter { _ in Bool.random() }))
        for (path, call) in calls.shuffled() { #expect(shuffled.target(call, in: path) == expected[path + call], "\(path) \(call)") }
        #expect(expected["c.pyx.f()"] == "function a.A.f")
    }
}
