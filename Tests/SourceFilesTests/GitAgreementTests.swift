import Foundation
import Testing

@testable import SourceFiles

/// git itself says what is ignored; the walk must list exactly what git lists.
@Suite struct GitAgreementTests {
    /// What git would add, plus what it tracks.
    private func listedByGit(_ tree: TemporaryTree, in folder: String = "") throws -> [String] {
        try tree.git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], in: folder)
            .split(separator: "\0").map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func listed(_ tree: TemporaryTree, _ root: String = ".") throws -> [String] {
        try tree.walk {
            $0.roots = [root]
            $0.usesDefaultExcludes = false
        }
    }

    struct Scenario: CustomTestStringConvertible, Sendable {
        var name: String
        var ignores: [String: String]
        var files: [String]

        var testDescription: String { name }
    }

    static let scenarios: [Scenario] = [
        Scenario(
            name: "anchoring", ignores: [".gitignore": "/top.py\nsub/mid.py\n/sub2/\nany.py\n"],
            files: ["top.py", "a/top.py", "sub/mid.py", "a/sub/mid.py", "sub2/x.py", "a/sub2/x.py", "any.py", "a/b/any.py"]),
        Scenario(
            name: "negation and its order", ignores: [".gitignore": "*.py\n!keep.py\nkeep*\n!keep2.py\n"],
            files: ["a.py", "keep.py", "keep2.py", "x/keep2.py", "x/keep.py"]),
        Scenario(
            name: "nothing comes back below an ignored folder", ignores: [".gitignore": "out/\n!out/keep.py\n", "out/.gitignore": "!*\n"],
            files: ["out/keep.py", "out/deep/keep.py", "a.py"]),
        Scenario(
            name: "but it does where only the content is ignored", ignores: [".gitignore": "out/*\n!out/keep.py\n!out/deep\n"],
            files: ["out/keep.py", "out/other.py", "out/deep/x.py"]),
        Scenario(
            name: "nested files win", ignores: [".gitignore": "*.log\n!important.log\n", "a/.gitignore": "!*.log\n", "a/b/.gitignore": "*.log\n"],
            files: ["x.log", "important.log", "a/x.log", "a/b/x.log", "a/b/important.log", "a/c/x.log"]),
        Scenario(
            name: "folders only", ignores: [".gitignore": "name/\nother/*/\n"],
            files: ["name", "a/name/x", "other/file", "other/folder/x", "other/a/b/c"]),
        Scenario(
            name: "double stars", ignores: [".gitignore": "**/foo.py\na/**/z.py\nlogs/**\n!logs/**/\n!logs/**/keep\nx**y\nq/**x/r\nfo**/bar\n"],
            files: [
                "foo.py", "d/foo.py", "a/z.py", "a/b/z.py", "a/b/c/z.py", "logs/1", "logs/d/keep", "logs/d/2", "x1y", "x/y", "q/ax/r", "q/a/ax/r",
                "foo/bar", "fooz/y/bar", "fobar", "d/foo/bar",
            ]),
        Scenario(
            name: "trailing spaces and backslashes",
            ignores: [".gitignore": "space \nkept\\ \ntwo\\  \nslash\\\nback\\\\slash\n\\#hash\n#hash2\n\\!bang\ntab\t\n  lead\n"],
            files: ["space", "space ", "kept", "kept ", "two ", "two  ", "slash", "slash\\", "back\\slash", "#hash", "#hash2", "!bang", "tab", "tab\t", "lead", "  lead"]),
        Scenario(
            name: "line ends and a mark", ignores: [".gitignore": "\u{FEFF}first\r\nsecond \r\n\r\nthird", "a/.gitignore": "\n\n\r\n!\n/\n//\nlast\r"],
            files: ["first", "second", "third", "fourth", "a/last", "a/x", "a/b/c"]),
        Scenario(
            name: "classes",
            ignores: [
                ".gitignore":
                    "[abc].a\n[!abc].b\n[^abc].c\n[a-c].d\n[]].e\n[]a-]].f\n[[:digit:]].g\n[[:nope:]].h\n[open.i\n[a\\]].j\n[\\\\].k\n[--0].l\n[!]].m\n[[:alpha:][:digit:]_].n\n[c-a].o\n[[].p\n[[:digit].q\n[[a].r\n"
            ],
            files: [
                "a.a", "d.a", "a.b", "d.b", "a.c", "d.c", "b.d", "e.d", "].e", "a.e", "].f", "a.f", "-.f", "a].f", "-].f", "1.g", "a.g", "1.h", "n.h", "[open.i",
                "].j", "a.j", "\\.k", "a.k", "-.l", ".l", "/.l".replacingOccurrences(of: "/", with: "0"), "].m", "a.m", "x.n", "1.n", "_.n", "-.n", "b.o",
                "[.p", ":.q", "d.q", "[.q", "[.r", "a.r",
            ]),
        Scenario(
            name: "question marks, bytes and letters", ignores: [".gitignore": "?.py\na?b\nü.txt\n?.txt\n??.txt\n*.ÄÖ\nA.md\n"],
            files: ["a.py", "ab.py", "a/b", "axb", "ü.txt", "é.txt", "x.ÄÖ", "x.äö", "a.md", "A.md"]),
        Scenario(
            name: "a star does not cross folders, a name does", ignores: [".gitignore": "a/*.py\nb/*/c.py\n*/d.py\n/*/e.py\n*.pyc\n"],
            files: ["a/x.py", "a/b/x.py", "b/c.py", "b/x/c.py", "b/x/y/c.py", "d.py", "x/d.py", "x/y/d.py", "e.py", "x/e.py", "x/y/e.py", "x/y/z.pyc"]),
        Scenario(
            name: "everything but", ignores: [".gitignore": "*\n!*/\n!*.py\n!.gitignore\n"], files: ["a.txt", "a.py", "d/a.txt", "d/e/a.py"]),
        Scenario(
            name: "an empty repository with a link for .gitignore", ignores: ["real-ignore": "*.py\n"], files: ["a.py"]),
    ]

    @Test(arguments: scenarios) func agrees(_ scenario: Scenario) throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        for (path, text) in scenario.ignores { try tree.write(path, text) }
        for path in scenario.files { try tree.write(path, "x") }
        if scenario.ignores["real-ignore"] != nil { try tree.link("linked/.gitignore", to: "../real-ignore") }
        let expected = try listedByGit(tree).filter { $0 != "linked/.gitignore" }
        #expect(!expected.isEmpty)
        #expect(try listed(tree) == expected)
    }

    /// Random patterns over random trees: what no one thought of.
    @Test(arguments: 0..<24) func agreesOnRandomTrees(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        for _ in 0..<120 {
            let depth = Int.random(in: 1...4, using: &random)
            let path = (0..<depth).map { _ in Self.pick(Self.names, &random) }.joined(separator: "/")
            // Where a folder has that name already, or a file has a folder's, there is nothing to write.
            try? tree.write(path, "x")
        }
        let folders = [""] + (0..<6).map { _ in (0..<Int.random(in: 1...2, using: &random)).map { _ in Self.pick(Self.names, &random) }.joined(separator: "/") + "/" }
        for folder in folders {
            let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in Self.pattern(&random) }
            try? tree.write(folder + ".gitignore", lines.joined(separator: "\n"))
        }
        try tree.write(".git/info/exclude", Self.pattern(&random) + "\n")
        #expect(try listed(tree) == listedByGit(tree))
    }

    private static let names = ["a", "b", "ab", "abc", "a.py", "b.py", "foo", "foo.d", "x-y", "a b", "é", "[a]", "a\\b", ".h", "A"]
    private static let pieces = [
        "a", "b", "ab", "foo", ".py", "*", "*", "**", "?", "[ab]", "[!a]", "[a-", "]", "/", "/", "/", "**/", "/**", "\\", "\\*", " ", "-", "é", ".", "[[:alpha:]]", "x-y",
    ]

    private static func pick(_ list: [String], _ random: inout SeededGenerator) -> String { list[Int.random(in: 0..<list.count, using: &random)] }

    private static func pattern(_ random: inout SeededGenerator) -> String {
        let body = (0..<Int.random(in: 1...5, using: &random)).map { _ in pick(pieces, &random) }.joined()
        return (Int.random(in: 0..<4, using: &random) == 0 ? "!" : "") + body
    }

    /// One process of git judges thousands of pairs of a pattern and a path: each folder has one pattern of its own.
    @Test func patternsMatchAsGitsDo() throws {
        var random = SeededGenerator(seed: 42)
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        var asked: [(path: String, pattern: String, name: String)] = []
        for folder in 0..<250 {
            let pattern = Self.pattern(&random)
            try tree.write("f\(folder)/.gitignore", pattern + "\n")
            for _ in 0..<12 {
                let name = (0..<Int.random(in: 1...4, using: &random)).map { _ in Self.pick(Self.names, &random) }.joined(separator: "/")
                asked.append(("f\(folder)/\(name)", pattern, name))
            }
        }
        let input = asked.map(\.path).joined(separator: "\0") + "\0"
        let said = try tree.git(["check-ignore", "-z", "--stdin", "--no-index"], input: input)
        let ignored = Set(said.split(separator: "\0").map(String.init))
        #expect(ignored.count > 100)
        for question in asked {
            let list = IgnoreList(text: Array(question.pattern.utf8), base: 0)
            // None of the files exist, so only the folders above the last name are folders.
            var verdict = false
            let parts = question.name.split(separator: "/")
            for count in 1...parts.count {
                let path = Array(parts[..<count].joined(separator: "/").utf8)
                let nameStart = path.count - parts[count - 1].utf8.count
                verdict = path.withUnsafeBufferPointer { list.verdict($0, nameStart: nameStart, isFolder: count < parts.count) } == .ignored
                if verdict { break }
            }
            #expect(verdict == ignored.contains(question.path), "`\(question.pattern)` and `\(question.name)`")
        }
    }

    @Test func sharedAndGlobalExcludes() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        defer { try? FileManager.default.removeItem(atPath: tree["../\((tree.path as NSString).lastPathComponent).home"]) }
        let home = "../\((tree.path as NSString).lastPathComponent).home"
        try tree.write("\(home)/.config/git/ignore", "*.global\nboth\n")
        try tree.write(".git/info/exclude", "*.info\n!both\n")
        try tree.write(".gitignore", "!kept.info\n")
        for name in ["a.global", "a.info", "kept.info", "both", "sub/x.global", "sub/y.info", "a.py"] { try tree.write(name) }
        #expect(try listed(tree) == listedByGit(tree))
        #expect(try listed(tree) == [".gitignore", "a.py", "both", "kept.info"])

        // A file named in the configuration takes the default's place.
        try tree.write("\(home)/my ignores", "*.py\n")
        try tree.write("\(home)/.gitconfig", "[user]\n\tname = x\n[core] # here\n\texcludesFile = \"~/my ignores\" ; there\n")
        #expect(try listed(tree) == listedByGit(tree))
        #expect(try listed(tree).contains("a.global"))
        #expect(try !listed(tree).contains("a.py"))

        // Through an include, relative to the file that includes.
        try tree.write("\(home)/more/extra", "[core]\n\texcludesfile = \"\(tree[home])/other\"\n")
        try tree.write("\(home)/other", "both\n*.global\n")
        try tree.write("\(home)/.gitconfig", "[include]\n\tpath = more/extra\n")
        #expect(try listed(tree) == listedByGit(tree))
        #expect(try !listed(tree).contains("a.global"))
    }

    @Test func patternsThatIgnoreCase() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        try tree.git(["config", "core.ignoreCase", "true"])
        try tree.write(".gitignore", "*.PY\nDocs/\n/Top/x\n[a-c]z\n")
        for name in ["a.py", "b.Py", "docs/x", "DOCS2/x", "top/X", "Bz", "dz"] { try tree.write(name) }
        #expect(try listed(tree) == listedByGit(tree))
    }

    @Test func aFolderInsideARepositoryKeepsItsParentsPatterns() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        try tree.write(".gitignore", "*.log\n/a/b/top.py\n")
        try tree.write("a/.gitignore", "mid.py\n!kept.log\n")
        for name in ["a/b/top.py", "a/b/mid.py", "a/b/x.log", "a/b/kept.log", "a/b/c.py", "a/b/c/top.py"] { try tree.write(name) }
        let expected = try listedByGit(tree, in: "a/b").map { "a/b/\($0)" }
        #expect(try listed(tree, "a/b") == expected)
        #expect(expected == ["a/b/c.py", "a/b/c/top.py", "a/b/kept.log"])
    }

    @Test func linkedWorkingTreesAndSubmodules() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "main"])
        try tree.write("main/a.py", "x")
        try tree.git(["add", "."], in: "main")
        try tree.git(["commit", "-qm", "first"], in: "main")
        try tree.write("main/.git/info/exclude", "*.shared\n")
        try tree.git(["worktree", "add", "-q", "../linked"], in: "main")
        try tree.write("linked/b.shared")
        try tree.write("linked/b.py")
        #expect(try listed(tree, "linked") == ["linked/a.py", "linked/b.py"])
        #expect(try listed(tree, "linked") == listedByGit(tree, in: "linked").map { "linked/\($0)" })

        // A repository inside another one obeys its own patterns, and not the outer ones.
        try tree.git(["init", "-q", "outer"])
        try tree.write("outer/.gitignore", "*.txt\n/skipped/\n")
        try tree.git(["-c", "protocol.file.allow=always", "submodule", "add", "-q", "../main", "inner"], in: "outer")
        try tree.write("outer/.git/modules/inner/info/exclude", "*.inside\n")
        for name in ["a.txt", "inner/a.txt", "inner/b.inside", "b.inside", "skipped/.git/HEAD", "skipped/x.py"] { try tree.write("outer/\(name)") }
        #expect(try listed(tree, "outer/inner") == listedByGit(tree, in: "outer/inner").map { "outer/inner/\($0)" })
        #expect(
            try listed(tree, "outer") == ["outer/.gitignore", "outer/.gitmodules", "outer/b.inside", "outer/inner/a.py", "outer/inner/a.txt"])
    }

    @Test func patternsHoldForTrackedFilesToo() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "."])
        try tree.write("tracked.py", "x")
        try tree.git(["add", "."])
        try tree.write(".gitignore", "tracked.py\n")
        #expect(try listedByGit(tree).contains("tracked.py"))
        #expect(try listed(tree) == [".gitignore"])
        // Named, it is scanned.
        #expect(try listed(tree, "tracked.py") == ["tracked.py"])
    }

    @Test func ignoreFilesHoldOutsideARepositoryAndCanBeTurnedOff() throws {
        let tree = try TemporaryTree()
        try tree.write(".gitignore", "a.py\n")
        try tree.write("a.py")
        try tree.write("b.py")
        #expect(try tree.walk { $0.onlySources = true } == ["b.py"])
        #expect(
            try tree.walk {
                $0.onlySources = true
                $0.usesGitignore = false
            } == ["a.py", "b.py"])
    }
}
