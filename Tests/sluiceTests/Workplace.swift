import Foundation
import Testing

/// A temporary folder to run the built `sluice` in; it goes away with the last reference.
final class Workplace {
    let path: String

    /// What a run gave.
    struct Run {
        var code: Int32
        var output: String
        var complaints: String

        var lines: [Substring] { output.split(separator: "\n") }
    }

    /// The program under test: beside the test bundle.
    static let program = Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("sluice").path

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-cli-\(UUID().uuidString)").resolvingSymlinksInPath().path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: cache)
    }

    /// Where runs keep what they know: not in the place itself, which is what they scan.
    var cache: String { "\(path)-cache" }

    subscript(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    func write(_ name: String, _ data: Data) throws {
        let file = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func read(_ name: String) -> String? { try? String(contentsOfFile: self[name], encoding: .utf8) }

    func names(in folder: String = ".") throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: self[folder]).sorted() }

    /// A run that can be spoken to while it lasts. Its output goes to files, so that no pipe fills.
    func start(_ arguments: [String], input: Pipe? = nil, output: FileHandle? = nil, environment: [String: String] = [:], as user: String? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: user == nil ? Self.program : "/usr/bin/setpriv")
        process.arguments = (user.map { ["--reuid", $0, "--clear-groups", Self.program] } ?? []) + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        // No variable of the machine's decides a test.
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": path, "XDG_CACHE_HOME": cache, "GIT_CONFIG_NOSYSTEM": "1"].merging(environment) { $1 }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = try output ?? file(".output")
        process.standardError = try file(".complaints")
        try process.run()
        return process
    }

    /// Waits until the program has said something on standard error, or has ended.
    func wait(_ process: Process, until complaint: String) {
        while process.isRunning, read(".complaints")?.contains(complaint) != true { usleep(2_000) }
    }

    func end(_ process: Process) -> Run {
        process.waitUntilExit()
        let code = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Run(code: code, output: read(".output") ?? "", complaints: read(".complaints") ?? "")
    }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil, output: FileHandle? = nil, environment: [String: String] = [:], as user: String? = nil) throws -> Run {
        let pipe = input.map { _ in Pipe() }
        let process = try start(arguments, input: pipe, output: output, environment: environment, as: user)
        if let pipe, let input {
            pipe.fileHandleForWriting.write(Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        return end(process)
    }

    /// Runs git in a folder of the place, apart from the machine's own configuration.
    @discardableResult
    func git(_ arguments: String..., in folder: String = ".") throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: self[folder])
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": path, "GIT_CONFIG_NOSYSTEM": "1"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments)")
        return String(decoding: data, as: UTF8.self)
    }

    private func file(_ name: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: self[name]))
        return try #require(FileHandle(forWritingAtPath: self[name]))
    }
}

/// Texts the tests scan: what they are found for is in their names.
enum Sample {
    /// One error, BA001.
    static let sleeping = "import time\n\n\nasync def poll():\n    time.sleep(1)\n"
    /// One finding of another family (FT, CT …) is of no matter here; this has none at all.
    static let clean = "import asyncio\n\n\nasync def poll():\n    await asyncio.sleep(1)\n"

    /// A rule of the given severity and confidence that finds calls of one function.
    static func rule(_ id: String, function: String, severity: String = "warning", confidence: String = "high", family: String = "robustness") -> String {
        """
        id: \(id)
        language: python
        severity: \(severity)
        message: "calls \(function)"
        metadata: {family: \(family), confidence: \(confidence)}
        rule: {pattern: "\(function)($$$)"}

        """
    }
}
