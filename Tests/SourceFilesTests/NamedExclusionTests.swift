import Foundation
import Testing

@testable import SourceFiles

/// `FileSelection.excludesNamed`.
@Suite struct NamedExclusionTests {
    private static let files = [
        "a.py", "out/b.py", "src/out/keep.py", "src/c.py", "src/deep/d.py", ".venv/e.py", "node_modules/x/f.py", "env/pyvenv.cfg", "env/lib/g.py",
        "build/h.py", "pkg/build/__init__.py", "pkg/build/i.py", "src/.build", "lib/rsa-4.9.dist-info/METADATA", "lib/rsa/key.py",
    ]

    /// A list of every file, as somebody else would make it.
    private func named(_ tree: TemporaryTree, _ change: (inout FileSelection) -> Void = { _ in }) throws -> [String] {
        try tree.walk {
            $0.roots = []
            $0.filesFrom = Self.files
            $0.excludesNamed = true
            change(&$0)
        }
    }

    private func tree(git: Bool) throws -> TemporaryTree {
        let tree = try TemporaryTree()
        for name in Self.files { try tree.write(name) }
        try tree.write(".gitignore", "/out/\n*.log\n")
        try tree.write("src/.gitignore", "deep/*\n")
        if git { try tree.git(["init", "-q"]) }
        return tree
    }

    @Test("A list gives what the walk gives of it, in a repository and without one", arguments: [true, false])
    func sameAsTheWalk(git: Bool) throws {
        let tree = try tree(git: git)
        let walked = Set(try tree.walk { _ in })
        let expected = Self.files.filter(walked.contains).sorted()
        #expect(expected == ["a.py", "pkg/build/__init__.py", "pkg/build/i.py", "src/.build", "src/c.py", "src/out/keep.py"])
        #expect(try named(tree) == expected)
        #expect(try named(tree) { $0.excludesNamed = false } == Self.files.sorted())
    }

    @Test("What is not honoured in a walk is not honoured for names")
    func options() throws {
        let tree = try tree(git: true)
        #expect(try named(tree) { $0.usesGitignore = false }.contains("out/b.py"))
        #expect(try !named(tree) { $0.usesGitignore = false }.contains(".venv/e.py"))
        #expect(try named(tree) { $0.usesDefaultExcludes = false }.contains("env/lib/g.py"))
        #expect(try !named(tree) { $0.usesDefaultExcludes = false }.contains("src/deep/d.py"))
    }

    @Test("Named folders are left out, too; what lies outside the working directory has no above")
    func folders() throws {
        let tree = try tree(git: false)
        #expect(try named(tree) { $0.filesFrom = [".venv", "node_modules/x", "src"] } == ["src/.build", "src/.gitignore", "src/c.py", "src/out/keep.py"])
        let elsewhere = Surroundings(workingDirectory: tree["pkg"])
        #expect(try FileSelection(roots: ["../.venv/e.py"], excludesNamed: true).walk(in: elsewhere).files.map(\.path) == ["../.venv/e.py"])
    }

    @Test("The root of all is above everything")
    func root() throws {
        #expect(try FileSelection(roots: ["/etc/hostname"], excludesNamed: true).walk(in: Surroundings(workingDirectory: "/")).files.map(\.path) == ["etc/hostname"])
        var walk = TreeWalk(FileSelection(roots: [], excludesNamed: true), in: Surroundings(workingDirectory: "/"), workingDirectory: [])
        #expect(try !walk.leavesOut(Root("/", workingDirectory: [])))
    }

    @Test("In a repository its patterns hold from wherever one stands, an outer repository's do not")
    func repositories() throws {
        let tree = try tree(git: true)
        let below = Surroundings(workingDirectory: tree["src"])
        #expect(try FileSelection(roots: ["../out/b.py", "c.py", "deep/d.py"], excludesNamed: true).walk(in: below).files.map(\.path) == ["c.py"])
        try FileManager.default.createDirectory(atPath: tree["inner"], withIntermediateDirectories: true)
        try tree.git(["init", "-q", "inner"])
        try tree.write("inner/out/j.py")
        #expect(try named(tree) { $0.filesFrom = ["inner/out/j.py"] } == ["inner/out/j.py"])
    }
}
