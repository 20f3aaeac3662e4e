import Testing
import TextMatching

@Suite struct LinearRegexTests {
    private func find(_ pattern: String, in text: String, options: RegexOptions = []) throws -> String? {
        let regex = try LinearRegex(pattern, options: options)
        var text = text
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            let range = regex.firstRange(in: bytes)
            #expect(regex.matches(bytes) == (range != nil))
            return range.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    /// Each as Rust's `regex` 1 answers it, by its documentation.
    @Test(arguments: [
        (#"b+"#, "abbc", "bb"), (#"\w+"#, "¡héllo!", "héllo"), (#"\w+"#, "-日本語-", "日本語"), (#"\w+"#, "a\u{301}b c", "a\u{301}b"),
        (#"[\w-]+"#, "é-é.", "é-é"), (#"\W+"#, "é, é", ", "), (#"[^\w\s]+"#, "a ;:", ";:"), (#"\d+"#, "x٣٤", "٣٤"), (#"\D+"#, "٣x", "x"),
        (#"[\d.]+"#, "v1.٣", "1.٣"), (#"\s+"#, "a\u{3000}\u{2028}b", "\u{3000}\u{2028}"), (#"a\sb"#, "a\u{B}b", "a\u{B}b"), (#"\S+"#, "\u{A0}é", "é"),
        (#"[\S]+"#, "\u{A0}é", "é"), (#"(?-u)\w+"#, "héllo", "h"), (#"(?-u:\w)\w+"#, "éhé", "hé"), (#"\bcat\b"#, "a cat.", "cat"),
        (#"\x41\u0042\u{43}\U00000044\x{45}"#, "ABCDE", "ABCDE"), (#"[\x41-\u{43}]+"#, "xABCD", "ABC"), (#"\t\n\r\f\v\a"#, "\t\n\r\u{C}\u{B}\u{7}", "\t\n\r\u{C}\u{B}\u{7}"),
        (#"\pL+"#, "1é2", "é"), (#"\p{Greek}+"#, "aβγ", "βγ"), (#"\p{greek}+"#, "aβγ", "βγ"), (#"\p{Script=Greek}+"#, "aβ", "β"),
        (#"\p{Lowercase_Letter}+"#, "Aa", "a"), (#"\p{gc=Lu}"#, "aA", "A"), (#"\P{L}+"#, "a12b", "12"), (#"[[:alpha:]_]+"#, "1a_b2", "a_b"),
        (#"[[:^alpha:]]+"#, "a1b", "1"), (#"[a[bc]d]+"#, "xabcdx", "abcd"), (#"[]a]+"#, "x]a", "]a"), (#"[^]a]+"#, "]ax", "x"), (#"[a-]+"#, "b-a", "-a"),
        (#"[-a]+"#, "b-a", "-a"), (#"[.*$^|(){}]+"#, "a.*$^|(){}", ".*$^|(){}"), (#"[\]\[\\]+"#, #"a[\]"#, #"[\]"#),
        (#"(?i)STRASSE"#, "strasse", "strasse"), (#"(?i:A)b"#, "ab aB", "ab"), (#"(?i)é"#, "É", "É"), (#"a(?i)b|c"#, "C", "C"),
        (#"(?s).+"#, "a\nb", "a\nb"), (#".+"#, "a\nb", "a"), (#"(?m)^b$"#, "a\nb\nc", "b"), (#"^b$"#, "b", "b"), (#"\Ab\z"#, "b", "b"),
        (#"a+?"#, "aaa", "a"), (#"(?U)a+"#, "aaa", "a"), (#"a{2,3}"#, "aaaa", "aaa"), (#"a{2,}?"#, "aaaa", "aa"), (#"(?:ab){2}"#, "ababab", "abab"),
        (#"a{2}{2}"#, "aaaaa", "aaaa"), (#"x**"#, "xx", "xx"), (#"sam|samwise"#, "samwise", "sam"), (#"|a"#, "a", ""), (#"a}"#, "a}", "a}"),
        ("(?x) a b # a comment )\n [ c d ] + \\ ", "abcd ", "abcd "), (#"(?x: a b ) c"#, "ab c", "ab c"), (##"\/\-\ \#\_\""##, #"/- #_""#, #"/- #_""#),
        (#"日本"#, "x日本", "日本"), ("\u{0}", "a\u{0}b", "\u{0}"), (#"$"#, "ab", ""), (#""#, "", ""),
    ])
    func matchesAsRustDoes(pattern: String, text: String, match: String) throws {
        #expect(try find(pattern, in: text) == match)
    }

    @Test(arguments: [
        (#"\d"#, "abc"), (#"\w"#, "—…"), (#"^b"#, "a\nb"), (#"a\sb"#, "a\u{200B}b"), (#"(?-u)\d"#, "٣"), (#"a.c"#, "a\nc"), (#"[^\w\s]"#, "aé٣ \u{A0}_"),
    ])
    func doesNotMatchWhereRustDoesNot(pattern: String, text: String) throws {
        #expect(try find(pattern, in: text) == nil)
    }

    @Test(arguments: [
        ("a(?=b)", 1, "look-around"), ("a(?!b)", 1, "look-around"), ("(?<=a)b", 0, "look-around"), ("(?<!a)b", 0, "look-around"),
        (#"(a)\1"#, 3, "backreferences"), (#"(?P<x>a)\k<x>"#, 8, "backreferences"), ("(?P<x>a)(?P=x)", 8, "backreferences"), ("(?>a)", 0, "atomic"),
        ("[a-z&&[^aeiou]]", 4, "`&&`"), ("[a-z--b]", 4, "`--`"), ("[a~~b]", 2, "`~~`"), ("[a[^b]]", 2, "negated class"), (#"\<a\>"#, 0, "word boundaries"),
        (#"é\b{start}"#, 1, #"\b"#), ("(a", 0, "not closed"), ("a)", 1, "closes no group"), ("[a", 0, "not closed"), ("*a", 0, "repeats nothing"),
        ("é{,5}", 1, "`{n,m}`"), ("a{2", 1, "not closed"), ("{2}", 0, "repeats nothing"), ("a{5,2}", 6, "smaller number"), ("a{1001}", 1, "1000"),
        ("a\\", 1, "backslash"), (#"\y"#, 0, "no meaning"), (#"\Qa\E"#, 0, "no meaning"), (#"\p{Alphabetic}"#, 0, "Alphabetic"), (#"\p{L"#, 0, "not closed"),
        (#"\x{110000}"#, 0, "by number"), (#"\xZZ"#, 0, "by number"), (#"\u{d800}"#, 0, "by number"), ("(?z)", 2, "no flag"), ("(?R)a", 2, "CRLF"),
        ("[z-a]", 1, "smaller"), ("[[:nope:]]", 1, "no class"), ("(?P<1>a)", 0, "name"), ("(?<a b>a)", 0, "name"), (#"[\1]"#, 1, "by number"),
        (#"ab\p{Klingon}"#, 2, "RE2"), ("(?i)*", 4, "repeats nothing"), ("(?P<a>x)(?P<a>y)", 8, "twice"),
    ])
    func refusesWithAReasonAndAPlace(pattern: String, offset: Int, reason: String) throws {
        let error = try #require(throws: RegexError.self) { _ = try LinearRegex(pattern) }
        #expect(error.message.contains(reason), "\(error)")
        #expect(reason == "smaller number" || error.offset == offset, "\(error)")
    }

    @Test func groupsByNumberAndName() throws {
        let regex = try LinearRegex(#"(?<key>\w+)=(?P<value>"[^"]*")?(x)?"#)
        #expect(regex.groupCount == 3)
        #expect(regex.group(named: "value") == 2)
        #expect(regex.group(named: "nope") == nil)
        var text = #"  né="v" a=x"#
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            #expect(regex.firstMatch(in: bytes) == RegexMatch(range: 2..<9, groups: [2..<5, 6..<9, nil]))
            #expect(regex.firstMatch(in: bytes, from: 9) == RegexMatch(range: 10..<13, groups: [10..<11, nil, 12..<13]))
            #expect(regex.firstMatch(in: bytes, from: 13) == nil)
            #expect(regex.firstMatch(in: bytes, from: 99) == nil)
        }
    }

    @Test func whatStandsBeforeTheStartIsSeen() throws {
        var text = "aa\na"
        let (textStart, lineStart, word) = (try LinearRegex("^a"), try LinearRegex("^a", options: .multiLine), try LinearRegex(#"\ba"#))
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            #expect(textStart.firstRange(in: bytes, from: 1) == nil)
            #expect(lineStart.firstRange(in: bytes, from: 1) == 3..<4)
            #expect(word.firstRange(in: bytes, from: 1) == 3..<4)
        }
    }

    @Test func optionsAreFlags() throws {
        #expect(try find("^B", in: "a\nb", options: [.ignoresCase, .multiLine]) == "b")
        #expect(try find("^B", in: "a\nb", options: .multiLine) == nil)
    }

    @Test func emptyTextAndInvalidBytes() throws {
        #expect(try LinearRegex("a*").firstRange(in: UnsafeRawBufferPointer(start: nil, count: 0)) == 0..<0)
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3]
        let (any, notWord) = (try LinearRegex("."), try LinearRegex(#"\W"#))
        bytes.withUnsafeBytes {
            #expect(any.firstRange(in: $0) == 1..<2)
            #expect(notWord.firstRange(in: $0) == nil)
        }
    }

    /// What makes a backtracking matcher run for years.
    @Test func timeIsLinear() throws {
        let regex = try LinearRegex("(a+)+$|(a|aa)+b")
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 200_000) + [UInt8(ascii: "!")]
        #expect(text.withUnsafeBytes { regex.firstRange(in: $0) } == nil)
    }

    @Test(arguments: ["(", "(?:", "[", "[[", "a|(", "(?i:"])
    func deepNestingIsRefused(opening: String) {
        #expect(throws: RegexError.self) { try LinearRegex(String(repeating: opening, count: 50_000)) }
    }

    @Test func tooLargePatternsAreRefused() throws {
        let error = try #require(throws: RegexError.self) { _ = try LinearRegex(#"((\w{1,1000}){1,1000})"#) }
        #expect(error.message.contains("RE2"))
    }

    @Test func manyThreadsShareOne() async throws {
        let regex = try LinearRegex(#"(\w+)@(\w+)\.com"#)
        await withTaskGroup(of: Bool.self) { group in
            for i in 0..<64 {
                group.addTask {
                    let text = Array((String(repeating: "x ", count: i) + "user\(i)@host.com").utf8)
                    return text.withUnsafeBytes { regex.firstMatch(in: $0)?.range == (2 * i)..<text.count }
                }
            }
            for await ok in group { #expect(ok) }
        }
    }

    /// Damaged patterns: compiled or refused inside the pattern, never a trap.
    @Test func damagedPatternsNeverTrap() {
        let seed = Array(#"(?x)a[b-d\w&&[^x]]{2,3}?(?<n>\p{L}|\x41\u{1F600})*\b.(?i:é)$"#.unicodeScalars)
        var state: UInt64 = 7
        func random(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        var compiled = 0
        for _ in 0..<5000 {
            var pattern = seed
            for _ in 0...random(6) {
                switch random(3) {
                case 0 where pattern.count > 4: pattern.remove(at: random(pattern.count))
                case 1: pattern.insert(Array(#"()[]{}\?*+|^$-&~<>:Ppxu0 "#.unicodeScalars)[random(25)], at: random(pattern.count))
                default: pattern = Array(pattern[..<min(pattern.count, max(10, random(pattern.count)))])
                }
            }
            let text = String(String.UnicodeScalarView(pattern))
            do throws(RegexError) {
                _ = try LinearRegex(text)
                compiled += 1
            } catch { #expect((0...pattern.count).contains(error.offset), "\(error)") }
        }
        #expect(compiled > 50)
    }
}
