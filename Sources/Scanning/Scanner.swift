package import Findings
package import Rules
package import SourceFiles
import Linking
import Synchronization
import Syntax

/// A whole run: walk, scan every file on all threads, put the results together in an order that does not depend on the threads.
package struct Scanner: Sendable {
    private let rules: RuleSet
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
        let (results, isWhole) = results(of: survey, shard: nil, isCancelled, progress)
        return conclude(survey, results, isWhole: isWhole, tool, isCancelled)
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
        let (results, isWhole) = results(of: survey, shard: shard, isCancelled, progress)
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
            plan: plan(for: files, expectedBytes: 0, trustsModes: false), files: files, skipped: whole.skipped, missingRoots: whole.missingRoots)
        survey.plan.readsLate = false
        let results = whole.entries.map { entry in
            var result = entry.result
            result?.closeIfSettled(survey.plan.closing, profile: entry.profile)
            return result
        }
        return conclude(survey, results, isWhole: true, tool, isCancelled)
    }

    /// What a run is about, before any file is opened.
    struct Survey: Sendable {
        var plan: ScanPlan
        var files: [SourceFile]
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
        let plan = plan(
            for: files, expectedBytes: files.reduce(0) { $0 + ($1.language == nil || options.focus?.contains($1.path) == false ? 0 : $1.size) },
            trustsModes: hasFileRules && FileRuleScanner.trustsModes(of: files, workingDirectory: options.surroundings.workingDirectory))
        return Survey(plan: plan, files: files, skipped: walk.skipped, missingRoots: walk.missingRoots)
    }

    private var asksForMentions: Bool { rules.rules.contains { $0.analysis?.kind == .unreached } }

    private func plan(for files: [SourceFile], expectedBytes: Int, trustsModes: Bool) -> ScanPlan {
        let hasAnalyses = rules.rules.contains { $0.analysis != nil }
        return ScanPlan(
            rules: rules, options: options, prefilter: Prefilter(rules: rules, expectedBytes: expectedBytes, isAskedForRules: options.prefilter),
            templates: rules.rules.map { MessageTemplate($0.metadata.message) },
            minorTemplates: rules.rules.map { $0.minorMessage.map(MessageTemplate.init) },
            closing: ClosingPlan(
                rules: rules.rules.map(\.metadata), audit: SuppressionAudit(wanted: options.suppressionRules, known: known),
                profiles: options.profiles.map { ActiveProfile($0, rules) }, today: options.today),
            trustsModes: trustsModes, hasAnalyses: hasAnalyses, asksForMentions: asksForMentions,
            projectNames: ProjectNames(paths: hasAnalyses ? files.lazy.map(\.path) : []))
    }

    /// Scans the files on all threads; those of a shard alone, where one is given, and then for others to conclude.
    ///
    /// - Returns: one result for each file, nil where no rule was for it, and whether the run was not cancelled.
    private func results(
        of survey: Survey, shard: Shard?, _ isCancelled: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (Progress) -> Void
    ) -> ([FileResult?], isWhole: Bool) {
        let files = survey.files, plan = survey.plan
        // The largest first, so that no thread is left with a large one at the end. Standard input may be as large as any, and who writes to
        // it waits.
        let weights = files.map { $0.isStandardInput ? Int.max : $0.size }
        let order = files.indices.filter { shard?.contains(files[$0].path) ?? true }.sorted { (weights[$1], $0) < (weights[$0], $1) }
        let isScanned = files.map { options.focus?.contains($0.path) ?? true }
        let results = Mutex([FileResult?](repeating: nil, count: files.count))
        let next = Atomic(0)
        let done = Atomic(0)
        onThreads(min(options.jobs, max(1, order.count)), stackSize: Self.stackSize) {
            let scanner = FileScanner(plan)
            while !isCancelled() {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < order.count else { break }
                let index = order[position], file = files[index]
                if var result = isScanned[index] ? scanner.scan(file) : scanner.glance(file) {
                    if shard != nil { scanner.addSpare(to: &result, file) } else { result.closeIfSettled(plan.closing, profile: file.profile) }
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
        _ survey: Survey, _ results: [FileResult?], isWhole: Bool, _ tool: ToolInfo, _ isCancelled: @escaping @Sendable () -> Bool
    ) -> ScanReport {
        var summary = ScanSummary()
        summary.skipped = survey.skipped
        summary.missingRoots = survey.missingRoots
        summary.partial = !isWhole
        let outcome = ProgramPhase(plan: survey.plan, files: survey.files, isCancelled: isCancelled).run(results)
        summary.fanOuts = outcome.fanOuts
        summary.program = outcome.figures
        summary.unsettled = outcome.unsettled.map { RuleCount(rule: rules.rules[$0.key].metadata.id, count: $0.value) }.sorted { $0.rule < $1.rule }
        if !summary.unsettled.isEmpty { summary.partial = true }
        var report = report(reported(outcome.results, of: survey.files), tool, summary)
        if let places = options.explained { report.explanations = explanations(at: places, outcome, report.findings) }
        return report
    }

    /// What was found at the places, and what was looked at there and is no finding.
    private func explanations(at places: ExplainedPlaces, _ outcome: ProgramPhase.Outcome, _ findings: [Finding]) -> [Explanation] {
        struct Key: Hashable {
            var rule: String
            var location: Location
        }
        var all: [Explanation] = [], found: [Key: [Explanation.Step]] = [:]
        for place in outcome.explained {
            let rule = rules.rules[place.rule].metadata.id
            if let outcome = place.outcome {
                all.append(Explanation(rule: rule, location: place.location, outcome: outcome, steps: place.steps))
            } else {
                found[Key(rule: rule, location: place.location)] = place.steps
            }
        }
        for finding in findings where places.contains(finding.location) {
            let told = finding.suppression.map { Explanation.Outcome.silenced(line: $0.line) } ?? .finding(finding.message)
            all.append(
                Explanation(
                    rule: finding.rule, location: finding.location, outcome: told,
                    steps: found[Key(rule: finding.rule, location: finding.location)] ?? []))
        }
        for case let result? in outcome.results {
            let start = Position(line: 1, column: 1), location = Location(path: result.path, bytes: 0..<0, start: start, end: start)
            for rule in result.cleared {
                all.append(
                    Explanation(
                        rule: rules.rules[rule].metadata.id, location: location, outcome: .clear,
                        steps: [Explanation.Step(location: nil, message: "nothing of the kind was found")]))
            }
        }
        return all.sorted { ($0.location.path, $0.location.start, $0.rule) < ($1.location.path, $1.location.start, $1.rule) }
    }

    /// What the files' profiles leave of the results.
    private func reported(_ results: [FileResult?], of files: [SourceFile]) -> [FileResult] {
        guard !options.profiles.isEmpty else { return results.compactMap { $0 } }
        return zip(results, files).compactMap { result, file in
            guard var result else { return nil }
            result.findings.removeAll { !options.profiles[file.profile].reports($0) }
            return result
        }
    }

    static let stackSize = 16 << 20

    private func report(_ results: [FileResult], _ tool: ToolInfo, _ start: ScanSummary) -> ScanReport {
        var summary = start
        var parsedBytes = 0, notUnderstood = 0, findings: [Finding] = []
        for result in results where !result.isGlancedAt {
            summary.files[result.language, default: 0] += 1
            summary.bytes += result.bytes
            if result.isParsed {
                summary.parsed += 1
                parsedBytes += result.bytes
                notUnderstood += result.notUnderstood
                if result.notUnderstood > 0 { summary.notUnderstood.append(FileBytes(path: result.path, bytes: result.notUnderstood)) }
            }
            if let skipped = result.skipped { summary.skipped.append(skipped) }
            findings += result.findings
        }
        if parsedBytes > 0 { summary.parseCoverage = 1 - Double(notUnderstood) / Double(parsedBytes) }
        summary.skipped.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        summary.notUnderstood.sort { ($0.bytes, $1.path) > ($1.bytes, $0.path) }
        findings.sort(by: Finding.inReportOrder)
        return ScanReport(tool: tool, summary: summary, findings: findings, rules: rules.rules.map(\.metadata) + options.suppressionRules)
    }
}
