package import Findings
package import Rules
package import SourceFiles
import Linking
import Synchronization
import Syntax

/// A whole run: walk, scan every file on all threads, put the results together in an order that does not depend on the threads.
package struct Scanner: Sendable {
    let rules: RuleSet
    private let options: ScanOptions
    private let known: Set<String>

    /// How far a run is.
    package struct Progress: Sendable {
        package var done: Int
        package var total: Int
    }

    /// - Parameter known: ids and codes of all rules there are, selected or not; suppressions may name them.
    package init(rules: RuleSet, options: ScanOptions, known: Set<String>) {
        self.rules = rules
        self.options = options
        self.known = known
    }

    /// - Parameters:
    ///   - isCancelled: asked before each file; once true the run ends with what it has, marked partial.
    ///   - progress: told now and then, on any thread.
    package func run(
        tool: ToolInfo, isCancelled: @escaping @Sendable () -> Bool = { false }, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws(FileError) -> ScanReport {
        let survey = try survey()
        let session = options.cache.map { CacheSession($0, survey.files) }
        defer { session?.save() }
        let (results, isWhole) = results(of: survey, shard: nil, session, isCancelled, progress)
        return conclude(survey, results, isWhole: isWhole, session, tool, isCancelled)
    }

    /// One machine's part of a run. The files are looked for as ever; those of the shard alone are opened.
    ///
    /// - Parameter setup: see `PartialScan.setup`.
    /// - Returns: nil when the run was cancelled.
    package func runPart(
        _ shard: Shard, tool: ToolInfo, setup: [UInt8], isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws(FileError) -> PartialScan? {
        let survey = try survey()
        let (results, isWhole) = results(of: survey, shard: shard, nil, isCancelled, progress)
        guard isWhole else { return nil }
        return PartialScan(shard, tool, setup, options.profiles, survey, results)
    }

    /// The end of a run whose files other machines scanned: the same report as if one had done it all.
    ///
    /// - Throws: `MergeError` when the parts are not the parts of one run.
    package func merge(_ parts: [PartialScan], tool: ToolInfo, isCancelled: @escaping @Sendable () -> Bool = { false }) throws(MergeError) -> ScanReport {
        let whole = try PartialScan.whole(of: parts)
        let files = whole.entries.map(\.file)
        var survey = Survey(
            plan: plan(for: files, expectedBytes: 0, trustsModes: false), files: files, isScanned: files.map { _ in true }, skipped: whole.skipped, missingRoots: whole.missingRoots)
        survey.plan.readsLate = false
        let results = whole.entries.map { entry in
            var result = entry.result
            result?.closeIfSettled(survey.plan, profile: entry.profile)
            return result
        }
        return conclude(survey, results, isWhole: true, nil, tool, isCancelled)
    }

    /// What a run is about, before any file is opened.
    struct Survey: Sendable {
        var plan: ScanPlan
        var files: [SourceFile]
        /// Whether rules are asked about it, one for one; the others are here for what they mean to those.
        var isScanned: [Bool]
        var skipped: [SkippedFile]
        var missingRoots: [String]
    }

    private func survey() throws(FileError) -> Survey {
        let walk: WalkResult
        if let walked = options.walked { walk = walked } else { walk = try options.selection.walk(in: options.surroundings) }
        var files = walk.files
        if let path = options.standardInputPath {
            var input = SourceFile.standardInput(path: path)
            input.profile = options.standardInputProfile
            files.append(input)
        }
        let hasFileRules = rules.rules.contains(where: \.isForFiles)
        if !hasFileRules, !asksForMentions { files.removeAll { $0.language == nil && !$0.isStandardInput } }
        var isScanned = files.map { file in options.focus.map { $0[file.path] != nil } ?? true }
        let trustsModes = hasFileRules && FactsReader.trustsModes(of: files, workingDirectory: options.surroundings.workingDirectory)
        // Where every file is read anyway, one that is named is asked about alone.
        if !options.context.isEmpty, !asksForMentions {
            let own = Set(files.map(\.path))
            files += options.context.filter { !own.contains($0.path) }
            isScanned += [Bool](repeating: false, count: files.count - isScanned.count)
        }
        let expectedBytes = zip(files, isScanned).reduce(0) { $0 + ($1.1 && $1.0.language != nil ? $1.0.size : 0) }
        return Survey(
            plan: plan(for: files, expectedBytes: expectedBytes, trustsModes: trustsModes), files: files, isScanned: isScanned, skipped: walk.skipped,
            missingRoots: walk.missingRoots)
    }

    private var asksForMentions: Bool { rules.rules.contains { $0.analysis?.kind == .unreached } }

    private func plan(for files: [SourceFile], expectedBytes: Int, trustsModes: Bool) -> ScanPlan {
        let hasAnalyses = rules.rules.contains { $0.analysis != nil }, metadata = rules.rules.map(\.metadata)
        return ScanPlan(
            rules: rules, options: options, prefilter: Prefilter(rules: rules, expectedBytes: expectedBytes, isAskedForRules: options.prefilter),
            templates: metadata.map { MessageTemplate($0.message) }, minorTemplates: rules.rules.map { $0.minorMessage.map(MessageTemplate.init) },
            closing: ClosingPlan(metadata, options, known: known), profiles: options.profiles.map { ActiveProfile($0, rules) }, trustsModes: trustsModes,
            circumstances: FileCircumstances(options, metadata, trustsModes: trustsModes),
            remembersRun: options.cache != nil && options.isForAll, hasAnalyses: hasAnalyses,
            asksForMentions: asksForMentions, projectNames: ProjectNames(paths: hasAnalyses ? files.lazy.map(\.path) : []))
    }

    /// Scans the files on all threads; those of a shard alone, where one is given, and then for others to conclude.
    ///
    /// - Returns: one result for each file, nil where no rule was for it, and whether the run was not cancelled.
    private func results(
        of survey: Survey, shard: Shard?, _ session: CacheSession?, _ isCancelled: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (Progress) -> Void
    ) -> ([FileResult?], isWhole: Bool) {
        let files = survey.files, plan = survey.plan
        // The largest first, so that no thread is left with a large one at the end. Standard input may be as large as any, and who writes to
        // it waits.
        let weights = files.map { $0.isStandardInput ? Int.max : $0.size }
        let order = files.indices.filter { shard?.contains(files[$0].path) ?? true }.sorted { (weights[$1], $0) < (weights[$0], $1) }
        let isScanned = survey.isScanned
        let results = Mutex([FileResult?](repeating: nil, count: files.count))
        let next = Atomic(0)
        let done = Atomic(0)
        onThreads(min(options.jobs, max(1, order.count)), stackSize: Self.stackSize) {
            let scanner = CachedScanner(plan, files, session)
            while !isCancelled() {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < order.count else { break }
                let index = order[position]
                if var result = isScanned[index] ? scanner.scan(index) : scanner.glance(index) {
                    if let summary = result.summary { options.summaries?.keep(summary, of: files[index]) }
                    if let focus = options.focus?[files[index].path] { result.open?.narrow(to: focus, plan.rules) }
                    if shard != nil { scanner.addSpare(to: &result, index) } else { result.closeIfSettled(plan, profile: files[index].profile) }
                    results.withLock { $0[index] = result }
                }
                let count = done.wrappingAdd(1, ordering: .relaxed).newValue
                progress(Progress(done: count, total: order.count))
            }
        }
        return (results.withLock { $0 }, done.load(ordering: .relaxed) == order.count)
    }

    /// Asks the whole program about what is open, and puts everything together.
    private func conclude(
        _ survey: Survey, _ results: [FileResult?], isWhole: Bool, _ session: CacheSession?, _ tool: ToolInfo,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) -> ScanReport {
        let outcome = ProgramPhase(plan: survey.plan, files: survey.files, session: session, isCancelled: isCancelled).run(results)
        var tally = RunTally()
        for case let result? in outcome.results { tally.add(result) }
        tally.fanOuts = outcome.fanOuts
        tally.figures = outcome.figures
        var summary = survey.summary(tally)
        summary.recalled = session?.recalled
        summary.partial = !isWhole
        summary.unsettled = outcome.unsettled.map { RuleCount(rule: rules.rules[$0.key].metadata.id, count: $0.value) }.sorted { $0.rule < $1.rule }
        if !summary.unsettled.isEmpty { summary.partial = true }
        if let session, survey.plan.remembersRun, !summary.partial { remember(survey, tally, outcome.results, session) }
        let findings = survey.files.indices.flatMap { index in outcome.results[index].map { options.reported($0.findings, of: survey.files[index]) } ?? [] }
        var report = ScanReport(
            tool: tool, summary: summary, findings: findings.sorted(by: Finding.inReportOrder), rules: rules.rules.map(\.metadata) + options.suppressionRules)
        if let places = options.explained { report.explanations = explanations(at: places, outcome, report.findings) }
        return report
    }

    private func remember(_ survey: Survey, _ tally: RunTally, _ results: [FileResult?], _ session: CacheSession) {
        var circumstances = survey.plan.circumstances
        // Every row there is was looked up or made in this run.
        guard let files = session.fingerprint(asksOthers: circumstances.asksOthers, circumstances: { circumstances.of($0) }, content: { _ in nil }) else { return }
        session.keep(outcome: RunRecord(tally, results).encode(), of: files)
    }

    static let stackSize = 16 << 20
}

extension Scanner.Survey {
    /// What is told of the run beside its findings.
    func summary(_ tally: RunTally) -> ScanSummary {
        var summary = ScanSummary()
        summary.skipped = skipped
        summary.missingRoots = missingRoots
        tally.apply(to: &summary)
        return summary
    }
}

extension ScanOptions {
    /// Whether everything that is known of is scanned, and can be scanned again.
    var isForAll: Bool { focus == nil && context.isEmpty && standardInputPath == nil && explained == nil }

    /// What a file's profile leaves of its findings.
    func reported(_ findings: [Finding], of file: SourceFile) -> [Finding] {
        profiles.isEmpty ? findings : findings.filter(profiles[file.profile].reports)
    }
}
