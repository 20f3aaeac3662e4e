import FileRules
import Foundation
import SourceFiles
import Testing

@Suite struct GitIndexTests {
    private static let paths = ["a.yaml", "conf/b.toml", "conf/é 🧵.ini", "conf/deep/er/x.json", "run.sh", "zz/" + String(repeating: "long", count: 40) + ".cfg"]

    private func repository(_ arguments: [String] = []) throws -> Scratch {
        let scratch = try Scratch()
        if arguments.isEmpty { try scratch.git("init", "-q") } else { try scratch.git("init", "-q", arguments[0]) }
        for path in Self.paths { try scratch.write(path, path) }
        try scratch.git("add", ".")
        try scratch.git("update-index", "--chmod=+x", "run.sh", "conf/b.toml")
        return scratch
    }

    private func index(_ scratch: Scratch, _ path: String = ".git/index") throws -> GitIndex? {
        try scratch.read(path).withUnsafeBytes { GitIndex($0) }
    }

    private func check(_ index: GitIndex?) throws {
        let index = try #require(index)
        #expect(index.count >= Self.paths.count)
        for path in Self.paths { #expect(index.mode(of: path) == (path == "run.sh" || path == "conf/b.toml" ? 0o100755 : 0o100644), "\(path)") }
        #expect(index.mode(of: "conf") == nil)
        #expect(index.mode(of: "a.yam") == nil)
        #expect(index.mode(of: "a.yaml2") == nil)
        #expect(index.mode(of: "") == nil)
    }

    @Test(arguments: [2, 4]) func versions(version: Int) throws {
        let scratch = try repository()
        try scratch.git("update-index", "--index-version", String(version))
        #expect(try scratch.read(".git/index")[7] == UInt8(version))
        try check(try index(scratch))
    }

    @Test func version3HasMoreFlags() throws {
        let scratch = try repository()
        try scratch.write("later.yaml", "x")
        try scratch.git("add", "--intent-to-add", "later.yaml")
        #expect(try scratch.read(".git/index")[7] == 3)
        try check(try index(scratch))
        #expect(try index(scratch)?.mode(of: "later.yaml") == 0o100644)
    }

    @Test func longNames() throws {
        let scratch = try repository(["--object-format=sha256"])
        try check(try index(scratch))
        try scratch.git("update-index", "--index-version", "4")
        try check(try index(scratch))
    }

    @Test func extensionsAreSkippedAndLinksKept() throws {
        let scratch = try repository()
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link.yaml", withDestinationPath: "a.yaml")
        try scratch.git("add", "link.yaml")
        try scratch.git("commit", "-qm", "x")
        #expect(try index(scratch)?.mode(of: "link.yaml") == 0o120000)
        #expect(try scratch.read(".git/index").range(of: Data("TREE".utf8)) != nil)
        try check(try index(scratch))
    }

    @Test func aSplitIndexIsNotRead() throws {
        let scratch = try repository()
        try scratch.git("update-index", "--split-index")
        #expect(try index(scratch) == nil)
    }

    @Test func damagedIndexesAreRefused() throws {
        let scratch = try repository()
        try scratch.git("update-index", "--index-version", "4")
        let bytes = Array(try scratch.read(".git/index"))
        for length in 0..<bytes.count { #expect(bytes[..<length].withUnsafeBytes { GitIndex($0) } == nil) }
        var state: UInt64 = 3
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            // An answer or none; what counts is that it ends.
            damaged.withUnsafeBytes { _ = GitIndex($0)?.mode(of: "a.yaml") }
        }
        #expect([UInt8]().withUnsafeBytes { GitIndex($0) } == nil)
    }

    @Test func modesAcrossRepositoriesAndWorkingTrees() throws {
        let scratch = try Scratch()
        try scratch.write("main/conf/a.ini", "x")
        try scratch.write("main/b.ini", "x")
        try scratch.git("init", "-q", in: "main")
        try scratch.git("add", ".", in: "main")
        try scratch.git("update-index", "--chmod=+x", "b.ini", in: "main")
        try scratch.git("commit", "-qm", "x", in: "main")
        try scratch.git("worktree", "add", "-q", "../linked", in: "main")
        try scratch.git("update-index", "--chmod=+x", "conf/a.ini", in: "linked")
        try scratch.write("main/vendor/c.ini", "x")
        try scratch.git("init", "-q", in: "main/vendor")
        try scratch.git("add", ".", in: "main/vendor")
        try scratch.write("outside.ini", "x")
        try scratch.write("main/new.ini", "x")

        var modes = TrackedModes(workingDirectory: scratch.path + "/main")
        #expect(modes.mode(of: "b.ini") == 0o100755)
        #expect(modes.mode(of: "./conf/../conf/a.ini") == 0o100644)
        #expect(modes.mode(of: "new.ini") == nil)
        #expect(modes.mode(of: "vendor/c.ini") == 0o100644)
        #expect(modes.mode(of: "../linked/conf/a.ini") == 0o100755)
        #expect(modes.mode(of: scratch.path + "/linked/b.ini") == 0o100755)
        #expect(modes.mode(of: "../outside.ini") == nil)
    }
}
