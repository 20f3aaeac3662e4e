import Configuration
import Findings
import Gate
import Rules
import Scanning
import SourceFiles

/// A scan that can be carried out: its files, configurations and rules are found.
struct PreparedScan {
    var loaded: RuleOptions.Loaded
    /// Mistakes in configuration files.
    var mistakes: [ConfigurationError]
    var settings: RunSettings
    /// The team's helpers, those of configurations included.
    var approved: [String]
    var options: ScanOptions
    /// What alone is told of; nil for all.
    var change: Change?

    /// The rules as they run, and the mistakes in rule files.
    func compiled() -> (rules: RuleSet, errors: [RuleError]) { compiled(for: options.languages) }

    private func compiled(for languages: Set<Language>) -> (rules: RuleSet, errors: [RuleError]) {
        var (set, errors) = RuleSet.compile(loaded.selected, utilities: loaded.utilities, vocabularies: loaded.vocabularies, for: languages)
        set.approve(approved)
        return (set, loaded.errors + errors)
    }

    /// Has the scan say what came of every rule at some places. They are looked at anew: what is remembered of a scan is what it found.
    mutating func explain(_ places: ExplainedPlaces) {
        options.explained = places
        options.cache = nil
    }

    func perform(_ bar: ProgressBar? = nil) throws(Stop) -> PerformedScan {
        let tool = Version.tool(ruleSet: loaded.hash)
        if change == nil, let report = RememberedRun.report(rules: loaded.selected.map(\.metadata), options: options, known: loaded.names, tool: tool) {
            return PerformedScan(prepared: self, errors: [], report: report)
        }
        let (rules, errors) = compiled()
        var options = options
        // What a rule that does not run would have found is not known.
        if !errors.isEmpty { options.cache = nil }
        let report = try Stop.onFileError { () throws(FileError) in
            guard let change else {
                return try Scanner(rules: rules, options: options, known: loaded.names).run(
                    tool: tool, isCancelled: { Interruption.hasHappened }, progress: { bar?.show(done: $0.done, total: $0.total) })
            }
            return try ChangeScan(rules: rules, options: options, known: loaded.names, change: change).run(
                tool: tool, isCancelled: { Interruption.hasHappened }, progress: { bar?.show(done: $0.done, total: $0.total) })
        }
        return PerformedScan(prepared: self, errors: errors, report: report)
    }

    /// The same scan of other files, for comparison: whatever configurations say of paths, all of it is told.
    func scan(_ listing: WalkResult) throws(Stop) -> ScanReport {
        var options = options
        options.walked = listing
        options.profiles = []
        options.standardInputPath = nil
        options.explained = nil
        options.cache = nil
        return try Stop.onFileError { () throws(FileError) in
            try Scanner(rules: compiled(for: options.languages).rules, options: options, known: loaded.names).run(
                tool: Version.tool(ruleSet: loaded.hash), isCancelled: { Interruption.hasHappened })
        }
    }
}

/// A scan that was carried out, and what it was made from.
struct PerformedScan {
    let prepared: PreparedScan
    /// Mistakes in rule files.
    let errors: [RuleError]
    var report: ScanReport

    var loaded: RuleOptions.Loaded { prepared.loaded }
    var mistakes: [ConfigurationError] { prepared.mistakes }
    var settings: RunSettings { prepared.settings }
    var selection: FileSelection { prepared.options.selection }
    var change: Change? { prepared.change }

    /// Whether it saw all that lies in its roots.
    var isWhole: Bool {
        change == nil && selection.include.isEmpty && selection.filesFrom.isEmpty && !selection.roots.isEmpty && !report.summary.partial && report.summary.missingRoots.isEmpty
    }

    /// Ends the run where it could not do all it was asked to: the first of these reasons that holds.
    func complain(isStrict: Bool) throws(Stop) {
        let summary = report.summary
        if !errors.isEmpty || !mistakes.isEmpty { throw Stop.badFiles(mistakes, errors) }
        if let stop = Stop.missingRoots(summary) ?? .cutShort(summary) { throw stop }
        if isStrict, let failed = summary.skipped.first(where: \.isFailure) { throw Stop(.partial, "\(failed.path): \(failed.reason)") }
    }

    /// Ids of the rules that ran.
    var ran: Set<String> { Set(report.rules.map(\.id)) }
}
