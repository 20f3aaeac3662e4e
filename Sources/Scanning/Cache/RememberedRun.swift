package import Findings
package import SourceFiles

/// A run whose files are what they were when they were scanned last: its report needs no rule compiled and no file read.
package enum RememberedRun {
    /// - Parameters:
    ///   - rules: those that would run, in any order.
    ///   - options: with the files walked and a cache; for the whole of them.
    ///   - known: see `Scanner`.
    /// - Returns: what `Scanner` would report; nil where the cache does not know.
    package static func report(rules: [RuleMetadata], options: ScanOptions, known: Set<String>, tool: ToolInfo) -> ScanReport? {
        guard options.isForAll, let folder = options.cache, let walk = options.walked else { return nil }
        let rules = rules.sorted { ($0.id, $0.language) < ($1.id, $1.language) }, asksOthers = rules.contains(where: \.isForFiles)
        let files = asksOthers ? walk.files : walk.files.filter { $0.language != nil }
        var circumstances = FileCircumstances(
            options, rules, trustsModes: asksOthers && FactsReader.trustsModes(of: files, workingDirectory: options.surroundings.workingDirectory))
        let session = CacheSession(folder, files), buffer = FileBuffer()
        func content(_ file: SourceFile) -> ContentHash? {
            guard case .text(let text) = buffer.read(file, options.limits) else { return nil }
            return ContentHash(text)
        }
        guard let print = session.fingerprint(asksOthers: asksOthers, circumstances: { circumstances.of($0) }, content: content),
            let bytes = session.outcome(of: print)
        else { return nil }
        var reader = RecordReader(bytes)
        guard let tally = try? reader.tally(), let settled = try? reader.settled(rules: rules.count, files: files.count) else { return nil }
        session.save()
        let closing = ClosingPlan(rules, options, known: known)
        let findings = settled.flatMap { entry in
            options.reported(entry.open.close(closing, profile: files[entry.file].profile), of: files[entry.file])
        }
        var summary = ScanSummary()
        summary.skipped = walk.skipped
        summary.missingRoots = walk.missingRoots
        tally.apply(to: &summary)
        summary.recalled = tally.files.values.reduce(0, +)
        return ScanReport(tool: tool, summary: summary, findings: findings.sorted(by: Finding.inReportOrder), rules: rules + options.suppressionRules)
    }
}
