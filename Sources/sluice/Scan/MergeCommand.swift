import ArgumentParser
import Findings
import Foundation
import Rules
import Scanning
import SourceFiles

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Put the parts of a scan together that several machines did.",
        discussion: """
            The report is the one that a single machine would have made, whatever the number of parts and their order. Neither the files nor the rules need \
            be there: all that is needed is in the parts.

            sluice scan --shard 1/3 --output 1.part src      on the first machine
            sluice scan --shard 2/3 --output 2.part src      on the second …
            sluice merge *.part --format sarif --output out.sarif
            """)

    @Argument(help: ArgumentHelp("The parts, as `sluice scan --shard` wrote them.", valueName: "files"), completion: .file())
    var files: [String]

    @OptionGroup(title: "Report") var report: OutputOptions

    @Option(help: ArgumentHelp("Seconds that following calls through the whole program may take.", valueName: "seconds"))
    var programTimeout = 60.0

    func run() throws {
        let start = ContinuousClock.now
        var rules: Rules?
        let parts = try files.map { file throws(Stop) in try read(file, &rules) }
        guard let rules else { throw Stop(.usage, "name the parts to merge") }
        var options = ScanOptions(
            selection: FileSelection(roots: []), surroundings: try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() },
            today: Today.text, suppressionRules: SuppressionRules.all.filter { rules.setup.suppressionRules.contains($0.id) })
        options.programTimeout = try RunOptions.duration(programTimeout, "--program-timeout")
        options.profiles = parts.first?.profiles ?? []
        Interruption.listen()
        var result: ScanReport
        do {
            result = try Scanner(rules: rules.set, options: options, known: rules.names).merge(
                parts, tool: Version.tool(ruleSet: rules.hash), isCancelled: { Interruption.hasHappened })
        } catch {
            throw Stop(.usage, error.description)
        }
        result.summary.problems = rules.setup.mistakes + rules.errors.map(\.description)
        result.summary.seconds = start.duration(to: .now) / .seconds(1)
        try report.write(report.narrow(result))
        try finish(report.narrow(result), rules)
    }

    private func finish(_ result: ScanReport, _ rules: Rules) throws(Stop) {
        if !rules.setup.mistakes.isEmpty { throw Stop(.badRule, rules.setup.mistakes.joined(separator: "\n")) }
        if !rules.errors.isEmpty { throw Stop.badRules(rules.errors) }
        if let stop = Stop.missingRoots(result.summary) ?? .cutShort(result.summary) { throw stop }
        if report.fails(result, otherwise: rules.setup.failOn) { throw Stop(.findings) }
    }

    /// The rules of the first part, which all must have.
    private struct Rules {
        var setup: RunSetup
        var bytes: [UInt8]
        var set: RuleSet
        var errors: [RuleError]
        var names: Set<String>
        var hash: String
    }

    private func read(_ file: String, _ rules: inout Rules?) throws(Stop) -> PartialScan {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped))
        } catch {
            throw Stop(.inputMissing, "\(file): cannot be read: \((error as NSError).localizedDescription)")
        }
        var known = rules
        let read: PartialScan
        do throws(PartError) {
            let part = try PartialScan(decoding: bytes) { setup, _ in
                if known == nil, let own = try? RunSetup(decoding: setup) {
                    let loaded = own.load()
                    known = Rules(setup: own, bytes: setup, set: loaded.set, errors: loaded.errors, names: loaded.names, hash: loaded.hash)
                }
                return known?.set.rules.count ?? 0
            }
            guard let known else { throw .damaged }
            rules = known
            read = part
        } catch {
            throw Stop(.usage, "\(file): \(error.description)")
        }
        if let known, read.setup == known.bytes, read.tool != Version.tool(ruleSet: known.hash) {
            throw Stop(.usage, "\(file): made by sluice \(read.tool.version) with rules \(read.tool.ruleSet); this is \(Version.number) with rules \(known.hash): run the same build everywhere")
        }
        return read
    }
}
