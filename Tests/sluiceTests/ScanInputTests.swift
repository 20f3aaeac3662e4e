import Foundation
import Testing

/// Input that is not what it should be: a clear word about it, the right exit code, and everyone else's results.
@Suite struct ScanInputTests {
    /// What every scan here must find beside the trouble.
    private static let found = "good.py:5:5: error:"

    @Test("A path that is not there is exit 66, each one named, and the others are scanned")
    func missing() throws {
        let place = try Workplace(["good.py": Sample.sleeping])
        try FileManager.default.createSymbolicLink(atPath: place["dangling.py"], withDestinationPath: "nowhere")
        let run = try place.run("scan", "good.py", "nope.py", "dangling.py", "no/folder", "--format", "concise")
        #expect(run.code == 66)
        #expect(run.output.hasPrefix(Self.found))
        for path in ["nope.py", "dangling.py", "no/folder"] { #expect(run.complaints.contains("\(path): no such file or folder"), "\(path)") }
    }

    @Test("Links, FIFOs, sockets, devices: never opened, told where named; links in a circle end")
    func specialFiles() throws {
        let place = try Workplace(["good.py": Sample.sleeping])
        for folder in ["loop", "other"] { try FileManager.default.createDirectory(atPath: place[folder], withIntermediateDirectories: true) }
        for (link, target) in [("loop/back", ".."), ("self.py", "self.py"), ("dangling.py", "nowhere"), ("outside", "/etc"), ("other/up", "../loop")] {
            try FileManager.default.createSymbolicLink(atPath: place[link], withDestinationPath: target)
        }
        #expect(mkfifo(place["pipe.py"], 0o644) == 0)
        let listener = try UnixSocket(at: place["sock.py"])
        defer { listener.close() }
        let run = try place.run("scan", ".", "/dev/null", "/dev/zero", "--format", "json")
        #expect(run.code == 1)
        #expect(run.output.contains("\"path\":\"good.py\"") && run.output.contains("BA001"))
        for (path, reason) in [("pipe.py", "a FIFO"), ("sock.py", "a socket"), ("[./]*/dev/null", "a device"), ("[./]*/dev/zero", "a device"), ("dangling.py", "leads nowhere")] {
            #expect(run.output.contains(try Regex("\"path\":\"\(path)\",\"reason\":\"[^\"]*\(reason)")), "\(path)")
        }
        #expect(try run.output.matches(of: Regex("\"rule\":\"py-blocking-sleep-in-async\"")).count == 1)
    }

    @Test("Empty, binary, huge and foreign files: a reason each")
    func contents() throws {
        let place = try Workplace(["good.py": Sample.sleeping, "empty.py": "", "nul.py": "import time\0\n", "long.py": "x = [" + String(repeating: "1,", count: 2_500_000) + "]\n"])
        try place.write("latin.py", Data([0x61, 0x20, 0x3D, 0x20, 0x22, 0xE9, 0x22, 0x0A]))
        try place.write("wide.py", Data([0xFF, 0xFE, 0x61, 0x00]))
        let sparse = open(place["sparse.py"], O_CREAT | O_WRONLY, 0o644)
        #expect(ftruncate(sparse, 200 << 20) == 0)
        close(sparse)
        let run = try place.run("scan", "--format", "json")
        #expect(run.code == 1)
        #expect(run.output.contains("BA001"))
        for (path, reason) in [
            ("nul.py", "NUL byte"), ("latin.py", "not UTF-8"), ("wide.py", "UTF-16"), ("sparse.py", "larger than 1 MiB"), ("long.py", "larger than 1 MiB"),
        ] {
            #expect(run.output.contains(try Regex("\"path\":\"\(path)\",\"reason\":\"[^\"]*\(reason)")), "\(path)")
        }
        #expect(!run.output.contains("empty.py"))
        // Asked to fail where something could not be read: exit 75, and the findings all the same.
        let strict = try place.run("scan", "--format", "concise", "--strict")
        #expect(strict.code == 75)
        #expect(strict.output.hasPrefix(Self.found))
        #expect(try place.run("scan", "good.py", "empty.py", "--strict", "--format", "concise").code == 1)
    }

    @Test("What was not scanned stands in every report that has a place for it: paths that are not there, folders left out by default")
    func notScanned() throws {
        let place = try Workplace(["good.py": Sample.clean, "node_modules/a/b.py": Sample.sleeping, "node_modules/c.py": Sample.sleeping, "my env/pyvenv.cfg": ""])
        for format in ["json", "sarif"] {
            let run = try place.run("scan", ".", "nowhere", "--format", format)
            #expect(run.code == 66 && run.complaints.contains("nowhere: no such file"), "\(format)")
            let words = format == "json" ? "\"reason\":\"" : "\"text\":\"Not scanned: "
            for reason in ["no such file or directory", "left out by name", "a virtual environment"] { #expect(run.output.contains(words + reason), "\(format) \(reason)") }
            for path in ["nowhere", "node_modules/", format == "json" ? "my env/" : "my%20env/"] { #expect(run.output.contains("\"\(path)\""), "\(format) \(path)") }
            #expect(!run.output.contains("b.py"))
        }
        let stats = try place.run("scan", "--stats")
        #expect(stats.code == 0 && stats.complaints.contains("skipped: 0 files, 2 folders; of these unreadable: 0\n"))
    }

    @Test("Nesting, brackets and literals without end, one line of 5 MB: told, survived, the rest is scanned on the same thread")
    func hostile() throws {
        let nested = String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000) + "\n"
        let unclosed = String(repeating: "(", count: 70_000) + "\n"
        let literal = String(repeating: "a(b[", count: 125_000)
        let lists = String(repeating: "[1,", count: 170_000)
        let place = try Workplace([
            "good.py": Sample.sleeping, "nested.py": nested, "nested.swift": "let x = " + nested, "unclosed.py": unclosed, "unclosed.swift": "let x = " + unclosed,
            "literal.py": "x = \"\"\"" + literal, "literal.swift": "let x = \"\"\"\n" + literal, "lists.py": "x = " + lists,
            "line.py": "x = [" + String(repeating: "1,", count: 2_500_000) + "]\n",
        ])
        let run = try place.run("scan", "--format", "json", "--no-prefilter", "--jobs", "1", "--max-file-size", "8M", "--file-timeout", "60")
        #expect(run.code == 1)
        #expect(run.output.contains("\"path\":\"good.py\"") && run.output.contains("BA001"))
        for path in ["unclosed.py", "unclosed.swift", "lists.py", "line.py"] {
            #expect(run.output.contains(try Regex("\"path\":\"\(path)\",\"reason\":\"[^\"]+\"")), "\(path)")
        }
        #expect(run.complaints.isEmpty)
    }

    @Test("A parse that takes too long costs its file, which is named")
    func deadline() throws {
        let place = try Workplace(["good.py": Sample.sleeping, "slow.py": "import time\nx = [" + String(repeating: "f(1,[2,{3:4}]),", count: 60_000) + "]\n"])
        let run = try place.run("scan", "--format", "json", "--no-prefilter", "--file-timeout", "0.01")
        #expect(run.code == 1)
        #expect(run.output.contains(/"path":"slow.py","reason":"not parsed and matched within/))
        #expect(run.output.contains("BA001"))
    }

    @Test("What one may not read is told, not fatal", .enabled(if: Self.canBecomeAnother))
    func unreadable() throws {
        let place = try Workplace(["good.py": Sample.sleeping, "secret.py": Sample.sleeping, "locked/a.py": Sample.sleeping])
        for (name, mode) in [("secret.py", 0), ("locked", 0)] { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place[name]) }
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place["locked"]) }
        let run = try place.run("scan", "--format", "json", as: getuid() == 0 ? "65534" : nil)
        #expect(run.code == 1)
        for path in ["secret.py", "locked"] { #expect(run.output.contains(try Regex("\"path\":\"\(path)\",\"reason\":\"[^\"]*permission")), "\(path)") }
        #expect(run.output.contains("BA001"))
        // A report where one may not write.
        let unwritable = try place.run("scan", "--output", place["report"], as: getuid() == 0 ? "65534" : nil)
        if getuid() == 0 { #expect(unwritable.code == 74) }
    }

    /// Root reads everything; as root the test runs the program as someone else, where the machine can and lets that user see the program.
    private static var canBecomeAnother: Bool {
        if getuid() != 0 { return true }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = ["--reuid", "65534", "--clear-groups", Workplace.program, "--version"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test("A file that is gone, or has become something else, when its turn comes is told")
    func changed() throws {
        let place = try Workplace(["src/good.py": Sample.sleeping, "src/gone.py": Sample.sleeping, "src/pipe.py": Sample.sleeping, "src/grown.py": "x = 1\n"])
        let input = Pipe()
        let process = try place.start(["scan", "src", "--stdin-path", "first.py", "--jobs", "1", "--format", "json"], input: input)
        // The scan has listed the files and reads standard input before them: what changes now changes under its hands.
        input.fileHandleForWriting.write(Data(String(repeating: "# and so on\n", count: 20_000).utf8))
        try FileManager.default.removeItem(atPath: place["src/gone.py"])
        try FileManager.default.removeItem(atPath: place["src/pipe.py"])
        #expect(mkfifo(place["src/pipe.py"], 0o644) == 0)
        try place.write("src/grown.py", Sample.sleeping + String(repeating: "# longer than it was\n", count: 5_000))
        try input.fileHandleForWriting.close()
        let run = place.end(process)
        #expect(run.code == 1)
        #expect(run.output.contains(/"path":"src\/gone.py","reason":"vanished/))
        #expect(run.output.contains(/"path":"src\/pipe.py","reason":"[^"]*not a regular file/))
        #expect(run.output.matches(of: /"rule":"py-blocking-sleep-in-async"/).count == 2)
    }
}
