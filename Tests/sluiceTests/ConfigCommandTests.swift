import Foundation
import Testing

/// `sluice config`.
@Suite struct ConfigCommandTests {
    @Test("show tells what applies to a file and where each setting is written")
    func show() throws {
        let place = try Workplace([
            ".sluice.yaml": "extends: conf/team.yaml\nfail-on: error\n", "conf/team.yaml": "severity:\n  BA001: hint\nlimits: {file-timeout: 3}\n",
            "src/.sluice.yaml": "extends: ../.sluice.yaml\noverrides:\n  - paths: [tests/]\n    ignore: [BA]\nfail-on: never\nexclude: [gen/]\n", "src/a.py": "", "src/tests/b.py": "", "src/gen/c.py": "",
        ])
        let run = try place.run("config", "show", "src/tests/b.py")
        #expect(run.code == 0)
        let lines = run.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.first == "src/tests/b.py: src/.sluice.yaml, which extends .sluice.yaml, conf/team.yaml")
        for line in [
            "severity BA001: hint conf/team.yaml:2:3", "for tests/: ignore BA src/.sluice.yaml:4:14", "BA001 py-blocking-sleep-in-async off src/.sluice.yaml:4:14",
            "fail-on error .sluice.yaml:2:1", "fail-on never src/.sluice.yaml:5:1", "Not in force: a run from here takes these from .sluice.yaml",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(try place.run("config", "show", "src/a.py").lines.contains { $0.contains("BA001 py-blocking-sleep-in-async") && $0.hasSuffix("conf/team.yaml:2:3") })
        #expect(try place.run("config", "show", "src/gen/c.py").output.contains("It is excluded"))
        #expect(try place.run("config", "show", "src").code == 0)
        #expect(try place.run("config", "show", "gone.py").code == 66)
        #expect(try place.run("config", "show", "src", "--no-config").output.contains("as they are"))
        #expect(try place.run("config", "show", "src/a.py", "--ignore", "BA").lines.contains { $0.contains("BA001") && $0.hasSuffix("the command line") })
    }

    private struct Shown: Decodable, Equatable {
        struct Place: Decodable, Equatable { var file: String, line, column: Int }
        struct Entry: Decodable, Equatable { var name, value: String, paths: [String]?, from: Place }
        struct Rule: Decodable, Equatable { var id: String, code: String?, severity: String, from: Place? }
        struct Run: Decodable, Equatable { var configuration: String?, settings, notInForce: [Entry] }
        struct Unread: Decodable, Equatable { var file, rename: String }
        var version, path: String, configuration: String?, extends: [String], excluded: Bool
        var settings: [Entry], rules: [Rule], run: Run, notRead: [Unread]
    }

    @Test("show --format json tells the same for programs")
    func json() throws {
        let place = try Workplace([
            ".sluice.yaml": "extends: conf/team.yaml\nfail-on: error\n", "conf/team.yaml": "severity:\n  BA001: hint\nlimits: {file-timeout: 3}\n",
            "src/.sluice.yaml": "extends: ../.sluice.yaml\noverrides:\n  - paths: [tests/]\n    ignore: [UC001]\nfail-on: never\nexclude: [gen/]\n", "src/tests/b.py": "", "src/gen/c.py": "",
        ])
        func shown(_ options: String...) throws -> Shown {
            let run = place.end(try place.start(["config", "show", "--format", "json"] + options))
            #expect(run.code == 0 && run.complaints.isEmpty)
            return try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8))
        }
        let read = try shown("src/tests/b.py")
        #expect(read.version == "1.0" && read.path == "src/tests/b.py" && read.configuration == "src/.sluice.yaml")
        #expect(read.extends == [".sluice.yaml", "conf/team.yaml"] && !read.excluded && read.notRead.isEmpty)
        #expect(read.settings == [
            Shown.Entry(name: "severity", value: "BA001: hint", paths: nil, from: Shown.Place(file: "conf/team.yaml", line: 2, column: 3)),
            Shown.Entry(name: "exclude", value: "gen/", paths: nil, from: Shown.Place(file: "src/.sluice.yaml", line: 6, column: 11)),
            Shown.Entry(name: "ignore", value: "UC001", paths: ["tests/"], from: Shown.Place(file: "src/.sluice.yaml", line: 4, column: 14)),
        ], "\(read.settings)")
        #expect(read.rules.map(\.code) == ["BA001", "UC001"] && read.rules.map(\.severity) == ["hint", "off"] && read.rules[1].from?.line == 4)
        #expect(read.run.configuration == ".sluice.yaml" && read.run.settings.map(\.name) == ["file-timeout", "fail-on"])
        #expect(read.run.notInForce.map(\.value) == ["never"])
        #expect(try shown("src/gen/c.py").excluded)
        #expect(try shown("src/tests/b.py", "--ignore", "FT001").rules.first { $0.code == "FT001" }.map { $0.from == nil && $0.severity == "off" } == true)
        let none = try shown("src", "--no-config")
        #expect(none.configuration == nil && none.settings.isEmpty && none.rules.isEmpty)
    }

    @Test("A .sluice.yml is told of, with the name it would need, by show and check")
    func misnamed() throws {
        let place = try Workplace([".sluice.yml": "ignore: [BA]\n", "src/.sluice.yaml": "", "src/.sluice.yml": "", "src/a.py": ""])
        let show = try place.run("config", "show", "src/a.py")
        #expect(show.code == 0 && show.lines.first == "src/a.py: src/.sluice.yaml")
        #expect(show.lines.contains(".sluice.yml is not read: a configuration is called .sluice.yaml; rename it to .sluice.yaml"))
        #expect(show.lines.contains("src/.sluice.yml is not read: src/.sluice.yaml beside it is; move what it says there, and remove it"))
        #expect(try place.run("config", "show", "--format", "json", "src").output.contains("\"rename\" : \".sluice.yaml\""))
        let check = try place.run("config", "check")
        #expect(check.code == 0 && check.complaints.components(separatedBy: "is not read").count == 3)
    }

    @Test("check reads every configuration below and all it extends, tells every mistake, and counts those that are right")
    func check() throws {
        let place = try Workplace([".sluice.yaml": "extends: base.yaml\n", "base.yaml": "ignore: [BA]\n", "a/.sluice.yaml": "", ".gitignore": "b/\n", "b/.sluice.yaml": ""])
        let good = try place.run("config", "check")
        #expect(good.code == 0 && good.output == "4 configurations, no mistakes\n")
        try place.write("a/.sluice.yaml", "ignore: [BA0001]\n")
        try place.write("base.yaml", "fail-on: x\nignre: a\n")
        let bad = try place.run("config", "check")
        #expect(bad.code == 65)
        #expect(bad.lines.map { $0.prefix { $0 != " " } } == ["a/.sluice.yaml:1:10:", "base.yaml:1:10:", "base.yaml:2:1:"])
        #expect(try place.run("config", "check", "b").output == "1 configuration, no mistakes\n")
        #expect(try place.run("config", "check", "gone").code == 66)
    }

    @Test("The example of the documentation is right")
    func example() throws {
        let house = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: house.appending(path: "docs/configuration.md"), encoding: .utf8)
        let example = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
        let place = try Workplace([".sluice.yaml": example, "conf/team.yaml": "", "lint/rules/own.yaml": Sample.rule("own", function: "own")])
        let run = try place.run("config", "check")
        #expect(run.output == "2 configurations, no mistakes\n")
    }

    @Test("schema is written whole to a file or to standard output")
    func schema() throws {
        let place = try Workplace()
        let shown = try place.run("config", "schema")
        #expect(try place.run("config", "schema", "--output", "s.json").code == 0)
        #expect(place.read("s.json") == shown.output)
        #expect(try place.run("config", "schema", "--output", "no/s.json").code == 74)
    }
}
