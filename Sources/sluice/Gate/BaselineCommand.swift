import ArgumentParser
import Findings
import Gate
import Rules
import Scanning
import SourceFiles

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Keep a list of the findings there are, so that only new ones count.",
        discussion: """
            The list is a text file to be committed: a fingerprint of a finding's content and its rule a line. It holds no lines and no paths, so \
            a finding stays known when code moves and files are renamed.

            sluice baseline create                 write down what there is
            sluice scan --baseline sluice-baseline.txt
            sluice baseline prune                  drop what was mended
            sluice baseline update --accept-new    take in new ones as well
            """,
        subcommands: [BaselineCreate.self, BaselineUpdate.self, BaselinePrune.self, BaselineShow.self])
}

/// What the commands that scan have in common.
struct BaselineScan: ParsableArguments {
    @Option(name: [.customLong("baseline"), .customShort("o")], help: ArgumentHelp("The baseline's file.", valueName: "file"))
    var path = BaselineFile.defaultPath

    @Argument(help: ArgumentHelp("Files and folders to scan (default: those the baseline is of).", valueName: "paths"), completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "Rules") var rules: RuleOptions

    @OptionGroup var helpers: HelperOptions

    @OptionGroup(title: "Files") var files: FileOptions
    @OptionGroup(title: "Running") var running: RunOptions
    @OptionGroup(title: "Cache") var cache: CacheOptions

    struct Outcome {
        var scan: PerformedScan
        /// What was scanned, as a baseline writes it.
        var roots: [String]
    }

    /// - Throws: `Stop` also where the run was cut short: what it did not see must not be forgotten.
    func scan(_ roots: [String]) throws -> Outcome {
        let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
        let folder = surroundings.workingDirectory
        var command = try ScanCommand.parse([])
        command.paths = paths.isEmpty ? roots.map { BaselineScope.resolved($0, workingDirectory: folder, baseline: path) } : paths
        (command.rules, command.helpers, command.files, command.running, command.cache) = (rules, helpers, files, running, cache)
        let done = try command.prepare(in: surroundings).perform()
        if !done.errors.isEmpty || !done.mistakes.isEmpty { throw Stop.badFiles(done.mistakes, done.errors) }
        let summary = done.report.summary
        if let stop = Stop.missingRoots(summary) { throw stop }
        if summary.partial { throw Stop(.partial, "the scan was cut short; \(path) is as it was") }
        return Outcome(scan: done, roots: done.selection.roots.map { BaselineScope.relative($0, workingDirectory: folder, baseline: path) })
    }
}

struct BaselineCreate: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Scan, and write down every finding there is.")

    @OptionGroup var options: BaselineScan

    @Flag(help: "Write over a baseline that is there.")
    var force = false

    func run() throws {
        let path = options.path
        if !force, OutputFile.isThere(path) {
            throw Stop(.usage, "\(path) is there already. `sluice baseline update` brings it up to date; --force writes it anew")
        }
        let outcome = try options.scan(["."])
        let baseline = Baseline(outcome.scan.report.findings, roots: outcome.roots)
        try BaselineFile.write(baseline, to: path)
        try Terminal.show("\(path): \(Counted.findings(baseline.total))\n")
    }
}

struct BaselineUpdate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Scan, and drop what is not there any more; new findings are taken in only with --accept-new.")

    @OptionGroup var options: BaselineScan

    @Flag(help: "Take in new findings as well.")
    var acceptNew = false

    private static let mostShown = 20

    func run() throws {
        let path = options.path
        var baseline = try BaselineFile.read(path)
        let outcome = try options.scan(baseline.roots)
        BaselineFile.tellUnknownRules(of: baseline, path: path, outcome.scan.loaded)
        let match = BaselineMatch(outcome.scan.report.findings, baseline)
        let new = match.findings.filter { $0.baseline == .new }
        if !new.isEmpty, !acceptNew {
            let lines = new.prefix(Self.mostShown).map { "\($0.location.path):\($0.location.start.line):\($0.location.start.column): \($0.message) [\($0.rule)]\n" }
            try Terminal.show(lines.joined() + (new.count > Self.mostShown ? "… and \(new.count - Self.mostShown) more\n" : ""))
            throw Stop(.findings, "\(Counted.findings(new.count)) not in the baseline; \(path) is as it was. Mend them, or take them in with --accept-new")
        }
        let sawAll = outcome.scan.isWhole && BaselineScope.covers(outcome.roots, baseline.roots)
        let stale = sawAll ? match.stale(ran: outcome.scan.ran) : [:]
        baseline.remove(stale)
        baseline.add(match.new)
        // A folder beside those known belongs to it from now on.
        if acceptNew { baseline.roots = (baseline.roots + outcome.roots.filter { !BaselineScope.covers(baseline.roots, [$0]) }).sorted() }
        try BaselineFile.write(baseline, to: path)
        let dropped = sawAll ? "\(stale.values.reduce(0, +)) dropped" : "none dropped, for only a part was scanned"
        try Terminal.show("\(path): \(Counted.findings(baseline.total)); \(new.count) new, \(dropped)\n")
    }
}

struct BaselinePrune: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "prune", abstract: "Scan, and drop what is not there any more; take in nothing.")

    @OptionGroup var options: BaselineScan

    func run() throws {
        let path = options.path
        var baseline = try BaselineFile.read(path)
        let outcome = try options.scan(baseline.roots)
        BaselineFile.tellUnknownRules(of: baseline, path: path, outcome.scan.loaded)
        guard outcome.scan.isWhole, BaselineScope.covers(outcome.roots, baseline.roots) else {
            throw Stop(.usage, "\(path) is of \(baseline.roots.joined(separator: ", ")), and only a part of that was scanned: what is gone cannot be told. Run prune without paths")
        }
        let stale = BaselineMatch(outcome.scan.report.findings, baseline).stale(ran: outcome.scan.ran)
        baseline.remove(stale)
        try BaselineFile.write(baseline, to: path)
        try Terminal.show("\(path): \(Counted.findings(baseline.total)); \(stale.values.reduce(0, +)) dropped\n")
    }
}

struct BaselineShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Tell how many findings of which rules a baseline holds.")

    @Option(name: [.customLong("baseline"), .customShort("o")], help: ArgumentHelp("The baseline's file.", valueName: "file"))
    var path = BaselineFile.defaultPath

    @OptionGroup(title: "Rules") var rules: RuleOptions

    func run() throws {
        let baseline = try BaselineFile.read(path), loaded = try rules.load()
        let unknown = Set(baseline.unknownRules(loaded.names)), width = "\(baseline.total)".count
        var text = ""
        for row in baseline.byRule {
            let count = "\(row.count)"
            text += String(repeating: " ", count: width - count.count) + "\(count)  \(row.rule)\(unknown.contains(row.rule) ? "  (no such rule here)" : "")\n"
        }
        try Terminal.show("\(text)\(Counted.findings(baseline.total)) of \(baseline.roots.joined(separator: ", "))\n")
    }
}

/// `1 finding`, `7 findings`.
enum Counted {
    static func findings(_ count: Int) -> String { "\(count) finding\(count == 1 ? "" : "s")" }
}
