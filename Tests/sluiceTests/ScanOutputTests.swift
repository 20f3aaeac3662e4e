import Foundation
import Testing

/// Where the report goes, and in what form.
@Suite struct ScanOutputTests {
    @Test(
        "Every format goes to standard output and, byte for byte the same, to a file",
        arguments: ["text", "concise", "json", "sarif", "jsonl", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "csv", "markdown"])
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
        if ["json", "sarif", "jsonl", "gitlab", "rdjsonl"].contains(format) { _ = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) }
    }

    @Test("The github profile of SARIF leaves suppressed findings out and says so; other formats know no profile")
    func sarifProfile() throws {
        let place = try Workplace([
            "src/a.py": Sample.sleeping, "src/b.py": Sample.sleeping.replacing("time.sleep(1)", with: "time.sleep(1)  # sluice: ignore[BA001] measured"),
        ])
        let plain = try place.run("scan", "src", "--format", "sarif")
        let limited = try place.run("scan", "src", "--format", "sarif", "--sarif-profile", "github", "--quiet")
        #expect(plain.output.contains("src/b.py") && plain.output.contains("\"suppressions\""))
        #expect(!limited.output.contains("src/b.py") && limited.output.contains("src/a.py") && limited.output.contains("\"suppressedResults\":1"))
        #expect(limited.complaints == "sluice: the github profile left out 1 suppressed result\n")
        let wrong = try place.run("scan", "src", "--format", "json", "--sarif-profile", "github")
        #expect(wrong.code == 64 && wrong.complaints.contains("--sarif-profile goes with --format sarif"))
    }

    @Test("A file whose name is no text is in every format", arguments: ["jsonl", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "csv", "markdown"])
    func strangeName(format: String) throws {
        let place = try Workplace()
        let name: [UInt8] = Array(place["we`<i|rd\n, \u{1B}"].utf8) + [0xFF] + Array(".py".utf8) + [0]
        let file = try #require(name.withUnsafeBytes { fopen($0.bindMemory(to: CChar.self).baseAddress!, "w") })
        fputs(Sample.sleeping, file)
        fclose(file)
        let run = try place.run("scan", ".", "--format", format)
        #expect(run.code == 1 && run.output.contains("py-blocking-sleep-in-async") && run.output.contains("\u{FFFD}.py"))
        #expect(!run.output.unicodeScalars.contains("\u{1B}"))
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
