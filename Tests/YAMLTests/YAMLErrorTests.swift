import Testing
import YAML

@Suite struct YAMLErrorTests {
    private func failure(_ bytes: [UInt8], limits: YAMLLimits = .default) throws -> YAMLError {
        try #require(throws: YAMLError.self) {
            try bytes.withUnsafeBytes { _ = try YAML.parse($0, file: "dir/t.yaml", limits: limits) }
        }
    }

    private func failure(_ text: String, limits: YAMLLimits = .default) throws -> YAMLError { try failure(Array(text.utf8), limits: limits) }

    @Test(arguments: [
        ("a: b: c\n", 1, 5, "quotes"),
        ("a: 1\nb: @x\n", 2, 4, "quotes"),
        ("a:\n\t- 1\n", 2, 1, "spaces"),
        ("a: [1, 2\nb: 3\n", 2, 2, "bracket"),
        ("a: \"x\n", 2, 1, "close the quote"),
        ("é🧵: 1\n é: 2\n", 2, 3, "indentation"),
        (#"a: "\d""# + "\n", 1, 5, "single quotes"),
        ("a: *nobody\n", 1, 4, "&nobody"),
        ("a: &x [1, *x]\n", 1, 11, "inside the node it names"),
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", 5, 3, "first at line 3, column 3"),
        ("a: 1\n\"a\": 2\n", 2, 1, "first at line 1, column 1"),
        ("a:\n  <<: [1]\n", 2, 8, "merges a mapping"),
        ("a: \u{1}\n", 1, 4, "U+0001"),
        ("a: 1\n---\nb: }\n", 3, 4, ""),
    ])
    func saysWhereAndWhatToDo(text: String, line: Int, column: Int, advice: String) throws {
        let error = try failure(text)
        #expect((error.line, error.column) == (line, column), "\(error)")
        #expect(advice.isEmpty || error.message.contains(advice), "\(error)")
        #expect(error.description.hasPrefix("dir/t.yaml:\(line):\(column): "))
    }

    @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0xA7], [0x80]] as [[UInt8]])
    func invalidUTF8HasAPosition(bad: [UInt8]) throws {
        let error = try failure(Array("a: é\nb: ".utf8) + bad + Array("\n".utf8))
        #expect((error.line, error.column) == (2, 4))
        #expect(error.message.contains("UTF-8"))
    }

    @Test func otherEncodingsAreRefused() throws {
        let error = try failure([0xFF, 0xFE, 0x61, 0x00])
        #expect((error.line, error.column) == (1, 1))
        #expect(error.message.contains("UTF-8"))
    }

    @Test func anAliasBombEndsInAnErrorThatNamesTheLine() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for i in 1..<30 { text += "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ", ") + "]\n" }
        let error = try failure(text)
        #expect(error.line == 6)
        #expect(error.message.contains("aliases"))
    }

    @Test func aMergeBombToo() throws {
        var text = "a0: &a0 {k: [1, 2, 3, 4]}\n"
        for i in 1..<40 { text += "a\(i): &a\(i) {l\(i): *a\(i - 1), <<: *a\(i - 1)}\n" }
        #expect(try failure(text).message.contains("aliases"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func nestingEndsAtTheLimit(opening: String) throws {
        let error = try failure(String(repeating: opening, count: 100_000))
        #expect(error.message.contains("nested more than 200 deep") || error.message.contains("did not find"), "\(error)")
    }

    @Test func aliasesCountTowardsTheDepth() throws {
        let text = "a: &a [[[[[1]]]]]\nb: &b [[[[*a]]]]\nc: [[[*b]]]\n"
        #expect(try YAML.parse(text, file: "t.yaml").count == 1)
        #expect(try failure(text, limits: YAMLLimits(depth: 12)).line == 3)
    }

    @Test func theNumberOfNodesIsLimited() throws {
        let error = try failure("[1, 2, 3,\n 4, 5, 6]", limits: YAMLLimits(nodes: 5))
        #expect((error.line, error.column) == (2, 8))
    }

    /// Damaged rule files of every kind: an answer or an error inside the text, never a trap.
    @Test func damagedTextNeverTraps() {
        let seed = Array("id: &a x\r\nrule: !t\n  all: [*a, {b: 'c'}, \"d\\u00e9\"]\n<<: {q: 1}\n---\n- |\n é🧵\n- >-\n z\n...\n".utf8)
        var state: UInt64 = 42
        func random(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        var parsed = 0
        for _ in 0..<5000 {
            var text = seed
            for _ in 0...random(4) {
                let at = random(text.count)
                switch random(4) {
                case 0: text[at] = UInt8(random(256))
                case 1: text.remove(at: at)
                case 2: text.insert(Array("[]{}:-&*!|>'\"%@\t\n\r #,?\u{FEFF}".utf8)[random(24)], at: at)
                default: text.insert(contentsOf: text[at..<min(text.count, at + 9)], at: random(text.count))
                }
            }
            text.withUnsafeBytes { bytes in
                do throws(YAMLError) { parsed += try YAML.parse(bytes, file: "t.yaml").isEmpty ? 0 : 1 } catch {
                    #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
                    #expect(error.line <= 40, "\(error)")
                }
            }
        }
        #expect(parsed > 100)
    }
}
