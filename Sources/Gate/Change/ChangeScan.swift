package import Findings
package import Rules
package import Scanning
package import SourceFiles

/// A scan that tells only what a change brings: findings on the lines it added or modified, and those elsewhere that were not there before it.
///
/// The changed files are scanned whole; so are files that mention the name of something whose definition changed (`ChangeReach`). What was found
/// outside of the changed lines is then looked for in the old state, of which only the files concerned are scanned, the changed ones from git's
/// objects: what is there too is not the change's doing.
package struct ChangeScan: Sendable {
    private let rules: RuleSet
    private let options: ScanOptions
    private let known: Set<String>
    private let change: Change

    /// - Parameters:
    ///   - options: its selection is narrowed to nothing else; what was walked is set here.
    ///   - known: see `Scanner`.
    package init(rules: RuleSet, options: ScanOptions, known: Set<String>, change: Change) {
        self.rules = rules
        self.options = options
        self.known = known
        self.change = change
    }

    package func run(
        tool: ToolInfo, isCancelled: @escaping @Sendable () -> Bool = { false }, progress: @escaping @Sendable (Scanner.Progress) -> Void = { _ in }
    ) throws(FileError) -> ScanReport {
        var reach = ChangeReach(files: change.files, options: options)
        var focus = Dictionary(change.changed.keys.map { (change.files[$0].path, FocusLines.all) }) { first, _ in first }
        let hasAnalyses = rules.rules.contains { $0.analysis != nil }
        if hasAnalyses {
            reach.follow(changedNames(), isCancelled: isCancelled)
            for (file, lines) in reach.concerned() { focus[change.files[file].path] = lines }
        }
        // Whether a function is reached at all is told by every file there is.
        let asksForAll = rules.rules.contains { $0.analysis?.kind == .unreached }
        var options = options
        options.walked = WalkResult(files: change.files, skipped: change.skipped, missingRoots: change.missingRoots)
        options.focus = asksForAll ? nil : focus
        var report = try Scanner(rules: rules, options: options, known: known).run(tool: tool, isCancelled: isCancelled, progress: progress)

        var split = Split(report.findings, change: change, settled: Set(rules.rules.filter { $0.analysis != nil }.map(\.metadata.id)), isWhole: asksForAll)
        if !split.doubtful.isEmpty {
            options.walked = WalkResult(files: change.oldFiles)
            // The same lines, where it is the same text.
            let doubted = split.doubtful.keys.compactMap { path in change.oldPath(of: path).map { ($0, focus[path] ?? .all) } }
            options.focus = asksForAll ? nil : Dictionary(doubted) { first, _ in first }
            options.explained = nil
            // What is not reported now is not asked about; that the old state would report more does no harm.
            options.profiles = []
            let old = try Scanner(rules: rules, options: options, known: known).run(tool: tool, isCancelled: isCancelled)
            if old.summary.partial { report.summary.partial = true }
            split.hold(against: old.findings, change: change, reach: reach)
        }
        report.findings = split.findings.sorted(by: Finding.inReportOrder)
        report.summary.change = ChangeFigures(name: change.name, changed: change.changed.count, followed: reach.reached.count, isCut: reach.isCut)
        report.summary.fanOuts = nil
        return report
    }

    /// The names that lead to what changed, by changed file.
    private func changedNames() -> [Int: Set<SoughtName>] {
        let buffer = FileBuffer()
        func names(in file: SourceFile, touching touched: LineSet) -> Set<SoughtName> {
            guard let language = file.language, case .text(let text) = buffer.read(file, options.limits) else { return [] }
            let outline = Outline(text.bytes, language), own = outline.names(touching: touched.overlaps)
            return own.union(outline.names(reachedBy: own, in: text.bytes))
        }
        var found: [Int: Set<SoughtName>] = [:]
        for (index, changed) in change.changed where change.files[index].language != nil {
            found[index] = names(in: change.files[index], touching: changed.touched)
            if let old = changed.old { found[index]?.formUnion(names(in: old, touching: changed.touchedOld)) }
        }
        // What is gone is still called.
        for gone in change.gone where gone.language != nil {
            let anchor = change.changed.keys.min() ?? 0
            found[anchor, default: []].formUnion(names(in: gone, touching: .all))
        }
        return found
    }
}

/// A run's findings, divided by what the change has to do with them.
private struct Split {
    /// Those that are told.
    private(set) var findings: [Finding] = []
    /// By file: those that may have been there before.
    private(set) var doubtful: [String: [Finding]] = [:]

    init(_ all: [Finding], change: Change, settled: Set<String>, isWhole: Bool) {
        for finding in all {
            if let changed = change.changedFile(at: finding.location.path) {
                if changed.isOnChangedLines(finding) || changed.old == nil {
                    findings.append(finding)
                } else if finding.suppression == nil {
                    doubtful[finding.location.path, default: []].append(finding)
                }
            } else if finding.suppression == nil, settled.contains(finding.rule) {
                // What a text alone tells is as it was.
                doubtful[finding.location.path, default: []].append(finding)
            }
        }
    }

    /// Adds those that the old state has not.
    mutating func hold(against old: [Finding], change: Change, reach: ChangeReach) {
        let before = Dictionary(grouping: old, by: \.location.path)
        for (path, doubtful) in doubtful.sorted(by: { $0.key < $1.key }) {
            let match = BaselineMatch(doubtful, Baseline(change.oldPath(of: path).flatMap { before[$0] } ?? []))
            for var finding in match.findings where finding.baseline == .new {
                finding.baseline = nil
                label(&finding, change: change, reach: reach)
                findings.append(finding)
            }
        }
    }

    /// Says which change brought it.
    private func label(_ finding: inout Finding, change: Change, reach: ChangeReach) {
        let path = finding.location.path
        let onWay = finding.flow.first { step in change.changedFile(at: step.location.path)?.isTouched(step.location) == true }
            ?? finding.flow.first { step in step.location.path != path && change.changedFile(at: step.location.path) != nil }
        let place: (path: String, line: Int)
        if let onWay {
            place = (onWay.location.path, onWay.location.start.line)
        } else if let changed = change.changedFile(at: path) {
            place = (path, changed.nearestLine(to: finding.location.start.line))
        } else if let index = change.index(of: path).flatMap({ reach.reached[$0] }), let changed = change.changed[index] {
            place = (change.files[index].path, changed.lines.first)
        } else {
            return
        }
        finding.message += " (caused by the change in \(place.path):\(place.line))"
        if onWay == nil {
            let start = Position(line: place.line, column: 1)
            finding.flow.append(FlowStep(location: Location(path: place.path, bytes: 0..<0, start: start, end: start), message: "the change that causes it"))
        }
    }
}
