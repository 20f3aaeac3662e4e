import ArgumentParser

/// The command line: it reads options, calls the rooms, prints and exits. Nothing else lives here.
@main struct Sluice: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Finds concurrency faults in Python and Swift code before production does.",
        discussion: """
            Start with:  sluice scan            (the folder you stand in)
            Understand:  sluice rules explain py-blocking-sleep-in-async
            Silence one: # sluice: ignore[rule-id] reason      (or // in Swift)

            Exit codes: 0 nothing to report, 1 findings, 64 bad usage, 65 bad rule file, 66 input missing, 70 internal error, 74 could not \
            write, 75 partial result.
            """,
        version: Version.text,
        subcommands: [ScanCommand.self, RulesCommand.self, DebugCommand.self],
        defaultSubcommand: nil)

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let stop as Stop {
            if !stop.message.isEmpty { Terminal.complain(stop.message) }
            exit(withCode: stop.code)
        } catch {
            exit(withError: error)
        }
    }

    private static func exit(withCode code: Stop.Code) -> Never { exit(withError: ExitCode(code.rawValue)) }
}

/// The end of a run before its end: an exit code and what to tell the person.
struct Stop: Error {
    /// The exit codes of both programs (sysexits.h where it has one).
    enum Code: Int32 {
        case clean = 0
        case findings = 1
        case usage = 64
        case badRule = 65
        case inputMissing = 66
        case internalError = 70
        case cannotWrite = 74
        case partial = 75
    }

    var code: Code
    var message: String

    init(_ code: Code, _ message: String = "") {
        self.code = code
        self.message = message
    }
}
