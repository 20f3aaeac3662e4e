import Testing
import TextMatching

@Suite struct LiteralScannerTests {
    private func found(_ scanner: LiteralScanner, _ text: [UInt8], _ hits: LiteralHits) -> [Int] {
        text.withUnsafeBytes { scanner.scan($0, into: hits) }
        return scanner.literals.indices.filter { hits.contains($0) }
    }

    private func slowly(_ literals: [Literal], _ text: [UInt8]) -> [Int] {
        func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 } }
        return literals.indices.filter { index in
            let literal = literals[index]
            guard literal.bytes.count <= text.count else { return false }
            return (0...(text.count - literal.bytes.count)).contains { start in
                let part = text[start..<(start + literal.bytes.count)]
                guard literal.ignoresCase ? folded(part) == folded(literal.bytes) : Array(part) == literal.bytes else { return false }
                func isWord(_ at: Int) -> Bool { text.indices.contains(at) && (text[at] == 95 || (48...57).contains(text[at]) || (97...122).contains(text[at] | 32) && text[at] < 128) }
                let end = start + literal.bytes.count
                return (!literal.edges.contains(.before) || isWord(start - 1) != isWord(start)) && (!literal.edges.contains(.after) || isWord(end - 1) != isWord(end))
            }
        }
    }

    @Test(arguments: [LiteralScanner.Engine.automaton, .vectorscan])
    func findsWhatIsThere(engine: LiteralScanner.Engine) {
        let literals = ["he", "she", "his", "hers", "time.sleep", "日本", "y\u{0}x", "Ab"].map { Literal($0) } + [Literal("TOKEN", ignoresCase: true), Literal([])]
        let scanner = LiteralScanner(literals, prefer: engine)
        #expect(scanner.engine == engine)
        let hits = scanner.makeHits()
        #expect(found(scanner, Array("ushers".utf8), hits) == [0, 1, 3, 9])
        #expect(found(scanner, Array("x = Time.sleep; AB ab".utf8), hits) == [9])
        #expect(found(scanner, Array("日本y\u{0}x time.sleep(ToKeN) Ab".utf8), hits) == [4, 5, 6, 7, 8, 9])
        #expect(found(scanner, [], hits) == [9])
    }

    @Test(arguments: [LiteralScanner.Engine.automaton, .vectorscan])
    func noLiteralsAndOnlyEmptyOnes(engine: LiteralScanner.Engine) {
        let none = LiteralScanner([], prefer: engine)
        #expect(found(none, [1, 2], none.makeHits()) == [])
        let empty = LiteralScanner([Literal([])], prefer: engine)
        #expect(found(empty, [], empty.makeHits()) == [0])
    }

    @Test func bothEnginesSayTheSameAsAPlainSearch() {
        var state: UInt64 = 5
        func random(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        let alphabets: [[UInt8]] = [Array("aAbB".utf8), Array("abcdefghijKLMNOP._(".utf8), (1...255).map { UInt8($0) }]
        var total = 0
        for round in 0..<120 {
            let alphabet = alphabets[round % 3]
            let literals = (0..<(1 + random(90))).map { _ in
                Literal((0..<(1 + random(5))).map { _ in alphabet[random(alphabet.count)] }, ignoresCase: random(3) == 0, edges: round % 2 == 0 ? [] : WordEdges(rawValue: UInt8(random(4))))
            }
            let plain = LiteralScanner(literals, prefer: .automaton)
            let fast = LiteralScanner(literals, prefer: .vectorscan)
            let (a, b) = (plain.makeHits(), fast.makeHits())
            #expect((plain.engine, fast.engine) == (.automaton, .vectorscan))
            for _ in 0..<8 {
                let text = (0..<random(200)).map { _ in alphabet[random(alphabet.count)] }
                let expected = slowly(literals, text)
                total += expected.count
                #expect(found(plain, text, a) == expected)
                #expect(found(fast, text, b) == expected)
            }
        }
        #expect(total > 1000)
    }

    /// vectorscan takes a literal that starts with NUL for an empty one.
    @Test func aLeadingNULIsFoundWithoutVectorscan() {
        let scanner = LiteralScanner([Literal([0, 1]), Literal("a")], prefer: .vectorscan)
        #expect(scanner.engine == .automaton)
        #expect(found(scanner, [2, 0, 1], scanner.makeHits()) == [0])
    }

    @Test func smallInputTakesNoDatabase() {
        #expect(LiteralScanner([Literal("abc")], expectedBytes: 100_000).engine == .automaton)
        #expect(LiteralScanner([Literal("abc")], expectedBytes: 100_000_000).engine == .vectorscan)
    }

    @Test func threadsShareOneScanner() async {
        let scanner = LiteralScanner((0..<200).map { Literal("word\($0);") }, prefer: .vectorscan)
        await withTaskGroup(of: Bool.self) { group in
            for i in 0..<32 {
                group.addTask {
                    let hits = scanner.makeHits()
                    let text = Array("… word\(i); word\(i + 100); …".utf8)
                    text.withUnsafeBytes { scanner.scan($0, into: hits) }
                    return scanner.literals.indices.filter { hits.contains($0) } == [i, i + 100]
                }
            }
            for await ok in group { #expect(ok) }
        }
    }

    @Test func entropy() {
        func bits(_ text: String) -> Double { Array(text.utf8).withUnsafeBytes { Entropy.bits($0) } }
        #expect(bits("") == 0)
        #expect(bits("aaaa") == 0)
        #expect(abs(bits("abab") - 1) < 1e-9)
        #expect(abs(bits("0123456789abcdef") - 4) < 1e-9)
        #expect(bits("changeme") < 3.1)
    }
}
