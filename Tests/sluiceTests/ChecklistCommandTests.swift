import Foundation
import Testing

@Suite struct ChecklistCommandTests {
    private static let before = """
        import asyncio

        limit = asyncio.Semaphore(10)


        async def fetch(url):
            async with limit:
                await asyncio.sleep(1)


        async def old(url):
            task = asyncio.create_task(fetch(url))
            await task

        """
    /// A task that is kept, a fan-out that is limited, one of which nothing is known, and a task that is thrown away.
    private static let added = """


        async def start(url):
            task = asyncio.create_task(fetch(url))
            await task


        async def crawl(urls):
            await asyncio.gather(*[fetch(url) for url in urls])


        async def finish(tasks):
            await asyncio.gather(*tasks)


        async def leave(url):
            asyncio.create_task(fetch(url))

        """

    private struct Read: Decodable {
        struct Item: Decodable { var path, rule, question, state, reason: String, line: Int, severity: String? }
        var counts: [String: Int], items: [Item]

        func lines(_ state: String) -> [Int] { items.filter { $0.state == state }.map(\.line) }
    }

    private func repository(_ files: [String: String]) throws -> Workplace {
        let place = try Workplace(files)
        try place.git("init", "-q", "-b", "main")
        try place.write(".gitignore", ".output\n.complaints\n")
        try place.git("add", "-A")
        try place.git("commit", "-q", "-m", "x")
        return place
    }

    private func checklist(_ place: Workplace, _ arguments: String..., rules: String = "UC001,UC002,FT001") throws -> Workplace.Run {
        place.end(try place.start(["checklist", "--select", rules] + arguments))
    }

    private func items(_ place: Workplace, _ arguments: String..., rules: String = "UC001,UC002,FT001") throws -> Read {
        let run = place.end(try place.start(["checklist", "--format", "json", "--select", rules] + arguments))
        #expect(run.code == 0, "\(run.complaints)")
        return try JSONDecoder().decode(Read.self, from: Data(run.output.utf8))
    }

    @Test("Of the lines that changed: what is wrong, what nobody knows, and what is proved; of the others nothing")
    func change() throws {
        let place = try repository(["app.py": Self.before])
        #expect(try items(place, "--diff", "HEAD").items.isEmpty)
        try place.write("app.py", Self.before + Self.added)
        let read = try items(place, "--diff", "HEAD")
        #expect(read.lines("fault") == [30] && read.lines("open") == [26] && read.lines("proved") == [17, 22], "\(read)")
        #expect(read.counts == ["fault": 1, "note": 0, "open": 1, "known": 0, "proved": 2])
        let task = try #require(read.items.first)
        #expect(task.question.hasPrefix("Who holds the tasks") && task.reason == "task is read on every way" && task.severity == nil)
        #expect(read.items[1].reason.contains("`limit`"), "\(read.items[1].reason)")
        #expect(read.items[2].reason.contains("`tasks` is given from outside"))
        #expect(read.items[3].severity != nil)

        let text = try checklist(place, "--diff", "HEAD")
        #expect(text.code == 0 && text.output.hasPrefix("<!-- sluice-checklist -->\n### Review checklist: 1 fault, 1 open, 2 proved\n"))
        #expect(text.output.contains("- [ ] **Line 30:** ") && text.output.contains("**Line 26:** ") && !text.output.contains("Line 12"))
        #expect(text.output.components(separatedBy: "- [x] ").count == 3)
    }

    @Test("Two runs write the same, to a file too, and whatever the number of threads")
    func order() throws {
        var files = ["app.py": Self.before]
        for number in 0..<12 { files["m\(number).py"] = Self.before }
        let place = try repository(files)
        for name in files.keys { try place.write(name, Self.before + Self.added) }
        let first = try checklist(place, "--diff", "HEAD", "--jobs", "4").output
        #expect(try checklist(place, "--diff", "HEAD", "--jobs", "1").output == first)
        #expect(try checklist(place, "--diff", "HEAD", "-o", "list.md").output.isEmpty)
        #expect(place.read("list.md") == first)
        let read = try items(place, "--diff", "HEAD", "--exclude", "list.md")
        #expect(first.contains("### Review checklist: 13 faults, 13 open, 26 proved\n"))
        #expect(read.counts == ["fault": 13, "note": 0, "open": 13, "known": 0, "proved": 26] && read.items.count == 52)
        #expect(read.items.map(\.path) == read.items.map(\.path).sorted())
    }

    @Test("What a baseline holds is known, folded and no fault: named, from the configuration, or a commit")
    func baseline() throws {
        let place = try repository(["app.py": Self.before + Self.added])
        #expect(try place.run("baseline", "create", "--select", "UC001,UC002,FT001").code == 0)
        let more = "\n\nasync def also(url):\n    asyncio.create_task(fetch(url))\n"
        try place.write("app.py", Self.before + Self.added + more)
        #expect(try items(place, "app.py").lines("fault") == [30, 34])
        let read = try items(place, "app.py", "--baseline", "sluice-baseline.txt")
        #expect(read.lines("fault") == [34] && read.lines("known") == [30] && read.counts["known"] == 1, "\(read)")
        #expect(read.items.first { $0.state == "known" }?.severity != nil)
        #expect(try items(place, "app.py", "--baseline-ref", "HEAD").lines("known") == [30])
        try place.write(".sluice.yaml", "baseline: sluice-baseline.txt\n")
        #expect(try items(place, "app.py").lines("known") == [30])
        let text = try checklist(place, "app.py").output
        #expect(text.contains("1 fault, 1 open, 1 known, 3 proved\n") && text.contains("<summary>Known: 1 finding that the baseline holds</summary>"), "\(text)")
        let refused = try checklist(place, "--fail-on-stale", "--baseline", "sluice-baseline.txt")
        #expect(refused.code == 64 && refused.complaints.contains("sluice scan"))
        #expect(try checklist(place, "--baseline", "gone.txt").code == 66)
    }

    @Test("--staged reads the index")
    func staged() throws {
        let place = try repository(["app.py": Self.before])
        try place.write("app.py", Self.before + Self.added)
        #expect(try items(place, "--staged").items.isEmpty)
        try place.git("add", "-A")
        try place.write("app.py", Self.before)
        #expect(try items(place, "--staged").lines("fault") == [30])
    }

    @Test("Paths alone are asked about whole, also where there is no repository")
    func paths() throws {
        let place = try Workplace(["app.py": Self.before + Self.added, "other.py": Self.before])
        #expect(try items(place, "app.py").lines("proved") == [12, 17, 22])
        #expect(Set(try items(place).items.map(\.path)) == ["app.py", "other.py"])
    }

    @Test("What the change causes elsewhere, and what a comment silences")
    func causedAndSilenced() throws {
        let caller = "import asyncio\nfrom client import fetch\n\n\nasync def crawl(urls):\n    await asyncio.gather(*[fetch(url) for url in urls])\n"
        let place = try repository(["client.py": Self.before, "main.py": caller])
        try place.write("client.py", Self.before.replacingOccurrences(of: "    async with limit:\n        await", with: "    await"))
        let read = try items(place, "--diff", "HEAD")
        #expect(read.items.map(\.path) == ["main.py"] && read.lines("fault") == [6] && read.items[0].reason.contains("caused by the change in client.py:"))
        try place.write("new.py", "import asyncio\n\n\nasync def leave(f):\n    asyncio.create_task(f())  # sluice: ignore[FT001] the registry holds it\n")
        let silenced = try #require(items(place, "--diff", "HEAD").items.first { $0.path == "new.py" })
        #expect(silenced.state == "open" && silenced.reason == "silenced in line 5: the registry holds it")
    }

    @Test("A configuration that is new is asked about as a whole; one that changed only where something was found")
    func configuration() throws {
        let place = try repository(["old.yaml": "a: 1\n", "app.py": Self.before])
        try place.write("old.yaml", "a: 2\n")
        try place.write("new.yaml", "a: 1\n")
        try place.write("bad.yaml", "run: !!python/object/apply:os.system [ls]\n")
        let read = try items(place, "--diff", "HEAD", rules: "EC004")
        #expect(read.items.map(\.path) == ["bad.yaml", "new.yaml"] && read.items.map(\.state) == ["fault", "proved"], "\(read)")
        #expect(try checklist(place, "--diff", "HEAD", rules: "EC004").output.contains("- [x] Does any YAML file name code to import, and which loader reads it? <code>new.yaml</code>: nothing of the kind"))
    }

    @Test("Time that runs out leaves questions open, and says so")
    func overdue() throws {
        var files: [String: String] = [:]
        for number in 0..<60 { files["m\(number).py"] = Self.before + Self.added }
        let place = try Workplace(files)
        let run = try checklist(place, "--program-timeout", "0.001", "--format", "json")
        #expect(run.code == 75 && run.complaints.contains("the results are partial"))
        #expect(run.output.contains("time ran out before this was looked at"))
    }

    @Test("Bad usage, no repository, no such revision: said, with the scan's exit codes")
    func messages() throws {
        let place = try repository(["app.py": Self.before])
        #expect(try checklist(place, "--diff", "nowhere").code == 66)
        #expect(try checklist(place, "--diff", "HEAD", "--staged").code == 64)
        #expect(try checklist(place, "--format", "html").code == 64)
        #expect(try checklist(place, "gone.py").code == 66)
        #expect(try checklist(place, "-o", "no/such/folder/list.md").code == 74)
        let help = try place.run("checklist", "--help").output
        for word in ["--diff", "--staged", "--format", "--output", "docs/checklist.md"] { #expect(help.contains(word), "\(word)") }
    }
}
