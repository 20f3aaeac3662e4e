import Findings
import Rules
import Testing

/// What can be wrong inside a rule object. Rules stand on line 3, from column 7.
@Suite struct RuleObjectMistakesTests {
    @Test(arguments: [
        ("{knd: call, kind: call}", "3:8", "unknown key `knd` in a rule object"),
        ("{kind: call, has: {kind: integer, deep: 1}}", "3:41", "unknown key `deep`"),
        ("{kind: call, stopBy: end}", "3:20", "unknown key `stopBy`"),
        ("{kind: call, not: {kind: call, field: x}}", "3:38", "unknown key `field`"),
        ("{}", "3:7", "at least one of"),
        ("{kind: call, has: {}}", "3:25", "at least one of"),
        ("{kind: call, has: {stopBy: end}}", "3:25", "at least one of"),
        ("[kind, call]", "3:7", "must be a mapping"),
        ("{all: {kind: call}}", "3:13", "`all` must be a list"),
        ("{any: [kind]}", "3:14", "must be a mapping"),
        ("{kind: [call]}", "3:14", "`kind` must be text"),
        ("{kind: call, regex: {a: b}}", "3:27", "`regex` must be text"),
        ("{kind: call, awaited: maybe}", "3:29", "`awaited` must be true or false"),
        ("{kind: call, result-used: 1}", "3:33", "`result-used` must be true or false"),
        ("{kind: call, within: asynch}", "3:28", "unknown context `asynch`; expected one of async-function"),
        ("{kind: call, within: []}", "3:28", "`within` must not be empty"),
        ("{call: []}", "3:14", "`call` must not be empty"),
        ("{call: time..sleep}", "3:14", "is no dotted name"),
        ("{call: 'time sleep'}", "3:14", "is no dotted name"),
        ("{kind: call, args: {0: {kind: integer}}}", "3:7", "`args` is about the arguments of a call"),
        ("{call: f, args: [a]}", "3:23", "`args` must be a mapping"),
        ("{call: f, args: {-1: {kind: integer}}}", "3:24", "position from 0"),
        ("{call: f, args: {0: {knd: x, kind: call}}}", "3:28", "unknown key `knd`"),
        ("{call: f, arg-absent: [[a]]}", "3:30", "position from 0"),
        ("{call: f, arg-count: many}", "3:28", "`arg-count` is a number or {min, max}"),
        ("{call: f, arg-count: {min: 3, max: 1}}", "3:28", "`arg-count` is"),
        ("{call: f, arg-count: {least: 3}}", "3:28", "`arg-count` is"),
        ("{call: f, arg-count: -1}", "3:28", "`arg-count` is"),
    ] as [(String, String, String)])
    func keysAndTypes(_ rule: String, _ place: String, _ words: String) {
        let found = mistakes(python: "rule: \(rule)")
        #expect(isOnly(found, place, words), "\(found)")
    }

    @Test(arguments: [
        ("{kind: calls}", "3:14", "no kind `calls`; `sluice debug tree FILE`"),
        ("{kind: call, inside: {kind: call, field: nope}}", "3:48", "no field `nope`"),
        ("{kind: call, precedes: {kind: call, field: name}}", "3:50", "`field` is only for inside and has"),
        ("{kind: call, inside: {kind: call, stopBy: soon}}", "3:49", "unknown stopBy `soon`"),
        ("{kind: call, inside: {kind: call, stopBy: {kind: nope}}}", "3:56", "no kind `nope`"),
        ("{kind: call, regex: '('}", "3:27", ""),
        ("{kind: call, regex: '(?=a)'}", "3:27", ""),
        ("{kind: integer, nthChild: odd}", "3:33", "a position is a number"),
        ("{kind: integer, nthChild: {at: 1, position: 2}}", "3:34", "unknown key `at`"),
        ("{kind: integer, nthChild: {reverse: true}}", "3:33", "needs `position`"),
        ("{kind: integer, nthChild: {position: 1, reverse: 3}}", "3:56", "`reverse` must be true or false"),
        ("{kind: integer, nthChild: {position: 1, ofRule: {kind: nope}}}", "3:62", "no kind `nope`"),
        ("{kind: integer, range: {start: {line: 0}, end: {line: 1, column: 0}}}", "3:30", "`range` needs start and end"),
        ("{kind: integer, range: {start: {line: 2, column: 0}, end: {line: 1, column: 0}}}", "3:30", "in order"),
        ("{kind: integer, range: 4}", "3:30", "`range` needs"),
    ] as [(String, String, String)])
    func kindsFieldsAndPositions(_ rule: String, _ place: String, _ words: String) {
        let found = mistakes(python: "rule: \(rule)")
        #expect(isOnly(found, place, words), "\(found)")
    }

    @Test(arguments: [
        ("{pattern: ''}", "3:17", "holds no code"),
        ("{pattern: 'a; b'}", "3:17", "more than one piece of code"),
        ("{pattern: '$$$A'}", "3:17", "alone stands for any number of nodes"),
        ("{pattern: $A}", "3:7", "must say what kind of node"),
        ("{pattern: {selector: call}}", "3:17", "needs `context`"),
        ("{pattern: {context: f(), selectr: call}}", "3:32", "unknown key `selectr` in a pattern"),
        ("{pattern: {context: f(), strictness: loose}}", "3:44", "unknown strictness `loose`; expected one of cst, smart, ast, relaxed, signature, template"),
        ("{pattern: {context: f(1), selector: string}}", "3:27", "the selector `string` matches nothing in `f(1)`"),
        // Only names may hold a variable: an operator is none, and what cannot be parsed holds no binary_operator.
        ("{pattern: {context: 'a $$OP b', selector: binary_operator}}", "3:27", "matches nothing in `a $$OP b`"),
        ("{pattern: {context: f(1), selector: strng}}", "3:27", "no kind `strng`"),
        ("{pattern: {context: f(1), strictness: template}}", "3:7", "must say what kind of node"),
        ("{pattern: [f()]}", "3:17", "must be a mapping"),
    ] as [(String, String, String)])
    func patterns(_ rule: String, _ place: String, _ words: String) {
        let found = mistakes(python: "rule: \(rule)")
        #expect(isOnly(found, place, words), "\(found)")
    }

    @Test(arguments: [
        ("call >", "a kind is missing"), ("> call", "a kind is missing"), ("call:has(list", "a bracket is not closed"), ("call)", "a closing bracket too many"),
        ("call:first", "`:first` needs a selector"), ("call:first(list)", "unknown pseudo-class `:first`"), ("call:nth-child", "needs a position"),
        ("call:nth-child(x)", "`x` is no position"), ("call:nth-child(2", "a bracket is not closed"), ("call#a", "`#` has no place in a kind"),
        ("call,", "a kind is missing"), (":is(call)list", "is missing"), ("call > nope", "no kind `nope`"), ("call:nth-child(1 of nope)", "no kind `nope`"),
        (String(repeating: ":not(", count: 60) + "call" + String(repeating: ")", count: 60), "nested too deeply"),
        (String(repeating: "call, ", count: 200) + "call", "1000 bytes at most"),
    ] as [(String, String)])
    func kindSelectors(_ selector: String, _ words: String) {
        let found = mistakes(python: "rule: {kind: '\(selector)'}")
        #expect(isOnly(found, "3:14", words), "\(found)")
    }

    @Test func aPatternInSwiftIsWholeCode() {
        let found = mistakes("id: t\nlanguage: swift\nrule: {pattern: 'if a {'}\n")
        #expect(isOnly(found, "3:17", "cannot be read as swift"), "\(found)")
    }

    @Test func aPatternMayNotNestWithoutEnd() {
        let deep = String(repeating: "(", count: 2000) + "x" + String(repeating: ")", count: 2000)
        let found = mistakes(python: "rule: {pattern: '\(deep)'}")
        #expect(found.count == 1)
    }

    @Test(arguments: [
        "{all: [{kind: call}, {kind: identifier}]}", "{pattern: f(), kind: identifier}", "{call: f, kind: integer}", "{any: []}",
        "{name: os.environ, kind: call}", "{kind: integer, nthChild: {position: 1, ofRule: {kind: string}}}",
    ])
    func rulesThatCanNeverMatch(_ rule: String) {
        let found = mistakes(python: "rule: \(rule)")
        #expect(isOnly(found, "3:7", "this rule can never match"), "\(found)")
    }

    @Test(arguments: [
        "{regex: a}", "{not: {kind: call}}", "{any: [{kind: call}, {regex: x}]}", "{inside: {kind: call}}", "{nthChild: 1}", "{all: []}",
        "{within: loop}", "{awaited: true}",
    ])
    func rulesWithoutAnyKind(_ rule: String) {
        let found = mistakes(python: "rule: \(rule)")
        #expect(isOnly(found, "3:7", "a rule must say what kind of node it looks at"), "\(found)")
    }

    @Test(arguments: [
        "{type: asyncio.Lock}", "{name: os.environ}", "{call: [a.b, 'c.*']}", "{any: [{kind: call}, {pattern: $A + $B}]}",
        "{all: [{regex: x}, {kind: integer}]}", "{kind: ERROR}", "{nthChild: {position: n, ofRule: {kind: integer}}}",
        "{call: f, arg-count: {max: 0}, arg-absent: timeout, args: {0: {regex: x}, key: {kind: 'true'}}}",
    ])
    func rulesThatAreSound(_ rule: String) { #expect(mistakes(python: "rule: \(rule)") == []) }
}
