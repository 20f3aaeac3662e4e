import Findings
import Testing

/// Patterns with variables and ellipses. What is expected was read off ast-grep 0.51.
@Suite struct PatternTests {
    @Test func anEllipsisTakesAnyNumberOfArguments() throws {
        #expect(try found("f($$$A)", "f()\nf(1)\nf(1,2)\nf(1,)\ng(1)\n", "A") == ["f() A=-", "f(1) A=1", "f(1,2) A=1,2", "f(1,) A=1,"])
        #expect(try found("$F($$$)", "f()\ng(1)\n", "F") == ["f() F=f", "g(1) F=g"])
    }

    @Test func aLeadingEllipsisStopsBeforeWhatFitsNext() throws {
        let source = "f(b)\nf(1,b)\nf(1,2,b)\nf(b,b)\nf(1, b, 2)\nf(b,)\n"
        #expect(try found("f($$$A, b)", source, "A") == ["f(b) A=-", "f(1,b) A=1", "f(1,2,b) A=1,2", "f(b,) A=-"])
    }

    @Test func aTrailingEllipsisNeedsTheCommaBeforeIt() throws {
        #expect(try found("f(a, $$$A)", "f(a)\nf(a,)\nf(a,1)\nf(a,1,2)\n", "A") == ["f(a,) A=-", "f(a,1) A=1", "f(a,1,2) A=1,2"])
        #expect(try found("[$A, $$$R]", "[1]\n[1,2]\n[]\n", "A", "R") == ["[1,2] A=1 R=2"])
    }

    @Test func anEllipsisInTheMiddle() throws {
        #expect(try found("f($$$A, m, $$$B)", "f(m)\nf(1,m)\nf(m,1)\nf(1,m,2,m,3)\n", "A", "B") == ["f(m,1) A=- B=1", "f(1,m,2,m,3) A=1 B=2,m,3"])
    }

    @Test func adjacentEllipses() throws {
        #expect(try found("f($$$A, $$$B)", "f()\nf(1)\nf(1,2)\nf(1,2,3)\n", "A", "B") == ["f(1) A=- B=-", "f(1,2) A=- B=,2", "f(1,2,3) A=- B=,2,3"])
    }

    @Test func anEllipsisIsABlock() throws {
        let source = "async def f(a,b):\n  x\n  y\ndef g(): pass\n"
        #expect(try found("async def $F($$$A): $$$B", source, "A", "B") == ["async def f(a,b):\n  x\n  y A=a,b B=x\n  y"])
    }

    @Test func aVariableTwiceIsTheSameCode() throws {
        #expect(try found("f($A, $A)", "f(1,1)\nf(1,2)\nf(a.b, a . b)\nf(a.b,a.c)\n") == ["f(1,1)", "f(a.b, a . b)"])
        #expect(try found("$_F($_A, $_A)", "f(1,2)\n") == ["f(1,2)"], "a name with an underscore is not kept")
    }

    @Test func aSingleVariableIsOneNamedNode() throws {
        let source = "f()\nf(1)\nf(*x)\nf(k=1)\nf(1,2)\nf(1,)\n"
        #expect(try found("f($A)", source, "A") == ["f(1) A=1", "f(*x) A=*x", "f(k=1) A=k=1", "f(1,) A=1"])
        #expect(try found("f($$A)", "f()\nf(1)\n", "A") == ["f(1) A=1"])
    }

    @Test func operatorsOfTwoWords() throws {
        #expect(try found("$A not in $B", "a not in b\na not   in b\na in b\na is not b\n", "A", "B") == ["a not in b A=a B=b", "a not   in b A=a B=b"])
    }

    @Test func aVariableInsideAString() throws {
        #expect(try found("x = \"$A\"", "x = \"foo\"\n", "A") == ["x = \"foo\" A=foo"])
    }

    @Test func parenthesesAreCode() throws {
        #expect(try found("await $X", "async def f():\n  await (g())\n  return await h()\n", "X") == ["await (g()) X=(g())", "await h() X=h()"])
    }

    @Test func aPatternMatchesEveryNodeOfItsKindAlsoInsideItself() throws {
        #expect(try found("f($A)", "f(f(f(1)))\n", "A") == ["f(f(f(1))) A=f(f(1))", "f(f(1)) A=f(1)", "f(1) A=1"])
    }

    @Test func contextAndSelector() throws {
        #expect(try found(rule: "{pattern: {context: 'f(1)', selector: integer}}", "f(1)\ng(1, 2)\n") == ["1", "1"])
        #expect(try found(rule: "{pattern: {context: 'class A { deinit { $$$B } }', selector: deinit_declaration}}", "class X { deinit { a() } }\n", .swift) == ["deinit { a() }"])
    }

    @Test func swiftCallsAndClosures() throws {
        #expect(try found("Task { $$$B }", "Task { await f() }\nTask.detached { g() }\n", "B", language: .swift) == ["Task { await f() } B=await f()"])
        #expect(try found("f($A, b: $B)", "f(1, b: 2)\nf(1, c: 2)\nf(1, 2)\n", "A", "B", language: .swift) == ["f(1, b: 2) A=1 B=2"])
        #expect(try found("$A.wait()", "s.wait()\nx.y.wait()\nwait()\n", "A", language: .swift) == ["s.wait() A=s", "x.y.wait() A=x.y"])
        #expect(try found("let $N = $V", "let a = 1\nvar b = 2\n", "N", "V", language: .swift) == ["let a = 1 N=a V=1"])
        #expect(try found("f($$$A, k: 1)", "f(k: 1)\nf(0, k: 1)\nf(0, 2, k: 1)\n", language: .swift) == ["f(k: 1)", "f(0, k: 1)", "f(0, 2, k: 1)"])
    }

    @Test(arguments: [
        ("cst", ["f(a, b)"]), ("smart", ["f(a, b)", "f(a,b,)", "f(a, # c\n b)"]), ("ast", ["f(a, b)", "f(a,b,)"]),
        ("relaxed", ["f(a, b)", "f(a,b,)", "f(a, # c\n b)"]), ("signature", ["f(a, b)", "f(a,b,)", "f(a, # c\n b)", "f(c, d)", "g(a, b)"]),
    ] as [(String, [String])])
    func strictnessOfPunctuationCommentsAndText(_ strictness: String, _ expected: [String]) throws {
        let source = "f(a, b)\nf(a,b,)\nf(a, # c\n b)\nf(c, d)\nf(a)\ng(a, b)\nf(a, \"b\")\n"
        let found = try found("f(a, b)", source, strictness: strictness)
        #expect(found == expected)
    }

    @Test(arguments: [("cst", ["f(a,b,)"]), ("smart", ["f(a,b,)"]), ("ast", ["f(a, b)", "f(a,b,)"]), ("relaxed", ["f(a, b)", "f(a,b,)"]), ("signature", ["f(a, b)", "f(a,b,)"])] as [(String, [String])])
    func strictnessOfPunctuationInThePattern(_ strictness: String, _ expected: [String]) throws {
        #expect(try found("f(a, b,)", "f(a, b)\nf(a,b,)\n", strictness: strictness) == expected)
    }

    @Test(arguments: [("cst", [String]()), ("smart", ["async def f(): pass"]), ("ast", ["async def f(): pass"]), ("relaxed", ["async def f(): pass"])] as [(String, [String])])
    func strictnessOfKeywords(_ strictness: String, _ expected: [String]) throws {
        #expect(try found("def f(): pass", "async def f(): pass\ndef f() -> int: pass\n", strictness: strictness) == expected)
    }

    /// Comments are passed over before a name and before a variable, not before a larger piece.
    @Test func commentsBetweenThePieces() throws {
        let source = "f(# c\n a, b)\nf(a, # c\n # d\n b)\nf(a, b # c\n )\n"
        #expect(try found("f($A, $B)", source, "A", "B").map { $0.suffix(7) } == ["A=a B=b", "A=a B=b", "A=a B=b"])
        #expect(try found("f($A, $B)", source, strictness: "relaxed").count == 3)
        #expect(try found("f($A, $B)", source, strictness: "ast") == [])
        #expect(try found("f(g(a), h(b))", "f(g(a), # c\n h(b))\nf(g(a) # c\n , h(b))\n") == ["f(g(a) # c\n , h(b))"])
        #expect(try found("f($$$A, b)", "f(a, # c\n b)\n", "A") == ["f(a, # c\n b) A=a,"])
        #expect(try found("f($A, b: $B)", "f(1 /* c */, b: 2)\n", "A", language: .swift) == ["f(1 /* c */, b: 2) A=1"])
    }

    @Test func templateComparesTextNotKinds() throws {
        let rule = "{kind: call, pattern: {context: 'f(a)', strictness: template}}"
        #expect(try found(rule: rule, "f(a)\nf(b)\ng(a)\nf(\"a\")\n") == ["f(a)"])
        #expect(try found(rule: "{any: [{kind: identifier}, {kind: string}], pattern: {context: x, strictness: template}}", "x\n'x'\ny\n") == ["x"])
    }
}
