import Testing

/// A file that is named by itself is scanned as a part of what git tracks around it.
@Suite struct ContextTests {
    private static let caller = "import helper\n\nasync def handle():\n    helper.wait()\n"
    private static let helper = "import time\n\ndef wait():\n    time.sleep(1)\n"

    private func place() throws -> Workplace {
        let place = try Workplace([
            "caller.py": Self.caller, "helper.py": Self.helper, "Sources/App/Run.swift": "func run() async {\n    pause()\n}\n",
            "Sources/App/Pause.swift": "import Foundation\nfunc pause() {\n    Thread.sleep(forTimeInterval: 1)\n}\n", "Package.swift": "// swift-tools-version: 6.0\n",
        ])
        try place.git("init", "-q")
        try place.git("add", ".")
        return place
    }

    private func scan(_ place: Workplace, _ arguments: String..., input: String? = nil) throws -> Workplace.Run {
        try place.run("scan", "--format", "concise", "--fail-on", "never", arguments[0], arguments.count > 1 ? arguments[1] : "--quiet", input: input)
    }

    @Test("What a named file calls is followed into files that are not named, in both languages, with and without a cache")
    func follows() throws {
        let place = try place()
        for option in ["--quiet", "--quiet", "--no-cache"] {
            let python = try scan(place, "caller.py", option), swift = try scan(place, "Sources/App/Run.swift", option)
            #expect(python.lines.count == 1 && python.output.contains("caller.py:4") && python.output.contains("time.sleep"))
            #expect(swift.lines.count == 1 && swift.output.contains("Run.swift:2"))
        }
        // Nothing is told of the others.
        #expect(try place.run("scan", "caller.py", "--fail-on", "never").output.contains("1 Python"))
    }

    @Test("It tells what a scan of the whole tells of that file; a change elsewhere is seen")
    func same() throws {
        let place = try place()
        let whole = try scan(place, ".").lines.filter { $0.hasPrefix("caller.py") }
        #expect(try scan(place, "caller.py").lines == whole)
        try place.write("helper.py", "async def wait():\n    pass\n")
        #expect(try scan(place, "caller.py").output != whole.joined(separator: "\n"))
        #expect(try !scan(place, "caller.py").output.contains("time.sleep"))
        try place.write("helper.py", Self.helper)
        #expect(try scan(place, "caller.py").lines == whole)
    }

    @Test("Standard input stands for the file of its path, the rest is as it is on the disk")
    func standardInput() throws {
        let place = try place()
        let run = try place.run("scan", "--format", "concise", "--fail-on", "never", "--stdin-path", "caller.py", input: "\n\n" + Self.caller)
        #expect(run.lines.count == 1 && run.output.contains("caller.py:6"))
    }

    @Test("Outside of a repository, and what git does not track: a file is all there is")
    func alone() throws {
        let place = try Workplace(["caller.py": Self.caller, "helper.py": Self.helper])
        #expect(try scan(place, "caller.py").output.isEmpty)
        try place.git("init", "-q")
        try place.git("add", "caller.py")
        #expect(try scan(place, "caller.py").output.isEmpty)
        #expect(try place.run("scan", "--format", "concise", "--fail-on", "never", "caller.py", "helper.py").lines.count == 1)
        // A tracked file that is not there, and an index that is none.
        try place.git("add", "helper.py")
        try place.git("mv", "helper.py", "gone.py")
        #expect(try scan(place, "caller.py").code == 0)
        try place.write(".git/index", "damaged")
        #expect(try scan(place, "caller.py").code == 0)
    }
}
