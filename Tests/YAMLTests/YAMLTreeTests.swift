import Testing
import YAML

@Suite struct YAMLTreeTests {
    private func one(_ text: String) throws -> YAMLNode {
        let documents = try YAML.parse(text, file: "t.yaml")
        try #require(documents.count == 1)
        return documents[0]
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let root = try one("id: a\nrule:\n  - kind: x\n  - 'call': \"time.sleep\"\n")
        #expect(root.mark == YAMLMark(line: 1, column: 1, offset: 0))
        let items = try #require(root["rule"]?.items)
        #expect(items[1].mark == YAMLMark(line: 4, column: 5, offset: 28))
        let call = try #require(items[1]["call"])
        #expect(call.mark == YAMLMark(line: 4, column: 13, offset: 36))
        #expect(call.endOffset == 48)
        #expect(call.string == "time.sleep")
    }

    @Test func columnsCountScalarsAndLinesEndWhereEditorsEndThem() throws {
        let text = "\u{FEFF}é: 🧵\r\na\u{301}b: {k: v}\r\"xy\": [1, \"\u{2028}\u{85}\"]\nlast: 1"
        let entries = try #require(try one(text).entries)
        #expect(entries.map { [$0.key.mark.line, $0.key.mark.column] } == [[1, 1], [2, 1], [3, 1], [4, 1]])
        #expect(entries.map { $0.value.mark.column } == [4, 6, 7, 7])
        let bytes = Array(text.utf8)
        for (key, value) in entries {
            for node in [key, value] { #expect(node.mark.offset < node.endOffset && node.endOffset <= bytes.count) }
        }
        #expect(Array(bytes[entries[0].value.mark.offset..<entries[0].value.endOffset]) == Array("🧵".utf8))
        #expect(Array(bytes[entries[2].value.mark.offset..<entries[2].value.endOffset]) == Array("[1, \"\u{2028}\u{85}\"]".utf8))
    }

    @Test func aStreamHasManyDocuments() throws {
        let documents = try YAML.parse("a: 1\n---\n- b\n---\n...\n---\nc\n", file: "t.yaml")
        #expect(documents.count == 4)
        #expect(documents[1].items?.first?.mark == YAMLMark(line: 3, column: 3, offset: 11))
        #expect(documents[2].isNull)
        #expect(try YAML.parse("", file: "t.yaml").isEmpty)
        #expect(try YAML.parse("\u{FEFF}", file: "t.yaml").isEmpty)
        #expect(try YAML.parse("# only a comment\n", file: "t.yaml").isEmpty)
    }

    @Test func stylesAndBlockScalars() throws {
        let items = try #require(try one("- p\n- 's'\n- \"d\\n\"\n- |\n  l\n   m\n- >\n  f\n  g\n").items)
        let kinds: [(String, YAMLScalarStyle)] = [
            ("p", .plain), ("s", .singleQuoted), ("d\n", .doubleQuoted), ("l\n m\n", .literal), ("f g\n", .folded),
        ]
        for (item, (text, style)) in zip(items, kinds) {
            guard case .scalar(let was, let wasStyle) = item.kind else { Issue.record("no scalar"); continue }
            #expect(was == text && wasStyle == style)
        }
    }

    @Test(arguments: [
        ("1", YAMLValue.int(1)), ("-7", .int(-7)), ("+3", .int(3)), ("0o17", .int(15)), ("0x1F", .int(31)), ("017", .int(17)),
        ("9223372036854775808", .float(9_223_372_036_854_775_808)), ("1.5", .float(1.5)), (".5", .float(0.5)), ("5.", .float(5)),
        ("1e3", .float(1000)), ("-1.5E-2", .float(-0.015)), (".inf", .float(.infinity)), ("-.inf", .float(-.infinity)),
        ("true", .bool(true)), ("False", .bool(false)), ("yes", .string("yes")), ("on", .string("on")), ("tRue", .string("tRue")),
        ("~", .null), ("null", .null), ("Null", .null), ("nULL", .string("nULL")), ("0x", .string("0x")), ("0x-1", .string("0x-1")),
        ("1.2.3", .string("1.2.3")), ("-", .string("-")), ("1_000", .string("1_000")), ("12:30", .string("12:30")), (".", .string(".")),
        ("1e", .string("1e")), ("e3", .string("e3")), ("\"1\"", .string("1")), ("'true'", .string("true")), ("!!str 1", .string("1")),
        ("! 1", .string("1")), ("!!int 1", .int(1)), ("0o8", .string("0o8")),
    ])
    func plainScalarsResolveByTheCoreSchema(text: String, value: YAMLValue) throws {
        #expect(try one("[\(text)]").items?.first?.value == value)
    }

    @Test func tagsAreTextAndNothingMore() throws {
        let root = try one("%TAG !e! tag:example.org,2000:\n---\na: !!python/object/apply:os.system [id]\nb: !local x\nc: !e!t {}\nd: !<verbatim> 1\ne: plain\n")
        #expect(root["a"]?.tag == "tag:yaml.org,2002:python/object/apply:os.system")
        #expect(root["a"]?.mark == YAMLMark(line: 3, column: 4, offset: 38))
        #expect(root["b"]?.tag == "!local")
        #expect(root["c"]?.tag == "tag:example.org,2000:t")
        #expect(root["d"]?.tag == "verbatim")
        #expect(root["e"]?.tag == nil)
    }

    @Test func aliasesStandForWhatTheyNameAndMergeKeysMerge() throws {
        let root = try one(
            """
            base: &base {a: 1, b: 2}
            more: &more {b: 3, c: 4}
            both:
              b: 9
              <<: [*base, *more]
            same: *base
            quoted: {"<<": *base}
            """)
        let both = try #require(root["both"]?.entries)
        #expect(both.map { "\($0.key.text ?? ""):\($0.value.int ?? -1)" } == ["b:9", "a:1", "c:4"])
        #expect(root["same"]?["b"]?.int == 2)
        #expect(root["same"]?.mark.line == 1)
        #expect(root["quoted"]?["<<"]?["a"]?.int == 1)
    }

    @Test func orderOfKeysIsKept() throws {
        let keys = (0..<200).map { "k\(($0 * 7919) % 200)" }
        let root = try one(keys.map { "\($0): 1\n" }.joined())
        #expect(root.entries?.map { $0.key.text ?? "" } == keys)
    }

    @Test func eventsBeforeAnErrorAreKept() throws {
        let text = Array("a: !!python/name:os.system x\nb: [1,\n{{ template }}: oops: :\n".utf8)
        var tags: [String] = []
        var failed = false
        text.withUnsafeBytes { bytes in
            do throws(YAMLError) {
                var events = try YAMLEvents(bytes, file: "t.yaml")
                while let event = try events.next() { if let tag = event.tag { tags.append(tag) } }
            } catch { failed = true }
        }
        #expect(tags == ["tag:yaml.org,2002:python/name:os.system"])
        #expect(failed)
    }
}
