import Findings
import Foundation
import Testing

@testable import SourceFiles

/// A commit's files are those a walk over its checkout finds.
@Suite struct GitSnapshotTests {
    private func snapshot(_ tree: TemporaryTree, _ name: String = "HEAD", in folder: String = "", _ selection: FileSelection = FileSelection(roots: ["."])) throws -> WalkResult {
        let surroundings = Surroundings(workingDirectory: tree[folder], variables: tree.gitVariables)
        let repository = try GitRepository(in: surroundings)
        return try GitSnapshot(of: repository.revision(name), in: repository).select(selection, in: surroundings)
    }

    private func commit(_ tree: TemporaryTree, in folder: String = "") throws {
        try tree.git(["add", "-A"], in: folder)
        try tree.git(["commit", "-q", "-m", "x", "--no-verify"], in: folder)
    }

    private func text(_ file: SourceFile) -> String? {
        let buffer = FileBuffer()
        guard case .text(let text) = buffer.read(file) else { return nil }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test("The same files, roles, languages and texts as a walk, from the top and from below")
    func sameAsWalk() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        for path in ["a.py", "src/b.swift", "src/deep/c.py", "tests/test_c.py", "node_modules/x.py", "venv/__init__.py", "build/y.py", "kept/build/__init__.py", "kept/build/z.py", "env/pyvenv.cfg", "env/w.py", "kept/dist/__init__.py", "kept/dist/click-8.0.4.dist-info/METADATA", "kept/dist/click/core.py", "conf.yaml", "src/deeper.py"] {
            try tree.write(path, "# \(path)\n")
        }
        try tree.write("tool", "#!/usr/bin/env python3\nprint(1)\n")
        try tree.write("plain", "no script\n")
        try tree.write("a name\nwith \"quotes\" é.py", "x = 1\n")
        try tree.write(".gitignore", "ignored/\n*.gen.py\n!kept.gen.py\n")
        try tree.write("src/.gitignore", "/local.py\n")
        for path in ["ignored/i.py", "x.gen.py", "kept.gen.py", "src/local.py"] { try tree.write(path, "x = 1\n") }
        try tree.link("link.py", to: "a.py")
        try tree.git(["add", "-f", "."])
        try tree.git(["commit", "-q", "-m", "x"])
        for folder in ["", "src", "src/deep"] {
            for roots in [["."], [".."], ["src", "a.py"], ["deep"], ["b.swift", "local.py"], [tree["src"]]] {
                for exclude in [[], ["deep", "/a.py"]] {
                    let selection = FileSelection(roots: roots, exclude: exclude)
                    let surroundings = Surroundings(workingDirectory: tree[folder], variables: tree.gitVariables)
                    // Above the top there is nothing in a commit, and roots that are not there are nothing.
                    if folder.isEmpty, roots == [".."] { continue }
                    let walked = try selection.walk(in: surroundings), listed = try snapshot(tree, in: folder, selection)
                    #expect(listed.files.map(\.path) == walked.files.map(\.path), "\(roots) in \(folder)")
                    #expect(listed.files.map(\.role) == walked.files.map(\.role))
                    #expect(listed.files.map(\.language) == walked.files.map(\.language))
                    #expect(listed.files.map(\.size) == walked.files.map(\.size))
                }
            }
        }
        let files = try snapshot(tree).files
        #expect(files.allSatisfy { if case .blob = $0.origin { true } else { false } })
        #expect(files.first { $0.path == "src/deep/c.py" }.flatMap(text) == "# src/deep/c.py\n")
    }

    @Test("An older commit is read though the working tree has moved on; nothing is checked out")
    func older() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        try tree.write("a.py", "old\n")
        try commit(tree)
        try tree.write("a.py", "new\n")
        try tree.write("b.py", "b\n")
        try commit(tree)
        let files = try snapshot(tree, "HEAD~1").files
        #expect(files.map(\.path) == ["a.py"] && text(files[0]) == "old\n")
        #expect(try String(contentsOfFile: tree["a.py"], encoding: .utf8) == "new\n")
    }

    @Test("Names that are not UTF-8 are listed and read")
    func rawNames() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        let name: [UInt8] = Array("\(tree.path)/caf".utf8) + [0xE9] + Array(".py".utf8)
        let descriptor = name.withUnsafeBufferPointer { _ in open(name.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o644) }
        try #require(descriptor >= 0)
        write(descriptor, "x = 1\n", 6)
        close(descriptor)
        try commit(tree)
        let files = try snapshot(tree).files
        #expect(files.map(\.path) == ["caf\u{FFFD}.py"] && text(files[0]) == "x = 1\n")
    }

    @Test("A bare repository has commits too")
    func bare() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "work"])
        try tree.write("work/src/a.py", "x = 1\n")
        try commit(tree, in: "work")
        try tree.git(["clone", "-q", "--bare", "work", "bare.git"])
        #expect(try snapshot(tree, in: "bare.git").files.map(\.path) == ["src/a.py"])
        #expect(try snapshot(tree, in: "bare.git", FileSelection(roots: ["src"])).files.map(\.path) == ["src/a.py"])
    }

    @Test("A linked working tree, a detached head and a shallow clone")
    func linkedDetachedShallow() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "main"])
        try tree.write("main/a.py", "1\n")
        try commit(tree, in: "main")
        try tree.write("main/sub/b.py", "2\n")
        try commit(tree, in: "main")
        try tree.git(["worktree", "add", "-q", "--detach", "../linked"], in: "main")
        #expect(try snapshot(tree, "HEAD", in: "linked").files.map(\.path) == ["a.py", "sub/b.py"])
        #expect(try snapshot(tree, "HEAD~1", in: "linked/sub", FileSelection(roots: [".."])).files.map(\.path) == ["../a.py"])
        try tree.git(["clone", "-q", "--depth", "1", "file://\(tree["main"])", "shallow"])
        #expect(try snapshot(tree, in: "shallow").files.count == 2)
        let error = #expect(throws: GitError.self) { try snapshot(tree, "HEAD~1", in: "shallow") }
        #expect(error?.code == .shallow && error?.advice.contains("git fetch --deepen=1") == true)
        let commit = String(repeating: "a", count: 40)
        #expect(throws: GitError.self) { try snapshot(tree, commit, in: "shallow") }
    }

    @Test("A hook's GIT_DIR holds below the top as well")
    func gitDir() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "main"])
        try tree.write("main/sub/b.py", "2\n")
        try commit(tree, in: "main")
        try tree.git(["worktree", "add", "-q", "../linked"], in: "main")
        var variables = tree.gitVariables
        variables["GIT_DIR"] = tree["main/.git/worktrees/linked"]
        let surroundings = Surroundings(workingDirectory: tree["linked/sub"], variables: variables)
        let repository = try GitRepository(in: surroundings)
        #expect(repository.top == tree["linked"])
        #expect(try GitSnapshot(of: repository.head(), in: repository).select(FileSelection(roots: ["."]), in: surroundings).files.map(\.path) == ["b.py"])
    }

    @Test("A submodule's files come from its own objects; one whose commit is not here is told of")
    func submodule() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q", "inner"])
        try tree.write("inner/lib/i.py", "1\n")
        try commit(tree, in: "inner")
        try tree.git(["init", "-q", "outer"])
        try tree.write("outer/a.py", "1\n")
        try tree.git(["-c", "protocol.file.allow=always", "submodule", "add", "-q", "../inner", "deps/inner"], in: "outer")
        try commit(tree, in: "outer")
        let files = try snapshot(tree, in: "outer").files
        #expect(files.map(\.path) == (try FileSelection(roots: ["."], onlySources: true).walk(in: Surroundings(workingDirectory: tree["outer"], variables: tree.gitVariables)).files.map(\.path) + [".gitmodules"]).sorted())
        #expect(files.first { $0.path == "deps/inner/lib/i.py" }.flatMap(text) == "1\n")
        try tree.git(["update-index", "--cacheinfo", "160000,\(String(repeating: "b", count: 40)),deps/inner"], in: "outer")
        try tree.git(["commit", "-q", "-m", "x"], in: "outer")
        let gone = try snapshot(tree, in: "outer")
        #expect(gone.files.map(\.path) == [".gitmodules", "a.py"])
        #expect(gone.skipped.contains { $0.path == "deps/inner/" && $0.reason.contains("git submodule update") })
    }

    @Test("What a sparse checkout leaves out is left out, so that both sides see the same")
    func sparse() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        try tree.write("in/a.py", "1\n")
        try tree.write("out/b.py", "1\n")
        try commit(tree)
        try tree.git(["sparse-checkout", "set", "in"])
        #expect(try tree.walk() == ["in/a.py"])
        #expect(try snapshot(tree).files.map(\.path) == ["in/a.py"])
    }

    @Test("The index is read, not the working tree; what is the same is read from the disk")
    func index() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        try tree.write("same.py", "same\n")
        try tree.write("changed.py", "staged\n")
        try tree.write("gone.py", "gone\n")
        try tree.git(["add", "-A"])
        try tree.write("changed.py", "not staged\n")
        try tree.write("untracked.py", "u\n")
        try FileManager.default.removeItem(atPath: tree["gone.py"])
        let repository = try GitRepository(in: tree.surroundings)
        let files = try GitSnapshot(ofIndexIn: repository).select(FileSelection(roots: ["."]), in: tree.surroundings).files
        #expect(files.map(\.path) == ["changed.py", "gone.py", "same.py"])
        #expect(files.map(text) == ["staged\n", "gone\n", "same\n"])
        #expect(files.map { if case .disk = $0.origin { true } else { false } } == [false, false, true])
        #expect(files.map(\.size) == [7, 5, 5])
        // Another index, as `git commit PATH` uses one.
        try tree.git(["read-tree", "--empty"])
        var variables = tree.gitVariables
        variables["GIT_INDEX_FILE"] = tree["other-index"]
        let other = Surroundings(workingDirectory: tree.path, variables: variables)
        #expect(try GitSnapshot(ofIndexIn: GitRepository(in: other)).select(FileSelection(roots: ["."]), in: other).files.isEmpty)
    }

    @Test("A pointer of Git LFS is no source")
    func pointer() throws {
        let tree = try TemporaryTree()
        try tree.git(["init", "-q"])
        try tree.write("a.py", "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize 12\n")
        try commit(tree)
        for file in try snapshot(tree).files + tree.result().files {
            guard case .skipped(let skipped) = FileBuffer().read(file) else { throw Failure() }
            #expect(skipped.reason.contains("LFS") && !skipped.isFailure)
        }
    }

    private struct Failure: Error {}

    @Test("Revisions that do not exist, and those before the first")
    func revisions() throws {
        let tree = try TemporaryTree()
        #expect(throws: GitError.self) { try GitRepository(in: Surroundings(workingDirectory: "/", variables: ["GIT_CEILING_DIRECTORIES": "/"])) }
        try tree.git(["init", "-q"])
        let repository = try GitRepository(in: tree.surroundings)
        #expect(try repository.head().object == nil)
        for name in ["HEAD", "@"] { #expect(try repository.revision(name) == .nothing(name)) }
        try tree.write("a.py", "1\n")
        try commit(tree)
        #expect(try repository.revision("HEAD~1").object == nil)
        #expect(try repository.revision(String(repeating: "0", count: 40)).object == nil)
        #expect(try repository.entries(of: repository.revision("HEAD~1")).isEmpty)
        for name in ["HEAD~2", "", "--all", "a..b", "a...b", "nothing-like-it"] {
            let error = #expect(throws: GitError.self) { try repository.revision(name) }
            #expect(error?.code == .noRevision, "\(name)")
        }
        try tree.git(["branch", "feature/queue"])
        let error = #expect(throws: GitError.self) { try repository.revision("feature/queu") }
        #expect(error?.advice == "Did you mean feature/queue?")
    }
}
