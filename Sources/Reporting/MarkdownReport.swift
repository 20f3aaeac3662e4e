internal import Findings

/// A comment for a pull request in GitHub's Markdown: the figures, then a fold a file with its findings, then a fold a rule with its note.
///
/// It begins with a marker, so that a bot finds the comment it wrote before and replaces it; the same findings give the same bytes.
struct MarkdownReport {
    /// GitHub takes 65,536 characters. Counted in bytes of UTF-8 we can only be on the safe side.
    static let mostBytes = 65_536
    static let marker = "<!-- sluice-report -->"

    /// Up to so many findings are shown unfolded.
    private static let mostUnfolded = 10
    /// Scalars of one message, and of one path.
    private static let longestText = 300
    private static let mostShortcomings = 5
    /// Room for the line that says what was left out.
    private static let reserve = 400

    private let report: ScanReport
    private let findings: [Finding]
    private var room: Int

    init(_ report: ScanReport, mostBytes: Int = MarkdownReport.mostBytes) {
        self.report = report
        findings = report.reported
        room = mostBytes - Self.reserve
    }

    consuming func render() -> [UInt8] {
        let head = head()
        room -= head.utf8.count
        let shown = takeFindings()
        let body = FileGroup.of(shown).map(section).joined()
        let (notes, missing) = takeNotes(Self.rules(of: shown))
        return Array((head + body + notes + leftOut(findings: findings.count - shown.count, notes: missing)).utf8)
    }

    private func head() -> String {
        let tally = Tally(report.findings)
        let counts = tally.severities.map { Figures.counted($0.count, $0.severity) }.joined(separator: ", ")
        let title = findings.isEmpty ? "no findings" : "\(counts) in \(Figures.counted(tally.filesWithFindings, "file"))"
        var head = "\(Self.marker)\n### Sluice: \(title)\n\n"
        let reasons = report.summary.shortcomings
        for reason in reasons.prefix(Self.mostShortcomings) { head += "- ⚠️ " + Self.cell(reason) + "\n" }
        if reasons.count > Self.mostShortcomings { head += "- ⚠️ and \(reasons.count - Self.mostShortcomings) more\n" }
        return reasons.isEmpty ? head : head + "\n"
    }

    /// As many as there is room for, the gravest first: so files come in the order of their gravest finding.
    private mutating func takeFindings() -> [Finding] {
        var taken: [Finding] = []
        var files: Set<[UInt8]> = []
        for finding in findings.byWeight {
            var cost = Self.row(finding).utf8.count
            let file = FileGroup(path: finding.location.path, findings: [])
            let isNew = !files.contains(Array(file.path.utf8))
            // The counts in a file's title are not known yet: its longest possible form.
            if isNew { cost += section(file).utf8.count + 100 }
            if cost > room { break }
            room -= cost
            files.insert(Array(file.path.utf8))
            taken.append(finding)
        }
        return taken
    }

    private func section(_ file: FileGroup) -> String {
        let counts = Tally(file.findings).severities.map { Figures.counted($0.count, $0.severity) }.joined(separator: ", ")
        let path = MarkdownText.html(VisibleText.cut(file.path, to: Self.longestText))
        return """
            <details\(findings.count <= Self.mostUnfolded ? " open" : "")>
            <summary><code>\(path)</code>: \(counts)</summary>

            | Line | Severity | Finding |
            | ---: | --- | --- |
            \(file.findings.map(Self.row).joined())
            </details>


            """
    }

    private static func row(_ finding: Finding) -> String {
        "| \(finding.location.start.line) | \(mark(finding.severity))&nbsp;\(finding.severity.rawValue) | \(cell(finding.message)) <sub>\(MarkdownText.cell(finding.ruleTitle))</sub> |\n"
    }

    private static func cell(_ text: String) -> String { MarkdownText.cell(VisibleText.cut(text, to: longestText)) }

    private static func mark(_ severity: Severity) -> String {
        switch severity {
        case .error: "🔴"
        case .warning: "🟠"
        case .info: "🔵"
        case .hint, .off: "⚪"
        }
    }

    /// One finding a rule, in the order of the findings.
    private static func rules(of findings: [Finding]) -> [Finding] {
        var known: Set<String> = []
        return findings.filter { $0.note != nil && known.insert($0.rule).inserted }
    }

    /// The notes there is room for, and how many there was none for.
    private mutating func takeNotes(_ rules: [Finding]) -> (text: String, missing: Int) {
        var text = ""
        var missing = 0
        for rule in rules {
            let note = Self.note(rule)
            if note.utf8.count <= room {
                room -= note.utf8.count
                text += note
            } else {
                missing += 1
            }
        }
        return (text, missing)
    }

    /// A rule's note is its author's Markdown and stays so, but must not break out of its fold.
    private static func note(_ finding: Finding) -> String {
        var note = (finding.note ?? "").replacing("<details", with: "&lt;details").replacing("</details", with: "&lt;/details").trimmed
        let fences = note.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("```") }
        if fences.count % 2 == 1 { note += "\n```" }
        return """
            <details>
            <summary><b>\(MarkdownText.html(finding.ruleTitle))</b>: why, and what to do</summary>

            \(note)

            </details>


            """
    }

    private func leftOut(findings: Int, notes: Int) -> String {
        var parts: [String] = []
        if findings > 0 { parts.append("\(Figures.counted(findings, "finding")) (the gravest are shown)") }
        if notes > 0 { parts.append("\(notes == 1 ? "the note of 1 rule" : "the notes of \(notes) rules") (`sluice rules explain RULE` prints one)") }
        return parts.isEmpty ? "" : "Left out, because a comment holds \(Figures.grouped(Self.mostBytes)) characters: \(parts.joined(separator: "; ")).\n"
    }
}
