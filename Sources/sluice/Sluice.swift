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

            Exit codes: 0 nothing to report, 1 findings, 64 bad usage, 65 bad rule, configuration or baseline file, 66 input missing, 70 internal error, 74 could not \
            write, 75 partial result.
            """,
        version: Version.text,
        subcommands: [ScanCommand.self, ChecklistCommand.self, MergeCommand.self, BaselineCommand.self, RulesCommand.self, ConfigCommand.self, HookCommand.self, DebugCommand.self],
        defaultSubcommand: nil)

    static func main() {
        Interruption.prepare()
        do {
            var command = try parseAsRoot(Array(CommandWords.all.dropFirst()))
            try command.run()
        } catch let stop as Stop {
            if !stop.message.isEmpty { Terminal.complain(stop.message) }
            exit(withCode: stop.code)
        } catch where exitCode(for: error) == .failure {
            // Neither ours nor of the argument parser.
            Terminal.complain("internal error: \(error)")
            exit(withCode: .internalError)
        } catch {
            exit(withError: error)
        }
    }

    private static func exit(withCode code: Stop.Code) -> Never { exit(withError: ExitCode(code.rawValue)) }
}
