import Foundation
import Testing

/// `sluice hook`, with real git and real commits.
@Suite struct HookTests {
    private static let hook = ".git/hooks/pre-commit"

    /// A repository with one commit.
    private func repository(_ files: [String: String] = [:]) throws -> Workplace {
        let place = try Workplace(files)
        try place.sh("git init -q && git commit -q --allow-empty -m start")
        return place
    }

    @Test("The hook refuses a commit with a fault and lets one without pass; uninstall removes it")
    func wholeLife() throws {
        let place = try repository()
        #expect(try place.run("hook", "status").code == 1)
        let installed = try place.run("hook", "install")
        #expect(installed.code == 0)
        #expect(installed.output.contains("/\(Self.hook) runs sluice before every commit"))
        #expect(access(place[Self.hook], X_OK) == 0)
        #expect(try place.run("hook", "status").output == "installed: \(place[Self.hook])\n")

        try place.write("a b.py", Sample.sleeping)
        try place.write("untracked.py", Sample.sleeping)
        let refused = try place.sh("git add 'a b.py' && git commit -q -m bad")
        #expect(refused.code == 1)
        #expect(refused.output.contains("a b.py:5:5: error"))
        #expect(!refused.output.contains("untracked.py"))
        try place.write("a b.py", Sample.clean)
        #expect(try place.sh("git add 'a b.py' && git commit -q -m good").code == 0)
        #expect(try place.sh("git rm -q 'a b.py' && git commit -q -m removed").code == 0)
        try place.write("c.py", Sample.sleeping)
        #expect(try place.sh("git add c.py && git commit -q --no-verify -m skipped").code == 0)

        #expect(try place.run("hook", "uninstall").code == 0)
        #expect(try !place.names(in: ".git/hooks").contains("pre-commit"))
        #expect(try place.run("hook", "uninstall").output.contains("there is no hook"))
    }

    @Test("What .gitignore, the default excludes and .sluice.yaml leave out does not stop a commit, though git tracks it")
    func excludes() throws {
        let place = try repository([
            ".gitignore": "out/\n", "out/a.py": Sample.sleeping, "node_modules/b.py": Sample.sleeping, ".sluice.yaml": "exclude: [old/]\n",
            "old/c.py": Sample.sleeping,
        ])
        try place.run("hook", "install")
        #expect(try place.sh("git add -f . && git commit -q -m vendored").code == 0)
    }

    @Test("A submodule is one entry of the commit, not a folder to scan")
    func submodule() throws {
        let place = try repository()
        try place.write("other/a.py", Sample.sleeping)
        try place.sh("git init -q other && git -C other add a.py && git -C other commit -q -m one")
        try place.run("hook", "install")
        #expect(try place.sh("git -c protocol.file.allow=always submodule add -q ./other sub && git commit -q -m 'a submodule'").code == 0)
        #expect(place.read("sub/a.py") != nil)
    }

    @Test("A program that was started under another name writes its own place into the hook")
    func otherName() throws {
        let place = try repository()
        let run = try place.sh("bash -c 'exec -a nowhere \"$0\" hook install' '\(Workplace.program)'")
        #expect(run.code == 0, "\(run.output)")
        let line = try #require(place.read(Self.hook)?.split(separator: "\n").first { $0.hasPrefix("sluice=") })
        #expect(line.hasPrefix("sluice=/") && line.hasSuffix("/sluice"), "\(line)")
        try place.write("a.py", Sample.sleeping)
        #expect(try place.sh("git add a.py && git commit -q -m bad").code == 1)
    }

    @Test("Options for the scan go into the hook, quoted; installing again replaces them")
    func options() throws {
        let place = try repository()
        #expect(try place.run("hook", "install", "--", "--fail-on", "never", "--exclude", "it's $(touch made).py").code == 0)
        try place.write("a.py", Sample.sleeping)
        #expect(try place.sh("git add a.py && git commit -q -m tolerated").code == 0)
        #expect(place.read("made") == nil)
        #expect(try place.run("hook", "install").code == 0)
        // What was there before counts no more; what is added does.
        try place.write("a.py", Sample.sleeping + "\n")
        #expect(try place.sh("git add a.py && git commit -q -m 'nothing new'").code == 0)
        try place.write("b.py", Sample.sleeping)
        #expect(try place.sh("git add b.py && git commit -q -m refused").code == 1)
    }

    @Test("Another hook is refused with advice, or chained, and put back in the end")
    func chain() throws {
        let place = try repository()
        let other = "#!/bin/sh\necho other ran\n[ ! -e veto ]\n"
        try place.write(Self.hook, other)
        try place.sh("chmod 755 \(Self.hook)")
        let refused = try place.run("hook", "install")
        #expect(refused.code == 64)
        #expect(refused.complaints.contains("--chain"))
        #expect(place.read(Self.hook) == other)
        #expect(try place.run("hook", "status").output.contains("another hook"))
        #expect(try place.run("hook", "uninstall").code == 64)

        #expect(try place.run("hook", "install", "--chain").code == 0)
        #expect(try place.run("hook", "install", "--chain").code == 0)
        try place.write("a.py", Sample.sleeping)
        let both = try place.sh("git add a.py && git commit -q -m bad")
        #expect(both.code == 1)
        #expect(both.output.contains("other ran") && both.output.contains("a.py:5:5"))
        try place.write("a.py", Sample.clean)
        try place.write("veto", "")
        let vetoed = try place.sh("git add a.py && git commit -q -m vetoed")
        #expect(vetoed.code == 1)
        #expect(!vetoed.output.contains("sluice"))
        #expect(try place.sh("rm veto && git commit -q -m good").code == 0)

        #expect(try place.run("hook", "uninstall").code == 0)
        #expect(place.read(Self.hook) == other)
    }

    @Test("A link in the hook's place is somebody's arrangement")
    func link() throws {
        let place = try repository()
        try place.sh("mkdir -p .git/hooks && ln -s ../../nowhere .git/hooks/pre-commit")
        #expect(try place.run("hook", "install").code == 64)
        #expect(try place.run("hook", "uninstall").code == 64)
    }

    @Test("From a subfolder, in a linked work tree, and with core.hooksPath, it is written where git looks")
    func places() throws {
        let place = try repository(["sub/dir/x.txt": ""])
        try place.sh("cd sub/dir && '\(Workplace.program)' hook install")
        #expect(access(place[Self.hook], X_OK) == 0)
        try place.sh("git worktree add -q linked")
        #expect(try place.sh("cd linked && '\(Workplace.program)' hook status").code == 0)
        try place.write("linked/a.py", Sample.sleeping)
        #expect(try place.sh("cd linked && git add a.py && git commit -q -m bad").code == 1)
        try place.run("hook", "uninstall")

        try place.sh("git config core.hooksPath .githooks")
        #expect(try place.sh("cd sub && '\(Workplace.program)' hook install").code == 0)
        #expect(access(place[".githooks/pre-commit"], X_OK) == 0)
        #expect(access(place[Self.hook], F_OK) != 0)
    }

    @Test("A folder of hooks that other repositories share is asked about first")
    func sharedFolder() throws {
        let place = try Workplace()
        try place.sh("git init -q repo && git -C repo config core.hooksPath '\(place["everywhere"])'")
        let refused = try place.sh("cd repo && '\(Workplace.program)' hook install")
        #expect(refused.code == 64)
        #expect(refused.output.contains("--shared"))
        #expect(try place.sh("cd repo && '\(Workplace.program)' hook install --shared").code == 0)
        #expect(access(place["everywhere/pre-commit"], X_OK) == 0)
    }

    @Test("A commit with an index of its own is judged by that", arguments: ["-a", "a.py"])
    func ownIndex(how: String) throws {
        let place = try repository(["a.py": Sample.clean])
        try place.sh("git add a.py && git commit -q -m one")
        try place.run("hook", "install")
        try place.write("a.py", Sample.sleeping)
        #expect(try place.sh("git commit -q -m two \(how)").code == 1)
    }

    @Test("Outside a repository, in a bare one, and without git it says so")
    func nowhere() throws {
        let place = try Workplace()
        let outside = try place.run("hook", "install")
        #expect(outside.code == 66)
        #expect(outside.complaints.contains("not a git repository"))
        let bare = try place.sh("git init -q --bare bare && cd bare && '\(Workplace.program)' hook install")
        #expect(bare.code == 66)
        #expect(bare.output.contains("work tree"))
        let without = try place.run("hook", "status", environment: ["PATH": place.path])
        #expect(without.code == 66)
        #expect(without.complaints.contains("git is not on the PATH"))
    }

    @Test("When the program has gone the hook says what to do")
    func gone() throws {
        let place = try repository()
        try place.run("hook", "install")
        try place.sh("sed -i 's|^sluice=.*|sluice=/nowhere/sluice|' \(Self.hook)")
        let run = try place.sh("git commit -q --allow-empty -m any")
        #expect(run.code == 1)
        #expect(run.output.contains("hook install"))
    }
}

extension Workplace {
    /// A shell's commands in this folder; both streams as one. The program itself is not on the PATH.
    @discardableResult
    fileprivate func sh(_ commands: String) throws -> Run {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", commands]
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org",
            "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.org",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Run(code: process.terminationStatus, output: text, complaints: "")
    }
}
