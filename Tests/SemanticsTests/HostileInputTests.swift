import Findings
import Semantics
import Syntax
import Testing

/// Files made to send an analysis in circles or down without end. Every question about every node must have an answer.
@Suite struct HostileInputTests {
    static let python: [String] = [
        String(repeating: "a = ", count: 600) + "1\n",
        "x = " + String(repeating: "lambda a: ", count: 400) + "a\n" + String(repeating: "y()\n", count: 500),
        "import a\nx = a" + String(repeating: ".b()", count: 600) + "\nx.c()\n",
        "class C0:\n pass\n" + (1...300).map { "class C\($0)(C\($0 - 1).x, C\($0 - 1).y):\n def m(self): self.q()\n" }.joined(),
        (1...300).map { "def f\($0)() -> f\($0 - 1)().x | f\($0 - 1)().x: pass\n" }.joined() + "f300().y()\nf20().y()\n",
        "def f() -> f().x: pass\nf().y()\nclass A(A): pass\nA().x()\nclass B(C): pass\nclass C(B): pass\nB().x()\n",
        (0..<300).map { "x\($0) = x\(($0 + 1) % 300) or x\(($0 + 7) % 300)\n" }.joined() + "x0.a()\n",
        "x = [" + String(repeating: "[", count: 500) + "1" + String(repeating: " for x in x]", count: 500) + "]\n",
        (0..<200).map { String(repeating: " ", count: $0) + "class A\($0):\n" }.joined() + String(repeating: " ", count: 200) + "x()\n",
        "import a\nx = a." + Array(repeating: String(repeating: "b", count: 3000), count: 40).joined(separator: ".") + "\nx.y()\n",
        "x: \"\(String(repeating: "Optional[", count: 200))A\(String(repeating: "]", count: 200))\" = 1\nx.y()\ny: \"[]|[\" = 2\nz: '' = 3\n",
        "def f(:\n class (A\n  x = \n with as:\n import\nfrom import *\nfrom . import\nlambda\nmatch x:\n case\n", "\u{FEFF}x", "", "\n", "(", "def",
        "global x\nnonlocal y\nclass A:\n global z\n z = 1\n nonlocal q\ndef f():\n nonlocal n\n global g\n g = n\n",
    ]
    static let swift: [String] = [
        "let x = " + String(repeating: "{ ", count: 300) + "f()" + String(repeating: " }", count: 300) + "\ny()\n",
        "let x = a" + String(repeating: ".b()", count: 600) + "\n", "let x = a" + String(repeating: "()", count: 600) + "\n",
        "func f() {\n" + String(repeating: "let x = x.y()\n", count: 400) + "}\n",
        (0..<300).map { "class C\($0): C\(($0 + 1) % 300) { func f() { self.q(); super.r() } }\n" }.joined(),
        (0..<300).map { "typealias A\($0) = A\(($0 + 1) % 300)\n" }.joined() + "let x = A0()\nx.f()\n",
        "let a = b\nlet b = a\na.x()\nclass A: A { func f() { self.g() } }\nextension A.B { func f() { self.g() } }\n",
        "func f() { if a { x() }" + String(repeating: " else if let a { a.x() }", count: 500) + " }\n",
        "func ( { class : let = if let switch case for in guard else", "}", "", "{", "extension", "let x: = .init(", "import", "@main", "x.", "defer",
    ]

    @Test(arguments: python) func pythonEnds(source: String) throws { try askEverything(.python, source) }
    @Test(arguments: swift) func swiftEnds(source: String) throws { try askEverything(.swift, source) }

    /// Too large to ask everything about every node, but not for a summary.
    static let large: [String] = [
        "x = " + String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000) + "\n",
        "x = " + String(repeating: "[f(", count: 50_000) + "1" + String(repeating: ")]", count: 50_000) + "\n",
        "x = " + String(repeating: "not ", count: 20_000) + "f()\n",
        "x = a" + String(repeating: ".b(1)", count: 20_000) + "\n",
        "x = a" + String(repeating: " + f(1)", count: 20_000) + "\n",
        "def f(a):\n" + (0..<5000).map { "    x\($0 % 70) = a.m\($0)(x\(($0 + 1) % 70), \($0))\n" }.joined(),
        "def f(a):\n    if a == 0: pass\n" + (1..<2000).map { "    elif a == \($0): g(\($0))\n" }.joined(),
        "def f(a):\n" + (0..<2000).map { "    if a == \($0): g(\($0))\n" }.joined(),
        (0..<95).map { String(repeating: " ", count: $0) + "if a:\n" }.joined() + String(repeating: " ", count: 95) + "x()\n",
        (0..<900).map { String(repeating: " ", count: $0) + "while a:\n" }.joined() + String(repeating: " ", count: 900) + "x()\n",
        (0..<500).map { String(repeating: " ", count: $0) + "def f\($0)(a=[b for b in f\($0 / 2)()]):\n" }.joined() + String(repeating: " ", count: 500) + "x()\n",
        String(repeating: "(a, ", count: 5000) + "b" + String(repeating: ")", count: 5000) + " = v\n",
        "a, " + String(repeating: "b, ", count: 50_000) + " = v\n",
        "match x:\n  case " + String(repeating: "[a, ", count: 3000) + "b" + String(repeating: "]", count: 3000) + ": f()\n",
        "x = f\"" + String(repeating: "{a:", count: 300) + "{b()}" + String(repeating: "}", count: 300) + "\"\n",
    ]

    @Test(arguments: large.indices) func largeFilesHaveSummaries(index: Int) throws {
        let probe = try Probe(.python, Self.large[index])
        try withExtendedLifetime(probe) {
            let summary = probe.semantics.makeSummary()
            let decoded = try FileSummary(decoding: summary.encode())
            #expect(decoded == summary)
        }
    }

    private func askEverything(_ language: Language, _ source: String) throws {
        let probe = try Probe(language, source)
        try withExtendedLifetime(probe) {
            let semantics = probe.semantics
            for node in -1...probe.tree.nodes.count {
                let name = semantics.qualifiedName(of: node), type = semantics.typeName(of: node)
                #expect(name == 0 || semantics.text(of: name).count > 0)
                #expect(type == 0 || semantics.text(of: type).count > 0)
                _ = semantics.contexts(of: node)
                _ = semantics.isAwaited(node)
                _ = semantics.isResultUsed(node)
                _ = semantics.arguments(of: node).count
                _ = semantics.partialCall(of: node)
            }
            let summary = semantics.makeSummary()
            let decoded = try FileSummary(decoding: summary.encode())
            #expect(decoded == summary)
        }
    }

    /// The same answers whatever was asked before.
    @Test(arguments: python.map { (Language.python, $0) } + swift.map { (.swift, $0) })
    func theOrderOfQuestionsDoesNotMatter(language: Language, source: String) throws {
        let forward = try Probe(language, source), backward = try Probe(language, source)
        func name(_ probe: Probe, _ node: Int) -> String {
            var buffer = NameBuffer()
            if probe.semantics.qualifiedName(of: node, into: &buffer) { return buffer.string }
            return probe.semantics.typeName(of: node, into: &buffer) ? "type " + buffer.string : "-"
        }
        let count = min(forward.tree.nodes.count, 1500)
        let first = (0..<count).map { name(forward, $0) }
        let second = Array((0..<count).reversed().map { name(backward, $0) }.reversed())
        #expect(first == second)
    }
}
