import ArgumentParser
import Foundation

/// How a scan runs.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads (default: one for each core).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Seconds one file's parse may take before it is skipped.", valueName: "seconds"))
    var fileTimeout = 5.0

    @Option(help: ArgumentHelp("Seconds that following calls through the whole program may take, once all files are read.", valueName: "seconds"))
    var programTimeout = 60.0

    @Flag(help: "Parse every file, also those in which no rule could match.")
    var noPrefilter = false

    @Flag(help: "End with exit code 75 when a file could not be read or parsed.")
    var strict = false

    @Flag(help: "Accept suppressions that give no reason.")
    var allowMissingReason = false

    func workers() throws(Stop) -> Int {
        guard let jobs else { return max(1, ProcessInfo.processInfo.activeProcessorCount) }
        guard (1...1024).contains(jobs) else { throw Stop(.usage, "--jobs wants a number from 1 to 1024; leave it out for one thread a core") }
        return jobs
    }

    func timeout() throws(Stop) -> Duration { try Self.duration(fileTimeout, "--file-timeout") }

    func wholeProgramTimeout() throws(Stop) -> Duration { try Self.duration(programTimeout, "--program-timeout") }

    private static func duration(_ seconds: Double, _ option: String) throws(Stop) -> Duration {
        guard seconds > 0, seconds <= 3600 else { throw Stop(.usage, "\(option) wants seconds, more than 0 and at most 3600") }
        return .milliseconds(max(1, Int(seconds * 1000)))
    }
}
