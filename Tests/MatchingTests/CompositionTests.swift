import Findings
import Testing

/// all, any, not, matches, constraints, and what each leaves bound.
@Suite struct CompositionTests {
    private func found(_ yaml: String, _ source: String, _ variables: String...) throws -> [String] {
        let probe = try RuleProbe(yaml)
        switch variables.count {
        case 0: return try probe.found(in: source)
        case 1: return try probe.found(in: source, variables[0])
        default: return try probe.found(in: source, variables[0], variables[1])
        }
    }

    @Test func notBindsNothing() throws {
        #expect(try found("rule: {all: [{pattern: 'f($A, $$$)'}, {not: {pattern: 'f($B, 2)'}}]}", "f(1,3)\nf(1,2)\n", "A", "B") == ["f(1,3) A=1 B=-"])
    }

    @Test func anyKeepsTheBranchThatHeld() throws {
        #expect(
            try found("rule: {any: [{pattern: 'f($A)'}, {pattern: 'f($B, 2)'}]}", "f(1)\nf(3,2)\n", "A", "B") == ["f(1) A=1 B=-", "f(3,2) A=- B=3"])
    }

    @Test func aBranchThatFailedLeavesNothing() throws {
        // The first branch binds A before its second clause fails.
        #expect(
            try found("rule: {any: [{all: [{pattern: 'f($A, $$$)'}, {regex: z}]}, {pattern: 'f($B, 2)'}]}", "f(1, 2)\nf(1, z)\n", "A", "B")
                == ["f(1, 2) A=- B=1", "f(1, z) A=1 B=-"])
        // An argument of a call binds before the next one fails.
        #expect(
            try found("rule: {any: [{call: f, args: {0: {pattern: $A}, 1: {regex: z}}}, {pattern: 'f($B, $C)'}]}", "f(1, 2)\n", "A", "B")
                == ["f(1, 2) A=- B=1"])
    }

    @Test func aVariableBoundEarlierLimitsLaterClauses() throws {
        let rule = "rule: {all: [{pattern: '$A = $V'}, {inside: {stopBy: end, kind: module, has: {stopBy: end, pattern: del $A}}}]}"
        #expect(try found(rule, "x = 1\ny = 2\ndel y\n", "A") == ["y = 2 A=y"])
    }

    @Test func aStopRuleSeesNoBindings() throws {
        let rule = "rule: {pattern: g($A), inside: {kind: function_definition, stopBy: {pattern: h($A)}}}"
        // Were A still 2, h(g(2)) would not be h($A) and stop nothing.
        #expect(try found(rule, "def f():\n  g(1)\n  h(g(2))\n") == ["g(1)"])
    }

    @Test func constraintsLookAtWhatAVariableHolds() throws {
        #expect(try found("rule: {pattern: f($A)}\nconstraints: {A: {kind: integer}}", "f(1)\nf(a)\n") == ["f(1)"])
        #expect(try found("rule: {any: [{pattern: f($A)}, {pattern: g($B)}]}\nconstraints: {A: {regex: '1'}}", "f(1)\nf(2)\ng(3)\n") == ["f(1)", "g(3)"])
        #expect(try found("rule: {pattern: 'f($A, $B)'}\nconstraints: {A: {pattern: h($C)}}", "f(h(1), 2)\nf(1, 2)\n", "C") == ["f(h(1), 2) C=1"])
    }

    @Test func utilities() throws {
        #expect(try found("rule: {matches: u}\nutils: {u: {any: [{pattern: f($A)}, {pattern: g($A)}]}}", "f(1)\ng(2)\nh(3)\n", "A") == ["f(1) A=1", "g(2) A=2"])
        let wrap = "utils: {wrapped(X): {kind: call, has: {stopBy: end, matches: X}}}"
        #expect(try found("rule: {matches: {wrapped: {X: {kind: integer}}}}\n\(wrap)", "f(1)\nf(a)\n") == ["f(1)"])
        #expect(try found("rule: {all: [{matches: {wrapped: {X: {kind: integer}}}}, {matches: {wrapped: {X: {kind: string}}}}]}\n\(wrap)", "f(1)\nf(1, '')\n") == ["f(1, '')"])
    }

    @Test func aUtilityMayReferToItselfThroughARelation() throws {
        let chain = "rule: {kind: integer, matches: u}\nutils: {u: {any: [{kind: module}, {inside: {matches: u}}]}}"
        #expect(try found(chain, "f(g(1))\n") == ["1"])
        // Up and down again: a node comes back to itself and has nothing new to say.
        let circle = "rule: {kind: integer, matches: a}\nutils: {a: {inside: {matches: b}}, b: {has: {matches: a}}}"
        #expect(try found(circle, "f(1, 2)\n") == [])
        let way = "rule: {kind: integer, matches: a}\nutils: {a: {inside: {matches: b}}, b: {any: [{has: {matches: a}}, {kind: argument_list}]}}"
        #expect(try found(way, "f(1, 2)\n") == ["1", "2"])
    }

    /// Every way through the tree that meets no node twice would be tried: more than there is time for.
    @Test func aUtilityThatGoesUpAndDownEnds() throws {
        let wander = "rule: {kind: integer, matches: u}\nutils: {u: {any: [{kind: string}, {inside: {matches: u}}, {has: {stopBy: end, matches: u}}]}}"
        #expect(try found(wander, "f(g(1, h(2, 3), 4), i(x(y), z, v), l(w))\n") == [])
        #expect(try found(wander, "f(1, 's')\n") == ["1"])
    }

    @Test func deepFilesEnd() throws {
        let source = String(repeating: "f(", count: 3000) + "1" + String(repeating: ")", count: 3000) + "\n"
        let chain = "rule: {kind: integer, matches: u}\nutils: {u: {any: [{kind: module}, {inside: {matches: u}}]}}"
        #expect(try found(chain, source) == [], "no utility is asked through more than 200 levels")
        #expect(try found("rule: {kind: integer, inside: {stopBy: end, kind: module}}", source) == ["1"])
        #expect(try found("rule: {kind: module, has: {stopBy: end, kind: integer}}", source).count == 1)
        #expect(try found("rule: {pattern: '$A + $A'}", "\(source.dropLast()) + \(source)").count == 1)
    }

    @Test func theMatcherForgetsFromFileToFile() throws {
        let probe = try RuleProbe("rule: {call: a.f}")
        let sources = ["import a\na.f()\n", "import b as a\na.f()\n", "from a import f\nf()\n", ""]
        #expect(try sources.map { try probe.found(in: $0).count } == [1, 0, 1, 0])
    }

    @Test func fieldsAndKindsInOneObjectAllHold() throws {
        #expect(try found("rule: {kind: call, regex: '^f', not: {regex: '2'}, has: {kind: identifier}}", "f(1)\nf(2)\ng(1)\n") == ["f(1)"])
    }
}
