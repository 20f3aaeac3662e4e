import Findings
import Matching
import Syntax
import Testing

@Suite struct ExplanationTests {
    /// The explanation of the node that comes closest, as lines.
    private func closest(_ yaml: String, _ source: String, _ language: Language = .python, ofAnyKind: Bool = false) throws -> [String] {
        let probe = try RuleProbe(yaml, language, keepsOrigins: true)
        return try probe.open(source) { matcher, tree in
            let found = ExplainedCandidate.closest(to: 0, of: matcher.program, in: tree, limit: 1, ofAnyKind: ofAnyKind)
            return found.first.map { $0.explanation.lines() } ?? []
        }
    }

    @Test func namesAndContexts() throws {
        let other = try closest("rule: {call: time.sleep, within: async-function}", "from asyncio import sleep\nasync def f():\n  sleep(1)\n")
        #expect(
            other == [
                "✗ rule", "  ✓ within: async-function: it stands in: async-function", "  ✗ call: time.sleep: `sleep` resolves to asyncio.sleep",
            ])
        let outside = try closest("rule: {call: [time.sleep, os.wait], within: [loop, try]}", "import time\ntime.sleep(1)\n")
        #expect(
            outside == [
                "✗ rule", "  ✗ within: [loop, try]: it stands in none of the contexts rules know",
                "  ✓ call: [time.sleep, os.wait]: `time.sleep` resolves to time.sleep",
            ])
    }

    @Test func arguments() throws {
        #expect(
            try closest("rule: {call: m.f, args: {0: {kind: string}, k: {kind: integer}}, arg-absent: [timeout], arg-count: {max: 1}}", "import m\nm.f(1, timeout=2)\n")
                == [
                    "✗ rule", "  ✗ call: m.f: `m.f` resolves to m.f", "    ✗ args: 0: it is `1`", "      ✗ kind: string: the node is of kind integer",
                    "    ✗ args: k: this argument is not given", "    ✗ arg-absent: timeout: it is given: `2`", "    ✗ arg-count: 0 to 1: 2 given",
                ])
        #expect(
            try closest("rule: {call: m.f, arg-absent: [timeout]}", "import m\nm.f(**k)\n") == [
                "✗ rule", "  ✗ call: m.f: `m.f` resolves to m.f", "    ✗ arg-absent: timeout: it may come through the splat `k`",
            ])
    }

    @Test func relations() throws {
        #expect(
            try closest("rule: {kind: call, inside: {kind: while_statement}}", "f()\n") == [
                "✗ rule", "  ✓ kind: call: the node is of kind call", "  ✗ inside: the only one is of kind expression_statement",
                "    ✗ kind: while_statement: the node is of kind expression_statement",
            ])
        #expect(
            try closest("rule: {kind: call, inside: {kind: while_statement, stopBy: end}}", "f()\n") == [
                "✗ rule", "  ✓ kind: call: the node is of kind call", "  ✗ inside (stopBy end): none of these is it: expression_statement, module",
            ])
        #expect(
            try closest("rule: {kind: call, has: {kind: integer, stopBy: end}}", "f(\n1)\n") == [
                "✓ rule", "  ✓ kind: call: the node is of kind call", "  ✓ has (stopBy end): integer in line 2", "    ✓ kind: integer: the node is of kind integer",
            ])
        #expect(try closest("rule: {kind: call, precedes: {kind: call}}", "f()\n").last == "  ✗ precedes: there is no such node")
    }

    @Test func compositionsAndPatterns() throws {
        #expect(
            try closest("rule: {any: [{pattern: f($A)}, {pattern: $A.g()}], not: {regex: x}}", "h(x)\n") == [
                "✗ rule", "  ✗ any", "    ✗ pattern: f($A): the code is `h(x)`", "    ✗ pattern: $A.g(): the code is `h(x)`", "  ✗ not",
                "    ✓ regex: x: the text is `h(x)`",
            ])
        #expect(
            try closest("rule: {matches: u}\nutils: {u: {pattern: f($A)}}\nconstraints: {A: {regex: '^2'}}", "f(1)\n") == [
                "✗ rule", "  ✓ matches: u", "    ✓ pattern: f($A)", "  ✗ constraints: A: it holds `1`", "    ✗ regex: ^2: the text is `1`",
            ])
    }

    @Test func theClosestComesFirst() throws {
        let probe = try RuleProbe("rule: {call: time.sleep, within: loop, awaited: false}", keepsOrigins: true)
        let source = "import time\nprint()\nfor a in b:\n  time.sleep(1)\n  print()\ntime.sleep(2)\n"
        try probe.open(source) { matcher, tree in
            let found = ExplainedCandidate.closest(to: 0, of: matcher.program, in: tree, limit: 9)
            #expect(found.map { tree.string($0.node) } == ["time.sleep(1)", "print()", "time.sleep(2)", "print()"])
            #expect(found.map(\.explanation.holds) == [true, false, false, false])
        }
    }

    @Test func aUtilityThatLeadsBackToItselfEnds() throws {
        let lines = try closest("rule: {kind: integer, matches: a}\nutils: {a: {inside: {matches: b}}, b: {has: {matches: a}}}", "f(1)\n")
        #expect(lines.first == "✗ rule" && lines.count < 60)
    }

    /// An explanation says of a rule exactly what the matcher says.
    @Test(arguments: ["{pattern: f($A)}", "{call: f, args: {0: {regex: '1'}}}", "{kind: call, not: {inside: {kind: argument_list, stopBy: end}}}", "{kind: integer, nthChild: 2}"])
    func itAgreesWithTheMatcher(_ rule: String) throws {
        let probe = try RuleProbe("rule: \(rule)", keepsOrigins: true), source = "f(1)\nf(f(2, 1))\ng(1, 3)\n"
        try probe.open(source) { matcher, tree in
            for node in tree.nodes.indices { #expect(matcher.explain(0, at: node).holds == matcher.matches(0, at: node)) }
        }
    }
}
