import Testing

/// What a node's kind or name alone decides must be what the clauses would have said.
@Suite struct KindGateTests {
    @Test func kindsInNotAndAnyDecideAlone() throws {
        let probe = try RuleProbe(
            """
            rule:
              kind: argument_list
              has: {not: {any: [{kind: integer}, {kind: "string"}, {kind: comment}]}, regex: '^[a-z]'}
            """)
        #expect(try probe.found(in: "f(1, 'a')\ng(2, b)\n") == ["(2, b)"])
    }

    @Test func aSearchStopsAtKindsAloneAndAtClausesOfThem() throws {
        for stop in ["{kind: function_definition}", "{any: [{kind: lambda}, {kind: function_definition}]}", "{kind: function_definition, regex: inner}"] {
            let probe = try RuleProbe("rule: {kind: function_definition, has: {stopBy: \(stop), kind: await}}")
            let found = try probe.found(in: "async def outer():\n    async def inner():\n        await a\nasync def other():\n    await b\n")
            #expect(found.map { $0.prefix(15) } == ["async def inner", "async def other"])
        }
    }

    @Test func aRuleAboutNamesAndCallsIsAskedAtBoth() throws {
        let probe = try RuleProbe("rule: {any: [{name: time.sleep}, {call: [os.wait, 'os.*pid']}, {kind: call, has: {field: function, regex: '^run$'}}]}")
        let found = try probe.found(in: "import os\nfrom time import sleep\nf = sleep\nos.wait()\nos.waitpid(1, 2)\nos.sep()\nrun()\nwalk()\n")
        #expect(found == ["sleep", "os.wait()", "os.waitpid(1, 2)", "run()"])
    }

    @Test func errorsHaveAKindToo() throws {
        let probe = try RuleProbe("rule: {kind: ERROR, inside: {stopBy: end, not: {kind: class_definition}}}")
        #expect(try !probe.found(in: "x = (1 +\ny = = 2\n").isEmpty)
    }
}
