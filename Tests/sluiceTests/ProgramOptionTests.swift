import Testing

/// Options about the whole program.
@Suite struct ProgramOptionTests {
    private static let rules = """
        id: floods
        language: python
        severity: warning
        message: "too many at once"
        rule: {call: asyncio.gather}
        analysis: {kind: bounded, limiters: [asyncio.Semaphore], approved: []}
        ---
        id: sleeps
        language: python
        message: "sleeps"
        rule: {call: time.sleep, within: async-function}
        """
    private static let files = [
        "rules.yaml": rules,
        "app/pools.py": "import asyncio\n\n\nasync def run_all(xs):\n    await asyncio.gather(*xs)\n",
        "app/main.py": """
            import asyncio
            import time
            from app.pools import run_all

            async def main(xs):
                await run_all([f(x) for x in xs])
                await asyncio.gather(*[f(x) for x in xs])
                time.sleep(1)

            def plain():
                time.sleep(1)
            """,
    ]

    @Test func approved() throws {
        let place = try Workplace(Self.files)
        let run = try place.run("scan", "app", "--rules", "rules.yaml", "--select", "floods", "--approved", "app.pools.run_all")
        #expect(run.output.contains("1 of 2 fan-outs use approved helpers"))
        #expect(try !place.run("scan", "app", "--rules", "rules.yaml", "--select", "floods").output.contains("approved"))
        let bad = try place.run("scan", "app", "--approved", "run all")
        #expect(bad.code == 64)
        #expect(bad.complaints.contains("--approved wants a dotted name"))
    }

    @Test func explanations() throws {
        let place = try Workplace(Self.files)
        func explain(_ at: String) throws -> Workplace.Run { try place.run("scan", "app", "--rules", "rules.yaml", "--select", "floods,sleeps", "--explain", at) }
        #expect(try explain("app/main.py:8").output.hasPrefix("app/main.py:8:5: sleeps: a finding: sleeps\n"))
        #expect(try explain(place["app/main.py"] + ":8").output.hasPrefix("app/main.py:8:5: sleeps: a finding"))
        let missed = try explain("./app/main.py:11").output
        #expect(missed.hasPrefix("app/main.py:11:5: sleeps: does not match\n"))
        #expect(missed.contains("✗ within: async-function: it stands in: sync-function"))
        #expect(try explain("app/main.py:7").output.hasPrefix("app/main.py:7:11: floods: "))
        #expect(try explain("app/main.py:1").output.contains("no rule matches here or comes near it"))
        #expect(try explain("app/main.py").code == 64)
        #expect(try explain("app/main.py:0").code == 64)
        #expect(try explain("app/gone.py:3").code == 66)
    }

    @Test func timeouts() throws {
        let place = try Workplace(Self.files)
        #expect(try place.run("scan", "app", "--program-timeout", "0").code == 64)
        #expect(try place.run("scan", "app", "--program-timeout", "soon").code == 64)
    }
}
