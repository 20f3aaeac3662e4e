package import Findings

/// What the files of a run add up to, beside their findings.
struct RunTally: Sendable {
    /// By language.
    var files: [String: Int] = [:]
    var bytes = 0
    var parsed = 0
    var parsedBytes = 0
    var notUnderstood: [FileBytes] = []
    var skipped: [SkippedFile] = []
    var fanOuts: FanOuts?
    var figures: ProgramFigures?

    mutating func add(_ result: FileResult) {
        if result.isGlancedAt { return }
        files[result.language, default: 0] += 1
        bytes += result.bytes
        if result.isParsed {
            parsed += 1
            parsedBytes += result.bytes
            if result.notUnderstood > 0 { notUnderstood.append(FileBytes(path: result.path, bytes: result.notUnderstood)) }
        }
        if let skipped = result.skipped { self.skipped.append(skipped) }
    }

    func apply(to summary: inout ScanSummary) {
        summary.files = files
        summary.bytes = bytes
        summary.parsed = parsed
        summary.fanOuts = fanOuts
        summary.program = figures
        if parsedBytes > 0 { summary.parseCoverage = 1 - Double(notUnderstood.reduce(0) { $0 + $1.bytes }) / Double(parsedBytes) }
        summary.skipped = (summary.skipped + skipped).sorted { ($0.path, $0.reason) < ($1.path, $1.reason) }
        summary.notUnderstood = notUnderstood.sorted { ($0.bytes, $1.path) > ($1.bytes, $0.path) }
    }
}
