import Findings
import Testing

@testable import Scanning

@Suite struct SuppressionTests {
    @Test(
        "A comment silences findings of its rules on its line, on the next line, and in the statement it begins or ends",
        arguments: [
            // Behind the code, by id and by code, one of several.
            ("time.sleep(1)  # sluice: ignore[no-sleep] fine here", ["(no-sleep:2)"]),
            ("time.sleep(1)  # sluice: ignore[TT001] fine here", ["(no-sleep:2)"]),
            ("time.sleep(open(p))  # sluice: ignore[no-sleep, TT002] fine here", ["(no-sleep:2)", "(no-open:2)"]),
            ("time.sleep(open(p))  # sluice: ignore[no-sleep] fine here", ["(no-sleep:2)", "no-open:2"]),
            ("time.sleep(1)  #sluice:ignore[ no-sleep ]fine here", ["(no-sleep:2)"]),
            // On a line of its own: for the next line that holds code.
            ("# sluice: ignore[no-sleep] fine here\ntime.sleep(1)", ["(no-sleep:3)"]),
            ("# sluice: ignore[no-sleep] fine here\n\n# Why we wait.\ntime.sleep(1)\ntime.sleep(2)", ["(no-sleep:5)", "no-sleep:6"]),
            ("# sluice: ignore[no-sleep] fine here\n# sluice: ignore[no-open] fine here\ntime.sleep(open(p))", ["(no-sleep:4)", "(no-open:4)"]),
            // A statement of several lines: its first and its last line speak for all of it.
            ("f(  # sluice: ignore[no-sleep] fine here\n    1,\n    time.sleep(1),\n)", ["(no-sleep:4)"]),
            ("f(\n    1,\n    time.sleep(1),\n)  # sluice: ignore[no-sleep] fine here", ["(no-sleep:4)"]),
            ("# sluice: ignore[no-sleep] fine here\nf(\n    1,\n    time.sleep(1),\n)", ["(no-sleep:5)"]),
            ("x = (\n    a\n    + time.sleep(1)\n)  # sluice: ignore[no-sleep] fine here", ["(no-sleep:4)"]),
            // In its middle a comment speaks for one line.
            ("f(\n    time.sleep(1),  # sluice: ignore[no-sleep] fine here\n    time.sleep(2),\n)", ["(no-sleep:3)", "no-sleep:4"]),
            ("f(\n    # sluice: ignore[no-sleep] fine here\n    time.sleep(1),\n    time.sleep(2),\n)", ["(no-sleep:4)", "no-sleep:5"]),
            // The head of a statement with a block is no more than its head.
            ("if time.sleep(1):  # sluice: ignore[no-sleep] fine here\n    time.sleep(2)", ["(no-sleep:2)", "no-sleep:3"]),
            ("# sluice: ignore[no-sleep] fine here\nif (\n    time.sleep(1)\n):\n    time.sleep(2)", ["(no-sleep:4)", "no-sleep:6"]),
            ("if (\n    time.sleep(1)\n):  # sluice: ignore[no-sleep] fine here\n    time.sleep(2)", ["(no-sleep:3)", "no-sleep:5"]),
            ("if a:\n    b()\nelif time.sleep(1):  # sluice: ignore[no-sleep] fine here\n    time.sleep(2)", ["(no-sleep:4)", "no-sleep:5"]),
            ("# sluice: ignore[no-sleep] fine here\nif a:\n    b()\nelif time.sleep(1):\n    c()", ["unused-suppression:2", "no-sleep:5"]),
            ("if a: time.sleep(1)  # sluice: ignore[no-sleep] fine here", ["(no-sleep:2)"]),
            ("a(); time.sleep(1)  # sluice: ignore[no-sleep] fine here", ["(no-sleep:2)"]),
            // Decorated definitions.
            ("# sluice: ignore[no-def] fine here\n@one\n@two(3)\ndef bad():\n    pass", ["(no-def:5)"]),
            ("@one\n@two(3)\n# sluice: ignore[no-def] fine here\ndef bad():\n    pass", ["(no-def:5)"]),
            ("@one\ndef bad(\n    a,\n):  # sluice: ignore[no-def] fine here\n    pass", ["(no-def:3)"]),
            ("@one(time.sleep(1))\n@two\ndef bad():  # sluice: ignore[no-def, no-sleep] fine here\n    time.sleep(1)", ["(no-sleep:2)", "(no-def:4)", "no-sleep:5"]),
            ("class C:\n    # sluice: ignore[no-def] fine here\n    def bad(self):\n        pass\n\n    def bad2(self):\n        pass", ["(no-def:4)", "no-def:7"]),
            // The whole file, from anywhere in it.
            ("time.sleep(1)\n# sluice: ignore-file[no-sleep] fine here\ntime.sleep(2)", ["(no-sleep:2)", "(no-sleep:4)"]),
            ("time.sleep(1)\ntime.sleep(2)\n# sluice: ignore-file[TT001] fine here", ["(no-sleep:2)", "(no-sleep:3)"]),
            // Beside other tools' comments.
            ("time.sleep(1)  # noqa: ASYNC251 # sluice: ignore[no-sleep] fine here", ["(no-sleep:2)"]),
            ("time.sleep(1)  # type: ignore  # sluice: ignore[no-sleep] fine here # noqa", ["(no-sleep:2)"]),
            ("time.sleep(1)  # noqa\ntime.sleep(2)  # type: ignore[attr]\ntime.sleep(3)  # nosec B101", ["no-sleep:2", "no-sleep:3", "no-sleep:4"]),
            // What looks like one in a string, or in prose, is none.
            ("time.sleep(1); s = '# sluice: ignore[no-sleep] no comment'", ["no-sleep:2"]),
            ("s = \"\"\"\n# sluice: ignore-file[no-sleep] no comment\n\"\"\"\ntime.sleep(1)", ["no-sleep:5"]),
            ("# Write sluice: ignore[no-sleep] to silence it.\ntime.sleep(1)", ["no-sleep:3"]),
            ("# sluice: the gate of a lock\ntime.sleep(1)", ["no-sleep:3"]),
        ])
    func python(text: String, expected: [String]) throws {
        #expect(try Project.findings("import time\n" + text + "\n") == expected)
    }

    @Test(
        "The same in Swift",
        arguments: [
            ("sleep(1) // sluice: ignore[swift-no-sleep] fine here", ["(swift-no-sleep:1)"]),
            ("// sluice: ignore[TT003] fine here\nsleep(1)\nsleep(2)", ["(swift-no-sleep:2)", "swift-no-sleep:3"]),
            ("/* sluice: ignore[swift-no-sleep] fine here */ sleep(1)", ["(swift-no-sleep:1)"]),
            ("sleep(1) /* sluice: ignore[swift-no-sleep] fine here */", ["(swift-no-sleep:1)"]),
            ("// sluice: ignore[swift-no-sleep] fine here\nlet x = f(\n    1,\n    sleep(1)\n)", ["(swift-no-sleep:4)"]),
            ("let x = f(\n    1,\n    sleep(1)\n) // sluice: ignore[swift-no-sleep] fine here", ["(swift-no-sleep:3)"]),
            ("func f() {\n    // sluice: ignore[swift-no-sleep] fine here\n    sleep(1)\n    sleep(2)\n}", ["(swift-no-sleep:3)", "swift-no-sleep:4"]),
            ("if sleep(1) == 0 { // sluice: ignore[swift-no-sleep] fine here\n    sleep(2)\n}", ["(swift-no-sleep:1)", "swift-no-sleep:2"]),
            ("run(sleep(1)) { // sluice: ignore[swift-no-sleep] fine here\n    sleep(2)\n}", ["(swift-no-sleep:1)", "swift-no-sleep:2"]),
            ("run { sleep(1) } // sluice: ignore[swift-no-sleep] fine here", ["(swift-no-sleep:1)"]),
            ("class C {\n    // sluice: ignore[swift-no-sleep] fine here\n    let a = sleep(\n        1)\n    let b = sleep(2)\n}", ["(swift-no-sleep:3)", "swift-no-sleep:5"]),
            ("sleep(1)\n// sluice: ignore-file[swift-no-sleep] fine here", ["(swift-no-sleep:1)"]),
            ("// swiftlint:disable:next all\nsleep(1) // NOLINT", ["swift-no-sleep:2"]),
            ("let s = \"// sluice: ignore-file[swift-no-sleep] no\"\nsleep(1)", ["swift-no-sleep:2"]),
            ("let s = \"\"\"\n// sluice: ignore-file[swift-no-sleep] no\n\"\"\"\nsleep(1)", ["swift-no-sleep:4"]),
        ])
    func swift(text: String, expected: [String]) throws {
        #expect(try Project.findings(text + "\n", in: "a.swift") == expected)
    }

    @Test(
        "In files without a syntax tree: line by line, outside of quotes",
        arguments: [
            ("a: !!python/x 1  # sluice: ignore[no-tag] fine here", ["(no-tag:1)"]),
            ("# sluice: ignore[TT004] fine here\n\n# and so on\na: !!python/x 1\nb: !!python/x 2", ["(no-tag:4)", "no-tag:5"]),
            ("a: !!python/x 1\n# sluice: ignore-file[no-tag] fine here\nb: !!python/x 2", ["(no-tag:1)", "(no-tag:3)"]),
            ("a: !!python/x '# sluice: ignore[no-tag] no'", ["no-tag:1"]),
            ("a: !!python/x \"say \\\" # sluice: ignore[no-tag] no\"", ["no-tag:1"]),
            ("a: !!python/x don't  # sluice: ignore[no-tag] fine here", ["(no-tag:1)"]),
            ("a: !!python/x#sluice: ignore[no-tag] no", ["no-tag:1"]),
            ("u: http://host//sluice: ignore[no-tag]\na: !!python/x 1", ["no-tag:2"]),
        ])
    func text(text: String, expected: [String]) throws {
        #expect(try Project.findings(text + "\n", in: "conf/a.yaml") == expected)
    }

    @Test("A finding about a file as a whole is silenced for the whole file only")
    func wholeFile() throws {
        func scan(_ text: String) throws -> [String] {
            let project = try Project(["a.yaml": text, "b.yaml": "b: 1\n"])
            try project.setMode("a.yaml", 0o755)
            return try project.scan().findings.filter { $0.location.path == "a.yaml" }.map(Project.short)
        }
        #expect(try scan("a: 1\n") == ["no-exec:1"])
        #expect(try scan("a: 1  # sluice: ignore-file[no-exec] run by hand\n") == ["(no-exec:1)"])
        #expect(try scan("a: 1  # sluice: ignore[no-exec] run by hand\n") == ["no-exec:1", "unused-suppression:1"])
    }

    @Test("File and text rules' findings in source files obey the same comments, read from the tree")
    func filesRulesInSources() throws {
        let token = "tok_abcdefgh12345678"
        #expect(try Project.findings("a = '\(token)'  # sluice: ignore[no-token] a dummy\n") == ["(no-token:1)"])
        #expect(try Project.findings("a = '''\n# sluice: ignore-file[no-token] no\n\(token)'''\n") == ["no-token:3"])
    }

    @Test("The suppression that is reported carries line, reason and date")
    func reported() throws {
        let report = try Project(["a.py": "import time\ntime.sleep(1)  # sluice: ignore[no-sleep] -- the loop is not up yet until=2026-06-15\n"]).scan()
        #expect(report.findings.map(\.suppression?.line) == [2])
        #expect(report.findings.map(\.suppression?.reason) == ["the loop is not up yet"])
        #expect(report.findings.map(\.suppression?.until) == ["2026-06-15"])
    }
}
