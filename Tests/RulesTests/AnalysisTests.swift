import Findings
import Rules
import Testing

/// `analysis:` in rule files: what is read, what is refused, what it becomes.
@Suite struct AnalysisTests {
    @Test(arguments: [
        ("analysis: reaches", "4:11", "must be a mapping"),
        ("analysis: {to: time.sleep}", "4:11", "needs its `kind`: one of reaches, bounded"),
        ("analysis: {kind: [a]}", "4:18", "`kind` must be text"),
        ("analysis: {kind: reach, to: a.b}", "4:18", "unknown analysis `reach`; expected one of reaches, bounded"),
        ("analysis: {kind: reaches}", "4:11", "needs `to`"),
        ("analysis: {kind: reaches, to: a.b, small: 3}", "4:36", "has no parameter `small`; expected one of to, barriers"),
        ("analysis: {kind: confined, to: a.b}", "4:28", "has no parameter `to`; it has none"),
        ("analysis: {kind: reaches, to: [a.b, [[c]]]}", "4:38", "`to` lists calls"),
        ("analysis: {kind: reaches, to: 'a b'}", "4:31", "is no dotted name"),
        ("analysis: {kind: reaches, to: a.b, near: far}", "4:42", "`near` must be a number from 0"),
        ("analysis: {kind: reaches, to: a.b, near: -1}", "4:42", "`near` must be a number from 0"),
        ("analysis: {kind: bounded, small: 99999999999999999999}", "4:34", "`small` must be a number from 0"),
        ("analysis: {kind: reaches, to: [{cal: a.b}]}", "4:33", "unknown key `cal`"),
        ("analysis: {kind: reaches, to: [{regex: a}]}", "4:32", "must say what kind of node"),
        ("analysis: {kind: reaches, to: [{kind: calls}]}", "4:39", "no kind `calls`"),
        ("analysis: {kind: reaches, to: [{matches: nobody}]}", "4:42", "no utility is called `nobody`"),
    ] as [(String, String, String)])
    func mistakes(_ line: String, _ place: String, _ words: String) {
        let found = RulesTests.mistakes(python: "rule: {call: a.b}\n" + line)
        #expect(found.contains { $0.hasPrefix(place + " ") && $0.contains(words) }, "\(found)")
        #expect(found.count <= 2, "\(found)")
    }

    @Test func onlyRulesAboutCodeHaveOne() {
        let text = "id: t\nlanguage: text\ntext: {patterns: [a]}\nanalysis: {kind: confined}\n"
        #expect(RulesTests.mistakes(text).contains { $0.contains("`analysis` is for rules about code; this one's language is text") })
    }

    private static let rule = """
        id: t
        language: python
        rule: {call: asyncio.gather}
        utils: {queue: {call: queue.Queue.get}}
        analysis:
          kind: bounded
          limiters: [asyncio.Semaphore, 'app.**.Limiter', {call: sem.*, args: {0: {kind: integer}}}]
          drains: {matches: queue}
          approved: []
          small: 12
        """

    @Test func whatARuleFileSaysBecomesKnowledge() throws {
        let read = RuleFileReader.read(Self.rule, file: "t.yaml")
        #expect(read.errors == [])
        var (set, errors) = RuleSet.compile(read.rules)
        #expect(errors == [])
        let analysis = try #require(set.rules[0].analysis)
        #expect(analysis.kind == .bounded)
        #expect(analysis.numbers == ["small": 12])
        let limiters = try #require(analysis.knowledge["limiters"])
        #expect(limiters.knows("asyncio.Semaphore"))
        #expect(limiters.knows("app.a.b.Limiter"))
        #expect(!limiters.knows("asyncio.Lock"))
        #expect(limiters.clauses.count == 1)
        #expect(analysis.knowledge["drains"]?.clauses.count == 1)
        #expect(analysis.knowledge["approved"]?.isEmpty == true)
        let program = set.programs[Int(Language.python.rawValue)]
        #expect(program.rules.map(\.isClause) == [false, true, true])
        #expect(set.ruleOfProgram[Int(Language.python.rawValue)] == [0, 0, 0])
        // What the rule itself needs decides where it starts, not what its analysis knows.
        let alone = RuleSet.compile(RuleFileReader.read("id: t\nlanguage: python\nrule: {call: asyncio.gather}\n", file: "t.yaml").rules).0
        #expect(program.rules[0].requirement == alone.programs[Int(Language.python.rawValue)].rules[0].requirement)

        set.approve(["app.pools.*"])
        #expect(set.rules[0].analysis?.knowledge["approved"]?.knows("app.pools.run") == true)
    }

    @Test func inWords() throws {
        let rows = try #require(RuleFileReader.read(Self.rule, file: "t.yaml").rules.first?.analysis?.rows)
        #expect(rows.map(\.name) == ["analysis", "limiters", "drains", "approved", "small"])
        #expect(rows.map(\.value) == ["bounded", "asyncio.Semaphore, app.**.Limiter, call: sem.*", "matches: queue", "none", "12"])
    }

    /// A rule that cannot be compiled leaves no clause behind, and the numbers of the others stand.
    @Test func aRuleThatFailsLeavesNothing() throws {
        let bad = "id: a\nlanguage: python\nrule: {call: a.b}\nanalysis: {kind: reaches, to: [{call: c.d}, {kind: nothing}]}\n"
        let rules = RuleFileReader.read(bad + "---\n" + Self.rule, file: "t.yaml").rules
        let (set, errors) = RuleSet.compile(rules)
        #expect(errors.count == 1)
        #expect(set.programs[Int(Language.python.rawValue)].rules.count == 3)
        #expect(set.rules[0].analysis?.knowledge["limiters"]?.clauses == [1])
    }
}

extension Knowledge {
    fileprivate func knows(_ name: String) -> Bool { Array(name.utf8).withUnsafeBytes { matches(name: $0) } }
}
