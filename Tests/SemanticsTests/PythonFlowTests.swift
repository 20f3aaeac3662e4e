import CSyntax
import Findings
import Syntax
import Testing

@testable import Semantics

/// Each row of the table in docs/file-summary.md, with real Python.
@Suite struct PythonFlowTests {
    static let rows: [(source: String, steps: String)] = [
        // Calls and what becomes of them.
        ("import queue\nq = queue.Queue()", "call queue.Queue()\nbind q = queue.Queue()"),
        ("def a(): pass\na()(1, *a, k=2, **a)", "bind a = @a\ncall @a()\ncall @a()(1, *@a, k: 2, **@a)\ndrop @a()(1, *@a, k: 2, **@a)"),
        ("import a\na.b(a.c(), a.d()).e()", """
            call a.c()
            call a.d()
            call a.b(a.c(), a.d())
            call a.b(a.c(), a.d()).e()
            drop a.b(a.c(), a.d()).e()
            """),
        ("x = sum(i for i in y)", """
            comprehension
              loop ?y
                bind i = item(?y)
                element i
              end
            end
            call sum(generator of i in ?y)
            bind x = sum(generator of i in ?y)
            """),
        // Assignments.
        ("a = b = 1", "bind a = 1\nbind b = 1"),
        ("a: int = 1\nb: int", "bind a = 1"),
        ("a = b = c = 0\na, b = b, a", "bind a = 0\nbind b = 0\nbind c = 0\nbind a = b\nbind b = a"),
        ("v = 1\na, (b, *c), d = v", """
            bind v = 1
            bind a = part 0 of v
            bind b = part 0 of part 1 of v
            bind c = other(part 1 of v)
            bind d = part 2 of v
            """),
        ("*a, b = v = 1", "bind a = other(1)\nbind b = other(1)\nbind v = 1"),
        ("o = 1\no.a = o[2] = o.b[1:]", "bind o = 1\nstore o.a = o.b[1::]\nstore o[2] = o.b[1::]"),
        ("o = 1\no += 1\no.n -= o\no[0] *= 2", "bind o = 1\nbind augmented o = 1\nstore augmented o.n = o\nstore augmented o[0] = 2"),
        ("if (n := len('x')) > 3: pass", "call len('x')\nbind n = len('x')\nbranch (n > 3)\nend"),
        ("a = b = 1\ndel a, b.c, b[a]", "bind a = 1\nbind b = 1\ndelete a\ndelete b.c\ndelete b[a]"),
        ("a = 1\na\n\"text\"\n...\n1", "bind a = 1\ndrop a\ndrop 1"),
        // Choices.
        ("a = b = 1\nif a: a()\nelif b: b()\nelif a and b: pass\nelse: a.x()", """
            bind a = 1
            bind b = 1
            branch a
              call a()
              drop a()
            otherwise
              branch b
                call b()
                drop b()
              otherwise
                branch (a and b)
                otherwise
                  call a.x()
                  drop a.x()
                end
              end
            end
            """),
        ("import m\nassert m.a(), m.b()", """
            call m.a()
            branch negated m.a()
              call m.b()
              raise AssertionError
            end
            """),
        ("import m\nx = m.a() if m.b() else m.c()", "call m.b()\ncall m.a()\ncall m.c()\nbind x = conditional(m.b(), m.a(), m.c())"),
        // Loops.
        ("import m\nfor i, x in enumerate(m.xs): m.f(x)\nelse: m.g()", """
            call enumerate(m.xs)
            loop enumerate(m.xs)
              bind i = part 0 of item(enumerate(m.xs))
              bind x = part 1 of item(enumerate(m.xs))
              call m.f(x)
              drop m.f(x)
            otherwise
              call m.g()
              drop m.g()
            end
            """),
        ("import m\nwhile m.more():\n    continue\nelse:\n    pass", """
            loop while m.more()
              call m.more()
              check m.more()
              continue
            otherwise
            end
            """),
        ("while True:\n    break", "loop while endless True\n  break\nend"),
        ("import m\nx = {k: m.f(v) for k, vs in m.g() if k for v in vs}", """
            call m.g()
            comprehension
              loop m.g()
                bind k = part 0 of item(m.g())
                bind vs = part 1 of item(m.g())
                branch k
                  loop vs
                    bind v = item(vs)
                    call m.f(v)
                    element k: m.f(v)
                  end
                end
              end
            end
            bind x = dict of k: m.f(v) in m.g() in vs
            """),
        // with, try, match.
        ("with open('a') as f, f.g() as (x, y): pass", """
            call open('a')
            with open('a')
              bind f = entered(open('a'))
              call f.g()
              with f.g()
                bind x = part 0 of entered(f.g())
                bind y = part 1 of entered(f.g())
              end
            end
            """),
        ("with (open('a') as f, open('b') as g,): pass\nwith (len if f else open('c') as h): pass", """
            call open('a')
            with open('a')
              bind f = entered(open('a'))
              call open('b')
              with open('b')
                bind g = entered(open('b'))
              end
            end
            call open('c')
            with conditional(f, len, open('c'))
              bind h = entered(conditional(f, len, open('c')))
            end
            """),
        ("v = 1\n(a) = v\n(b,) = v", "bind v = 1\nbind a = v\nbind b = part 0 of v"),
        ("import m\ntry: m.a()\nexcept m.E as e: raise m.F(e) from e\nexcept (KeyError, OSError): raise\nexcept: pass\nelse: m.b()\nfinally: m.c()", """
            try
              call m.a()
              drop m.a()
            except m.E as e
              call m.F(e)
              raise m.F(e)
            except tuple[KeyError, OSError]
              raise
            except all
            otherwise
              call m.b()
              drop m.b()
            finally
              call m.c()
              drop m.c()
            end
            """),
        ("import m\nmatch m.cmd():\n    case 1: m.a()\n    case [x, *r] if x: m.b()\n    case m.P(y=w) as p: pass\n    case other: m.c(other)", """
            call m.cmd()
            match all m.cmd()
            case 1
              call m.a()
              drop m.a()
            case other()
              bind x = other(m.cmd())
              bind r = other(m.cmd())
              branch x
                call m.b()
                drop m.b()
              end
            case other()
              bind p = other(m.cmd())
              bind w = other(m.cmd())
            case all
              bind other = m.cmd()
              call m.c(other)
              drop m.c(other)
            end
            """),
        // Definitions.
        ("import m\n@m.deco(1)\ndef f(a=m.x()): m.inside()", "call m.deco(1)\ncall m.x()\nbind f = @f"),
        ("import m\nclass A(m.B, k=m.k()):\n    n = m.n()\n    def f(self): pass", """
            call m.k()
            block
              call m.n()
              bind n = m.n()
              bind f = @A.f
            end
            bind A = @A
            """),
        ("x = lambda a=len('b'): a.c()", "call len('b')\nbind x = closure 0"),
        ("if __name__ == '__main__':\n    print(1)", "branch (__name__ == '__main__')\n  call print(1)\n  drop print(1)\nend"),
        // Values.
        ("import m\nx = f'{m.a()!r:>{m.w}} and {m.b}'", "call m.a()\nbind x = text(m.a(), m.w, m.b)"),
        ("type(a).b = len('c')\ntype X = len('d')", "call len('c')\nstore other(?a.b) = len('c')"),
        ("import m\nx = [*m.f().g[0], *m.h(), *x]", """
            call m.f()
            call m.h()
            bind x = list[*m.f().g[0], *m.h(), *x]
            """),
        ("x = 'a' 'b'", "bind x = 'a' 'b'"),
        ("a = 1\nx = not a or -a < a <= 3, {**a, 1: a}, {a}, a is not None", """
            bind a = 1
            bind x = tuple[(not a or ((- a < a) and (a <= 3))), dict[**a, 1: a], set[a], (a is not none)]
            """),
    ]

    @Test(arguments: rows) func topSteps(source: String, steps: String) throws {
        #expect(try flow(.python, source) == steps)
    }

    static let bodies: [(body: String, steps: String)] = [
        ("x = await p.get(timeout=1)\nreturn x", "call p.get(timeout: 1)\nawait p.get(timeout: 1)\nbind x = awaited(p.get(timeout: 1))\nreturn x"),
        ("await p", "await p\ndrop awaited(p)"),
        ("async for x in p: yield x", "loop async p\n  bind x = item(p)\n  yield x\nend"),
        ("async with p as q: pass", "with async p\n  bind q = entered(p)\nend"),
        ("x = [y async for y in p]", """
            comprehension
              loop async p
                bind y = item(p)
                element y
              end
            end
            bind x = list of y in p
            """),
        ("x = yield p\ny = yield from p\nyield", "yield p\nbind x = ?\nyield from p\nbind y = ?\nyield"),
        ("return", "return none"),
        ("def g():\n    return p\nreturn g", "bind g = @f.g\nreturn @f.g"),
        ("import m as n\nglobal z\nz = n.x", "bind z = n.x".replacing("n.x", with: "m.x")),
    ]

    @Test(arguments: bodies) func functionSteps(body: String, steps: String) throws {
        let indented = body.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
        let source = "async def f(p):\n" + indented
        #expect(try flow(.python, source, of: "f") == steps)
    }

    @Test func nestedFunctionsHaveTheirOwnSteps() throws {
        let source = "def f(a):\n    def g(b=a.x()):\n        a.y(lambda c: c.z(b))\n    return g()\n"
        let text = try FlowText(.python, source)
        #expect(text.steps(of: "f") == "call a.x()\nbind g = @f.g\ncall @f.g()\nreturn @f.g()")
        #expect(text.steps(of: "g") == "call a.y(closure 2)\ndrop a.y(closure 2)")
        #expect(text.steps(of: "closure 2") == "call c.z(b)\nreturn c.z(b)")
        // Read in g, bound in f: one variable.
        let a = text.summary.variables.filter { text.summary.text($0.name) == "a" }
        #expect(a.count == 1 && a.first?.scope == text.summary.functions[0].scope && a.first?.flags == .isParameter)
    }

    @Test func variablesKnowTypesAndAliases() throws {
        let source = """
            import asyncio, time
            sem = asyncio.Semaphore(8)
            nap = time.sleep
            def f(p: asyncio.Queue, q):
                local = p
                def g(): pass
                for x in q: nap(x)
            """
        let summary = try FlowText(.python, source).summary
        let variables = summary.variables.map { variable in
            "\(summary.text(variable.name)) \(summary.text(variable.type))/\(summary.text(variable.alias)) \(variable.scope) \(variable.flagBits)"
        }
        #expect(
            variables == [
                "sem asyncio.Semaphore/ 0 2", "nap /time.sleep 0 2", "f /@f 0 2", "p asyncio.Queue/ 1 1", "q / 1 1", "local asyncio.Queue/ 1 0",
                "g /@f.g 1 0", "x / 1 0",
            ])
    }

    @Test func callsKnowStepReceiverAndCallee() throws {
        let source = "class A:\n    def m(self, cb):\n        self.q.get(1)\n        cb()\n        (lambda: 1)()\n"
        let text = try FlowText(.python, source)
        let calls = text.summary.calls
        #expect(calls.map { text.text($0.receiver) } == ["self.q", "?", "?"])
        #expect(calls.map { text.text($0.called) } == ["?", "cb", "closure 1"])
        for (number, call) in calls.enumerated() {
            #expect(call.step > 0)
            let step = text.summary.steps[max(1, Int(call.step)) - 1]
            #expect(step.kind == .call && step.value.kind == .call && Int(step.value.index) == number && step.start == call.site.start)
            #expect(step.line == call.site.line)
        }
    }

    @Test func attributesKnowTheirType() throws {
        let source = "import queue\nclass A:\n    def __init__(self): self.q = queue.Queue()\n    def m(self): return self.q\n"
        let text = try FlowText(.python, source)
        let attributes = text.summary.expressions.filter { $0.kind == .attribute }
        #expect(attributes.map { text.summary.text($0.type) } == ["queue.Queue", "queue.Queue"])
        #expect(text.steps(of: "__init__") == "call queue.Queue()\nstore self.q = queue.Queue()")
    }

    /// A comprehension knows where it begins.
    @Test func comprehensionsKnowTheirStep() throws {
        let summary = try FlowText(.python, "x = [y for y in z]").summary
        let comprehension = try #require(summary.expressions.last { $0.kind == .comprehension })
        #expect(summary.steps[Int(comprehension.number)].kind == .comprehension)
    }

    /// Large tables are only counted; what is called in them is there.
    @Test func largeCollectionsAreCounted() throws {
        let source = "import m\nx = [" + String(repeating: "(1, 'a'), ", count: 99) + "m.f()]"
        let text = try FlowText(.python, source)
        #expect(text.steps() == "call m.f()\nbind x = 100 elements")
        #expect(text.summary.expressions.isEmpty)
    }

    @Test func callsAndFunctionsAreFoundByNode() throws {
        let probe = try python("import a\ndef f():\n    a.b(a.c())\n    return lambda: a.d()\na.e()\n")
        try withExtendedLifetime(probe) {
            let call = try #require(probe.node("a.c()"))
            #expect(probe.semantics.callNumber(of: call) == nil)
            let summary = probe.semantics.makeSummary()
            for text in ["a.b(a.c())", "a.c()", "a.d()", "a.e()"] {
                let node = try #require(probe.node(text))
                let call = try summary.calls[Int(#require(probe.semantics.callNumber(of: node)))]
                #expect(call.site.start == probe.tree.nodes[node].start)
                let function = probe.semantics.functionNumber(around: node)
                #expect(call.function == (function.map { $0 + 1 } ?? 0))
            }
            #expect(probe.semantics.callNumber(of: call + 1) == nil)
            let inside = try #require(probe.node("a.d()")), outside = try #require(probe.node("a.e()"))
            #expect(probe.semantics.functionNumber(around: inside) == 1)
            #expect(probe.semantics.functionNumber(around: outside) == nil)
        }
    }
}
