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
        let walk: WalkResult
        if let walked = options.walked { walk = walked } else { walk = try options.selection.walk(in: options.surroundings) }
        let focus = options.focus
        var summary = ScanSummary()
        summary.skipped = walk.skipped
        summary.missingRoots = walk.missingRoots
        var files = walk.files
        if let path = options.standardInputPath {
            var input = SourceFile.standardInput(path: path)
            input.profile = options.standardInputProfile
            files.append(input)
        }
        let isFocused = { (file: SourceFile) in focus?.contains(file.path) ?? true }
        let hasFileRules = rules.rules.contains(where: \.isForFiles)
        let asksForMentions = rules.rules.contains { $0.analysis?.kind == .unreached }
        if !hasFileRules, !asksForMentions { files.removeAll { $0.language == nil && !$0.isStandardInput } }
        let hasAnalyses = rules.rules.contains { $0.analysis != nil }
        let plan = ScanPlan(
            rules: rules, options: options, prefilter: Prefilter(rules: rules, expectedBytes: files.reduce(0) { $0 + ($1.language == nil || !isFocused($1) ? 0 : $1.size) }),
            templates: rules.rules.map { MessageTemplate($0.metadata.message) },
            minorTemplates: rules.rules.map { $0.minorMessage.map(MessageTemplate.init) },
            closing: ClosingPlan(
                rules: rules.rules.map(\.metadata), audit: SuppressionAudit(wanted: options.suppressionRules, known: known),
                profiles: options.profiles.map { ActiveProfile($0, rules) }, today: options.today),
            trustsModes: hasFileRules && FileRuleScanner.trustsModes(of: files, workingDirectory: options.surroundings.workingDirectory),
            hasAnalyses: hasAnalyses, asksForMentions: asksForMentions, projectNames: ProjectNames(paths: hasAnalyses ? files.lazy.map(\.path) : []))
        // The largest first, so that no thread is left with a large one at the end. Standard input may be as large as any, and who writes to
        // it waits.
        let weights = files.map { $0.isStandardInput ? Int.max : $0.size }
        let order = files.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }

        let isScanned = files.map(isFocused)
        let results = Mutex([FileResult?](repeating: nil, count: files.count))
        let next = Atomic(0)
        let done = Atomic(0)
        let scanned = files
        onThreads(min(options.jobs, max(1, files.count)), stackSize: Self.stackSize) {
            let scanner = FileScanner(plan)
            while !isCancelled() {
                let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard position < order.count else { break }
                let index = order[position]
                if var result = isScanned[index] ? scanner.scan(scanned[index]) : scanner.glance(scanned[index]) {
                    result.closeIfSettled(plan.closing, profile: scanned[index].profile)
                    results.withLock { $0[index] = result }
                }
                let count = done.wrappingAdd(1, ordering: .relaxed).newValue
                progress(Progress(done: count, total: scanned.count))
            }
        }
        summary.partial = done.load(ordering: .relaxed) < files.count
        let phase = ProgramPhase(plan: plan, files: files, isCancelled: isCancelled)
        let outcome = phase.run(results.withLock { results in
            defer { results = [] }
            return results
        })
        summary.fanOuts = outcome.fanOuts
        summary.program = outcome.figures
        summary.unsettled = outcome.unsettled.map { RuleCount(rule: rules.rules[$0.key].metadata.id, count: $0.value) }.sorted { $0.rule < $1.rule }
        if !summary.unsettled.isEmpty { summary.partial = true }
        var report = report(reported(outcome.results, of: files), tool, summary)
        if let place = options.explained { report.explanations = explanations(at: place, outcome.explanations, report.findings) }
        return report
    }

    /// What was found at a place, and what was looked at there and is no finding.
    private func explanations(at place: ExplainedPlace, _ settled: [Explanation], _ findings: [Finding]) -> [Explanation] {
        var all = settled.filter { $0.outcome == "no finding" }
        for finding in findings where place.contains(finding.location) {
            let steps = settled.first { $0.rule == finding.rule && $0.location == finding.location }?.steps ?? []
            let outcome = finding.suppression.map { "a finding, silenced by the comment in line \($0.line)" } ?? "a finding: \(finding.message)"
            all.append(Explanation(rule: finding.rule, location: finding.location, outcome: outcome, steps: steps))
        }
        return all.sorted { ($0.location.start, $0.rule) < ($1.location.start, $1.rule) }
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
