import ArgumentParser
import Configuration
import Findings
import Foundation
import Gate
import Reporting
import Rules
import Scanning
import SourceFiles
import Syntax

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

    @OptionGroup var helpers: HelperOptions

    @Option(help: ArgumentHelp("Instead of the report, say step by step why there are findings in this line, or why there are none.", valueName: "file:line"))
    var explain: String?

    @Option(help: ArgumentHelp("Scan one part of the files, for `sluice merge` to put together: 1/4, 2/4 …", valueName: "i/n"))
    var shard: Shard?

    @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
    @OptionGroup(title: "Files") var files: FileOptions
    @OptionGroup(title: "What changed") var changes: ChangeOptions
    @OptionGroup(title: "What is known") var known: BaselineOptions
    @OptionGroup(title: "Report") var report: OutputOptions
    @OptionGroup(title: "Running") var running: RunOptions
    @OptionGroup(title: "Cache") var cache: CacheOptions

    func run() throws {
        let start = ContinuousClock.now
        let surroundings = try Stop.onFileError { () throws(FileError) in try Surroundings.ofProcess() }
        let before = try known.read(in: surroundings)
        var prepared = try prepare(in: surroundings)
        let bar = ProgressBar(isEnabled: Terminal.isTerminal(2) && !report.quiet)
        // From here on there is something to keep; until here Ctrl-C ends the process as it ends any other.
        Interruption.listen()
        defer { bar.end() }
        if let shard { return try writePart(shard, prepared, bar) }
        let place = try explain.map { text throws(Stop) in try ExplainText.place(text, in: surroundings) }
        if let place { prepared.explain(place.places) }
        var done = try prepared.perform(bar)
        bar.end()
        if let place {
            let misses = try NearMisses.text(done.loaded, at: place, told: Set(done.report.explanations.map(\.rule)))
            try Terminal.show(ExplainText.render(done.report, place, misses: misses))
            if !done.errors.isEmpty || !done.mistakes.isEmpty { throw Stop.badFiles(done.mistakes, done.errors) }
            return
        }
        try known.apply(try before ?? known.read(done.settings), to: &done, in: surroundings)
        done.report.summary.problems = done.mistakes.map(\.description) + done.errors.map(\.description)
        done.report.summary.seconds = start.duration(to: .now) / .seconds(1)
        try finish(report.narrow(done.report), done)
    }

    /// Finds the files, the configurations and the rules.
    func prepare(in surroundings: Surroundings) throws -> PreparedScan {
        let builtin = rules.beginBuiltin()
        var selection = files.selection(paths: paths)
        selection.filesFrom = try files.readList()
        if changes.isAsked, files.stdinPath != nil { throw Stop(.usage, "--diff and --staged speak of files git knows, not of standard input") }
        let answer = changes.askGit(in: surroundings)
        var walk = try changes.walk(selection, in: surroundings)
        let program = program(around: walk, in: surroundings)
        var configured = try ScanConfiguration(configuration, walk, standardInput: files.stdinPath, surroundings)
        for file in configured?.misnamed ?? [] { Terminal.complain("warning: \(file)") }
        var loaded = try rules.load(builtin) { configured?.ruleFiles(besides: $0) ?? [] }
        try configured?.settle(&loaded, &walk, rules.selection, minConfidence: report.minConfidence)
        let settings = configured?.settings ?? RunSettings()
        let approved = settings.approved.map(\.value) + (try helpers.names())
        let suppressionRules = loaded.suppressionRules.filter { !running.allowMissingReason || $0.id != SuppressionRules.withoutReason.id }
        var options = ScanOptions(
            selection: selection, limits: files.limits(settings), surroundings: surroundings,
            jobs: try running.workers(), prefilter: !running.noPrefilter, fileTimeout: try running.timeout(settings), today: Today.text,
            suppressionRules: suppressionRules, standardInputPath: files.stdinPath)
        options.programTimeout = try running.wholeProgramTimeout(settings)
        options.walked = walk
        options.context = program?.value().files ?? []
        options.profiles = configured?.profiles ?? []
        options.standardInputProfile = configured?.standardInputProfile ?? 0
        options.cache = CacheKey(loaded, options, approved: approved).flatMap { cache.folder($0, in: surroundings) }
        return PreparedScan(
            loaded: loaded, mistakes: configured?.errors ?? [], settings: settings, approved: approved, options: options,
            change: try changes.change(answer, of: selection, walk, in: surroundings))
    }

    /// A file by itself is scanned as a part of what git tracks: what it calls is mostly elsewhere. Looked up while the rules are read.
    private func program(around walk: WalkResult, in surroundings: Surroundings) -> Aside<TrackedSources>? {
        guard !walk.hasFolders, !changes.isAsked, shard == nil else { return nil }
        let places = walk.places.union(files.stdinPath.map { [ScanConfiguration.folder(of: $0)] } ?? [])
        return Aside { TrackedSources(around: places, in: surroundings) }
    }

    /// Writes one machine's part of the run. What it found is nobody's business before the parts are put together.
    private func writePart(_ shard: Shard, _ prepared: PreparedScan, _ bar: ProgressBar) throws(Stop) {
        guard let output = report.output else { throw Stop(.usage, "--shard writes a part for `sluice merge`: say where with --output FILE") }
        if files.stdinPath != nil || explain != nil || changes.isAsked || known.isAsked {
            throw Stop(.usage, "--shard goes with none of --stdin-path, --explain, --diff, --staged, --baseline and --baseline-ref")
        }
        let loaded = prepared.loaded
        let setup = RunSetup(
            files: loaded.sources.filter { !$0.isBuiltin }, usesBuiltin: loaded.sources.contains(where: \.isBuiltin),
            selected: loaded.selected.map { ($0.metadata.id, $0.metadata.severity) }, suppressionRules: prepared.options.suppressionRules.map(\.id),
            approved: prepared.approved, failOn: report.threshold(otherwise: prepared.settings.failureThreshold),
            mistakes: prepared.mistakes.map(\.description))
        let part = try Stop.onFileError { () throws(FileError) in
            try Scanner(rules: prepared.compiled().rules, options: prepared.options, known: loaded.names).runPart(
                shard, tool: Version.tool(ruleSet: loaded.hash), setup: setup.encode(), isCancelled: { Interruption.hasHappened },
                progress: { bar.show(done: $0.done, total: $0.total) })
        }
        bar.end()
        guard let part else { throw Stop(.partial, "interrupted: no part was written") }
        try OutputFile.write(part.encode(), to: output)
        if !setup.mistakes.isEmpty { throw Stop(.badRule, setup.mistakes.joined(separator: "\n")) }
    }

    /// Prints the report and ends with the run's exit code: the first of these reasons that holds.
    private func finish(_ result: ScanReport, _ done: PerformedScan) throws(Stop) {
        try report.write(result)
        let summary = result.summary
        if summary.isWithoutSources && !report.quiet { Terminal.complain("no Python or Swift files found\(paths.isEmpty ? "" : " in \(paths.joined(separator: ", "))")") }
        try done.complain(isStrict: running.strict)
        if report.fails(result, otherwise: done.settings.failureThreshold) { throw Stop(.findings) }
        if known.failOnStale, let stale = summary.baseline?.stale, stale > 0 {
            throw Stop(.findings, "the baseline holds \(stale) finding\(stale == 1 ? "" : "s") that \(stale == 1 ? "is" : "are") not there any more; `sluice baseline prune` drops \(stale == 1 ? "it" : "them")")
        }
    }
}

extension ScanSummary {
    /// Whether nothing was found that a rule for code could look at, though everything was looked at.
    fileprivate var isWithoutSources: Bool {
        !partial && change == nil && missingRoots.isEmpty && !Language.allCases.contains { (files[$0.name] ?? 0) > 0 }
    }
}

extension Shard: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
