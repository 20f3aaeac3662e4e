import Foundation
import Testing

@Suite struct ChangeTests {
    private static let bounded = """
        import asyncio

        limit = asyncio.Semaphore(10)


        async def fetch(url):
            async with limit:
                await asyncio.sleep(1)

        """
    private static let unbounded = bounded.replacingOccurrences(of: "    async with limit:\n        await", with: "    await")
    private static let caller = """
        import asyncio
        from app.client import fetch


        async def crawl(urls):
            return await asyncio.gather(*[fetch(url) for url in urls])

        """

    private func repository(_ files: [String: String]) throws -> Workplace {
        let place = try Workplace(files)
        try place.git("init", "-q", "-b", "main")
        try place.write(".gitignore", ".output\n.complaints\n")
        try commit(place)
        return place
    }

    private func commit(_ place: Workplace) throws {
        try place.git("add", "-A")
        try place.git("commit", "-q", "-m", "x")
    }

    private func scan(_ place: Workplace, _ arguments: String..., environment: [String: String] = [:]) throws -> Workplace.Run {
        place.end(try place.start(["scan", "--select", "BA001,UC001", "--format", "concise"] + arguments, environment: environment))
    }

    @Test("Findings on changed lines are told, older ones beside them are not")
    func changedLines() throws {
        let place = try repository(["a.py": Sample.sleeping, "b.py": Sample.sleeping])
        #expect(try scan(place, "--diff", "HEAD").code == 0)
        try place.write("a.py", Sample.sleeping + "\n\nasync def more():\n    time.sleep(2)\n")
        try place.write("new.py", Sample.sleeping)
        let run = try scan(place, "--diff", "HEAD")
        #expect(run.code == 1)
        #expect(run.lines.map { $0.prefix { $0 != ":" } } == ["a.py", "new.py"] && run.output.contains("a.py:9:"), "\(run.output)")
        // The same of the index, once it is there.
        #expect(try scan(place, "--staged").code == 0)
        try place.git("add", "a.py")
        #expect(try scan(place, "--staged").lines.map { $0.prefix { $0 != ":" } } == ["a.py"])
    }

    @Test("The caller of what lost its limit is told of, with the change that did it", arguments: ["--diff", "--staged"])
    func caused(option: String) throws {
        let place = try repository(["app/__init__.py": "", "app/client.py": Self.bounded, "app/main.py": Self.caller, "other.py": Sample.sleeping])
        try place.write("app/client.py", Self.unbounded)
        if option == "--staged" {
            try place.git("add", "-A")
            // What is not staged does not count.
            try place.write("app/client.py", Self.bounded)
        }
        let run = try scan(place, option == "--diff" ? "--diff=HEAD" : "--staged")
        #expect(run.lines.count == 1 && run.output.hasPrefix("app/main.py:6:"), "\(run.output)")
        #expect(run.output.contains("caused by the change in app/client.py:6"))
        // The other way round nothing is caused.
        try place.write("app/client.py", Self.unbounded)
        try commit(place)
        try place.write("app/client.py", Self.bounded)
        try place.git("add", "-A")
        #expect(try scan(place, option == "--diff" ? "--diff=HEAD" : "--staged").output.isEmpty)
    }

    @Test("Through a function between them, and through one that is gone")
    func transitive() throws {
        let between = "from app.client import fetch\n\n\nasync def load(url):\n    return await fetch(url)\n"
        let caller = Self.caller.replacingOccurrences(of: "app.client import fetch", with: "app.between import load").replacingOccurrences(of: "fetch(", with: "load(")
        let place = try repository(["app/__init__.py": "", "app/client.py": Self.bounded, "app/between.py": between, "app/main.py": caller])
        try place.write("app/client.py", Self.unbounded)
        let run = try scan(place, "--diff", "HEAD")
        #expect(run.lines.count == 1 && run.output.hasPrefix("app/main.py:6:") && run.output.contains("app/client.py"), "\(run.output)")
    }

    @Test("What --diff tells is what a whole scan of both states would")
    func sameAsBaseline() throws {
        var files = ["app/__init__.py": "", "app/client.py": Self.bounded, "app/main.py": Self.caller]
        for number in 0..<20 { files["app/m\(number).py"] = number % 2 == 0 ? Self.caller : Sample.sleeping }
        let place = try repository(files)
        try place.write("app/client.py", Self.unbounded)
        try place.write("app/m1.py", "x = 1\n" + Sample.sleeping)
        try place.write("app/m3.py", Sample.sleeping + "\n\nasync def more():\n    time.sleep(2)\n")
        func places(_ run: Workplace.Run) -> [String] { run.lines.map { $0.split(separator: " ")[0].description }.sorted() }
        let diff = try scan(place, "--diff", "HEAD"), whole = try scan(place, "--baseline-ref", "HEAD")
        #expect(places(diff) == places(whole) && diff.lines.count == 12, "\(diff.output)")
    }

    @Test("A renamed file brings nothing new but its changed lines")
    func renamed() throws {
        let place = try repository(["src/a.py": Sample.sleeping + String(repeating: "# padding\n", count: 20)])
        try place.git("mv", "src/a.py", "src/b.py")
        #expect(try scan(place, "--diff", "HEAD").output.isEmpty)
        #expect(try scan(place, "--staged").output.isEmpty)
        try place.write("src/b.py", try #require(place.read("src/b.py")) + "async def more():\n    time.sleep(2)\n")
        #expect(try scan(place, "--diff", "HEAD").lines.count == 1)
    }

    @Test("A fault a removed line lets out, in the file itself")
    func removedLine() throws {
        let place = try repository(["app/__init__.py": "", "app/main.py": Self.bounded + "\n\nasync def crawl(urls):\n    await asyncio.gather(*[fetch(url) for url in urls])\n"])
        try place.write("app/main.py", Self.unbounded + "\n\nasync def crawl(urls):\n    await asyncio.gather(*[fetch(url) for url in urls])\n")
        let run = try scan(place, "--diff", "HEAD")
        #expect(run.lines.count == 1 && run.output.contains("caused by the change in app/main.py:"), "\(run.output)")
    }

    @Test("Before the first commit all is new; from below, in a linked working tree, in a detached head")
    func places() throws {
        let place = try Workplace(["src/deep/a.py": Sample.sleeping])
        try place.git("init", "-q", "-b", "main")
        #expect(try scan(place, "--staged").output.isEmpty)
        #expect(try scan(place, "--diff", "HEAD").lines.count == 1)
        try place.git("add", "src")
        #expect(try scan(place, "--staged").lines.count == 1)
        #expect(try scan(place, "--diff", "@").lines.count == 1)
        try place.git("commit", "-q", "-m", "first")
        #expect(try scan(place, "--diff", "HEAD~1").lines.count == 1)
        #expect(try scan(place, "--diff", "HEAD").output.isEmpty)

        try place.git("worktree", "add", "-q", "--detach", "linked")
        try place.write("linked/src/deep/a.py", Sample.sleeping + "\n\nasync def more():\n    time.sleep(2)\n")
        try place.git("add", "-A", in: "linked")
        let folder = place["linked/src"]
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: Workplace.program)
        process.arguments = ["scan", "--select", "BA001", "--format", "concise", "--staged"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // As a hook of a linked working tree finds it.
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": place.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_DIR": place[".git/worktrees/linked"]]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text.split(separator: "\n").count == 1 && text.hasPrefix("deep/a.py:9:"), "\(text)")
    }

    @Test("Another index is read where GIT_INDEX_FILE names one, as `git commit FILE` does")
    func otherIndex() throws {
        let place = try repository(["a.py": Sample.clean])
        try place.write("a.py", Sample.sleeping)
        try FileManager.default.copyItem(atPath: place[".git/index"], toPath: place[".git/other"])
        #expect(try scan(place, "--staged", environment: ["GIT_INDEX_FILE": ".git/other"]).output.isEmpty)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "add", "a.py"]
        process.currentDirectoryURL = URL(fileURLWithPath: place.path)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": place.path, "GIT_INDEX_FILE": ".git/other"]
        try process.run()
        process.waitUntilExit()
        #expect(try scan(place, "--staged", environment: ["GIT_INDEX_FILE": ".git/other"]).lines.count == 1)
        #expect(try scan(place, "--staged").output.isEmpty)
    }

    @Test("Names with blanks and line ends")
    func names() throws {
        let place = try repository(["a b\nc.py": Sample.clean])
        try place.write("a b\nc.py", Sample.sleeping)
        #expect(try scan(place, "--diff", "HEAD").output.contains("blocking-sleep"))
        try place.git("add", "-A")
        #expect(try scan(place, "--staged").output.contains("blocking-sleep"))
    }

    @Test("With a baseline, of two that are the same the one in the changed file is new")
    func withBaseline() throws {
        let place = try repository(["b.py": Sample.sleeping])
        _ = place.end(try place.start(["baseline", "create", "--select", "BA001,UC001"]))
        try commit(place)
        try place.write("a.py", Sample.sleeping)
        let run = try scan(place, "--diff", "HEAD", "--baseline", "sluice-baseline.txt")
        #expect(run.output.isEmpty || run.output.hasPrefix("a.py"), "\(run.output)")
    }

    @Test("No repository, no such revision, both options: said, and the exit code tells")
    func messages() throws {
        let place = try repository(["a.py": Sample.clean])
        #expect(try scan(place, "--diff", "nowhere").code == 66)
        #expect(try scan(place, "--diff", "main...HEAD").code == 66)
        #expect(try scan(place, "--diff", "HEAD", "--staged").code == 64)
        let outside = try Workplace(["a.py": Sample.clean])
        let run = try scan(outside, "--staged", environment: ["GIT_CEILING_DIRECTORIES": "/"])
        #expect(run.code == 66 && run.complaints.contains("no git repository"))
        try place.git("clone", "-q", "--bare", ".", "bare.git")
        let bare = try scan(place, "--diff", "HEAD", environment: ["GIT_DIR": place["bare.git"]])
        #expect(bare.code == 66 || bare.code == 0)
    }
}
