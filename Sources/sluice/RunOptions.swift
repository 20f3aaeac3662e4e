import ArgumentParser
import Foundation

/// How a scan runs.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads (default: one for each core).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Seconds one file's parse may take before it is skipped.", valueName: "seconds"))
    var fileTimeout = 5.0

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

    func timeout() throws(Stop) -> Duration {
        guard fileTimeout > 0, fileTimeout <= 3600 else { throw Stop(.usage, "--file-timeout wants seconds, more than 0 and at most 3600") }
        return .milliseconds(max(1, Int(fileTimeout * 1000)))
    }
}
