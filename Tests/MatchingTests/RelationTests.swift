import Findings
import Testing

@Suite struct RelationTests {
    private let nested = "def f():\n  for i in x:\n    g(i)\n  g(0)\ng(1)\n"

    @Test func insideLooksAtTheParentOnly() throws {
        #expect(try found(rule: "{kind: integer, inside: {kind: argument_list}}", nested) == ["0", "1"])
        #expect(try found(rule: "{kind: integer, inside: {kind: call}}", nested) == [])
    }

    @Test func insideToTheEnd() throws {
        #expect(try found(rule: "{pattern: g($A), inside: {kind: function_definition, stopBy: end}}", nested) == ["g(i)", "g(0)"])
        #expect(try found(rule: "{pattern: g($A), inside: {kind: module, stopBy: end}}", nested) == ["g(i)", "g(0)", "g(1)"])
    }

    @Test func insideUpToARule() throws {
        let source = "for a in b:\n  def f():\n    g(1)\n  g(2)\n"
        #expect(try found(rule: "{pattern: g($A), inside: {kind: for_statement, stopBy: {kind: function_definition}}}", source) == ["g(2)"])
        #expect(
            try found(rule: "{pattern: g($A), inside: {kind: function_definition, stopBy: {kind: function_definition}}}", source) == ["g(1)"],
            "where the search stops is looked at, too")
    }

    @Test func insideAField() throws {
        let source = "def f(a=g()):\n  g(1)\nx = y\n"
        #expect(try found(rule: "{kind: block, inside: {kind: function_definition, field: body}}", source) == ["g(1)"])
        #expect(try found(rule: "{kind: identifier, inside: {kind: assignment, field: right}}", source) == ["y"])
        #expect(try found(rule: "{pattern: g($$$A), inside: {kind: function_definition, field: body, stopBy: end}}", source) == ["g(1)"])
    }

    @Test func hasLooksAtTheChildrenOnly() throws {
        #expect(try found(rule: "{kind: call, has: {kind: identifier, regex: g}}", "g(1)\nh(g)\n") == ["g(1)"])
        #expect(try found(rule: "{kind: call, has: {kind: integer}}", "g(1)\n") == [])
        #expect(try found(rule: "{kind: call, has: {kind: integer, stopBy: end}}", "g(1)\nh(i(2))\nj()\n") == ["g(1)", "h(i(2))", "i(2)"])
    }

    /// With so many that places of a variable's text are looked up: what is found is the same.
    @Test func variablesOfManySearches() throws {
        let count = 400
        func lines(_ body: (Int) -> String) -> String { (0..<count).map(body).joined() }
        let even = Array(stride(from: 0, to: count, by: 2))
        let source = lines { "a\($0) = make()\n" } + lines { $0 % 2 == 0 ? "use(1, [a\($0)])\n" : "use(1)\n" }
        let used = "{pattern: $A = make(), inside: {kind: expression_statement, RELATION: {stopBy: end, has: {stopBy: end, kind: list, has: {pattern: $A}}}}}"
        #expect(try found(rule: used.replacing("RELATION", with: "precedes"), source) == even.map { "a\($0) = make()" })
        #expect(try found(rule: used.replacing("RELATION", with: "follows"), source) == [])
        let backwards = lines { $0 % 2 == 0 ? "use(1, [a\($0)])\n" : "use(1)\n" } + lines { "a\($0) = make()\n" }
        #expect(try found(rule: used.replacing("RELATION", with: "follows"), backwards) == even.map { "a\($0) = make()" })
        // In a large tree below, not beyond a stop, and the first of several.
        let body = lines { "  with a\($0):\n    def g():\n      a\($0).stop()\n" } + even.map { "  b(a\($0)).stop()\n" }.joined()
        let function = "def f():\n" + lines { "  a\($0).start()\n" } + body
        let stopped = "{pattern: $A.start(), inside: {kind: function_definition, stopBy: end, has: {stopBy: {kind: function_definition}, pattern: $B($A).stop()}}}"
        #expect(try RuleProbe("rule: \(stopped)").found(in: function, "B") == even.map { "a\($0).start() B=b" })
        let deep = "{pattern: $A.start(), inside: {kind: function_definition, stopBy: end, has: {stopBy: {kind: function_definition}, pattern: $A.stop()}}}"
        #expect(try found(rule: deep, function) == [])
        let anywhere = "{pattern: $A.start(), inside: {kind: function_definition, stopBy: end, has: {stopBy: end, pattern: $A.stop()}}}"
        #expect(try found(rule: anywhere, function).count == count)
    }

    /// A clause that holds where its variable is not, or for other code than the variable's.
    @Test func variablesThatAreNotNeeded() throws {
        let source = (0..<400).map { "a\($0) = make()\nuse(a\($0 + 1))\n" }.joined()
        let other = "{pattern: $A = make(), inside: {kind: expression_statement, precedes: {stopBy: end, not: {has: {stopBy: end, pattern: $A}}, has: {stopBy: end, kind: argument_list}}}}"
        #expect(try found(rule: other, source).count == 400)
        let either = "{pattern: $A = make(), inside: {kind: expression_statement, precedes: {stopBy: end, any: [{has: {pattern: use($A)}}, {has: {pattern: use(a400)}}]}}}"
        #expect(try found(rule: either, source).count == 400)
    }

    @Test func hasUpToARule() throws {
        let source = "def f():\n  await a\ndef g():\n  def h():\n    await b\n"
        #expect(
            try found(rule: "{kind: function_definition, has: {kind: await, stopBy: {kind: function_definition}}}", source)
                == ["def f():\n  await a", "def h():\n    await b"])
    }

    @Test func hasAField() throws {
        #expect(try found(rule: "{kind: call, has: {kind: identifier, field: function}}", "f(a)\na.b(c)\n") == ["f(a)"])
        #expect(try found(rule: "{kind: assignment, has: {field: right, kind: integer}}", "a = 1\nb = c\n") == ["a = 1"])
    }

    @Test func siblingsBeforeAndAfter() throws {
        let source = "a()\nb()\nc()\nb()\n"
        let statement = "kind: expression_statement"
        #expect(try found(rule: "{\(statement), follows: {\(statement), regex: '^a'}}", source) == ["b()"])
        #expect(try found(rule: "{\(statement), regex: '^b', follows: {\(statement), regex: '^a', stopBy: end}}", source) == ["b()", "b()"])
        #expect(try found(rule: "{\(statement), precedes: {\(statement), regex: '^c'}}", source) == ["b()"])
        #expect(try found(rule: "{\(statement), precedes: {\(statement), regex: '^c', stopBy: end}}", source) == ["a()", "b()"])
        #expect(try found(rule: "{\(statement), regex: '^b', follows: {\(statement), regex: '^a', stopBy: {regex: '^c'}}}", source) == ["b()"])
    }

    /// The neighbour is the next node, punctuation too.
    @Test func theNeighbourMayBeAComma() throws {
        #expect(try found(rule: "{kind: integer, precedes: {kind: integer}}", "f(1, 2)\n") == [])
        #expect(try found(rule: "{kind: integer, precedes: {kind: integer, stopBy: end}}", "f(1, 2)\n") == ["1"])
        #expect(try found(rule: "{kind: integer, follows: {regex: ','}}", "f(1, 2)\n") == ["2"])
    }

    @Test func positionsAmongNamedSiblings() throws {
        let source = "f(1, a, 3, b, 5)\n"
        #expect(try found(rule: "{kind: integer, nthChild: 1}", source) == ["1"])
        #expect(try found(rule: "{kind: integer, nthChild: 2n+1}", source) == ["1", "3", "5"])
        #expect(try found(rule: "{kind: integer, nthChild: {position: 1, reverse: true}}", source) == ["5"])
        #expect(try found(rule: "{kind: integer, nthChild: {position: 2, ofRule: {kind: integer}}}", source) == ["3"])
        #expect(try found(rule: "{kind: identifier, nthChild: {position: 2, reverse: true, ofRule: {kind: identifier}}}", source) == ["a"])
        #expect(try found(rule: "{kind: identifier, nthChild: {position: 1, ofRule: {regex: 1}}}", source) == [], "the node itself must match ofRule")
        #expect(try found(rule: "{kind: integer, nthChild: 0}", source) == [])
    }

    @Test func aRangeIsExact() throws {
        let source = "é = 'ü' + f(1)\ng(22)\n"
        #expect(try found(rule: "{kind: integer, range: {start: {line: 0, column: 12}, end: {line: 0, column: 13}}}", source) == ["1"], "columns count characters")
        #expect(try found(rule: "{kind: integer, range: {start: {line: 1, column: 2}, end: {line: 1, column: 4}}}", source) == ["22"])
        #expect(try found(rule: "{kind: integer, range: {start: {line: 1, column: 2}, end: {line: 1, column: 3}}}", source) == [])
        #expect(try found(rule: "{kind: integer, range: {start: {line: 9, column: 0}, end: {line: 9999999999, column: 3}}}", source) == [])
    }

    @Test func relationsInSwift() throws {
        let source = "func f() { for x in y { g(x) } }\ng(0)\n"
        #expect(try found(rule: "{kind: call_expression, inside: {kind: for_statement, stopBy: end}}", source, .swift) == ["g(x)"])
        #expect(try found(rule: "{kind: function_declaration, has: {kind: for_statement, stopBy: end}}", source, .swift).count == 1)
    }

    @Test(arguments: [
        ("call > argument_list > integer", ["1", "2"]), ("call integer", ["1", "2", "3"]), ("list > integer", ["3"]),
        ("argument_list, list", ["(1)", "(2, [3])", "[3]"]), ("integer:nth-child(1)", ["1", "2", "3"]), ("list:has(> integer)", ["[3]"]),
        ("call:has(list)", ["f(2, [3])"]), ("integer:not(list > integer)", ["1", "2"]), (":is(integer, list):nth-last-child(1)", ["1", "[3]", "3"]),
        ("integer ~ list", ["[3]"]), ("call:not(:has(list))", ["f(1)"]), ("argument_list > :nth-child(2 of :is(integer, list))", ["[3]"]),
    ] as [(String, [String])])
    func kindSelectors(_ selector: String, _ expected: [String]) throws {
        #expect(try found(rule: "{kind: '\(selector)'}", "f(1)\nf(2, [3])\n") == expected)
    }
}
