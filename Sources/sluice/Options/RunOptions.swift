import ArgumentParser
import Configuration
import Foundation

/// How a scan runs.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads (default: one for each core).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Seconds one file's parse may take before it is skipped. (default: 5)", valueName: "seconds"))
    var fileTimeout: Double?

    @Option(help: ArgumentHelp("Seconds that following calls through the whole program may take, once all files are read. (default: 60)", valueName: "seconds"))
    var programTimeout: Double?

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

    func timeout(_ settings: RunSettings) throws(Stop) -> Duration {
        try fileTimeout.map { seconds throws(Stop) in try Self.duration(seconds, "--file-timeout") } ?? settings.fileTimeout?.value ?? .seconds(5)
    }

    func wholeProgramTimeout(_ settings: RunSettings) throws(Stop) -> Duration {
        try programTimeout.map { seconds throws(Stop) in try Self.duration(seconds, "--program-timeout") } ?? settings.programTimeout?.value ?? .seconds(60)
    }

    static func duration(_ seconds: Double, _ option: String) throws(Stop) -> Duration {
        guard seconds > 0, seconds <= 3600 else { throw Stop(.usage, "\(option) wants seconds, more than 0 and at most 3600") }
        return .milliseconds(max(1, Int(seconds * 1000)))
    }
}
