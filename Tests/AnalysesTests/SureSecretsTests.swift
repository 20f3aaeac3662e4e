import Findings
import Testing

/// Which secrets in a log are an error and which a note, with the rules that come with the program.
@Suite struct SureSecretsTests {
    private static let head = """
        import logging, secrets, sys
        from base64 import b64encode
        log = logging.getLogger(__name__)


        """

    /// The body of `def run(self, user, password, access_token, config)`, and how bad its last line is.
    static let bodies: [(String, Severity?)] = [
        ("log.debug('token %s', access_token)", .info),
        ("headers = {'Authorization': f'Bearer {access_token}'}\nlog.debug('%s', headers)", .info),
        ("url = f'https://{user}:{password}@host'\nlog.debug('from %s', url)", .info),
        // What is told to whoever runs the program.
        ("print(password)", .hint),
        ("sys.stderr.write(password)", .hint),
        // What files, numbers and objects go by as well.
        ("credentials = config['x']\nlog.info('%s', credentials)", .hint),
        ("log.info('%s', self.private_key)", .hint),
        ("log.info('%s', self.key_authorization)", .hint),
        ("log.info('%s', self.client_secret)", .info),
        ("log.info('%s', {'secret': self.held})", .hint),
        ("log.info('%s', {'authorization': self.held})", .info),
        // What somebody has to ask for.
        ("if self.debug_requests:\n    log.info('%s', password)", .hint),
        ("if config.get('verbose'):\n    log.info('%s', password)", .hint),
        ("if not self.log_raw:\n    return\nlog.info('%s', password)", .hint),
        ("if log.isEnabledFor(logging.DEBUG):\n    log.debug('%s', password)", .info),
        ("if log.level <= logging.DEBUG:\n    log.debug('%s', password)", .info),
        // What the program made up.
        ("password = secrets.token_urlsafe(8)\nlog.info('the password is %s', password)", .hint),
        ("self.password = b64encode(secrets.token_bytes(8))\nlog.info('%s', self.password)", .hint),
        // What is written out.
        ("if password == 'admin':\n    log.warning('still %s', password)", nil),
        ("if password is None:\n    if user:\n        password = ''\n    else:\n        password = 'x'\n    log.info('%s', password)", nil),
        ("if password is None:\n    password = config['password']\n    log.info('%s', password)", .info),
        // Some characters of it.
        ("log.info('%s', access_token[:3])", nil),
        ("log.info('%s', access_token[:12])", .hint),
        // Formats that name what they show.
        ("d = {'u': user, 'p': password}\nlog.info('%(u)s', d)", nil),
        ("d = {'u': user, 'p': password}\nlog.info('%(p)s', d)", .info),
        ("d = {'u': user, 'p': password}\nlog.info('%(u)s' % d)", nil),
        ("d = {'u': user, 'p': password}\nlog.info('%(u)s and %(p)s' % d)", .info),
        ("d = {'u': user, 'p': password}\nlog.info('{u} {{p}}'.format(**d))", nil),
        ("d = {'u': user, 'p': password}\nlog.info('{u} {p!r}'.format(**d))", .info),
        // Keys of a mapping.
        ("d = {'u': user, 'p': password}\nlog.info('%s', sorted(d))", nil),
        ("d = {'u': user, 'p': password}\nlog.info('%s', list(d.values()))", .info),
        ("d = {'u': user, 'p': password}\nfor key in d:\n    log.info('%s', key)", nil),
        ("d = {'u': user, 'p': password}\nfor key, value in d.items():\n    log.info('%s', value)", .info),
        ("d = {'u': user, 'p': password}\nfor value in d.values():\n    log.info('%s', value)", .info),
        ("d = [user, password]\nfor value in d:\n    log.info('%s', value)", .info),
        // One text of many.
        ("if user == 1:\n    t = 'a'\nelif user == 2:\n    t = 'b'\nelif user == 3:\n    t = 'c'\nelse:\n    t = f'd {password}'\nlog.error(t)", .hint),
        ("t = 'a'\nt += 'b'\nt += 'c'\nt += password\nt += 'd'\nlog.error(t)", .info),
    ]

    @Test(arguments: bodies) func weighed(body: String, severity: Severity?) throws {
        let text = Self.head + "def run(self, user, password, access_token, config):\n" + body.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(try Self.severities(text) == [severity].compactMap(\.self))
    }

    /// The way through two helpers is a sure one, and is told.
    @Test func twoHelpersAway() throws {
        let text = Self.head + """
            def first(value):
                second(value)
            def second(text):
                log.info("signs in with %s", text)
            def run(password, password_len):
                first(password)
                first(password_len)

            """
        let found = try ScannedProgram(["a.py": text]).findings("SL001")
        #expect(found.map(\.severity) == [.info])
        #expect(found.first?.flow.count == 4)
    }

    /// What prints in a helper is no surer than what prints itself.
    @Test func aHelperThatPrints() throws {
        let text = Self.head + "def tell(text):\n    print(text)\ndef run(password):\n    tell(password)\n"
        #expect(try Self.severities(text) == [.hint])
    }

    @Test func filesThatTalkToTheirUser() throws {
        let body = "def run(password):\n    log.info('%s', password)\n"
        #expect(try Self.severities("import argparse\n" + Self.head + body) == [.hint])
        #expect(try Self.severities(Self.head + "log.addFilter(SensitiveFilter())\n" + body) == [.hint])
        #expect(try Self.severities(Self.head + "log.addFilter(RequestFilter())\n" + body) == [.info])
    }

    @Test func functionsThatMask() throws {
        let text = Self.head + """
            def tidy(headers):
                shown = dict(headers)
                shown["Authorization"] = "****" + headers["Authorization"][-4:]
                return headers if headers.get("x") else shown
            def run(access_token):
                log.info("%s", tidy({"Authorization": access_token}))

            """
        #expect(try Self.severities(text) == [.hint])
    }

    @Test func objectsHaveATextOfTheirOwn() throws {
        let text = Self.head + """
            class Entry(dict):
                def __str__(self):
                    return "an entry"
            def run(password):
                entry = Entry()
                entry["url"] = f"ftp://{password}@host"
                log.info("%s", entry)
                log.info("%s", entry["url"])

            """
        #expect(try ScannedProgram.lines("SL001", text) == [12])
    }

    private static func severities(_ text: String) throws -> [Severity] { try ScannedProgram(["a.py": text]).findings("SL001").map(\.severity) }
}
