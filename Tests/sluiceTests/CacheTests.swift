import Foundation
import Testing

/// With a cache a run tells what it would tell without one, only sooner.
@Suite struct CacheTests {
    private static let caller = """
        import helper

        async def handle():
            helper.wait()

        """

    private static func blocking(_ call: String) -> String { "import time\n\ndef wait():\n    \(call)\n" }

    /// Two files of which one's finding is caused by the other, and some that nothing is found in.
    private func place() throws -> Workplace {
        try Workplace([
            "src/app/caller.py": Self.caller, "src/app/helper.py": Self.blocking("time.sleep(1)"), "src/app/own.py": "import time\nasync def f():\n    time.sleep(1)\n",
            "src/lib/a.swift": "func add(_ a: Int, _ b: Int) -> Int { a + b }\n", "src/lib/plain.py": "x = 1\n", "src/notes.txt": "nothing\n",
        ])
    }

    private func scan(_ place: Workplace, _ arguments: String...) throws -> Workplace.Run {
        place.end(try place.start(["scan", "src", "--format", "json", "--fail-on", "never"] + arguments))
    }

    /// What differs from run to run left out.
    private func told(_ run: Workplace.Run) throws -> NSDictionary {
        var report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        var summary = try #require(report["summary"] as? [String: Any])
        summary["seconds"] = nil
        report["summary"] = summary
        return report as NSDictionary
    }

    private func rules(_ run: Workplace.Run) throws -> [String] {
        let report = try told(run), findings = try #require(report["findings"] as? [[String: Any]])
        return findings.compactMap { finding in
            guard let code = finding["code"] as? String, let path = finding["path"] as? String else { return nil }
            return "\(path) \(code)"
        }
    }

    /// Files whose results were there already.
    private func recalled(_ place: Workplace, _ arguments: String...) throws -> Int? {
        let run = place.end(try place.start(["scan", "src", "--stats", "--fail-on", "never"] + arguments))
        return try run.complaints.firstMatch(of: /cache: (\d+) files/).map { try #require(Int($0.1)) }
    }

    /// The run tells the same as one that knows nothing.
    private func isTrue(_ place: Workplace, _ note: Comment, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try told(scan(place)) == told(scan(place, "--no-cache")), note, sourceLocation: sourceLocation)
    }

    @Test("A second run tells the same and scans nothing; a third too")
    func second() throws {
        let place = try place(), first = try scan(place)
        #expect(try rules(first).contains("src/app/own.py BA001") && rules(first).contains { $0.hasPrefix("src/app/caller.py") })
        #expect(try told(scan(place)) == told(first))
        #expect(try recalled(place) == 5)
        try isTrue(place, "nothing changed")
    }

    @Test("What changes is seen: content, a helper elsewhere, new files, files that are gone")
    func changes() throws {
        let place = try place(), before = try rules(scan(place))
        #expect(before.contains { $0.hasPrefix("src/app/caller.py") })

        try place.write("src/lib/plain.py", "import time\nasync def g():\n    time.sleep(2)\n")
        #expect(try rules(scan(place)).contains("src/lib/plain.py BA001"))
        try isTrue(place, "a file that had nothing has something")
        #expect(try recalled(place) == 5)

        try place.write("src/app/helper.py", Self.blocking("return 1"))
        #expect(try !rules(scan(place)).contains { $0.hasPrefix("src/app/caller.py") })
        try isTrue(place, "the caller's finding is gone with the call in the helper")
        try place.write("src/app/helper.py", Self.blocking("time.sleep(1)"))
        #expect(try rules(scan(place)).contains { $0.hasPrefix("src/app/caller.py") })

        try FileManager.default.removeItem(atPath: place["src/app/helper.py"])
        try isTrue(place, "a file is gone")
        try place.write("src/app/helper/__init__.py", Self.blocking("time.sleep(1)"))
        #expect(try rules(scan(place)).contains { $0.hasPrefix("src/app/caller.py") })
        try isTrue(place, "the module is another file")
    }

    @Test("A name that becomes the project's is followed, though the file that uses it did not change")
    func newModule() throws {
        let place = try Workplace(["src/caller.py": Self.caller])
        #expect(try rules(scan(place)).isEmpty)
        try place.write("src/helper.py", Self.blocking("time.sleep(1)"))
        #expect(try rules(scan(place)).contains { $0.hasPrefix("src/caller.py") })
    }

    @Test("Content of the same size and with the old time is seen; the same content under a new time is no change")
    func stamps() throws {
        let place = try place()
        _ = try scan(place)
        // Old enough to be trusted: the run after this looks at no content any more.
        usleep(2_200_000)
        #expect(try recalled(place) == 5)
        let old = try FileManager.default.attributesOfItem(atPath: place["src/app/own.py"])
        try place.write("src/app/own.py", "import time\nasync def f():\n    time.slept(1)\n")
        try FileManager.default.setAttributes([.modificationDate: try #require(old[.modificationDate])], ofItemAtPath: place["src/app/own.py"])
        #expect(try !rules(scan(place)).contains("src/app/own.py BA001"))
        try FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: place["src/app/caller.py"])
        #expect(try recalled(place) == 5)
    }

    @Test("Rules, options and configurations count: nothing is told that does not run, nothing is missed that does")
    func setups() throws {
        let place = try place()
        _ = try scan(place)
        #expect(try rules(scan(place, "--select", "SL")).isEmpty)
        #expect(try rules(scan(place, "--ignore", "BA001")).allSatisfy { !$0.hasSuffix("BA001") })
        try place.write(".sluice.yaml", "overrides:\n  - paths: [\"src/app/own.py\"]\n    ignore: [BA001]\n")
        #expect(try !rules(scan(place)).contains("src/app/own.py BA001"))
        try isTrue(place, "a configuration came")
        try place.write(".sluice.yaml", "severity:\n  BA001: hint\n")
        #expect(try scan(place).output.contains("\"hint\""))
        try isTrue(place, "it changed")
        try FileManager.default.removeItem(atPath: place[".sluice.yaml"])
        try isTrue(place, "it is gone")
    }

    @Test("The mode git keeps counts, whatever the content")
    func indexMode() throws {
        let place = try Workplace(["src/conf/app.yaml": "a: 1\n"])
        try place.git("init", "-q")
        try place.git("add", ".")
        _ = try scan(place)
        #expect(try recalled(place) == 1)
        try place.git("update-index", "--chmod=+x", "src/conf/app.yaml")
        #expect(try !rules(scan(place)).isEmpty)
        try isTrue(place, "executable in the index")
    }

    @Test("A cache that is damaged, cut short, of somebody else or not to be written is none")
    func damaged() throws {
        let place = try place(), expected = try told(scan(place, "--no-cache"))
        func files() throws -> [URL] {
            let all = FileManager.default.enumerator(at: URL(fileURLWithPath: place.cache), includingPropertiesForKeys: nil)
            return all?.compactMap { $0 as? URL }.filter { ["manifest", "segment"].contains($0.lastPathComponent.split(separator: ".").last.map(String.init)) } ?? []
        }
        _ = try scan(place)
        #expect(try files().count == 2)
        for damage in 0..<4 {
            for file in try files() {
                var bytes = try Data(contentsOf: file)
                switch damage {
                case 0: bytes.removeLast(bytes.count / 2)
                case 1: for at in stride(from: 40, to: bytes.count, by: 97) { bytes[at] ^= 0xFF }
                case 2: bytes = Data("something else".utf8)
                default: bytes = Data()
                }
                try bytes.write(to: file)
                #expect(try told(scan(place)) == expected, "\(file.lastPathComponent), damage \(damage)")
            }
            #expect(try recalled(place) == 5)
        }
        for file in try files() where file.pathExtension == "segment" { try FileManager.default.removeItem(at: file) }
        #expect(try told(scan(place)) == expected)
        try FileManager.default.removeItem(atPath: place.cache)
        try Data().write(to: URL(fileURLWithPath: place.cache))
        #expect(try told(scan(place)) == expected)
        try FileManager.default.removeItem(atPath: place.cache)
    }

    @Test("What run after run learns of one file stands beside the manifest, and stays small; damage there costs what was learnt since")
    func since() throws {
        let place = try place()
        for number in 0..<40 { try place.write("src/many/m\(number).py", Self.blocking("time.sleep(\(number))")) }
        _ = try scan(place)
        func folder() throws -> String { place.cache + "/sluice/" + (try #require(try FileManager.default.contentsOfDirectory(atPath: place.cache + "/sluice").first)) }
        func manifest() throws -> Data { try #require(FileManager.default.contents(atPath: folder() + "/manifest")) }
        let whole = try manifest()
        try place.write("src/app/helper.py", Self.blocking("return 1"))
        #expect(try !rules(scan(place)).contains { $0.hasPrefix("src/app/caller.py") })
        #expect(try manifest() == whole)
        #expect(try recalled(place) == 45)

        let since = try folder() + "/since", learnt = try Data(contentsOf: URL(fileURLWithPath: since))
        for bytes in [learnt.prefix(learnt.count / 2), Data(learnt.map { ~$0 }), Data()] {
            try bytes.write(to: URL(fileURLWithPath: since))
            try isTrue(place, "\(bytes.count) bytes of what was learnt")
        }
        for number in 0..<13 {
            try place.write("src/many/m\(number).py", "import time\nasync def f():\n    time.sleep(1)\n")
            #expect(try rules(scan(place)).contains("src/many/m\(number).py BA001"))
        }
        try isTrue(place, "thirteen changes")
        // They were put together; segments that nobody names any more stay for an hour.
        #expect(try manifest() != whole)
        #expect(try recalled(place) == 45)

        // Of another manifest than the one beside it.
        try learnt.write(to: URL(fileURLWithPath: since))
        try isTrue(place, "what was learnt before the manifest was written anew")
    }

    @Test("A run that is killed and runs at once do not get in each other's way")
    func atOnce() throws {
        let place = try place()
        for number in 0..<60 { try place.write("src/many/m\(number).py", Self.blocking("time.sleep(\(number))") + "async def f\(number)():\n    wait()\n") }
        let expected = try told(scan(place, "--no-cache"))
        for delay: UInt32 in [5_000, 40_000, 120_000] {
            let killed = try place.start(["scan", "src", "--format", "json"])
            usleep(delay)
            kill(killed.processIdentifier, SIGKILL)
            killed.waitUntilExit()
            #expect(try told(scan(place)) == expected)
        }
        try FileManager.default.removeItem(atPath: place.cache)
        let outputs = (0..<4).map { place["../\(URL(fileURLWithPath: place.path).lastPathComponent)-\($0).json"] }
        let runs = try outputs.map { try place.start(["scan", "src", "--format", "json", "--output", $0]) }
        for (run, output) in zip(runs, outputs) {
            run.waitUntilExit()
            let data = try Data(contentsOf: URL(fileURLWithPath: output))
            #expect(try told(Workplace.Run(code: 0, output: String(decoding: data, as: UTF8.self), complaints: "")) == expected)
            try FileManager.default.removeItem(atPath: output)
        }
        #expect(try told(scan(place)) == expected)
    }

    @Test("--no-cache writes nothing, --cache-dir elsewhere; a cache in the tree is nobody's source")
    func places() throws {
        let place = try place()
        _ = try scan(place, "--no-cache")
        #expect(!FileManager.default.fileExists(atPath: place.cache))
        let expected = try told(scan(place, "--cache-dir", "src/kept"))
        // Nothing but the cache's own folder, and that says what it is.
        let own = try place.names(in: "src/kept")
        #expect(own.count == 1 && own[0].count == 32)
        #expect(try place.names(in: "src/kept/\(own[0])").filter { !$0.hasSuffix(".segment") } == [".gitignore", "CACHEDIR.TAG", "manifest"])
        #expect(!FileManager.default.fileExists(atPath: place.cache))
        #expect(try recalled(place, "--cache-dir", "src/kept") == 5)
        let again = try told(scan(place, "--cache-dir", "src/kept"))
        #expect(again["findings"] as? NSArray == expected["findings"] as? NSArray)
        #expect(try scan(place, "--no-cache", "--cache-dir", "src/kept").code == 64)
    }

    @Test("What is told of a change is the same with a cache")
    func change() throws {
        let place = try place()
        try place.git("init", "-q")
        try place.git("add", ".")
        try place.git("commit", "-qm", "one")
        try place.write("src/app/helper.py", Self.blocking("time.sleep(1)") + "\n# more\n")
        let cold = try told(scan(place, "--diff", "HEAD", "--no-cache"))
        _ = try scan(place)
        #expect(try told(scan(place, "--diff", "HEAD")) == cold)
        #expect(try told(scan(place, "--diff", "HEAD")) == cold)
        try isTrue(place, "after it all is still known")
        #expect(try recalled(place) == 5)
    }
}
