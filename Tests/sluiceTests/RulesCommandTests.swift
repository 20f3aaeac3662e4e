import Foundation
import Testing

@Suite struct RulesCommandTests {
    @Test("list shows every rule on a line, those about suppressions too, and the selection of them")
    func list() throws {
        let place = try Workplace()
        let all = try place.run("rules", "list")
        #expect(all.code == 0)
        #expect(all.output.contains(/BA001 +py-blocking-sleep-in-async +error +/) && all.output.contains(/XX001 +unused-suppression/))
        let some = try place.run("rules", "list", "--select", "EC", "--ignore", "EC001")
        #expect(!some.lines.isEmpty && some.lines.allSatisfy { $0.hasPrefix("EC") && !$0.hasPrefix("EC001") })
        let json = try JSONSerialization.jsonObject(with: Data(place.run("rules", "list", "--json").output.utf8)) as? [[String: Any]]
        #expect(json?.count == all.lines.count)
        #expect(json?.allSatisfy { $0["id"] is String && $0["severity"] is String } == true)
    }

    @Test("explain tells what, why and how to fix, by id or code")
    func explain() throws {
        let place = try Workplace()
        let byCode = try place.run("rules", "explain", "BA001"), byID = try place.run("rules", "explain", "py-blocking-sleep-in-async")
        #expect(byCode.code == 0)
        #expect(byCode.output == byID.output)
        #expect(byCode.output.contains("asyncio.sleep") && byCode.output.contains("confidence"))
        #expect(try place.run("rules", "explain", "unused-suppression").code == 0)
    }

    @Test("schema is a JSON Schema, to standard output or a file")
    func schema() throws {
        let place = try Workplace()
        let shown = try place.run("rules", "schema")
        let schema = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
        #expect((schema?["$schema"] as? String)?.contains("json-schema.org") == true)
        #expect(try place.run("rules", "schema", "--output", "schema.json").code == 0)
        #expect(place.read("schema.json") == shown.output)
        #expect(try place.run("rules", "schema", "--output", "no/folder/schema.json").code == 74)
    }

    @Test("new begins a rule that loads; its empty fixture fails until it is filled in; nothing is overwritten")
    func new() throws {
        let place = try Workplace()
        for id in ["py-waits-badly", "swift-waits-badly"] {
            let made = try place.run("rules", "new", id)
            #expect(made.code == 0)
            let rule = id.hasPrefix("py") ? "rules/python/\(id).yaml" : "rules/swift/\(id).yaml"
            #expect(made.output.contains(rule))
            #expect(try place.run("rules", "lint", rule).output == "1 rule, no mistakes\n")
            #expect(try place.run("rules", "new", id).code == 64)
        }
        #expect(try place.run("rules", "new", "Bad_Name").code == 64)
        // The template calls `module.function`; the fixture has a mark and no such call.
        let test = try place.run("rules", "test", "--rules-dir", "rules")
        #expect(test.code == 1)
        #expect(test.output.contains("fixtures/rules/py-waits-badly/cases.py:"))
    }

    @Test("test holds rules against their fixtures: what is marked and what is not")
    func test() throws {
        let place = try Workplace(["rules/py-no-fine.yaml": Sample.rule("py-no-fine", function: "fine"), "f/py-no-fine/a.py": "# ruleid: py-no-fine\nfine()\n# ok: py-no-fine\nbad()\n"])
        let good = try place.run("rules", "test", "f", "--rules-dir", "rules")
        #expect(good.code == 0, "\(good.output)\(good.complaints)")
        #expect(good.output.contains(/\d+ marks checked, 0 failed/))
        try place.write("f/py-no-fine/a.py", "# ruleid: py-no-fine\nbad()\nfine()\n# ok: py-no-fine\nfine()\n")
        let broken = try place.run("rules", "test", "f", "--rules-dir", "rules")
        #expect(broken.code == 1)
        for (line, word) in [(2, "none was made"), (3, "not marked"), (5, "must stay silent")] {
            #expect(broken.lines.contains { $0.hasPrefix("f/py-no-fine/a.py:\(line): ") && $0.contains(word) }, "\(line)")
        }
        #expect(try place.run("rules", "test", "nowhere", "--rules-dir", "rules").code == 66)
    }

    @Test("test takes one rule's fixture folder, too; where nothing can be checked it says so")
    func testOfOneRule() throws {
        let place = try Workplace([
            "rules/py-one.yaml": Sample.rule("py-one", function: "one"), "rules/py-two.yaml": Sample.rule("py-two", function: "two"),
            "rules/file-mode.yaml": "id: file-mode\nlanguage: text\nmessage: m\ntext: {regex: x}\n", "f/file-mode/a.txt": "x\n", "f/py-two/notes.md": "none\n",
            "f/py-one/a.py": "# ruleid: py-one\none()\n# ok: py-one\ntwo()\n", "empty/a.py": "one()\n",
        ])
        let all = try place.run("rules", "test", "f", "--rules-dir", "rules")
        #expect(all.code == 0, "\(all.output)\(all.complaints)")
        for folder in ["f/py-one", "f/py-one/", "./f/../f/py-one", place["f/py-one"]] {
            #expect(try place.run("rules", "test", folder, "--rules-dir", "rules").output == all.output, "\(folder)")
        }
        try place.write("f/py-one/a.py", "# ruleid: py-one\ntwo()\n")
        let broken = try place.run("rules", "test", "f/py-one", "--rules-dir", "rules")
        #expect(broken.code == 1 && broken.output.hasPrefix("f/py-one/a.py:2: "), "\(broken.output)")
        for (arguments, word) in [
            (["f/py-two"], "no marks of py-two"), (["f/file-mode"], "language text"), (["empty"], "named by a rule's id"), (["f/py-one/a.py"], "no fixture folder"),
            (["f/py-one", "--select", "py-two"], "no marks of py-one"),
        ] {
            let run = place.end(try place.start(["rules", "test", "--rules-dir", "rules"] + arguments))
            #expect(run.code == 66 && run.complaints.contains(word) && run.output.isEmpty, "\(arguments) \(run.code) \(run.complaints)")
        }
    }

    @Test("lint says what it read, and of a folder without rules that there were none")
    func lint() throws {
        let place = try Workplace(["rules/a.yaml": Sample.rule("a", function: "a"), "rules/b.yml": Sample.rule("b", function: "b")])
        #expect(try place.run("rules", "lint", "rules").output == "2 rules, no mistakes\n")
        #expect(try place.run("rules", "lint", "nowhere").code == 66)
    }

    @Test("What cannot be shown, and rules that cannot be read, are told by the exit code")
    func failures() throws {
        let place = try Workplace(["bad.yaml": "id: a\n"])
        #expect(try place.run("rules", "schema", output: FileHandle(forWritingAtPath: "/dev/full")).code == 74)
        let list = try place.run("rules", "list", "--rules", "bad.yaml")
        #expect(list.code == 65)
        #expect(list.output.contains("BA001") && list.complaints.contains("bad.yaml:1:"))
        try place.write("docs", "a file")
        #expect(try place.run("rules", "docs", "docs").code == 74)
    }

    @Test("docs writes a page a rule and takes away pages of rules that are gone")
    func docs() throws {
        let place = try Workplace(["rules/py-one.yaml": Sample.rule("py-one", function: "one"), "docs/py-gone.md": "old", "docs/keep.txt": "mine"])
        #expect(try place.run("rules", "docs", "docs", "--rules-dir", "rules").code == 0)
        #expect(try place.names(in: "docs") == ["README.md", "keep.txt", "py-one.md"])
    }
}
