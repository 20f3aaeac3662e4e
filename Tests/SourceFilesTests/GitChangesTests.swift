import Findings
import Foundation
import Testing

@testable import SourceFiles

@Suite struct GitChangesTests {
    private func changes(_ tree: TemporaryTree, since name: String = "HEAD", in state: GitRepository.NewState = .workingTree, folder: String = "") throws -> [GitChange] {
        let repository = try GitRepository(in: Surroundings(workingDirectory: tree[folder], variables: tree.gitVariables))
        return try repository.changes(since: name == "nothing" ? .nothing("nothing") : repository.revision(name), in: state)
    }

    private func repository(_ files: [String: String]) throws -> TemporaryTree {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        for (path, text) in files { try tree.write(path, text) }
        try tree.git(["add", "-A"])
        try tree.git(["commit", "-q", "-m", "x"])
        return tree
    }

    private func lines(_ count: Int) -> String { (1...count).map { "line \($0)\n" }.joined() }

    @Test("Added, modified and removed lines")
    func hunks() throws {
        let tree = try repository(["a.py": lines(10)])
        try tree.write("a.py", "new\n" + lines(10).replacingOccurrences(of: "line 5\n", with: "other\nand more\n").replacingOccurrences(of: "line 9\n", with: ""))
        let change = try #require(try changes(tree).first)
        #expect(change.changedLines == .some([1...1, 6...7]))
        #expect(change.touchedNewLines == .some([1...1, 6...7, 10...11]))
        #expect(change.touchedOldLines == .some([1...1, 5...5, 9...9]))
        #expect(change.oldPath == Array("a.py".utf8) && change.newPath == change.oldPath)
    }

    @Test("Blank lines and comments touch nothing; in Swift `#if` is no comment")
    func comments() throws {
        let tree = try repository(["a.py": "x = 1\n# was\ny = 2\n", "b.swift": "let x = 1\n\nlet y = 2\n"])
        try tree.write("a.py", "x = 1\n\n    # is\ny = 2\n# more\n")
        try tree.write("b.swift", "#if DEBUG\nlet x = 1\n\n// more\nlet y = 2\n")
        let changes = try changes(tree)
        #expect(changes.map(\.changedLines) == [.some([2...3, 5...5]), .some([1...1, 4...4])])
        #expect(changes.map(\.touchedNewLines) == [.some([]), .some([1...1])])
        #expect(changes.map(\.touchedOldLines) == [.some([]), .some([1...1])])
    }

    @Test("A renamed file is followed; a new one has no past, a removed one no present")
    func renames() throws {
        let tree = try repository(["a.py": lines(30), "gone.py": "x\n"])
        try tree.git(["mv", "a.py", "b.py"])
        try tree.write("b.py", lines(30) + "more\n")
        try tree.write("new.py", "1\n2\n")
        try FileManager.default.removeItem(atPath: tree["gone.py"])
        try tree.git(["add", "-A"])
        for state in [GitRepository.NewState.index, .workingTree] {
            let changes = try changes(tree, in: state)
            let renamed = try #require(changes.first { $0.newPath == Array("b.py".utf8) })
            #expect(renamed.oldPath == Array("a.py".utf8) && renamed.changedLines == .some([31...31]))
            let new = try #require(changes.first { $0.newPath == Array("new.py".utf8) })
            #expect(new.old == nil && new.changedLines == .some([1...2]))
            #expect(changes.first { $0.oldPath == Array("gone.py".utf8) }.map { $0.newPath == nil } == true)
        }
    }

    @Test("The index and the working tree are two states", arguments: ["", "sub"])
    func states(folder: String) throws {
        let tree = try repository(["sub/a.py": lines(3)])
        try tree.write("sub/a.py", "staged\n" + lines(3))
        try tree.git(["add", "-A"])
        try tree.write("sub/a.py", "staged\n" + lines(3) + "not staged\n")
        #expect(try changes(tree, in: .index, folder: folder).map(\.changedLines) == [.some([1...1])])
        #expect(try changes(tree, folder: folder).map(\.changedLines) == [.some([1...1, 5...5])])
    }

    @Test("Before the first commit all is new")
    func nothing() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        try tree.write("a.py", lines(3))
        try tree.git(["add", "-A"])
        #expect(try changes(tree, since: "nothing", in: .index).map(\.changedLines) == [.some([1...3])])
    }

    @Test("Names that look like the format, or need quotes, are read as what they are", arguments: [
        "a b.py", "a\nb.py", "x\n@@ -1 +1 @@\n+++ b/y.py", "tab\there.py", "quote\".py", "back\\slash.py", "é.py", "-- a.py", "a\n:100644 100644.py", "b.py\t",
    ])
    func names(name: String) throws {
        let tree = try repository([name: lines(5), "other.py": lines(5)])
        try tree.write(name, lines(5) + "--- a/other.py\n+++ b/other.py\n@@ -1 +1 @@\n")
        try tree.write("other.py", "x\n" + lines(5))
        let changes = try changes(tree)
        #expect(changes.count == 2)
        #expect(changes.first { $0.newPath == Array(name.utf8) }?.changedLines == .some([6...8]))
        #expect(changes.first { $0.newPath == Array("other.py".utf8) }?.changedLines == .some([1...1]))
    }

    @Test("A file without a last line end, and one whose lines end as Windows ends them where git is told so")
    func lineEnds() throws {
        let tree = try repository([".gitattributes": "*.py text eol=crlf\n", "a.py": lines(3), "b.txt": "1\n2"])
        try tree.write("a.py", lines(3).replacingOccurrences(of: "\n", with: "\r\n") + "more\r\n")
        try tree.write("b.txt", "1\n3")
        let changes = try changes(tree)
        #expect(changes.first { $0.newPath == Array("a.py".utf8) }?.changedLines == .some([4...4]))
        #expect(changes.first { $0.newPath == Array("b.txt".utf8) }?.changedLines == .some([2...2]))
    }

    @Test("What git does not compare line by line is changed as a whole; a change of the mode alone in no line")
    func opaque() throws {
        let tree = try repository([".gitattributes": "gen.py -diff\n", "gen.py": lines(3), "mode.py": lines(3)])
        try tree.write("gen.py", lines(4))
        try tree.setMode("mode.py", 0o755)
        let changes = try changes(tree)
        #expect(changes.first { $0.newPath == Array("gen.py".utf8) }?.changedLines == .all)
        #expect(changes.first { $0.newPath == Array("mode.py".utf8) }?.changedLines == .some([]))
    }

    @Test("Where HEAD parted from a branch, not where that is now")
    func mergeBase() throws {
        let tree = try repository(["a.py": lines(3)])
        try tree.git(["checkout", "-q", "-b", "work"])
        try tree.write("b.py", "1\n")
        try tree.git(["add", "-A"])
        try tree.git(["commit", "-q", "-m", "b"])
        try tree.git(["checkout", "-q", "main"])
        try tree.write("a.py", lines(4))
        try tree.git(["commit", "-q", "-am", "a"])
        try tree.git(["checkout", "-q", "work"])
        let repository = try GitRepository(in: tree.surroundings)
        let base = try repository.mergeBase(with: repository.revision("main"))
        #expect(try base.object == repository.revision("main~1").object)
        #expect(try repository.changes(since: base, in: .workingTree).map(\.newPath) == [Array("b.py".utf8)])
        // Nothing in common: the revision itself.
        try tree.git(["checkout", "-q", "--orphan", "apart"])
        try tree.git(["commit", "-q", "-m", "apart"])
        #expect(try repository.mergeBase(with: repository.revision("main")).object == repository.revision("main").object)
    }

    @Test("A shallow clone without the parting commit says what to fetch; a bare repository has no changes")
    func shallowAndBare() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "origin"])
        for (branch, file) in [("main", "a.py"), ("work", "b.py"), ("main", "c.py")] {
            try tree.git(["checkout", "-q", "-B", branch] + (branch == "main" && file == "c.py" ? ["main"] : []), in: "origin")
            try tree.write("origin/\(file)", "1\n")
            try tree.git(["add", "-A"], in: "origin")
            try tree.git(["commit", "-q", "-m", file], in: "origin")
        }
        try tree.git(["checkout", "-q", "work"], in: "origin")
        try tree.git(["clone", "-q", "--depth", "1", "--no-single-branch", "file://\(tree["origin"])", "shallow"])
        let repository = try GitRepository(in: Surroundings(workingDirectory: tree["shallow"], variables: tree.gitVariables))
        let error = #expect(throws: GitError.self) { try repository.mergeBase(with: repository.revision("origin/main")) }
        #expect(error?.code == .shallow && error?.advice.contains("--unshallow") == true)
        try tree.git(["clone", "-q", "--bare", "origin", "bare.git"])
        let bare = #expect(throws: GitError.self) { try changes(tree, folder: "bare.git") }
        #expect(bare?.code == .noWorkTree)
    }
}
