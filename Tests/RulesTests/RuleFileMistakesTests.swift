import Findings
import Rules
import Testing

/// What can be wrong with a rule file as a document: keys, types, words.
@Suite struct RuleFileMistakesTests {
    @Test(arguments: [
        ("language: python\nrule: {kind: call}", "1:1", "needs an `id`"),
        ("id: ''\nlanguage: python\nrule: {kind: call}", "1:1", "needs an `id`"),
        ("id: [a]\nlanguage: python\nrule: {kind: call}", "1:5", "`id` must be text"),
        ("id: t\nrule: {kind: call}", "1:1", "needs a `language`"),
        ("id: t\nlanguage: cobol\nrule: {kind: call}", "2:11", "unknown language `cobol`"),
        ("id: t\nlanguage: {a: b}\nrule: {kind: call}", "2:11", "`language` must be text"),
        ("id: t\nlanguage: python", "1:1", "needs `rule`"),
        ("id: t\nlanguage: file", "1:1", "needs `file`"),
        ("id: t\nlanguage: text", "1:1", "needs `text`"),
        ("[a, b]", "1:1", "must be a mapping"),
    ] as [(String, String, String)])
    func whatEveryRuleNeeds(_ text: String, _ place: String, _ words: String) {
        #expect(isOnly(mistakes(text), place, words), "\(mistakes(text))")
    }

    @Test(arguments: [
        ("rul: {kind: call}\nrule: {kind: call}", "3:1", "unknown key `rul`"),
        ("rule: {kind: call}\nseverity: note", "4:11", "unknown severity `note`; expected one of"),
        ("rule: {kind: call}\nseverity: [error]", "4:11", "unknown severity"),
        ("rule: {kind: call}\nmessage: {a: b}", "4:10", "`message` must be text"),
        ("rule: {kind: call}\nnote: [a]", "4:7", "`note` must be text"),
        ("rule: {kind: call}\ncode: [a]", "4:7", "`code` must be text"),
        ("rule: {kind: call}\napplies-to: [source, tests]", "4:22", "unknown role `tests`"),
        ("rule: {kind: call}\nmetadata: 5", "4:11", "`metadata` must be a mapping"),
        ("rule: {kind: call}\nmetadata: {family: fun}", "4:20", "unknown family `fun`"),
        ("rule: {kind: call}\nmetadata: {confidence: sure}", "4:24", "unknown confidence `sure`"),
        ("rule: {kind: call}\nmetadata: {cwe: [772, many]}", "4:23", "`cwe` is a number"),
        ("rule: {kind: call}\nmetadata: {references: [{a: b}]}", "4:25", "`references` must be text"),
        ("rule: {kind: call}\nfiles: [{a: b}]", "4:9", "`files` must be text"),
        ("rule: {kind: call}\nconstraints: [a]", "4:14", "`constraints` must be a mapping"),
        ("rule: {kind: call}\nutils: 3", "4:8", "`utils` must be a mapping"),
        ("rule: {kind: call}\nminor: 3", "4:8", "`minor` must be a mapping"),
        ("rule: {kind: call}\nminor: {message: a}", "4:8", "`minor` needs `rule`"),
        ("rule: {kind: call}\nminor: {rule: {kind: call}, note: a}", "4:29", "unknown key `note`"),
        ("rule: {kind: call}\nminor: {rule: {kind: cal}}", "4:22", "has no kind `cal`"),
    ] as [(String, String, String)])
    func keysOfTheDocument(_ rest: String, _ place: String, _ words: String) {
        #expect(isOnly(mistakes(python: rest), place, words), "\(mistakes(python: rest))")
    }

    @Test func metadataOfOthersIsLeftAlone() {
        #expect(mistakes(python: "rule: {kind: call}\nmetadata: {owner: {team: [a]}, cwe: 'CWE-772: Missing Release', since: 0.1.0}") == [])
    }

    @Test func allMistakesOfADocumentAtOnce() {
        let found = mistakes(
            """
            code: [1]
            languag: python
            severity: loud
            applies-to: [everything]
            rule:
              kind: calls
              patern: f()
              has: {regex: '(', stopBy: never}
            """)
        #expect(found.count == 8, "\(found)")
        for words in [
            "needs an `id`", "needs a `language`", "`code` must be text", "`languag`", "`loud`", "`everything`", "`patern`", "stopBy `never`",
        ] {
            #expect(found.contains { $0.contains(words) }, "\(words)")
        }
    }

    @Test func mistakesOfReadingAndOfCompilingAtOnce() {
        let found = mistakes(python: "rule:\n  kind: calls\n  patern: f()\n  regex: '('\n  has: {field: nam, kind: call, stopBy: soon}")
        #expect(found.count == 5, "\(found)")
        for words in ["no kind `calls`", "`patern`", "no field `nam`", "stopBy `soon`"] { #expect(found.contains { $0.contains(words) }, "\(words)") }
        #expect(found.contains { $0.hasPrefix("6:10 ") }, "the regex, where it stands: \(found)")
    }

    @Test func aMistakeCostsOnlyItsRule() {
        let text = "id: a\nlanguage: python\nrule: {kind: call}\n---\nid: b\nlanguage: python\nrule: {kind: nope}\n---\nid: c\nlanguage: swift\nrule: {call: f}\n---\nid: d\nlanguage: python\nrule: {knd: call}\n"
        let (rules, errors) = RuleFileReader.read(text, file: "f.yaml")
        let (set, more) = RuleSet.compile(rules)
        #expect(set.rules.map(\.metadata.id) == ["a", "c"])
        #expect((errors + more).map(\.line) == [15, 7])
        #expect(more[0].description.hasPrefix("f.yaml:7:14: the python grammar has no kind `nope`"))
    }

    @Test func brokenYAMLHasItsPlace() {
        let (rules, errors) = RuleFileReader.read("id: t\n  language: [", file: "f.yaml")
        #expect(rules.isEmpty && errors.count == 1 && errors[0].line == 2)
    }

    @Test func idsAndCodesAreUnique() {
        let rules = [("a.yaml", "id: x\ncode: BA001\n"), ("b.yaml", "id: x\ncode: BA002\n"), ("c.yaml", "id: y\ncode: BA001\n"), ("d.yaml", "id: z\n")]
            .flatMap { RuleFileReader.read($0.1 + "language: python\nrule: {kind: call}\n", file: $0.0).rules }
        let (set, errors) = RuleSet.compile(rules)
        #expect(set.rules.map(\.metadata.id) == ["x", "z"])
        #expect(errors.map(\.description) == [
            "b.yaml:1:5: the id `x` is taken by a.yaml:1; ids are unique", "c.yaml:1:5: the code `BA001` is taken by a.yaml:1; codes are unique",
        ])
    }

    @Test func badGlobs() {
        let found = mistakes(python: "rule: {kind: call}\nfiles: ['src/[a']")
        #expect(found.allSatisfy { $0.hasPrefix("4:9 ") }, "\(found)")
    }
}
