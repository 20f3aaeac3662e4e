import ArgumentParser
import Configuration
import Findings
import Foundation
import Gate
import Reporting
import Rules
import Scanning
import SourceFiles

struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Look for concurrency faults in files and folders.",
        discussion: """
            Without a path it scans the folder you stand in. Folders are searched for Python and Swift files; what .gitignore names is left \
            out, a file you name yourself never is.

            A .sluice.yaml says what holds for the files below it: see `sluice config`.

            The rules of a project run beside the built-in ones: those its sgconfig.yml names, where one stands in the folder you are in.

            sluice scan src                        all rules, text output
            sluice scan --select BA,UC001 src      two families' worth
            sluice scan --format sarif --output out.sarif
            git diff --name-only | sluice scan --files-from -
            """)

    @Argument(help: ArgumentHelp("Files and folders to scan.", valueName: "paths"), completion: .file())
    var paths: [String] = []

    @OptionGroup(title: "Rules") var rules: RuleOptions

    @Option(help: ArgumentHelp("A helper of your own that limits what it starts (app.pools.run_all, app.pools.*). May be repeated.", valueName: "name"))
    var approved: [String] = []

    @Option(help: ArgumentHelp("Instead of the report, say step by step why there are findings in this line, or why there are none.", valueName: "file:line"))
    var explain: String?

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Files") var files: FileOptions
    @OptionGroup(title: "What changed") var changes: ChangeOptions
    @OptionGroup(title: "What is known") var known: BaselineOptions
    @OptionGroup(title: "Report") var report: OutputOptions
    @OptionGroup(title: "Running") var running: RunOptions

    func run() throws {
        let start = ContinuousClock.now
        let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
        let before = try known.read(in: surroundings)
        var done = try perform(in: surroundings)
        if let place = done.place {
            let misses = try NearMisses.text(done.loaded, at: place, told: Set(done.report.explanations.map(\.rule)))
            try Terminal.show(ExplainText.render(done.report, place, misses: misses))
            if !done.errors.isEmpty || !done.mistakes.isEmpty { throw Stop.badFiles(done.mistakes, done.errors) }
            return
        }
        try known.apply(before, to: &done, in: surroundings)
        done.report.summary.problems = done.mistakes.map(\.description) + done.errors.map(\.description)
        done.report.summary.seconds = start.duration(to: .now) / .seconds(1)
        try finish(report.narrow(done.report), done.errors, done.mistakes, done.settings)
    }

    /// A scan that was carried out, and what it was made from.
    struct Performed {
        var report: ScanReport
        var loaded: RuleOptions.Loaded
        var errors: [RuleError]
        var mistakes: [ConfigurationError]
        var settings: RunSettings
        var selection: FileSelection
        /// What is to be explained instead of reported.
        var place: ExplainedPlace?
        fileprivate var rules: RuleSet
        fileprivate var options: ScanOptions
        /// What alone is told of; nil for all.
        var change: Change?

        /// Whether it saw all that lies in its roots.
        var isWhole: Bool {
            change == nil && selection.include.isEmpty && selection.filesFrom.isEmpty && !selection.roots.isEmpty && !report.summary.partial && report.summary.missingRoots.isEmpty
        }
    }

    func perform(in surroundings: Surroundings) throws -> Performed {
        var selection = files.selection(paths: paths)
        selection.filesFrom = try files.readList()
        let wanted = selection
        if changes.isAsked, files.stdinPath != nil { throw Stop(.usage, "--diff and --staged speak of files git knows, not of standard input") }
        let repository = try changes.repository(in: surroundings)
        var walk = try changes.listing(of: wanted, in: repository, surroundings) ?? Stop.onWalk(wanted, in: surroundings)
        var configured = try ScanConfiguration(configuration, walk, standardInput: files.stdinPath, surroundings)
        var loaded = try rules.load { configured?.ruleFiles(besides: $0) ?? [] }
        try configured?.settle(&loaded, &walk, rules.selection, minConfidence: report.minConfidence)
        let settings = configured?.settings ?? RunSettings()
        var (set, compileErrors) = RuleSet.compile(loaded.selected, utilities: loaded.utilities, vocabularies: loaded.vocabularies)
        for name in approved where !DottedName.isWritten(name) { throw Stop(.usage, "--approved wants a dotted name such as app.pools.run_all, not `\(name)`") }
        set.approve(settings.approved.map(\.value) + approved)
        let place = try explain.map { text throws(Stop) in try ExplainText.place(text, in: surroundings) }
        let errors = loaded.errors + compileErrors, mistakes = configured?.errors ?? []
        let change = try changes.change(of: selection, walk, in: repository, surroundings)

        let suppressionRules = loaded.suppressionRules.filter { !running.allowMissingReason || $0.id != SuppressionRules.withoutReason.id }
        var options = ScanOptions(
            selection: selection, limits: files.limits(settings), surroundings: surroundings,
            jobs: try running.workers(), prefilter: !running.noPrefilter, fileTimeout: try running.timeout(settings), today: Self.today(),
            suppressionRules: suppressionRules, standardInputPath: files.stdinPath)
        options.programTimeout = try running.wholeProgramTimeout(settings)
        options.walked = walk
        options.profiles = configured?.profiles ?? []
        options.standardInputProfile = configured?.standardInputProfile ?? 0
        options.explained = place
        let bar = ProgressBar(isEnabled: Terminal.isTerminal(2) && !report.quiet)
        // From here on there is something to keep; until here Ctrl-C ends the process as it ends any other.
        Interruption.listen()
        defer { bar.end() }
        let result = try Stop.onFileError { () throws(FileError) in
            if let change { return try ChangeScan(rules: set, options: options, known: loaded.names, change: change).run(
                tool: Version.tool(ruleSet: loaded.hash), isCancelled: { Interruption.hasHappened }, progress: { bar.show(done: $0.done, total: $0.total) }) }
            return try Scanner(rules: set, options: options, known: loaded.names).run(
                tool: Version.tool(ruleSet: loaded.hash), isCancelled: { Interruption.hasHappened }, progress: { bar.show(done: $0.done, total: $0.total) })
        }
        return Performed(report: result, loaded: loaded, errors: errors, mistakes: mistakes, settings: settings, selection: selection, place: place, rules: set, options: options, change: change)
    }

    /// Prints the report and ends with the run's exit code: the first of these reasons that holds.
    private func finish(_ result: ScanReport, _ errors: [RuleError], _ mistakes: [ConfigurationError], _ settings: RunSettings) throws(Stop) {
        try report.write(result)
        let summary = result.summary
        if summary.isWithoutSources && !report.quiet { Terminal.complain("no Python or Swift files found\(paths.isEmpty ? "" : " in \(paths.joined(separator: ", "))")") }
        if !errors.isEmpty || !mistakes.isEmpty { throw Stop.badFiles(mistakes, errors) }
        if !summary.missingRoots.isEmpty { throw Stop(.inputMissing, summary.missingRoots.map { "\($0): no such file or folder" }.joined(separator: "\n")) }
        if let unsettled = summary.unsettledWords { throw Stop(.partial, "the results are partial: \(unsettled)") }
        if summary.partial { throw Stop(.partial, "interrupted: the results are partial") }
        if running.strict, let failed = summary.skipped.first(where: \.isFailure) { throw Stop(.partial, "\(failed.path): \(failed.reason)") }
        if report.fails(result, settings) { throw Stop(.findings) }
        if known.failOnStale, let stale = summary.baseline?.stale, stale > 0 {
            throw Stop(.findings, "the baseline holds \(stale) finding\(stale == 1 ? "" : "s") that \(stale == 1 ? "is" : "are") not there any more; `sluice baseline prune` drops \(stale == 1 ? "it" : "them")")
        }
    }

    private static func today() -> String {
        var now = time(nil), parts = tm()
        localtime_r(&now, &parts)
        func padded(_ number: Int32, _ width: Int) -> String { String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)" }
        return "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))"
    }
}

extension ScanCommand.Performed {
    /// The same scan of other files.
    func scan(_ listing: WalkResult) throws(Stop) -> ScanReport {
        var options = options
        options.walked = listing.takingProfiles(of: options.walked?.files ?? [])
        options.standardInputPath = nil
        options.explained = nil
        return try Stop.onFileError { () throws(FileError) in
            try Scanner(rules: rules, options: options, known: loaded.names).run(tool: report.tool, isCancelled: { Interruption.hasHappened })
        }
    }
}

extension ScanSummary {
    /// Whether nothing was found that a rule for code could look at, though everything was looked at.
    fileprivate var isWithoutSources: Bool {
        !partial && change == nil && missingRoots.isEmpty && !Language.allCases.contains { (files[$0.name] ?? 0) > 0 }
    }
}
