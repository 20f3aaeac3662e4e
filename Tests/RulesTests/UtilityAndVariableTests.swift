import Findings
import Rules
import Testing

/// Utilities and metavariables: what must be defined, and where.
@Suite struct UtilityAndVariableTests {
    @Test(arguments: [
        ("rule: {kind: call, matches: u}", "3:29", "no utility is called `u`"),
        ("rule: {kind: call, matches: [u]}", "3:29", "must be a mapping"),
        ("rule: {matches: u}\nutils: {u: {any: [{kind: call}, {matches: u}]}}", "4:9", "`u` refers to itself at the same node"),
        ("rule: {kind: call, not: {matches: u}}\nutils: {u: {kind: call, not: {matches: v}}, v: {kind: call, not: {matches: u}}}", "4:", "refers to itself"),
        // Met first below a relation, then at the node itself.
        (
            "rule: {kind: call, matches: u}\nutils:\n  u: {all: [{inside: {matches: v}}, {matches: v}]}\n  v: {any: [{kind: call}, {matches: u}]}",
            "5:3", "`u` refers to itself"
        ),
        ("rule: {kind: call, matches: 'w'}\nutils: {w(X): {has: {matches: X}}}", "3:29", "needs its parameters: X"),
        ("rule: {kind: call, matches: {w: {}}}\nutils: {w(X): {has: {matches: X}}}", "3:30", "needs its parameters: X"),
        (
            "rule: {kind: call, matches: {w: {X: {kind: call}, Y: {kind: call}}}}\nutils: {w(X): {has: {matches: X}}}", "3:51",
            "has no parameter `Y`"
        ),
        ("rule: {kind: call, matches: {u: {X: {kind: call}}}}\nutils: {v: {kind: call}}", "3:30", "takes parameters"),
        (
            "rule: {kind: call, matches: {w: {X: {kind: call}}}}\nutils: {w(X): {has: {matches: {w: {X: {kind: call}}}}}}", "4:32",
            "calls itself with parameters"
        ),
        ("rule: {kind: call}\nutils: {u: {kind: nope}}", "4:19", "no kind `nope`"),
    ] as [(String, String, String)])
    func utilities(_ rest: String, _ place: String, _ words: String) {
        let found = mistakes(python: rest)
        #expect(found.count == 1 && found[0].hasPrefix(place) && found[0].contains(words), "\(found)")
    }

    @Test(arguments: [
        "rule: {kind: call, matches: u}\nutils: {u: {any: [{regex: x}, {inside: {matches: u}}]}}",
        "rule: {kind: call, matches: u}\nutils: {u: {has: {matches: v}}, v: {inside: {matches: u}}}",
        "rule: {matches: {w: {X: {kind: integer}}}}\nutils: {w(X): {kind: call, has: {stopBy: end, matches: X}}}",
        "rule: {kind: call, matches: u}\nutils: {u: {matches: v}, v: {kind: call}}",
    ])
    func utilitiesThatAreSound(_ rest: String) { #expect(mistakes(python: rest) == []) }

    @Test func utilitiesThatDoubleWithoutEnd() {
        let levels = (1...40).map { "  u\($0)(X): {all: [{matches: {u\($0 - 1): {X: {matches: X}}}}, {matches: {u\($0 - 1): {X: {matches: X}}}}]}" }
        let found = mistakes(python: "rule: {matches: {u40: {X: {kind: call}}}}\nutils:\n  u0(X): {has: {matches: X}}\n" + levels.joined(separator: "\n"))
        #expect(found.count == 1 && found[0].contains("grow beyond"), "\(found)")
    }

    /// Each utility asks the one before twice: read once each, not twice as often at every level.
    @Test func utilitiesThatShareUtilities() {
        let levels = (1...40).map { "  u\($0): {any: [{matches: u\($0 - 1)}, {inside: {matches: u\($0 - 1)}}, {matches: u\($0 - 1)}]}" }
        #expect(mistakes(python: "rule: {kind: call, matches: u40}\nutils:\n  u0: {kind: call}\n" + levels.joined(separator: "\n")) == [])
    }

    @Test func aMistakeInASharedUtilityIsToldOnceWhereItStands() {
        let (utilities, none) = RuleFileReader.readUtilities(
            "id: shared\nlanguage: python\nrule: {kind: nope}\nconstraints: {A: {regex: x}}\n", file: "utils/shared.yml")
        #expect(none == [])
        let rules = ["a", "b"].flatMap { RuleFileReader.read("id: \($0)\nlanguage: python\nrule: {kind: call, matches: shared}\n", file: "\($0).yaml").rules }
        let (_, errors) = RuleSet.compile(rules, utilities: utilities)
        #expect(errors.map { "\($0.file):\($0.line):\($0.column)" } == ["utils/shared.yml:3:14", "utils/shared.yml:4:15"])
    }

    @Test(arguments: [
        ("constraints: {B: {regex: x}}", "4:15", "has no metavariable $B"),
        ("constraints: {R: {regex: x}}", "4:15", "$$$R holds any number of nodes"),
        ("constraints: {A: {kind: nope}}", "4:25", "no kind `nope`"),
        ("fix: g($B)", "4:6", "`fix` uses $B"),
        ("fix: g($_B)", "4:6", "`fix` uses $_B"),
        ("fix: {template: g($$$B), expandEnd: {regex: ','}}", "4:17", "`fix` uses $B"),
        ("fix: [{title: x, template: g($B)}]", "4:28", "`fix` uses $B"),
        ("fix: {a: b}", "4:6", "`fix` must be text"),
        ("transform: {N: {substring: {source: $B}}}", "4:37", "`transform` uses $B"),
        ("transform: {N: 'replace($B, replace=a, by=b)'}", "4:16", "`transform` uses $B"),
        ("transform: {N: {substring: {startChar: 1}}}", "4:16", "needs `source`"),
        ("labels: {B: {style: primary}}", "4:10", "a label for `B`"),
    ] as [(String, String, String)])
    func variablesNothingDefines(_ rest: String, _ place: String, _ words: String) {
        let found = mistakes(python: "rule: {pattern: 'f($A, $$$R)'}\n" + rest)
        #expect(isOnly(found, place, words), "\(found)")
    }

    @Test(arguments: [
        "fix: g($A, $$$R, $$A, $$$A)", "fix: 'costs $5 or $lower'", "fix: ''",
        "transform: {N: {substring: {source: $M}}, M: {convert: {source: $A, toCase: upperCase}}}\nfix: g($N)",
        "constraints: {A: {pattern: $Q}}\nfix: $Q", "labels: {A: {style: primary}, R: {style: secondary}}",
    ])
    func variablesThatAreDefined(_ rest: String) { #expect(mistakes(python: "rule: {pattern: 'f($A, $$$R)'}\n" + rest) == []) }

    @Test(arguments: [
        ("µA", MetaVariable.capture("A", named: true)), ("µµA", .capture("A", named: false)), ("µµµA", .ellipsisCapture("A")),
        ("µµµ", .ellipsis), ("µ_", .dropped(named: true)), ("µ_AB", .dropped(named: true)), ("µµ_", .dropped(named: false)), ("µµµ_X", .ellipsis),
        ("µA1_B", .capture("A1_B", named: true)), ("µ1", nil), ("µa", nil), ("µ", nil), ("µµ", nil), ("µµµµA", nil), ("A", nil), ("µÄ", nil), ("µAb", nil),
    ] as [(String, MetaVariable?)])
    func metavariables(_ text: String, _ expected: MetaVariable?) { #expect(MetaVariable(text, sigil: "µ") == expected) }
}
