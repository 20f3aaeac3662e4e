import Foundation

/// Where git looks for this repository's pre-commit hook. git itself is asked: `core.hooksPath` may stand in any of its files, and linked
/// work trees share the hooks of the main one.
struct HookPlace {
    /// Absolute.
    var folder: String
    /// Whether other repositories use the folder too: `core.hooksPath` leads out of this one.
    var isShared: Bool

    var hook: String { "\(folder)/pre-commit" }
    var earlier: String { "\(folder)/\(HookScript.earlierName)" }

    /// Of the repository the process stands in.
    init() throws(Stop) {
        // A bare repository has no work tree to commit in, and no top to speak of.
        let top = try Self.git(["rev-parse", "--show-toplevel"])
        let common = Self.absolute(try Self.git(["-C", top, "rev-parse", "--git-common-dir"]), in: top)
        folder = Self.absolute(try Self.git(["-C", top, "rev-parse", "--git-path", "hooks"]), in: top)
        let real = Self.real(folder)
        isShared = ![top, common].contains { real == Self.real($0) || real.hasPrefix(Self.real($0) + "/") }
    }

    private static func absolute(_ path: String, in folder: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

    private static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path }

    private static func git(_ arguments: [String]) throws(Stop) -> String {
        let process = Process(), output = Pipe(), complaints = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw Stop(.inputMissing, "git could not be started: \(error.localizedDescription)")
        }
        // What git says here is a line; no pipe fills.
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus == 127 { throw Stop(.inputMissing, "git is not on the PATH") }
        guard process.terminationStatus == 0 else {
            let words = complaint.split(separator: "\n").first.map(String.init) ?? "git rev-parse failed"
            throw Stop(.inputMissing, "there is no work tree of git here to put a hook into: \(words)")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
