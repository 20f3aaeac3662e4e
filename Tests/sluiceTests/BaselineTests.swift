import Foundation
import Testing

@Suite struct BaselineTests {
    private static let options = ["--select", "BA001"]

    private func run(_ place: Workplace, _ arguments: String...) throws -> Workplace.Run { place.end(try place.start(arguments + Self.options)) }

    @Test("What is known counts for nothing; one more counts")
    func known() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        #expect(try run(place, "baseline", "create").code == 0)
        let text = try #require(place.read("sluice-baseline.txt"))
        #expect(text.hasPrefix("# sluice baseline 1\n") && text.contains("\n# of: .\n") && !text.contains("a.py"))

        let quiet = try run(place, "scan", "--baseline", "sluice-baseline.txt")
        #expect(quiet.code == 0, "\(quiet.output)\(quiet.complaints)")
        #expect(quiet.output.contains("1 known finding in the baseline") && !quiet.output.contains("src/a.py:"))

        // Moved down, indented anew, in a file of another name: known. A second one like it is not.
        try FileManager.default.removeItem(atPath: place["src/a.py"])
        try place.write("src/b.py", "import time\n\nX = 1\n\n\nasync def poll():\n        time.sleep( 1 )\n")
        #expect(try run(place, "scan", "--baseline", "sluice-baseline.txt").code == 0)
        try place.write("src/c.py", Sample.sleeping)
        let more = try run(place, "scan", "--baseline", "sluice-baseline.txt", "--format", "concise")
        #expect(more.code == 1 && more.lines.count == 1)
    }

    @Test("JSON and SARIF keep what is known, marked")
    func marked() throws {
        let place = try Workplace(["a.py": Sample.sleeping])
        _ = try run(place, "baseline", "create")
        try place.write("b.py", Sample.sleeping.replacingOccurrences(of: "poll", with: "other"))
        let json = try run(place, "scan", "--baseline", "sluice-baseline.txt", "--format", "json").output
        #expect(json.contains("\"baseline\":{\"name\":\"sluice-baseline.txt\",\"known\":1,\"new\":1,\"stale\":0}"))
        #expect(json.contains("\"findings\":1,") && json.contains("\"baseline\":\"unchanged\"") && json.contains("\"baseline\":\"new\""))
        let sarif = try run(place, "scan", "--baseline", "sluice-baseline.txt", "--format", "sarif").output
        #expect(sarif.contains("\"baselineState\":\"unchanged\"") && sarif.contains("\"baselineState\":\"new\""))
        #expect(try !run(place, "scan", "--format", "sarif").output.contains("baselineState"))
    }

    @Test("update takes in nothing new unless told, and drops what is gone")
    func update() throws {
        let place = try Workplace(["a.py": Sample.sleeping])
        _ = try run(place, "baseline", "create", "--baseline", "known.txt")
        let before = place.read("known.txt")
        try place.write("a.py", Sample.sleeping.replacingOccurrences(of: "poll", with: "other"))
        let refused = try run(place, "baseline", "update", "--baseline", "known.txt")
        #expect(refused.code == 1 && refused.output.contains("a.py:5:5") && refused.complaints.contains("--accept-new"))
        #expect(place.read("known.txt") == before)
        let taken = try run(place, "baseline", "update", "--baseline", "known.txt", "--accept-new")
        #expect(taken.code == 0 && taken.output.contains("1 finding; 1 new, 1 dropped"), "\(taken.output)")
        #expect(try run(place, "scan", "--baseline", "known.txt", "--fail-on-stale").code == 0)
        #expect(try place.names().filter { $0.hasSuffix(".tmp") }.isEmpty)
    }

    @Test("What is gone is told of after a whole scan, fails when asked, and prune drops it")
    func stale() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping, "lib/b.py": Sample.clean])
        _ = try run(place, "baseline", "create")
        try place.write("src/a.py", Sample.clean)
        let told = try run(place, "scan", "--baseline", "sluice-baseline.txt")
        #expect(told.code == 0 && told.output.contains("not there any more"))
        #expect(try run(place, "scan", "--baseline", "sluice-baseline.txt", "--fail-on-stale").code == 1)
        // A part of the tree cannot tell.
        let part = try run(place, "scan", "lib", "--baseline", "sluice-baseline.txt", "--fail-on-stale")
        #expect(part.code == 0 && !part.output.contains("not there any more"))
        #expect(place.end(try place.start(["scan", "--baseline", "sluice-baseline.txt", "--fail-on-stale", "--select", "FT"])).code == 0)
        #expect(try run(place, "baseline", "prune", "lib").code == 64)
        #expect(try run(place, "baseline", "prune").output.contains("0 findings; 1 dropped"))
        #expect(try run(place, "scan", "--baseline", "sluice-baseline.txt", "--fail-on-stale").code == 0)
    }

    @Test("A baseline of a folder is brought up to date without naming the folder, from anywhere")
    func roots() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping, "lib/b.py": Sample.sleeping, "ci/x": ""])
        _ = try run(place, "baseline", "create", "src", "--baseline", "ci/known.txt")
        #expect(place.read("ci/known.txt")?.contains("# of: ../src\n") == true)
        #expect(try run(place, "baseline", "prune", "--baseline", "ci/known.txt").output.contains("1 finding; 0 dropped"))
        #expect(try run(place, "scan", "src", "--baseline", "ci/known.txt").code == 0)
    }

    @Test("create does not write over a baseline; show counts it, unknown rules are told of and kept")
    func shown() throws {
        let place = try Workplace(["a.py": Sample.sleeping])
        _ = try run(place, "baseline", "create")
        #expect(try run(place, "baseline", "create").code == 64)
        #expect(try run(place, "baseline", "create", "--force").code == 0)
        let foreign = "1:\(String(repeating: "0", count: 32)) their-rule 2\n"
        try place.write("sluice-baseline.txt", try #require(place.read("sluice-baseline.txt")) + foreign)
        let shown = try place.run("baseline", "show")
        #expect(shown.output.contains("2  their-rule  (no such rule here)") && shown.output.contains("3 findings of ."), "\(shown.output)")
        let scan = try run(place, "scan", "--baseline", "sluice-baseline.txt", "--fail-on-stale")
        #expect(scan.code == 0 && scan.complaints.contains("their-rule"))
        _ = try run(place, "baseline", "prune")
        #expect(place.read("sluice-baseline.txt")?.contains(foreign) == true)
    }

    @Test("A baseline that cannot be used ends the run before anything is scanned")
    func unusable() throws {
        let place = try Workplace(["a.py": Sample.sleeping, "folder/x": ""])
        let missing = try run(place, "scan", "--baseline", "none.txt")
        #expect(missing.code == 66 && missing.complaints.contains("baseline create") && missing.output.isEmpty)
        #expect(try run(place, "scan", "--baseline", "folder").code == 66)
        try place.write("merge.txt", "# sluice baseline 1\n<<<<<<< HEAD\n")
        let merge = try run(place, "scan", "--baseline", "merge.txt")
        #expect(merge.code == 65 && merge.complaints.contains("merge.txt:2:") && merge.complaints.contains("both sides"))
        try place.write("newer.txt", "# sluice baseline 7\n")
        #expect(try run(place, "scan", "--baseline", "newer.txt").code == 65)
        #expect(try run(place, "scan", "--fail-on-stale", "--baseline-ref", "HEAD").code == 64)
    }
}

@Suite struct BaselineRevisionTests {
    private func repository(_ files: [String: String]) throws -> Workplace {
        let place = try Workplace(files)
        try place.git("init", "-q", "-b", "main")
        try place.git("add", "-A")
        try place.git("commit", "-q", "-m", "first")
        return place
    }

    private func scan(_ place: Workplace, _ arguments: String...) throws -> Workplace.Run {
        place.end(try place.start(["scan", "--select", "BA001", "--format", "concise"] + arguments))
    }

    @Test("What a commit has is known, whatever became of its files in the working tree since")
    func known() throws {
        let place = try repository(["src/a.py": Sample.sleeping])
        #expect(try scan(place).code == 1)
        #expect(try scan(place, "--baseline-ref", "HEAD").code == 0)
        try place.git("mv", "src/a.py", "src/renamed.py")
        #expect(try scan(place, "--baseline-ref", "HEAD").code == 0)
        try place.write("src/b.py", Sample.sleeping)
        let more = try scan(place, "--baseline-ref", "main")
        #expect(more.code == 1 && more.lines.count == 1)
        #expect(try place.run("scan", "src", "--baseline-ref", "HEAD", "--select", "BA001", "--format", "json").output.contains("{\"name\":\"HEAD\",\"known\":1,\"new\":1,\"stale\":null}"))
        try place.git("add", "-A")
        try place.git("commit", "-q", "-m", "second")
        #expect(try scan(place, "--baseline-ref", "HEAD").code == 0)
        #expect(try scan(place, "--baseline-ref", "HEAD~1").code == 1)
    }

    @Test("A revision that is not there, no repository, no git: each says so and ends with 66")
    func messages() throws {
        let place = try repository(["a.py": Sample.clean])
        let unknown = try scan(place, "--baseline-ref", "mian")
        #expect(unknown.code == 66 && unknown.complaints.contains("Did you mean main?"), "\(unknown.complaints)")
        let outside = try Workplace(["a.py": Sample.clean])
        let none = outside.end(try outside.start(["scan", "--baseline-ref", "HEAD"], environment: ["GIT_CEILING_DIRECTORIES": "/"]))
        #expect(none.code == 66 && none.complaints.contains("no git repository"), "\(none.complaints)")
        let missing = place.end(try place.start(["scan", "--baseline-ref", "HEAD"], environment: ["PATH": "/nonexistent"]))
        #expect(missing.code == 66 && missing.complaints.contains("no program called git"), "\(missing.complaints)")
        #expect(try scan(place, "--baseline-ref", "HEAD", "--baseline", "x").code == 64)
    }

    @Test("Hooks, pagers and monitors a repository configures are not run")
    func hooks() throws {
        let place = try repository(["a.py": Sample.sleeping])
        try place.write("trap.sh", "#!/bin/sh\ntouch \(place["sprung"])\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place["trap.sh"])
        for key in ["core.fsmonitor", "core.pager", "diff.external", "core.editor"] { try place.git("config", key, place["trap.sh"]) }
        #expect(try scan(place, "--baseline-ref", "HEAD").code == 0)
        #expect(place.read("sprung") == nil)
    }
}
