internal import Findings

/// The report for people. Findings stand file by file; each is four lines where one line of code is at fault: where and which rule, what is wrong,
/// the code, and the mark below it. A rule's note is told once, below its first finding, so that two hundred findings stay readable.
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
        let findings = report.findings.filter(\.isReported)
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
        heading(findings)
        let lastLine = findings.reduce(1) { max($0, $1.location.start.line + $1.sourceLines.count) }
        var frame = CodeFrame(numberWidth: max(4, String(lastLine).utf8.count), width: width)
        for finding in findings {
            place(finding)
            message(finding)
            frame.write(finding, to: &printer)
            flow(finding.flow, indent: frame.indent)
            if options.notes, told.insert(finding.rule).inserted, let note = finding.note ?? notes[finding.rule] {
                NoteBlock(NoteText(note), indent: frame.indent, width: min(width, Self.proseWidth)).write(to: &printer)
            }
            printer.newline()
        }
    }

    private mutating func heading(_ findings: ArraySlice<Finding>) {
        guard let path = findings.first?.location.path else { return }
        printer.heading(path, width: width, Tally(findings).severities.map { (Figures.counted($0.count, $0.severity), .severity($0.severity)) })
    }

    /// `path:line:column: severity CODE rule-id`: editors and terminals make a link of the first word.
    private mutating func place(_ finding: Finding) {
        let start = finding.location.start
        printer.put(finding.location.path)
        printer.put(":\(start.line):\(start.column): ")
        printer.put(finding.severity.rawValue, .severity(finding.severity))
        printer.put(" ")
        if let code = finding.code {
            printer.put(code, .strong)
            printer.put(" ")
        }
        printer.put(finding.rule, .faint)
        // Said only where it matters: a reader should look twice.
        if finding.confidence == .low { printer.put(" (low confidence)", .faint) }
        printer.newline()
    }

    private mutating func message(_ finding: Finding) {
        for line in ProseWrap.lines(finding.message, first: width - 2, rest: width - 2) {
            printer.blanks(2)
            printer.putProse(line, .strong)
            printer.newline()
        }
    }

    private mutating func flow(_ steps: [FlowStep], indent: Int) {
        let places = steps.map { "\($0.location.path):\($0.location.start.line):\($0.location.start.column)" }
        let numberWidth = String(steps.count).utf8.count
        let left = indent + numberWidth + 2
        // Messages line up, unless one long path would push all of them to the margin.
        let placeWidth = min(places.map { DisplayWidth.of($0) }.max() ?? 0, width / 2)
        for (index, step) in steps.enumerated() {
            let number = String(index + 1)
            let gap = max(0, placeWidth - DisplayWidth.of(places[index])) + 2
            printer.blanks(indent + numberWidth - number.utf8.count)
            printer.put(number + ". ", .strong)
            printer.put(places[index])
            printer.blanks(gap)
            let room = width - left - DisplayWidth.of(places[index]) - gap
            for (number, line) in ProseWrap.lines(step.message, first: max(0, room), rest: width - left - 2).enumerated() {
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
