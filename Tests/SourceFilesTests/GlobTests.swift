import Testing

@testable import SourceFiles

@Suite struct GlobTests {
    @Test(arguments: [
        ("*.py", "a.py", true), ("*.py", "d/a.py", false), ("**/*.py", "a.py", true), ("**/*.py", "d/e/a.py", true),
        ("src/**", "src/a/b", true), ("src/**", "src", false), ("src/**/x", "src/x", true), ("src/**/x", "src/a/b/x", true), ("src/**/x", "srcx", false),
        ("a/*/c", "a/b/c", true), ("a/*/c", "a/b/b/c", false), ("a**c", "abbc", true), ("a**c", "ab/c", false),
        ("*.{py,pyi}", "a.pyi", true), ("*.{py,pyi}", "a.py", true), ("*.{py,pyi}", "a.", false), ("*.{py,pyi}", "a.pyx", false),
        ("{a,b/{c,d}}.py", "b/d.py", true), ("{a,b/{c,d}}.py", "a.py", true), ("{a,b/{c,d}}.py", "b/.py", false),
        ("{**/*.py,docs/**}", "x/y.py", true), ("{**/*.py,docs/**}", "docs/a/b", true), ("{**/*.py,docs/**}", "a/docs/b", false),
        ("x{,.bak}", "x", true), ("x{,.bak}", "x.bak", true), ("{}", "", true), ("a,b}", "a,b}", true),
        ("?", "é", true), ("?", "ab", false), ("?b", "éb", true), ("??", "é", false), ("[!a].py", "é.py", true), ("[!a].py", "a.py", false),
        ("[a-c]", "b", true), ("[[:digit:]]", "7", true), ("a[/]b", "a/b", false), ("\\*", "*", true), ("\\*", "x", false), ("\\{a}", "{a}", true),
        ("", "", true), ("", "a", false), ("*", "", true), ("**", "a/b", true), ("Tests/**/*Tests.swift", "Tests/A/B/CTests.swift", true),
    ]) func matches(_ pattern: String, _ path: String, _ expected: Bool) throws {
        #expect(try Glob(pattern).matches(path) == expected)
    }

    @Test(arguments: ["[abc", "{a,b", "a\\", "[[:nope:]]", "[é]"]) func refuses(_ pattern: String) {
        #expect { try Glob(pattern) } throws: { ($0 as? FileError)?.code == .badGlob && ($0 as? FileError)?.subject == pattern }
    }

    /// A backtracking matcher would not come back from these.
    @Test func hostilePatternsEnd() throws {
        let many = String(repeating: "a", count: 3000)
        #expect(try !Glob(String(repeating: "*a", count: 200) + "b").matches(many))
        #expect(try !Glob(String(repeating: "**/", count: 100) + "b").matches(String(repeating: "a/", count: 1000)))
        #expect(try Glob(String(repeating: "{a,aa,}", count: 100)).matches(String(repeating: "a", count: 150)))
        let list = IgnoreList(text: Array(String(repeating: "*a", count: 200).utf8) + Array("b".utf8), base: 0)
        let name = Array(many.utf8)
        #expect(name.withUnsafeBufferPointer { list.verdict($0, nameStart: 0, isFolder: false) } == nil)
    }
}
