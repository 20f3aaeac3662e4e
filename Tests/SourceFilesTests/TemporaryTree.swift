import Foundation

@testable import SourceFiles

/// A folder of real files that goes away with its last reference.
final class TemporaryTree {
    /// Absolute and without links.
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = String(decoding: try realPath(Array(folder.utf8)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(_ relative: String) -> String { relative.isEmpty ? path : "\(path)/\(relative)" }

    func write(_ relative: String, _ text: String = "") throws { try write(relative, Array(text.utf8)) }

    func write(_ relative: String, _ bytes: [UInt8]) throws {
        try FileManager.default.createDirectory(atPath: (self[relative] as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: self[relative]))
    }

    func makeFolder(_ relative: String) throws { try FileManager.default.createDirectory(atPath: self[relative], withIntermediateDirectories: true) }

    func link(_ relative: String, to target: String) throws {
        try FileManager.default.createDirectory(atPath: (self[relative] as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: self[relative], withDestinationPath: target)
    }

    func setMode(_ relative: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self[relative])
    }

    /// Surroundings that stand in this folder, with a home of their own.
    var surroundings: Surroundings { Surroundings(workingDirectory: path, variables: gitVariables) }

    /// Keeps the machine's own configuration out.
    var gitVariables: [String: String] { ["HOME": self["../\(name).home"], "GIT_CONFIG_NOSYSTEM": "1"] }

    private var name: String { (path as NSString).lastPathComponent }

    /// Runs git in a folder of the tree and returns what it prints.
    @discardableResult
    func git(_ arguments: [String], in folder: String = "", input: String? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-c", "init.defaultBranch=main", "-c", "user.name=T", "-c", "user.email=t@example.org"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: self[folder])
        process.environment = gitVariables.merging(["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]) { a, _ in a }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // A file, not a pipe: git may fill its output before it has read all of its input.
        let inputFile = self["../\(name).input"]
        try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: inputFile))
        defer { try? FileManager.default.removeItem(atPath: inputFile) }
        process.standardInput = FileHandle(forReadingAtPath: inputFile)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The paths the walk lists, from the folder as working directory.
    func walk(_ change: (inout FileSelection) -> Void = { _ in }) throws -> [String] { try result(change).files.map(\.path) }

    func result(_ change: (inout FileSelection) -> Void = { _ in }) throws -> WalkResult {
        var selection = FileSelection(roots: ["."])
        change(&selection)
        return try selection.walk(in: surroundings)
    }
}

/// A generator of random numbers that gives the same ones on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
