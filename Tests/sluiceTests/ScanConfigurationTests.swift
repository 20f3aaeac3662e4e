import Foundation
import Testing

/// What configuration files do to a scan.
@Suite struct ScanConfigurationTests {
    private static let rules = """
        \(Sample.rule("one", function: "one", severity: "error", confidence: "low"))---
        \(Sample.rule("two", function: "two", severity: "warning", family: "lock-misuse"))---
        \(Sample.rule("five", function: "five", severity: "off"))
        """
    private static let source = "one()\ntwo()\nfive()\n"

    private static func place(_ files: [String: String]) throws -> Workplace {
        let place = try Workplace(["more/rules.yaml": rules])
        // So that no configuration of the machine's is above.
        try FileManager.default.createDirectory(atPath: place["p"], withIntermediateDirectories: true)
        for (name, text) in files { try place.write(name, text) }
        return place
    }

    /// `path: severity id` of every finding.
    private static func found(_ run: Workplace.Run) -> [String] {
        run.lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 4)
            return "\(parts[0]):\(parts.count > 3 ? parts[3] : "") \(line.split(separator: "[").last?.dropLast() ?? "")"
        }
    }

    private static func scan(_ place: Workplace, _ options: String...) throws -> Workplace.Run {
        place.end(try place.start(["scan", "--rules", "more", "--format", "concise"] + options))
    }

    @Test("Each folder has the rules its nearest configuration gives it; severities are those it names; overrides are for their paths")
    func folders() throws {
        let place = try Self.place([
            "a.py": Self.source, "sub/b.py": Self.source, "sub/tests/c.py": Self.source, "sub/deep/d.py": Self.source,
            ".sluice.yaml": "severity: {one: info}\nignore: [two]\n",
            "sub/.sluice.yaml": "extends: ../.sluice.yaml\nselect: [two, five]\noverrides: [{paths: [tests/], severity: {two: off, five: warning}}]\n",
            "sub/deep/.sluice.yaml": "min-confidence: high\n",
        ])
        let run = try Self.scan(place)
        #expect(Self.found(run) == ["a.py: info one", "sub/b.py: warning two", "sub/b.py: hint five", "sub/deep/d.py: warning two", "sub/tests/c.py: warning five"])
        #expect(run.complaints.isEmpty)
        #expect(Self.found(try Self.scan(place, "--min-confidence", "low")).contains("sub/deep/d.py: error one"), "the command line beats the file")
        #expect(Self.found(try Self.scan(place, "--select", "one", "sub/deep")) == [], "its confidence is too low there")
        #expect(Self.found(try Self.scan(place, "--select", "one", "a.py", "sub/b.py")) == ["a.py: info one", "sub/b.py: info one"])
        #expect(Self.found(try Self.scan(place, "--no-config", "sub/b.py")) == ["sub/b.py: error one", "sub/b.py: warning two"])
        try place.write("own.yaml", "select: [five]")
        #expect(Self.found(try Self.scan(place, "--config", "own.yaml", "sub")) == ["sub/b.py: hint five", "sub/deep/d.py: hint five", "sub/tests/c.py: hint five"])
        // The same, whatever was asked for at once.
        for file in ["a.py", "sub/b.py", "sub/deep/d.py", "sub/tests/c.py"] {
            #expect(Self.found(try Self.scan(place, file)) == Self.found(run).filter { $0.hasPrefix("\(file):") }, "\(file)")
        }
    }

    @Test("A .sluice.yml is not read, and said so, once a file; not where no configuration counts")
    func misnamed() throws {
        let place = try Self.place([".sluice.yml": "ignore: [one]\n", "sub/.sluice.yml": "", "sub/a.py": Self.source, "sub/deep/b.py": Self.source, "c.py": Self.source])
        let run = try Self.scan(place)
        #expect(Self.found(run).contains("c.py: error one") && Self.found(run).contains("sub/a.py: error one"))
        #expect(run.complaints == """
            sluice: warning: .sluice.yml is not read: a configuration is called .sluice.yaml; rename it to .sluice.yaml
            sluice: warning: sub/.sluice.yml is not read: a configuration is called .sluice.yaml; rename it to sub/.sluice.yaml

            """)
        // From below, too, and when nothing has changed since.
        #expect(try Self.scan(place, "sub/deep").complaints == run.complaints)
        #expect(try Self.scan(place).complaints == run.complaints)
        #expect(try Self.scan(place, "--no-config").complaints.isEmpty)
        try place.write("own.yaml", "ignore: [one]\n")
        #expect(try Self.scan(place, "--config", "own.yaml").complaints.isEmpty)
    }

    @Test("A configuration in an excluded folder counts for what lies there: the one above does not")
    func configurationInExcludedFolder() throws {
        let place = try Self.place([".sluice.yaml": "exclude: [vendor/]\n", "vendor/a.py": Self.source, "vendor/ours/b.py": Self.source, "vendor/ours/.sluice.yaml": "ignore: [two]\n"])
        #expect(Self.found(try Self.scan(place)) == ["vendor/ours/b.py: error one"])
    }

    @Test("What is excluded is not scanned, named or not, and nothing is said of it")
    func excluded() throws {
        let place = try Self.place([
            ".sluice.yaml": "exclude: [vendor/, '*_pb2.py', '!ours_pb2.py']\n", "a.py": Self.source, "vendor/x/b.py": Self.source, "b_pb2.py": Self.source,
            "ours_pb2.py": Self.source, "vendor/node_modules/y.py": "",
        ])
        #expect(Set(Self.found(try Self.scan(place)).map { $0.prefix { $0 != ":" } }) == ["a.py", "ours_pb2.py"])
        let named = try Self.scan(place, "vendor/x/b.py", "a.py", "b_pb2.py")
        #expect(Set(Self.found(named).map { $0.prefix { $0 != ":" } }) == ["a.py"])
        #expect(!(try place.run("scan", "--format", "json").output.contains("vendor")))
    }

    @Test("The run's own settings are those of the folder one stands in, or where it has none, of what is scanned")
    func runSettings() throws {
        let place = try Self.place(["p/a.py": "two()\n", "p/.sluice.yaml": "fail-on: error\nlimits: {max-file-size: 1K}\n", "p/q/b.py": "two()\n", "p/q/.sluice.yaml": "fail-on: hint\n"])
        try place.write("p/large.py", String(repeating: "# a comment\n", count: 100))
        #expect(try Self.scan(place, "p").code == 0)
        #expect(try Self.scan(place, "p/q").code == 1)
        #expect(try Self.scan(place, "p", "--fail-on", "warning").code == 1)
        #expect(try place.run("scan", "p", "--format", "json").output.contains("p/large.py"))
        #expect(!(try place.run("scan", "p", "--format", "json", "--max-file-size", "1M").output.contains("large.py")))
        try place.write(".sluice.yaml", "fail-on: never\n")
        #expect(try Self.scan(place, "p/q").code == 0)
    }

    @Test("Approved helpers of the configuration count as limits, as --approved's do")
    func approved() throws {
        let program = "import asyncio\nfrom pools import run_all\n\n\nasync def fetch(url):\n    await asyncio.sleep(1)\n\n\nasync def main(urls):\n    await run_all([fetch(u) for u in urls])\n    await asyncio.gather(*[fetch(u) for u in urls])\n"
        let place = try Self.place(["a.py": program, "pools.py": "import asyncio\n\n\nasync def run_all(work):\n    return await asyncio.gather(*work)\n"])
        let option = try place.run("scan", "--format", "json", "--approved", "pools.run_all")
        #expect(option.output.contains("\"fanOuts\":{"))
        let without = try place.run("scan", "--format", "json")
        try place.write(".sluice.yaml", "approved: [pools.run_all]\n")
        func findings(_ run: Workplace.Run) throws -> NSArray? {
            try (JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])?["findings"] as? NSArray
        }
        let configured = try place.run("scan", "--format", "json")
        #expect(try findings(configured) == findings(option))
        #expect(configured.output.contains("\"fanOuts\":{") && !without.output.contains("\"fanOuts\":{"))
    }

    @Test("Rules a configuration brings run where it counts, and nowhere else")
    func broughtRules() throws {
        let place = try Workplace([
            "a/.sluice.yaml": "rules: lint\nseverity: {one: warning}\n", "a/lint/r.yaml": Self.rules, "a/x.py": Self.source, "b/x.py": Self.source,
            "c/.sluice.yaml": "extends: ../a/.sluice.yaml\nselect: [two]\n", "c/x.py": Self.source,
        ])
        #expect(Self.found(try place.run("scan", "--format", "concise")) == ["a/x.py: warning one", "a/x.py: warning two", "c/x.py: warning two"])
        #expect(Self.found(try place.run("scan", "--format", "concise", "--rules", "a/lint")).contains("b/x.py: error one"), "the command line's are everybody's")
        try place.write("a/.sluice.yaml", "rules: gone\n")
        let run = try place.run("scan", "--format", "concise")
        #expect(run.code == 65 && run.complaints.contains("a/.sluice.yaml:1:8: `rules`: no rule file or folder"))
    }

    @Test("A wrong one costs its own folder its settings: what is above counts there, the findings are told, and the run ends with 65")
    func wrong() throws {
        let place = try Self.place([
            ".sluice.yaml": "ignore: [two]\n", "sub/.sluice.yaml": "select: [on]\nsevrity: {}\n", "sub/deep/.sluice.yaml": "ignore: [tow]\noverrides: [{paths: [a], severity: {onee: off}}]\n",
            "a.py": Self.source, "sub/b.py": Self.source, "sub/deep/c.py": Self.source, "fine/.sluice.yaml": "select: [two]\n", "fine/d.py": Self.source,
        ])
        let run = try Self.scan(place)
        #expect(run.code == 65)
        #expect(Self.found(run) == ["a.py: error one", "fine/d.py: warning two", "sub/b.py: error one", "sub/deep/c.py: error one"])
        for words in ["sub/.sluice.yaml:2:1: unknown key `sevrity`; did you mean `severity`?", "sub/deep/.sluice.yaml:1:10: no rule, code or family is called `tow`; did you mean `two`?", "sub/deep/.sluice.yaml:2:37: no rule, code or family is called `onee`; did you mean `one`?"] {
            #expect(run.complaints.contains(words), "\(run.complaints)")
        }
        #expect(try Self.scan(place, "--no-config").code == 1)
        let named = try Self.scan(place, "--config", "sub/.sluice.yaml")
        #expect(named.code == 65 && named.output.isEmpty)
        let misnamed = try Self.scan(place, "--config", "sub/deep/.sluice.yaml")
        #expect(misnamed.code == 65 && misnamed.output.isEmpty && misnamed.complaints.contains("`tow`"))
        #expect(try Self.scan(place, "--config", "gone.yaml").code == 66)
        #expect(try Self.scan(place, "--config", "gone.yaml", "--no-config").code == 64)
    }

    @Test("One that may not be read is told of and passed over")
    func unreadable() throws {
        let place = try Self.place([".sluice.yaml": "select: [two]\n", "sub/.sluice.yaml": "select: [one]\n", "sub/b.py": Self.source, "dir/.sluice.yaml/x.txt": "", "dir/c.py": Self.source])
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: place["sub/.sluice.yaml"])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path)
        let run = try place.run("scan", "--rules", "more", "--format", "concise", as: getuid() == 0 ? "65534" : nil)
        #expect(Self.found(run) == ["dir/c.py: warning two", "sub/b.py: warning two"])
        #expect(run.code == 65)
        #expect(run.complaints.contains("sub/.sluice.yaml:1:1: this configuration cannot be read: permission denied"))
        #expect(run.complaints.contains("dir/.sluice.yaml:1:1: this configuration is a folder, not a file"))
    }

    @Test("In a submodule only its own configuration counts, and a folder named through a link has that of where it lies")
    func elsewhere() throws {
        let place = try Self.place([
            ".sluice.yaml": "select: [two]\n", ".git/HEAD": "ref: refs/heads/main\n", ".git/objects/x": "", ".git/modules/m/HEAD": "ref: refs/heads/main\n",
            ".git/modules/m/objects/x": "", "with/.git": "gitdir: ../.git/modules/m\n", "with/.sluice.yaml": "select: [five]\n", "with/a.py": Self.source,
            "without/.git": "gitdir: ../.git/modules/m\n", "without/b/b.py": Self.source, "own/c.py": Self.source, "links/.sluice.yaml": "select: [one]\n",
        ])
        try FileManager.default.createSymbolicLink(atPath: place["links/to"], withDestinationPath: "../own")
        #expect(Self.found(try Self.scan(place)) == ["own/c.py: warning two", "with/a.py: hint five", "without/b/b.py: error one", "without/b/b.py: warning two"])
        #expect(Self.found(try Self.scan(place, "links/to")) == ["links/to/c.py: warning two"])
        #expect(Self.found(try Self.scan(place, "without/b/b.py")) == ["without/b/b.py: error one", "without/b/b.py: warning two"])
    }

    @Test("Standard input has the configuration of the path it goes by, there or not")
    func standardInput() throws {
        let place = try Self.place(["sub/.sluice.yaml": "select: [two]\noverrides: [{paths: [new/], severity: {two: hint}}]\n"])
        for (path, expected) in [("sub/a.py", ["sub/a.py: warning two"]), ("sub/new/folder/a.py", ["sub/new/folder/a.py: hint two"]), ("a.py", ["a.py: error one", "a.py: warning two"])] {
            let run = try place.run("scan", "--rules", "more", "--format", "concise", "--stdin-path", path, input: Self.source)
            #expect(Self.found(run) == expected)
        }
    }

    @Test("A rule that is off in a file leaves suppressions of it alone; findings about suppressions can be graded, too")
    func suppressions() throws {
        let text = "one()  # sluice: ignore[one]\nthree()  # sluice: ignore[two] nothing\n"
        let place = try Self.place(["a.py": text, "sub/b.py": text, "sub/.sluice.yaml": "ignore: [two]\nseverity: {XX005: hint}\n", "c/c.py": text, "c/.sluice.yaml": "ignore: [XX]\n"])
        #expect(
            Self.found(try Self.scan(place, "--select", "one,two,XX", "a.py")) == ["a.py: warning suppression-without-reason", "a.py: warning unused-suppression"])
        #expect(Self.found(try Self.scan(place)) == ["a.py: warning suppression-without-reason", "a.py: warning unused-suppression", "sub/b.py: hint suppression-without-reason"])
    }

    @Test("What another file's configuration silences is a fact all the same: the callee's folder has every rule off")
    func facts() throws {
        let place = try Self.place([
            "app/main.py": "from lib.slow import wait\n\n\nasync def main():\n    wait()\n", "lib/__init__.py": "", "app/__init__.py": "",
            "lib/slow.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
        ])
        let before = Self.found(try place.run("scan", "--format", "concise"))
        try #require(before.contains { $0.hasPrefix("app/main.py: ") })
        try place.write("lib/.sluice.yaml", "select: []\n")
        #expect(Self.found(try place.run("scan", "--format", "concise")) == before.filter { $0.hasPrefix("app/") })
    }
}
