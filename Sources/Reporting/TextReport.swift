internal import Findings

/// The report for people. Findings stand file by file; each is three lines where one line of code is at fault: where and what, the code, and
/// the mark below it with the rule. A rule's note is told once, below its first finding, so that two hundred findings stay readable.
struct TextReport {
    let report: ScanReport
    let options: ReportOptions
    private let width: Int
    private let notes: [String: String]
    private var printer: TextPrinter

    /// Prose wider than this is hard to read, however wide the terminal.
    private static let proseWidth = 100

    init(_ report: ScanReport, options: ReportOptions) {
        self.report = report
        self.options = options
        width = max(40, options.width)
        notes = Dictionary(report.rules.compactMap { rule in rule.note.map { (rule.id, $0) } }) { first, _ in first }
        printer = TextPrinter(color: options.color, capacity: 4096 + 320 * report.findings.count)
    }

    consuming func render() -> [UInt8] {
        let findings = report.findings.filter { $0.suppression == nil }
        var told: Set<String> = []
        var first = 0
        while first < findings.count {
            let path = findings[first].location.path
            let end = findings[first...].firstIndex { $0.location.path != path } ?? findings.count
            file(findings[first..<end], told: &told)
            first = end
        }
        if options.summary { TextSummary(report, width: width).write(to: &printer) }
        return printer.bytes
    }

    private mutating func file(_ findings: ArraySlice<Finding>, told: inout Set<String>) {
        let lastLine = findings.reduce(1) { max($0, $1.location.start.line + $1.sourceLines.count) }
        let frame = CodeFrame(numberWidth: max(4, String(lastLine).utf8.count), width: width)
        for finding in findings {
            head(finding)
            frame.write(finding, to: &printer)
            flow(finding.flow, indent: frame.indent)
            if options.notes, told.insert(finding.rule).inserted, let note = finding.note ?? notes[finding.rule] {
                NoteBlock(NoteText(note), indent: frame.indent, width: min(width, Self.proseWidth)).write(to: &printer)
            }
            printer.newline()
        }
    }

    /// `path:line:column: severity: message`, as editors and terminals know it.
    private mutating func head(_ finding: Finding) {
        let location = finding.location
        let place = ":\(location.start.line):\(location.start.column): "
        let severity = finding.severity.rawValue + ": "
        printer.put(location.path, .file)
        printer.put(place, .faint)
        printer.put(severity, .severity(finding.severity))
        let used = DisplayWidth.of(location.path) + place.utf8.count + severity.utf8.count
        let lines = ProseWrap.lines(finding.message, first: max(0, width - used), rest: width - 4)
        for (number, line) in lines.enumerated() {
            if number > 0 {
                printer.newline()
                printer.blanks(4)
            }
            printer.putProse(line, .strong)
        }
        printer.newline()
    }

    private mutating func flow(_ steps: [FlowStep], indent: Int) {
        let numberWidth = String(steps.count).utf8.count
        for (index, step) in steps.enumerated() {
            let number = String(index + 1)
            printer.blanks(indent + numberWidth - number.utf8.count)
            printer.put(number + ". ", .strong)
            let place = "\(step.location.path):\(step.location.start.line):\(step.location.start.column)"
            printer.put(place)
            printer.put("  ")
            let left = indent + numberWidth + 2
            let lines = ProseWrap.lines(step.message, first: max(0, width - left - DisplayWidth.of(place) - 2), rest: width - left - 2)
            for (number, line) in lines.enumerated() {
                if number > 0 {
                    printer.newline()
                    printer.blanks(left + 2)
                }
                printer.putProse(line)
            }
            printer.newline()
        }
    }
}
