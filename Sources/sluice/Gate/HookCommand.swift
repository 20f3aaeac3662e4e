import ArgumentParser
import Foundation

/// `sluice hook`: for people who do not use the pre-commit framework.
struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "A pre-commit hook that scans what is being committed.",
        discussion: "With the pre-commit framework, name this tool's repository in .pre-commit-config.yaml instead.",
        subcommands: [Install.self, Uninstall.self, Status.self])

    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "install", abstract: "Write the hook where git looks for it.",
            discussion: """
                Every work tree of the repository gets it. What stands behind -- goes to `sluice scan`.

                sluice hook install
                sluice hook install -- --fail-on error --select blocking-in-async
                """)
        @Flag(help: "Keep the hook that is there, and run it first.") var chain = false
        @Flag(help: "Write into a folder of hooks that several repositories use (core.hooksPath).") var shared = false
        @Argument(help: ArgumentHelp("Options for `sluice scan`.", valueName: "options")) var options: [String] = []

        func run() throws {
            let place = try HookPlace()
            if place.isShared, !shared {
                throw Stop(.usage, "\(place.folder) is outside this repository (core.hooksPath): the hook would run in all that use it; if you mean that, say --shared")
            }
            let script = HookScript(program: Self.program, options: options)
            switch try Hook.at(place.hook) {
            case .missing, .ours: break
            case .foreign:
                guard chain else {
                    throw Stop(.usage, "there is a hook already: \(place.hook)\nTo run it first and sluice after it: sluice hook install --chain")
                }
                guard try Hook.at(place.earlier) == .missing else {
                    throw Stop(.usage, "\(place.earlier) is there already, and would be lost; join the two hooks by hand")
                }
                guard rename(place.hook, place.earlier) == 0 else {
                    throw Stop(.cannotWrite, "cannot move \(place.hook) to \(place.earlier): \(String(cString: strerror(errno)))")
                }
            }
            do {
                do {
                    try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
                } catch {
                    throw Stop(.cannotWrite, "cannot make \(place.folder): \(error.localizedDescription)")
                }
                try OutputFile.write(Array(script.text.utf8), to: place.hook, mode: 0o777)
                guard chmod(place.hook, 0o755) == 0 else { throw Stop(.cannotWrite, "cannot make \(place.hook) executable: \(String(cString: strerror(errno)))") }
            } catch {
                // The commit must not go unchecked because we failed half-way.
                if try Hook.at(place.hook) == .missing { _ = rename(place.earlier, place.hook) }
                throw error
            }
            let earlier = try Hook.at(place.earlier) == .missing ? "" : ", after \(place.earlier)"
            try Terminal.show("\(place.hook) runs sluice before every commit\(earlier)\n")
        }

        /// This program's own path. A link to it is not followed: it may lead to another version tomorrow, and is meant to.
        private static var program: String {
            let named = CommandWords.all.first ?? ""
            if named.contains("/") {
                let path = URL(fileURLWithPath: named).standardizedFileURL.path
                if access(path, X_OK) == 0 { return path }
            }
            for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") where folder.hasPrefix("/") {
                if access("\(folder)/\(named)", X_OK) == 0 { return "\(folder)/\(named)" }
            }
            // The hook looks for one on its PATH where this leads nowhere.
            return ExecutablePath.current ?? "sluice"
        }
    }

    struct Uninstall: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "uninstall", abstract: "Remove the hook that `install` wrote, and put back the one before it.")

        func run() throws {
            let place = try HookPlace()
            switch try Hook.at(place.hook) {
            case .missing: try Terminal.show("there is no hook at \(place.hook)\n")
            case .foreign: throw Stop(.usage, "\(place.hook) was not written by `sluice hook install`; it stays as it is")
            case .ours:
                // One step either way, so that there is never half a hook.
                let hasEarlier = try Hook.at(place.earlier) != .missing
                guard (hasEarlier ? rename(place.earlier, place.hook) : unlink(place.hook)) == 0 else {
                    throw Stop(.cannotWrite, "cannot remove \(place.hook): \(String(cString: strerror(errno)))")
                }
                try Terminal.show(hasEarlier ? "\(place.hook) is what it was before\n" : "\(place.hook) is removed\n")
            }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Say whether commits here are checked; exit code 1 when they are not.")

        func run() throws {
            let place = try HookPlace()
            let hook = try Hook.at(place.hook)
            switch hook {
            case .missing: try Terminal.show("not installed: there is no \(place.hook)\n")
            case .foreign: try Terminal.show("not installed: \(place.hook) is another hook\n")
            case .ours where access(place.hook, X_OK) != 0: try Terminal.show("not in force: \(place.hook) is not executable\n")
            case .ours:
                try Terminal.show("installed: \(place.hook)\(try Hook.at(place.earlier) == .missing ? "" : ", after \(place.earlier)")\n")
                return
            }
            throw Stop(.findings)
        }
    }
}

/// What stands where a hook would.
private enum Hook {
    case missing, ours, foreign

    static func at(_ path: String) throws(Stop) -> Hook {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return .missing }
            throw Stop(.inputMissing, "cannot look at \(path): \(String(cString: strerror(errno)))")
        }
        // A link is somebody's arrangement, wherever it leads.
        guard status.st_mode & S_IFMT == S_IFREG else { return .foreign }
        guard let data = FileManager.default.contents(atPath: path) else { throw Stop(.inputMissing, "cannot read \(path)") }
        return HookScript.isOurs(String(decoding: data, as: UTF8.self)) ? .ours : .foreign
    }
}
