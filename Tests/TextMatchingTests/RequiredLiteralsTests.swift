import Testing
import TextMatching

@Suite struct RequiredLiteralsTests {
    @Test(arguments: [
        ("hello", ["hello"]), ("a|b", []), ("foo|bar", ["foo", "bar"]), ("(?:foo|ba)r", ["foor", "bar"]), (#"foo\d+barbaz"#, ["barbaz"]),
        (#"\bfoo\b"#, ["|foo|"]), ("foo?", ["foo", "fo"]), ("(foo)?bar", ["foobar", "bar"]), ("(foo)*ba", ["ba"]), ("(foo)+", ["foo"]), ("(foo){2,}x", ["foo"]),
        (".*", []), ("foo|.", []), ("x(foo|bar)*y", []), ("日本", ["日本"]), (#"time\.sleep\("#, ["time.sleep("]), ("(?i)pAwn", ["pAwn/i"]),
        ("(?i)password", ["word/i"]), ("(?i)token=", ["en=/i"]), ("(?i)é", []), ("a(?i:b)c", ["abc/i"]), ("(?i)12", ["12"]), ("[ab]cd", ["acd", "bcd"]), ("[a-z]cd", ["cd"]), ("[^a]cd", ["cd"]), ("(?i)[ab]cd", ["cd/i"]), (#"(\b|_)[Ll]ock\b"#, ["|Lock|", "|lock|", "_Lock|", "_lock|"]), (#"foo\bbar"#, ["foobar"]),
        ("(?x) f o o # bar", ["foo"]), ("", []), ("(?:ab|cd)(?:ef|gh)", ["abef", "abgh", "cdef", "cdgh"]),
    ])
    func areThese(pattern: String, literals: [String]) throws {
        let found = try LinearRegex(pattern).requiredLiterals
        #expect((found ?? []).map { ($0.edges.contains(.before) ? "|" : "") + String(decoding: $0.bytes, as: UTF8.self) + ($0.edges.contains(.after) ? "|" : "") + ($0.ignoresCase ? "/i" : "") } == literals)
    }

    /// The promise itself: whatever a pattern matches holds one of its literals.
    @Test func everyMatchHoldsOne() throws {
        var state: UInt64 = 99
        func random(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        func pattern(_ depth: Int) -> String {
            switch random(depth == 0 ? 3 : 9) {
            case 0, 1: return ["ab", "sk", "b", "ca", "K", "é"][random(6)]
            case 2: return [".", "[ab]", #"\b"#, "^", "[^c]", "c?"][random(6)]
            case 3: return "(" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")"
            case 4: return "(?:" + pattern(depth - 1) + ")" + ["?", "*", "+", "{2}", "{1,2}", "{0,1}"][random(6)]
            case 5: return "(?i:" + pattern(depth - 1) + ")"
            default: return pattern(depth - 1) + pattern(depth - 1)
            }
        }
        let alphabet = Array("abcskKSABé\u{212A}\u{17F}\n".unicodeScalars)
        var matches = 0
        for _ in 0..<400 {
            let regex = try LinearRegex(pattern(4))
            guard let literals = regex.requiredLiterals else { continue }
            let scanner = LiteralScanner(literals, prefer: .automaton)
            let hits = scanner.makeHits()
            for _ in 0..<60 {
                let text = Array(String(String.UnicodeScalarView((0..<12).map { _ in alphabet[random(alphabet.count)] })).utf8)
                text.withUnsafeBytes { bytes in
                    guard regex.matches(bytes) else { return }
                    matches += 1
                    scanner.scan(bytes, into: hits)
                    #expect(!hits.isEmpty, "\(regex.pattern)")
                }
            }
        }
        #expect(matches > 500)
    }
}
