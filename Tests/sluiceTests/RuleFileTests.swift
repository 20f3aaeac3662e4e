import Foundation
import Testing

/// Rule files that are not what they should be: every mistake with its place, exit 65, and the other rules' findings.
@Suite struct RuleFileTests {
    private static let head = "language: python\nmessage: m\n"
    /// 10^6 nodes and more from a few lines.
    private static let bomb = (["a: &a [x,x,x,x,x,x,x,x,x,x]"] + zip("bcdefg", "abcdef").map { "\($0): &\($0) [\(Array(repeating: "*\($1)", count: 10).joined(separator: ","))]" }).joined(separator: "\n")

    @Test(
        "A mistake is told as file:line:column and costs its own rule only",
        arguments: [
            ("bad YAML", "id: a\nlanguage: [python\nmessage: m\n", "r.yaml:3:8: ", "bracket"),
            ("not UTF-8 bytes are read as text", "id: \u{1}\n", "r.yaml:1:", "control"),
            ("unknown key", "id: a\n\(head)nots: x\nrule: {kind: call}\n", "r.yaml:4:1: ", "unknown key `nots`"),
            ("unknown key in a rule object", "id: a\n\(head)rule: {kind: call, patern: x}\n", "r.yaml:4:20: ", "unknown key `patern`"),
            ("no rule", "id: a\n\(head)", "r.yaml:1:1: ", "`rule`"),
            ("no id", "\(head)rule: {kind: call}\n", "r.yaml:1:1: ", "`id`"),
            ("another language", "id: a\nlanguage: cobol\nmessage: m\nrule: {kind: call}\n", "r.yaml:2:11: ", "cobol"),
            ("a kind that does not exist", "id: a\n\(head)rule: {kind: nonsense}\n", "r.yaml:4:14: ", "no kind `nonsense`"),
            ("a constraint on nothing", "id: a\n\(head)rule: {pattern: f($A)}\nconstraints: {B: {regex: x}}\n", "r.yaml:5:15: ", "$B"),
            ("a transform of nothing", "id: a\n\(head)rule: {pattern: f($A)}\ntransform: {C: {replace: {source: $D, replace: a, by: b}}}\n", "r.yaml:5:", "$D"),
            ("a short transform of nothing", "id: a\n\(head)rule: {pattern: f($A)}\ntransform:\n  C: replace($D, replace=a, by=b)\n", "r.yaml:6:6: ", "$D"),
            ("a fix with nothing", "id: a\n\(head)rule: {pattern: f($A)}\nfix: g($E, $A)\n", "r.yaml:5:6: ", "$E"),
            ("utilities in a circle", "id: a\n\(head)utils:\n  u: {any: [{matches: v}, {kind: call}]}\n  v: {all: [{matches: u}]}\nrule: {matches: u}\n", "r.yaml:", "itself"),
            ("an alias bomb", bomb + "\n", "r.yaml:6:", "aliases"),
            ("an id given twice", "id: a\n\(head)rule: {kind: call}\n---\nid: a\n\(head)rule: {kind: call}\n", "r.yaml:6:5: ", "taken by r.yaml:1"),
            ("a regex RE2 cannot take", "id: a\n\(head)rule: {kind: identifier, regex: '(?=x)'}\n", "r.yaml:4:", "?="),
        ])
    func mistake(what: String, text: String, place: String, word: String) throws {
        let workplace = try Workplace(["r.yaml": text + "", "good.py": Sample.sleeping])
        let lint = try workplace.run("rules", "lint", "r.yaml")
        #expect(lint.code == 65, "\(what)")
        #expect(lint.output.contains(place) && lint.output.contains(word), "\(what)")
    }

    @Test("A scan with broken rules runs the others and ends with 65, all mistakes told")
    func scan() throws {
        let place = try Workplace([
            "good.py": Sample.sleeping + "\nfine()\n", "rules/a.yaml": "id: a\n\(Self.head)rule: {kind: nonsense}\n", "rules/b.yaml": "id: b\nrule: x\n",
            "rules/c.yaml": Sample.rule("fine", function: "fine"), "rules/notes.txt": "no rule",
        ])
        let run = try place.run("scan", "good.py", "--rules", "rules", "--format", "concise")
        #expect(run.code == 65)
        #expect(run.lines.count == 2)
        #expect(run.complaints.contains("rules/a.yaml:4:14: ") && run.complaints.contains("rules/b.yaml:1:1: "))
        let missing = try place.run("scan", "good.py", "--rules", "nowhere")
        #expect(missing.code == 66)
        #expect(missing.complaints.contains("nowhere"))
        try place.write("binary.yaml", Data([0x69, 0x64, 0x3A, 0xFF, 0xFE]))
        #expect(try place.run("rules", "lint", "binary.yaml").code == 65)
        #expect(try place.run("scan", "good.py", "--rules", "/dev/zero").code == 66)
    }

    @Test("Ten thousand rules load, lint and run")
    func many() throws {
        let rules = (0..<10_000).map { Sample.rule("rule-\($0)", function: "function\($0)") }.joined(separator: "---\n")
        let place = try Workplace(["rules.yaml": rules, "a.py": "function9999(1)\nfunction10000(1)\n"])
        #expect(try place.run("rules", "lint", "rules.yaml").output == "10000 rules, no mistakes\n")
        let run = try place.run("scan", "a.py", "--rules", "rules.yaml", "--format", "concise")
        #expect(run.output == "a.py:1:1: warning: calls function9999 [rule-9999]\n")
    }

    @Test("An ast-grep project's sgconfig.yml is honoured: its rules, its utilities")
    func project() throws {
        let place = try Workplace([
            "sgconfig.yml": "ruleDirs: [rules]\nutilDirs: [utils]\n", "rules/one.yml": "id: one\n\(Self.head)severity: warning\nrule: {kind: call, matches: shout}\n",
            "utils/shout.yml": "id: shout\nlanguage: python\nrule: {has: {field: function, regex: '^[A-Z]+$'}}\n", "a.py": "LOUD()\nquiet()\n",
        ])
        let run = try place.run("scan", "a.py", "--rules", "sgconfig.yml", "--format", "concise")
        #expect(run.output == "a.py:1:1: warning: m [one]\n")
        #expect(try place.run("scan", "a.py", "--rules", ".", "--format", "concise").output == run.output)
        #expect(try place.run("rules", "lint", "sgconfig.yml").output == "1 rule, no mistakes\n")
    }

    @Test("The sgconfig.yml of the working directory is honoured by itself, and read once when it is named, too")
    func projectHere() throws {
        let place = try Workplace([
            "sgconfig.yml": "ruleDirs: [rules]\nutilDirs: [utils]\n", "rules/one.yml": "id: one\n\(Self.head)severity: warning\nrule: {kind: call, matches: shout}\n",
            "rules/ts.yml": "id: ts\nlanguage: TypeScript\nmessage: m\nrule: {kind: call_expression}\n",
            "utils/shout.yml": "id: shout\nlanguage: python\nrule: {has: {field: function, regex: '^[A-Z]+$'}}\n", "a.py": "LOUD()\nquiet()\n",
            "fixtures/rules/one/a.py": "# ruleid: one\nLOUD()\n",
        ])
        let run = try place.run("scan", "a.py", "--format", "concise")
        #expect(run.output == "a.py:1:1: warning: m [one]\n" && run.code == 1, "\(run.complaints)")
        for more in [["--rules", "sgconfig.yml"], ["--rules", "."], ["--rules", "rules/one.yml"], ["--rules", place["rules"]], ["--select", "one"]] {
            let again = place.end(try place.start(["scan", "a.py", "--format", "concise"] + more))
            #expect(again.output == run.output && again.code == 1, "\(more) \(again.complaints)")
        }
        #expect(try place.run("rules", "list").lines.contains { $0.contains(" one ") })
        #expect(try place.run("rules", "lint").output == "1 rule, no mistakes\n")
        let test = try place.run("rules", "test")
        #expect(test.code == 0 && test.output.contains(/^[1-9]\d* marks checked, 0 failed/), "\(test.output)\(test.complaints)")
    }

    @Test(
        "A project file with a mistake ends the run with 65 and the mistake's place",
        arguments: [
            ("ruleDirs: [rules", "sgconfig.yml:1:"), ("utilDirs: [a]\n", "sgconfig.yml:1:1: "), ("ruleDirs:\n  - rules\n  - nowhere\n", "sgconfig.yml:3:5: "),
            ("ruleDirs: [a.py]\n", "sgconfig.yml:1:12: "), ("ruleDirs: [rules]\nutilDirs: [none]\n", "sgconfig.yml:2:12: "),
        ])
    func brokenProject(text: String, complaint: String) throws {
        let place = try Workplace(["sgconfig.yml": text, "rules/one.yml": Sample.rule("one", function: "one"), "a.py": "one()\n"])
        for command in [["scan", "a.py"], ["rules", "list"], ["rules", "lint"]] {
            let run = place.end(try place.start(command))
            #expect(run.code == 65 && run.output.isEmpty && run.complaints.contains(complaint), "\(command) \(run.code) \(run.complaints)")
        }
    }

    @Test("Without a project file `rules lint` wants a path")
    func lintOfNothing() throws {
        let place = try Workplace(["sgconfig.yml/a.yaml": Sample.rule("one", function: "one")])
        #expect(try place.run("rules", "lint").code == 64)
        #expect(try place.run("scan").code == 0)
    }
}
