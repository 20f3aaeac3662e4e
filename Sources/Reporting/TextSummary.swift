internal import Findings

/// What closes the text report: counts, what was looked at, what was not and why, and one sentence.
struct TextSummary {
    let report: ScanReport
    let tally: Tally
    let width: Int

    private static let examples = 3
    private static let label = 10

    init(_ report: ScanReport, width: Int) {
        self.report = report
        self.width = width
        tally = Tally(report.findings)
    }

    func write(to printer: inout TextPrinter) {
        let before = printer.bytes.count
        if tally.total > 0 { printer.heading("summary", width: width) }
        table(to: &printer)
        scanned(to: &printer)
        notUnderstood(to: &printer)
        skipped(to: &printer)
        problems(to: &printer)
        if let fanOuts = report.summary.fanOuts {
            entry("adoption", "\(fanOuts.approved) of \(Figures.counted(fanOuts.total, "fan-out")) use approved helpers", to: &printer)
        }
        if let change = report.summary.change { entry("compared", Self.words(change), to: &printer) }
        if let baseline = report.summary.baseline { entry("baseline", Self.words(baseline), to: &printer) }
        if let unsettled = report.summary.unsettledWords {
            entry("partial", unsettled, style: .severity(.warning), to: &printer)
        } else if report.summary.partial {
            entry("partial", "the run was cut short; the report holds what was found up to then", style: .severity(.warning), to: &printer)
        }
        if printer.bytes.count > before { printer.newline() }
        lastLine(to: &printer)
    }

    /// Not worth its lines for one row: the closing sentence says as much.
    private func table(to printer: inout TextPrinter) {
        guard tally.rows.count > 1 else { return }
        let countWidth = tally.rows.map { Figures.grouped($0.count).utf8.count }.max() ?? 0
        let codeWidth = tally.rows.map { DisplayWidth.of($0.code ?? "") }.max() ?? 0
        for row in tally.rows {
            let count = Figures.grouped(row.count)
            printer.blanks(2 + countWidth - count.utf8.count)
            printer.put(count, .strong)
            printer.blanks(2)
            printer.put(row.severity.rawValue, .severity(row.severity))
            printer.blanks("warning".utf8.count - row.severity.rawValue.utf8.count + 2)
            if codeWidth > 0 {
                printer.put(row.code ?? "")
                printer.blanks(codeWidth - DisplayWidth.of(row.code ?? "") + 2)
            }
            printer.put(row.rule)
            printer.newline()
        }
        printer.newline()
    }

    private func scanned(to printer: inout TextPrinter) {
        let summary = report.summary
        var parts = summary.files.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { Figures.grouped($0.value) + " " + Self.languageName($0.key) }.joined(separator: ", ")
        if parts.isEmpty { return }
        parts += "; " + Figures.bytes(summary.bytes) + "; " + Figures.grouped(summary.parsed) + " parsed"
        if let coverage = summary.parseCoverage { parts += ", " + Figures.percent(coverage) + " of their text understood" }
        entry("scanned", parts, to: &printer)
    }

    private func notUnderstood(to printer: inout TextPrinter) {
        let files = report.summary.notUnderstood
        guard !files.isEmpty else { return }
        let most = files.sorted { ($1.bytes, $0.path) < ($0.bytes, $1.path) }
        let total = files.reduce(0) { $0 + $1.bytes }
        let list = examples(most.map { "\($0.path) (\(Figures.bytes($0.bytes)))" })
        entry("unclear", "\(Figures.bytes(total)) in \(Figures.counted(files.count, "file")): \(list)", to: &printer)
    }

    private func skipped(to printer: inout TextPrinter) {
        struct Group {
            var reason: String
            var isFailure: Bool
            /// Whether it holds folders only.
            var isOfFolders: Bool
            var paths: [String]
        }
        var groups: [Group] = []
        var places: [String: Int] = [:]
        for file in report.summary.skipped {
            let place = places[file.reason] ?? groups.count
            if place == groups.count {
                places[file.reason] = place
                groups.append(Group(reason: file.reason, isFailure: file.isFailure, isOfFolders: true, paths: []))
            }
            groups[place].paths.append(file.path)
            if file.isFailure { groups[place].isFailure = true }
            if !file.isFolder { groups[place].isOfFolders = false }
        }
        groups.sort { ($0.isFailure ? 0 : 1, $1.paths.count, $0.reason) < ($1.isFailure ? 0 : 1, $0.paths.count, $1.reason) }
        for group in groups {
            let text = "\(Figures.counted(group.paths.count, group.isOfFolders ? "folder" : "file")), \(group.reason): \(examples(group.paths))"
            entry("skipped", text, style: group.isFailure ? .severity(.warning) : .faint, to: &printer)
        }
    }

    private func problems(to printer: inout TextPrinter) {
        for problem in report.summary.problems { entry("problem", problem, style: .severity(.error), to: &printer) }
    }

    private static func words(_ change: ChangeFigures) -> String {
        let text = "with \(change.name): \(Figures.counted(change.changed, "changed file")), \(Figures.counted(change.followed, "other")) that may be concerned"
        return change.isCut ? "\(text); more may be, beyond the limits: --baseline-ref \(change.name) compares all of it" : text
    }

    private static func words(_ baseline: BaselineFigures) -> String {
        let known = "\(Figures.counted(baseline.known, "known finding")) in the baseline (\(baseline.name))"
        guard let stale = baseline.stale, stale > 0 else { return known }
        return "\(known); \(Figures.grouped(stale)) of it \(stale == 1 ? "is" : "are") not there any more: `sluice baseline prune` drops \(stale == 1 ? "it" : "them")"
    }

    private func lastLine(to printer: inout TextPrinter) {
        let summary = report.summary
        let files = summary.files.values.reduce(0, +)
        let time = " (\(Figures.seconds(summary.seconds)))"
        let silenced = tally.suppressed == 0 ? "" : ", \(Figures.grouped(tally.suppressed)) suppressed"
        if files == 0 && tally.total == 0 {
            printer.put(summary.change == nil ? "No files to scan here." : "No findings", summary.change == nil ? .plain : .good)
            if summary.change != nil { printer.put(": no file to scan has changed\(time)") }
        } else if tally.total == 0 {
            printer.put("No findings", summary.partial ? .strong : .good)
            printer.put(" in \(Figures.counted(files, "file"))\(silenced)\(time)")
        } else {
            for (i, entry) in tally.severities.enumerated() {
                if i > 0 { printer.put(", ") }
                printer.put(Figures.counted(entry.count, entry.severity), .severity(entry.severity))
            }
            printer.put(" in \(Figures.grouped(tally.filesWithFindings)) of \(Figures.counted(files, "file"))\(silenced)\(time)")
        }
        printer.newline()
    }

    /// A label in the margin and wrapped words beside it.
    private func entry(_ label: String, _ text: String, style: TextStyle = .faint, to printer: inout TextPrinter) {
        let room = max(20, min(width, 120) - Self.label)
        for (i, line) in ProseWrap.lines(text, first: room, rest: room).enumerated() {
            if i == 0 {
                printer.put(label, style)
                printer.blanks(Self.label - label.utf8.count)
            } else {
                printer.blanks(Self.label)
            }
            printer.put(line)
            printer.newline()
        }
    }

    private func examples(_ all: [String]) -> String {
        let shown = all.prefix(Self.examples).joined(separator: ", ")
        return all.count > Self.examples ? shown + ", …" : shown
    }

    private static func languageName(_ name: String) -> String {
        switch name {
        case "python": "Python"
        case "swift": "Swift"
        default: name
        }
    }
}
