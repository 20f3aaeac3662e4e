import Testing

/// Which rules run and what is made of their findings.
@Suite struct ScanRuleOptionTests {
    private static let rules = """
        \(Sample.rule("one", function: "one", severity: "error", confidence: "low"))---
        \(Sample.rule("two", function: "two", severity: "warning", confidence: "medium", family: "lock-misuse"))---
        \(Sample.rule("three", function: "three", severity: "info", confidence: "high"))---
        \(Sample.rule("four", function: "four", severity: "hint"))---
        \(Sample.rule("five", function: "five", severity: "off"))
        """

    private static func place() throws -> Workplace {
        try Workplace(["rules.yaml": rules, "src/a.py": "one()\ntwo()\nthree()\nfour()\nfive()\n"])
    }

    /// The ids found, from `--format concise`.
    private static func found(_ run: Workplace.Run) -> [String] { run.lines.compactMap { $0.split(separator: "[").last?.dropLast() }.map(String.init) }

    @Test(
        "--select and --ignore take ids, codes and families; --severity and --min-confidence thresholds",
        arguments: [
            ([], ["one", "two", "three", "four"]),
            (["--select", "one,three"], ["one", "three"]),
            (["--select", "one", "--select", "LK"], ["one", "two"]),
            (["--select", "lock-misuse"], ["two"]),
            (["--select", "five"], ["five"]),
            (["--ignore", "one , PR"], ["two"]),
            (["--select", "robustness", "--ignore", "three"], ["one", "four"]),
            (["--severity", "warning"], ["one", "two"]),
            (["--min-confidence", "medium"], ["two", "three", "four"]),
            (["--min-confidence", "high", "--severity", "info"], ["three"]),
        ])
    func selection(options: [String], expected: [String]) throws {
        let place = try Self.place()
        let run = place.end(try place.start(["scan", "src", "--rules", "rules.yaml", "--format", "concise"] + options))
        #expect(Self.found(run) == expected)
    }

    @Test(
        "--fail-on decides what fails the run: warnings and worse, if nothing is said",
        arguments: [
            (["--select", "two"], 1), (["--select", "three"], 0), (["--select", "three", "--fail-on", "info"], 1), (["--select", "two", "--fail-on", "error"], 0),
            (["--select", "one", "--fail-on", "error"], 1), (["--fail-on", "never"], 0), (["--select", "four", "--fail-on", "hint"], 1),
            // What is not shown fails nothing.
            (["--severity", "error", "--select", "two"], 0),
        ] as [([String], Int32)])
    func failure(options: [String], code: Int32) throws {
        let place = try Self.place()
        let run = place.end(try place.start(["scan", "src", "--rules", "rules.yaml", "--format", "concise"] + options))
        #expect(run.code == code)
    }

    @Test("Findings about suppressions are selected and ignored as those of any rule; silenced findings fail nothing")
    func suppressions() throws {
        let place = try Workplace(["a.py": "import time\n\nasync def f():\n    time.sleep(1)  # sluice: ignore[BA001]\n    x()  # sluice: ignore[BA001] nothing here\n"])
        let all = try place.run("scan", "--format", "concise")
        #expect(Self.found(all) == ["suppression-without-reason", "unused-suppression"])
        #expect(all.code == 1)
        #expect(try place.run("scan", "--format", "concise", "--select", "BA001").code == 0)
        #expect(Self.found(try place.run("scan", "--format", "concise", "--select", "BA001,unused-suppression")) == ["unused-suppression"])
        #expect(Self.found(try place.run("scan", "--format", "concise", "--ignore", "XX001")) == ["suppression-without-reason"])
        #expect(Self.found(try place.run("scan", "--format", "concise", "--allow-missing-reason")) == ["unused-suppression"])
        // Of a rule that did not run nothing is unused.
        #expect(try place.run("scan", "--format", "concise", "--select", "XX001,FT").output.isEmpty)
        #expect(try place.run("scan", "--format", "json", "--select", "BA001").output.contains("\"suppressed\":true") == true)
    }

    @Test("A team's names for limiters hold for all rules about fan-outs")
    func ownNames() throws {
        let place = try Workplace([
            "a.py": """
            import asyncio

            async def one(entry, job):
                async with entry:
                    await job.send()

            async def gathered(entry, jobs):
                await asyncio.gather(*(one(entry, job) for job in jobs))

            async def spawned(entry, jobs):
                for job in jobs:
                    asyncio.create_task(one(entry, job))
            """,
            "words.yaml": "vocabulary: python-fan-outs\nlimiter-names: [entry]\n",
        ])
        let without = Self.found(try place.run("scan", "a.py", "--format", "concise", "--select", "UC"))
        #expect(without == ["py-gather-unbounded-fanout", "py-task-spawn-in-loop-unbounded"])
        // What is given its permit only once it runs is all there at once: a note.
        let with = try place.run("scan", "a.py", "--format", "concise", "--select", "UC", "--rules", "words.yaml", "--severity", "warning")
        #expect(with.output.isEmpty, "\(with.output)")
    }
}
