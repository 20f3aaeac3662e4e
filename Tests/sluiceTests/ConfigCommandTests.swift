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
