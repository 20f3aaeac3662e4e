import Linking
import Testing

@Suite struct WantedTests {
    private static let files = [
        ("app/__init__.py", "from .core import *\n"), ("app/core.py", "from app.impl import Pool\n"),
        ("app/impl.py", "class Base:\n    def run(self): pass\nclass Pool(Base): pass\n"), ("unrelated.py", "def f(): pass\n"),
        ("main.py", "from app import Pool\nPool().run()\n"),
    ]

    @Test func filesAreAskedForUntilTheAnswerIsKnown() throws {
        let project = Project(paths: Self.files.map(\.0))
        let program = project.program
        #expect(program.wanted == [])
        program.add(try summary(of: Self.files[4].1, path: "main.py"), file: 4)
        let call = CallRef(file: 4, call: 0)
        var rounds: [[Int]] = []
        while true {
            let target = program.target(of: call)
            let wanted = program.takeWanted()
            if wanted.isEmpty {
                guard case .function(let function) = target else {
                    Issue.record("not found")
                    break
                }
                #expect(project.name(function) == "app.impl.Base.run")
                break
            }
            #expect(target == .unknown)
            rounds.append(wanted)
            for file in wanted { program.add(try summary(of: Self.files[file].1, path: Self.files[file].0), file: file) }
        }
        #expect(rounds == [[0], [1], [2]])
    }

    @Test func whatCannotBeReadStaysUnknownAndIsWantedNoMore() throws {
        let project = Project(paths: Self.files.map(\.0))
        project.program.add(try summary(of: Self.files[4].1, path: "main.py"), file: 4)
        #expect(project.program.target(of: CallRef(file: 4, call: 0)) == .unknown)
        #expect(project.program.wanted == [0])
        project.program.giveUp(on: 0)
        #expect(project.program.target(of: CallRef(file: 4, call: 0)) == .unknown)
        #expect(project.program.wanted == [])
    }

    @Test func aFileFilledAgainIsSeenAnew() throws {
        let project = try Project(Self.files)
        #expect(project.target("Pool().run()", in: "main.py") == "function app.impl.Base.run")
        project.program.add(try summary(of: "class Pool:\n    def run(self): pass\n", path: "app/impl.py"), file: Int(project.file("app/impl.py")))
        #expect(project.target("Pool().run()", in: "main.py") == "function app.impl.Pool.run")
    }

    /// All answers about a tangle, whatever the numbers of the files, the order of adding and the order of asking.
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
        let shuffled = try Project(files, order: Array(files.indices).shuffled())
        for (path, call) in calls.shuffled() { #expect(shuffled.target(call, in: path) == expected[path + call], "\(path) \(call)") }
        #expect(expected["c.pyx.f()"] == "function a.A.f")
    }
}
