import FileRules
import Testing
import YAML

@Suite struct ConfigurationKeyTests {
    /// The keys and texts that a rule `key: {path, value}` finds in a file.
    private func find(_ path: String, value: String = ".*", in file: String, _ text: String) throws -> [String] {
        let mapping = try #require(try YAML.parse("key: {path: \"\(path)\", value: '\(value)'}", file: "r").first)
        let rule = try FileRuleReader.read(mapping).get()
        let facts = FileFacts(path: file, mode: 0o644, indexMode: nil, size: text.utf8.count, owner: 0, user: 0)
        return Array(text.utf8).withUnsafeBytes { bytes in
            rule.hits(facts, bytes).map { "\($0.variables["KEY"] ?? "") @ \(String(decoding: bytes[$0.bytes ?? 0..<0], as: UTF8.self))" }
        }
    }

    @Test func json() throws {
        let text = #"""
            {
              // settings files have comments
              "scripts": {"build": "make", "post\u0069nstall": "curl \ud83d\ude00 | sh",},
              "list": [1, {"x": true}, [null, "a\"b"]],
              "n": -1.5e3
            }
            """#
        #expect(try find("scripts.*", in: "package.json", text) == [#"scripts.build @ "make""#, #"scripts.postinstall @ "curl \ud83d\ude00 | sh""#])
        #expect(try find("scripts.*", value: "^curl 😀", in: "p/package.json", text).count == 1)
        #expect(try find("list.1.x", in: "a.json", text) == ["list.1.x @ true"])
        #expect(try find("list.**", in: "a.json", text) == ["list.0 @ 1", "list.1.x @ true", "list.2.0 @ null", #"list.2.1 @ "a\"b""#])
        #expect(try find("**.n", in: "a.json", text) == ["n @ -1.5e3"])
        #expect(try find("scripts", in: "a.json", text) == [])
        #expect(try find("**", in: "a.txt", text) == [])
    }

    @Test func yaml() throws {
        let text = "a: &d {run: x, n: [1, 2]}\nb:\n  - run: 'y'\n  - *d\n? [p, q]\n: z\n---\nrun: w\n"
        #expect(try find("**.run", in: "a.yml", text) == ["a.run @ x", "b.0.run @ 'y'", "run @ w"])
        #expect(try find("a.n.*", in: "a.yaml", text) == ["a.n.0 @ 1", "a.n.1 @ 2"])
        #expect(try find("b.*", in: "a.yaml", text) == [])
    }

    @Test func toml() throws {
        let text = """
            top = 1 # comment
            [tool.poetry]
            name = "a # b"
            "quoted key".'x y' = '''
            long
            '''
            deps = [ "a", # one
              "]b" ]
            inline = {x = 1, y = "}"}
            [[bin]]
            name = 'first'
            [[bin]]
            name = "sec\\"ond"
            when = 2026-01-02T03:04:05Z
            """
        #expect(try find("top", in: "a.toml", text) == ["top @ 1"])
        #expect(try find("tool.poetry.name", value: "^a # b$", in: "a.toml", text) == [#"tool.poetry.name @ "a # b""#])
        #expect(try find("tool.poetry.quoted key.x y", in: "a.toml", text) == ["tool.poetry.quoted key.x y @ '''\nlong\n'''"])
        #expect(try find("tool.*.inline", in: "a.toml", text) == [#"tool.poetry.inline @ {x = 1, y = "}"}"#])
        #expect(try find("tool.*.deps", in: "a.toml", text) == ["tool.poetry.deps @ [ \"a\", # one\n  \"]b\" ]"])
        #expect(try find("bin.*.name", in: "a.toml", text) == ["bin.0.name @ 'first'", #"bin.1.name @ "sec\"ond""#])
        #expect(try find("bin.1.when", in: "a.toml", text) == ["bin.1.when @ 2026-01-02T03:04:05Z"])
    }

    @Test func pathsWithManyStarsEnd() throws {
        let path = Array(repeating: "**.a", count: 30).joined(separator: ".")
        let text = String(repeating: #"{"a": "#, count: 150) + "1" + String(repeating: "}", count: 150)
        #expect(try find(path + ".b", in: "a.json", text) == [])
        #expect(try find(path, in: "a.json", text).count == 1)
    }

    /// Damaged files of each format end, with whatever was read.
    @Test(arguments: ["a.json", "a.yaml", "a.toml"]) func damagedFilesEnd(file: String) throws {
        let rule = try FileRuleReader.read(try #require(try YAML.parse("key: {path: '**'}", file: "r").first)).get()
        let seed = Array("{\"a\": [1, {\"b\": \"\\u00e9\"}], 'c' = \"\"\"x\"\"\"\n[[t.\"u\"]]\nk.l = [1,\n{m = 'n'}]\nx: !!t {y: *z}\n".utf8)
        var state: UInt64 = 11
        func random(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        for _ in 0..<3000 {
            var text = seed
            for _ in 0...random(6) {
                if random(2) == 0 { text.remove(at: random(text.count)) } else { text.insert(Array("[]{}\"'=:,.#\\\n".utf8)[random(13)], at: random(text.count)) }
            }
            let facts = FileFacts(path: file, mode: nil, indexMode: nil, size: text.count, owner: 0, user: 0)
            text.withUnsafeBytes { bytes in
                for hit in rule.hits(facts, bytes) { #expect(hit.bytes.map { (0...bytes.count).contains($0.upperBound) } == true) }
            }
        }
    }
}
