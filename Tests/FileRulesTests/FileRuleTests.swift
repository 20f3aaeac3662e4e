import FileRules
import Testing
import TextMatching
import YAML

@Suite struct FileRuleTests {
    private func rule(_ yaml: String) throws -> FileRule { try FileRuleReader.read(try #require(try YAML.parse(yaml, file: "r").first)).get() }

    private func facts(_ path: String = "conf/a.yaml", mode: UInt16? = 0o644, indexMode: UInt32? = nil, size: Int = 10, owner: UInt32 = 7, user: UInt32 = 7)
        -> FileFacts
    {
        FileFacts(path: path, mode: mode, indexMode: indexMode, size: size, owner: owner, user: user)
    }

    private func holds(_ yaml: String, _ facts: FileFacts, _ content: String? = nil) throws -> Bool {
        let rule = try rule(yaml)
        guard let content else {
            switch rule.judge(facts) {
            case .clean: return false
            case .hits: return true
            case .needsContent:
                Issue.record("asked for the content")
                return false
            }
        }
        return Array(content.utf8).withUnsafeBytes { !rule.hits(facts, $0).isEmpty }
    }

    @Test func factsNeedNoContent() throws {
        #expect(try holds("mode: {any-of: '0111'}", facts(mode: 0o654)))
        #expect(try !holds("mode: {any-of: '0111'}", facts(mode: 0o644)))
        #expect(try holds("mode: {all-of: 0660, none-of: 0007}", facts(mode: 0o660)))
        #expect(try !holds("mode: {all-of: 0660, none-of: 0007}", facts(mode: 0o664)))
        #expect(try !holds("mode: {all-of: 0660}", facts(mode: 0o640)))
        #expect(try holds("mode: {any-of: 4000}", facts(mode: 0o4755)))
        #expect(try holds("index-mode: 100755", facts(indexMode: 0o100755)))
        #expect(try holds("index-mode: ['100755', '120000']", facts(indexMode: 0o120000)))
        #expect(try !holds("index-mode: 100755", facts(indexMode: nil)))
        #expect(try holds("distributed: true", facts(indexMode: 0o100644)))
        #expect(try holds("distributed: false", facts(indexMode: nil)))
        #expect(try holds("size: {min: 1, max: 10}", facts(size: 10)))
        #expect(try !holds("size: {min: 1, max: 10}", facts(size: 11)))
        #expect(try !holds("size: {min: 1}", facts(size: 0)))
        #expect(try holds("owner: current-user", facts()))
        #expect(try holds("owner: {not: current-user}", facts(owner: 0)))
        #expect(try holds("owner: 0", facts(owner: 0)))
        #expect(try !holds("owner: {not: 0}", facts(owner: 0)))
        #expect(try holds("path: '**/*.{yaml,yml}'", facts()))
        #expect(try holds("path: [a, 'conf/*']", facts()))
        #expect(try !holds("path: '*.yaml'", facts()))
    }

    @Test func compositionAndUndecidedParts() throws {
        #expect(try holds("any: [{mode: {any-of: '0001'}}, {size: {max: 10}}]", facts()))
        #expect(try holds("all: [{not: {mode: {any-of: '0001'}}}, {size: {max: 10}}]", facts()))
        #expect(try !holds("not: {any: [{mode: {any-of: '0400'}}, {shebang: true}]}\nsize: {max: 1}", facts()))
        // A part that fails settles `all` without opening the file; one that holds does not settle `any`, whose other parts may name places.
        let both = try rule("mode: {any-of: '0111'}\ncontent: x")
        #expect(both.judge(facts(mode: 0o644)) == .clean)
        #expect(both.judge(facts(mode: 0o755)) == .needsContent)
        #expect(try rule("any: [{mode: {any-of: '0111'}}, {content: x}]").judge(facts(mode: 0o755)) == .needsContent)
        #expect(try rule("not: {content: x}").judge(facts()) == .needsContent)
        #expect(try holds("not: {content: x}", facts(), "abc"))
        #expect(try !holds("not: {content: x}", facts(), "axc"))
    }

    @Test func aModeThatMeansNothingGivesWayToGits() throws {
        let execute = "mode: {any-of: '0111'}"
        #expect(try holds(execute, facts(mode: nil, indexMode: 0o100755)))
        #expect(try !holds(execute, facts(mode: nil, indexMode: 0o100644)))
        #expect(try !holds(execute, facts(mode: nil)))
        var trust = ModeTrust()
        for _ in 0..<30 { trust.add(mode: 0o777, indexMode: 0o100644) }
        #expect(!trust.isTrusted)
        for _ in 0..<30 { trust.add(mode: 0o644, indexMode: nil) }
        #expect(trust.isTrusted)
        var programs = ModeTrust()
        for _ in 0..<30 { programs.add(mode: 0o755, indexMode: 0o100755) }
        #expect(programs.isTrusted)
    }

    @Test func shebangs() throws {
        #expect(try holds("shebang: true", facts(), "#!/bin/sh\n"))
        #expect(try !holds("shebang: true", facts(), "# !/bin/sh\n"))
        #expect(try holds("shebang: false", facts(), "a: 1\n"))
        #expect(try rule("shebang: true").judge(facts(size: 1)) == .clean)
    }

    @Test func findingsStandOnWhatMatched() throws {
        let text = Array("a: 1\nb: é!\nsecret = k2k2k2k2\nb: 2\n".utf8)
        func places(_ yaml: String) throws -> [FileHit] { let rule = try rule(yaml); return text.withUnsafeBytes { rule.hits(facts(mode: 0o600), $0) } }
        #expect(try places("content: '^b'").map(\.bytes) == [5..<6, 30..<31])
        #expect(try places("content: '^b'\nonce: true").map(\.bytes) == [5..<6])
        #expect(try places("mode: {any-of: '0600'}\ncontent: '^b'").map(\.bytes) == [5..<6, 30..<31])
        #expect(try places("any: [{content: '^b'}, {content: '^a'}]").map(\.bytes) == [0..<1, 5..<6, 30..<31])
        #expect(try places("mode: {any-of: '0600'}").map(\.bytes) == [nil])
        #expect(try places("mode: {any-of: '0600'}").first?.variables["MODE"] == "0600")
        #expect(try places("content: {regex: '^b: (?P<v>.*)$', capture: v, allow: '^\\d$'}").map(\.bytes) == [8..<11])
        #expect(try places("content: {regex: '\\w+', allow-line: 'a|é|secret'}").map(\.bytes) == [30..<31, 33..<34])
        let masked = try places("content: {regex: 'secret = (\\S+)', capture: 1, mask: true}")
        #expect(masked.map(\.secrets) == [[21..<29]])
        #expect(masked.first?.variables["EXCERPT"] == "k2***")
        #expect(try places("content: {regex: 'secret = (\\S+)', capture: 1, entropy: {min: 1.1}}").isEmpty)
        #expect(try places("content: {regex: 'secret = (\\S+)', capture: 1, entropy: {min: 1}}").count == 1)
    }

    @Test func yamlTagsAreThoseOfTheDocument() throws {
        let text = Array("# !!python/name:no\na: &x !!python/name:os.system ''\nb: '!!python/name:no'\nc: [!!str a, !<tag:yaml.org,2002:python/name:z> b]\nd: {{ x }}: y: z\ne: !!python/name:late x\n".utf8)
        func tags(_ yaml: String) throws -> [String] {
            let rule = try rule(yaml)
            return text.withUnsafeBytes { bytes in
                rule.hits(facts(), bytes).map { hit in
                    String(decoding: bytes[hit.bytes ?? 0..<0], as: UTF8.self) + " " + (hit.variables["TAG"] ?? "")
                }
            }
        }
        #expect(try tags("yaml-tag: '!!python/**'") == ["!!python/name:os.system !!python/name:os.system", "!<tag:yaml.org,2002:python/name:z> !!python/name:z"])
        #expect(try tags("yaml-tag: {any-of: ['!!python/**', '!!str'], none-of: ['!!python/name:os.*', '!!str']}") == ["!<tag:yaml.org,2002:python/name:z> !!python/name:z"])
    }

    @Test func mistakesAreAllReportedWithTheirPlaces() throws {
        let yaml = """
            mode: {any-of: "0888", some-of: "1"}
            size: {min: 5, max: 2}
            owner: root
            shebang: "yes"
            yaml-tag: [1]
            key: {value: "a"}
            content: {regex: ["(?=a)", {kind: x}], capture: 3, entropy: 4, allow: "["}
            contents: x
            any: {}
            path: "a[b"
            not: []
            once: 3
            index-mode: rwx
            """
        guard case .failure(let errors) = FileRuleReader.read(try #require(try YAML.parse(yaml, file: "r").first)) else {
            Issue.record("no error")
            return
        }
        let places = errors.all.map { "\($0.mark.line):\($0.mark.column)" }
        #expect(
            places == [
                "1:16", "1:24", "2:7", "3:8", "4:10", "5:12", "6:6", "7:19", "7:28", "7:61", "7:71", "8:1", "9:6", "10:7", "11:6", "12:7", "13:13",
            ], "\(errors.all.map(\.message))")
        #expect(errors.all.allSatisfy { !$0.message.isEmpty })
    }

    @Test(arguments: ["mode", "[]", "{}", "once: true", "text: x", "any: []"])
    func emptyRulesAreRefused(yaml: String) throws {
        guard case .failure(let errors) = FileRuleReader.read(try #require(try YAML.parse(yaml, file: "r").first)) else {
            Issue.record("no error")
            return
        }
        #expect(!errors.all.isEmpty)
    }

    @Test(arguments: [("{regex: '(a)', capture: 2}", "capture"), ("{regex: '(a)', capture: b}", "capture"), ("{allow: a}", "regex"), ("{regex: []}", "nothing"), ("{regex: a, files: b}", "files")])
    func textRulesToo(yaml: String, word: String) throws {
        guard case .failure(let errors) = TextRuleReader.read(try #require(try YAML.parse(yaml, file: "r").first)) else {
            Issue.record("no error")
            return
        }
        #expect(errors.all.count == 1 && errors.all[0].message.contains(word), "\(errors.all)")
    }

    @Test func textRulesSayWhatATextMustHold() throws {
        func literals(_ yaml: String) throws -> [String]? {
            try TextRuleReader.read(try #require(try YAML.parse(yaml, file: "r").first)).get().requiredLiterals?.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(try literals("regex: ['AKIA[A-Z]+', 'ghp_.*']") == ["AKIA", "ghp_"])
        #expect(try literals("regex: ['AKIA[A-Z]+', '[a-z]+']") == nil)
    }
}
