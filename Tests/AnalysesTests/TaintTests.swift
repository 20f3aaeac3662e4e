import Findings
import Testing

/// Where secrets come from and what they pass through, with the rules that come with the program.
@Suite struct TaintTests {
    private static let head = "import logging, os\nlog = logging.getLogger(__name__)\n\n\n"

    /// The body of `def run(user, password, items)`, and whether its last line is reported.
    static let bodies: [(String, Bool)] = [
        ("log.info('%s', password)", true),
        ("log.info('%s', user)", false),
        ("a = b = password\nlog.info('%s', a)", true),
        ("a, b = user, password\nlog.info('%s', a)", false),
        ("a, b = user, password\nlog.info('%s', b)", true),
        ("pair = (user, password)\nlog.info('%s', pair[0])", false),
        ("pair = (user, password)\nlog.info('%s', pair[1])", true),
        // Containers that hold containers.
        ("box = {'in': {'p': password, 'u': user}}\nlog.info('%s', box['in']['u'])", false),
        ("box = {'in': {'p': password, 'u': user}}\nlog.info('%s', box['in']['p'])", true),
        ("box = {}\nother = box\nbox['p'] = password\nlog.info('%s', box)", true),
        ("all = [x for x in [user, password]]\nlog.info('%s', all)", true),
        ("box = {**{'p': password}}\nlog.info('%s', box)", true),
        // Loops that assign again.
        ("last = None\nfor x in items:\n    log.info('%s', last)\n    last = password", true),
        ("last = password\nlast = user\nlog.info('%s', last)", false),
        ("last = password\nfor x in items:\n    last = x\nlog.info('%s', last)", true),
        ("text = ''\nfor x in items:\n    text += password\nlog.info(text)", true),
        ("try:\n    text = password\nexcept ValueError:\n    text = user\nlog.info(text)", true),
        ("def inner():\n    log.info('%s', password)\ninner()", true),
        ("log.info('%s', (lambda: password)())", true),
        ("if (p := password):\n    log.info('%s', p)", true),
        ("log.info('%s', password if user else None)", true),
        ("log.info('%s', password and 'set')", false),
        ("log.info('%s', password or 'unset')", true),
        ("log.info('%s', not password)", false),
        ("log.info('%s', password == user)", false),
        ("log.info('%s', '*' * len(password))", false),
        ("log.info('%s', hash(password))", false),
    ]

    @Test(arguments: bodies) func traced(body: String, isFound: Bool) throws {
        let text = Self.head + "def run(user, password, items):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(try ScannedProgram.lines("SL001", text).isEmpty == !isFound)
    }

    @Test func throughGlobalsAndNonlocals() throws {
        let text = Self.head + """
            held = None
            def keep(password):
                global held
                held = password
                log.info("%s", held)
            def outer(password):
                mine = None
                def inner():
                    nonlocal mine
                    mine = password
                inner()
                log.info("%s", mine)
            """
        #expect(try ScannedProgram.lines("SL001", text).contains(9))
    }

    @Test func throughDecoratedFunctionsAndDeepHierarchies() throws {
        let classes = (1...60).map { "class C\($0)(C\($0 - 1)):\n    pass\n" }.joined()
        let text = Self.head + """
            class C0:
                def tell(self, text):
                    log.info("%s", text)
            \(classes)
            def run(password):
                C60().tell(password)

            """
        #expect(try ScannedProgram.lines("SL001", text).count == 1)
    }

    @Test func functionsThatCallEachOtherRoundAndRound() throws {
        let round = (0..<500).map { "def f\($0)(text):\n    return f\(($0 + 1) % 500)(text)\n" }.joined()
        let text = Self.head + round + "def g(text):\n    log.info(text)\n    return h(text)\ndef h(text):\n    return g(text)\n"
            + "def run(password):\n    f0(password)\n    h(password)\n    log.info(f0(password))\n"
        let lines = try ScannedProgram.lines("SL001", text)
        #expect(lines.count == 1)
    }

    @Test func aHundredFunctionsDown() throws {
        let chain = (0..<100).map { "def f\($0)(text):\n    f\($0 + 1)(text)\n" }.joined()
        let text = Self.head + chain + "def f100(text):\n    log.info(text)\ndef run(password):\n    f0(password)\n"
        let findings = try ScannedProgram(["a.py": text]).findings("SL001")
        #expect(findings.count == 1)
        #expect(findings.first?.flow.count ?? 0 > 100)
    }

    @Test func manyVariablesAreNoExplosion() throws {
        let doubled = (1...60).map { "    x\($0) = [x\($0 - 1), x\($0 - 1), x\($0 - 1)]\n" }.joined()
        let text = Self.head + "def run(password, user):\n    x0 = user\n" + doubled + "    log.info('%s', x60)\n    log.info('%s', password)\n"
        #expect(try ScannedProgram.lines("SL001", text).count == 1)
    }

    /// `secret` may be an object with a text of its own, or what such a thing is called; a name that says more settles it.
    @Test(arguments: [("secret", Severity.hint), ("secret: str", .hint), ("client_secret", .info), ("credentials", .hint), ("password", .info)])
    func aBareWordIsANote(parameter: String, severity: Severity) throws {
        let name = parameter.prefix { $0 != ":" }
        let findings = try ScannedProgram(["app.py": Self.head + "def run(user, \(parameter)):\n    log.info('%s %s', user, \(name))\n"]).findings("SL001")
        #expect(findings.map(\.severity) == [severity])
    }

    @Test func theWayIsTold() throws {
        let findings = try ScannedProgram([
            "app/__init__.py": "", "app/out.py": Self.head + "def emit(text):\n    log.info(text)\n",
            "app/login.py": "from .out import emit\ndef login(password):\n    shown = f'<{password}>'\n    emit(shown + password)\n",
        ]).findings("SL001")
        #expect(findings.map(\.location.path) == ["app/login.py"])
        #expect(findings.first?.flow.last?.location.path == "app/out.py")
        #expect(findings.first?.message.contains("emit → log.info") == true)
    }
}
