import Foundation
import Testing

/// Where the report goes, and in what form.
@Suite struct ScanOutputTests {
    @Test("Every format goes to standard output and, byte for byte the same, to a file", arguments: ["text", "concise", "json", "sarif"])
    func formats(format: String) throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        let shown = try place.run("scan", "src", "--format", format)
        let written = try place.run("scan", "src", "--format", format, "--output", "report")
        #expect(shown.code == 1 && written.code == 1)
        #expect(written.output.isEmpty)
        #expect(shown.output.contains("py-blocking-sleep-in-async"))
        // The text report ends with the time the run took.
        let duration = /\(\d+(\.\d+)? s\)/
        #expect(place.read("report")?.replacing(duration, with: "") == shown.output.replacing(duration, with: ""))
        if format == "json" || format == "sarif" { _ = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) }
    }

    @Test("A report that cannot be written is exit 74, and nothing half written stays behind")
    func unwritable() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        for (path, reason) in [("/dev/full", "No space left on device"), ("no/such/folder/report", "No such file"), ("src", "directory")] {
            let run = try place.run("scan", "src", "--format", "json", "--output", path)
            #expect(run.code == 74, "\(path)")
            #expect(run.complaints.contains("cannot write \(path): ") && run.complaints.contains(reason), "\(path)")
        }
        #expect(try place.names() == [".complaints", ".output", "src"])
        #expect(try place.names(in: "src") == ["a.py"])
        let full = try place.run("scan", "src", output: FileHandle(forWritingAtPath: "/dev/full"))
        #expect(full.code == 74)
        #expect(full.complaints.contains("No space left on device"))
    }

    @Test("A report replaces the one before only when it is whole")
    func replaced() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping, "report": "the one before"])
        try FileManager.default.createSymbolicLink(atPath: place["link"], withDestinationPath: "report")
        #expect(try place.run("scan", "src", "--format", "concise", "--output", "link").code == 1)
        #expect(place.read("report")?.hasPrefix("src/a.py:5:5") == true)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place["link"]) == "report")
    }

    @Test("A reader that went away is exit 74, not a crash")
    func closedPipe() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let run = try place.run("scan", "src", output: pipe.fileHandleForWriting)
        #expect(run.code == 74)
        #expect(run.complaints.contains("standard output"))
    }

    @Test("Colour comes when asked for, or on a terminal unless NO_COLOR says no")
    func color() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        #expect(try !place.run("scan", "src").output.contains("\u{1B}["))
        #expect(try place.run("scan", "src", "--color", "always", environment: ["NO_COLOR": "1"]).output.contains("\u{1B}["))
        let onTerminal = try Terminal.run(["scan", "src"], in: place, environment: ["TERM": "xterm"])
        #expect(onTerminal.contains("\u{1B}[") && onTerminal.contains("BA001"))
        let without = try Terminal.run(["scan", "src"], in: place, environment: ["TERM": "xterm", "NO_COLOR": "1"])
        #expect(!without.contains("\u{1B}[") && without.contains("BA001"))
        #expect(try !Terminal.run(["scan", "src", "--color", "never"], in: place, environment: ["TERM": "xterm"]).contains("\u{1B}["))
    }

    @Test("--stats adds figures on standard error; --quiet leaves findings only")
    func amount() throws {
        let place = try Workplace(["src/a.py": Sample.sleeping])
        let stats = try place.run("scan", "src", "--format", "concise", "--stats")
        for figure in ["files: 1 python", "parsed: 1", "bytes: \(Sample.sleeping.utf8.count)", "seconds: ", "parse coverage: 100", "py-blocking-sleep-in-async: 1"] {
            #expect(stats.complaints.contains(figure), "\(figure)")
        }
        #expect(stats.lines.count == 1)
        let quiet = try place.run("scan", "src", "--quiet")
        #expect(quiet.complaints.isEmpty)
        #expect(quiet.output.contains("src/a.py:5:5") && !quiet.output.contains("scanned"))
    }
}
